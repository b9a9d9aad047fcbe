"""`python -m app`: the webhook and the workers, composed here and nowhere else."""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from fastapi import FastAPI

from app import settings as reading
from app.background import Vendors, running
from app.counting import Counts
from app.health import health_routes
from app.inspection import Witness, inspection_routes
from app.parts import Parts
from app.ports import Assistant, Messenger, Notices
from app.sender import Sender
from app.settings import Settings
from app.webhook import WebhookSettings, webhook_routes
from app.workers import Workers
from panelin.runtime import failpoints, logs, serving
from panelin.runtime.clock import Clock
from panelin.store.contract import Store
from panelin.store.open_store import open_store

if TYPE_CHECKING:
    import httpx

VECTOR_STORE = "vector_store"  # the note under which the sync keeps its store's id


def main() -> None:
    """Read the settings, build the process, serve until told to end."""
    settings = reading.read(os.environ, terminal=sys.stderr.isatty())
    failpoints.configure(os.environ)
    logs.configure(settings.log_format)
    listener = serving.bound(settings.host, settings.port, "the WhatsApp service")
    serving.serve(create_app(settings, open_store(settings.store_url, time_scale=settings.time_scale)), listener)


def create_app(settings: Settings, store: Store) -> FastAPI:
    """Compose the process: store, vendors, workers, routes."""
    clock, witness, counts = Clock(settings.clock_url), Witness(), Counts()
    exits = AsyncExitStack()
    http = cache(lambda: _http(exits))
    vendors = Vendors(
        assistant=lambda: _assistant(settings, store, counts, exits),
        messenger=lambda: _messenger(settings, http(), counts),
        notices=lambda: _notices(settings, http(), clock.now),
    )
    parts = Parts(
        store=store,
        assistant=vendors,
        messenger=vendors,
        notices=vendors,
        agency=settings.agency,
        now=clock.now,
        scale=settings.time_scale,
        slots=asyncio.Semaphore(settings.workers),
        count=counts.add,
        saw=witness.saw if settings.inspect else None,
    )
    workers = Workers(parts, Sender(parts))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with exits, running(store, workers, clock, counts, sweep_every=1 if settings.store_url.startswith("sqlite") else 5):
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    webhook = WebhookSettings(settings.verify_token, settings.app_secrets, frozenset({settings.phone_number_id}), count=counts.add)
    app.router.routes.extend(webhook_routes(store, webhook, workers.nudge))
    app.router.routes.extend(health_routes(store.ready))
    if settings.inspect:
        app.router.routes.extend(inspection_routes(store, witness, clock.now, settings.agency))
    return app


# What is imported below is wanted by turns only, and costs a third of the start (reliability sheet, section 13).


def _http(exits: AsyncExitStack) -> "httpx.AsyncClient":
    import httpx

    http = httpx.AsyncClient(follow_redirects=False, limits=httpx.Limits(max_connections=200))
    exits.push_async_callback(http.aclose)
    return http


def _notices(settings: Settings, http: "httpx.AsyncClient", now: Callable[[], datetime]) -> Notices:
    from app.notices import OtherNotices

    return OtherNotices(settings.agency, http, settings.smtp_url, settings.secret, now)


def _messenger(settings: Settings, http: "httpx.AsyncClient", counts: Counts) -> Messenger:
    from app.whatsapp.client import GraphClient
    from app.whatsapp.graph import GraphSettings
    from app.whatsapp.outgoing import Wording

    graph = GraphSettings(settings.graph_base_url, settings.graph_version, settings.whatsapp_token, scale=settings.time_scale)
    return GraphClient(graph, http, Wording(settings.agency, settings.templates), count=counts.add)


def _assistant(settings: Settings, store: Store, counts: Counts, exits: AsyncExitStack) -> Assistant:
    from app.assistant.limits import Limits
    from app.assistant.model import openai_client
    from app.assistant.responses_api import Options, ResponsesAssistant

    async def vector_store() -> str | None:
        if settings.vector_store_id:
            return settings.vector_store_id
        note = await store.note_of(VECTOR_STORE)
        return str(note["id"]) if note and "id" in note else None

    options = Options(
        safety_key=hashlib.sha256(settings.app_secrets[0].encode()).digest(),
        model=settings.openai_model,
        limits=Limits().scaled(settings.time_scale),
        thread_mode="transcript" if settings.thread_mode == "transcript" else "conversation",
    )
    client = lambda: openai_client(settings.openai_api_key, settings.openai_base_url, options.limits)  # noqa: E731
    assistant = ResponsesAssistant(client, store, settings.agency, options, vector_store=vector_store, count=counts.add)
    exits.push_async_callback(assistant.close)
    return assistant


if __name__ == "__main__":
    sys.exit(serving.started(main))
