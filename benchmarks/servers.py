"""The servers that are measured, each a process of its own: `python -m benchmarks.servers KIND PORT [STORE_URL]`.

All are served alike; `/usage` tells what the process has used. None is imported by the others' process.
"""

import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.posts import NUMBER, SECRET, VERIFY_TOKEN
from panelin.runtime import serving

handled = 0


def ours(store_url: str) -> FastAPI:
    """Our webhook on our store."""
    from panelin.store.open_store import open_store

    return _webhook(open_store(store_url))


def creates(store_url: str) -> FastAPI:
    """Our webhook, which stores by one `create` a message of the client library."""
    from benchmarks.creates import CreateEach

    return _webhook(CreateEach(store_url))


def pywa(_: str) -> FastAPI:
    """What pywa makes of FastAPI, with a handler that does nothing; it stores nothing."""
    from pywa_async.client import WhatsApp
    from pywa_async.handlers import MessageHandler

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    client = WhatsApp(
        phone_id=NUMBER,
        token="",
        server=app,
        verify_token=VERIFY_TOKEN,
        app_secret=SECRET,
        webhook_endpoint="/webhook",
    )
    client.add_handlers(MessageHandler(_nothing))
    return app


async def _nothing(*_: object) -> None:
    global handled  # noqa: PLW0603 - proof that pywa came as far as its user's handler
    handled += 1


def _webhook(inbox: Any) -> FastAPI:  # noqa: ANN401 - an inbox, whichever
    from app.webhook import WebhookSettings, webhook_routes

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.router.routes.extend(webhook_routes(inbox, WebhookSettings(VERIFY_TOKEN, (SECRET,), frozenset({NUMBER})), _left_to_others))
    return app


def _left_to_others(_: Sequence[object]) -> None:
    """Turns are measured elsewhere."""


async def usage(_: Request) -> JSONResponse:
    """Tell the CPU seconds of this process, user and system together, all threads; and how many messages pywa handled."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return JSONResponse({"cpu": used.ru_utime + used.ru_stime, "handled": handled})


KINDS: Mapping[str, Callable[[str], FastAPI]] = {"ours": ours, "creates": creates, "pywa": pywa}


def main(kind: str, port: str, store_url: str = "") -> None:
    """Serve one of them."""
    app = KINDS[kind](store_url)
    app.router.routes.append(Route("/usage", usage))
    serving.serve(app, serving.bound("127.0.0.1", int(port), kind))


if __name__ == "__main__":
    main(*sys.argv[1:])
