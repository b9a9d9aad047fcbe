"""`python -m sync_job`: one run. The only place that opens clients, reads the environment and turns a result into an exit code."""

import asyncio
import json
import logging
import os
import signal
import sys
from datetime import UTC, datetime

import httpx
import openai

from panelin.errors import Misconfigured, PanelinError
from panelin.runtime import failpoints, logs
from panelin.store.open_store import open_store
from sync_job.feeds.download import Download, client
from sync_job.intake import Order
from sync_job.report import DONE, MISCONFIGURED, PARTIAL, Report
from sync_job.settings import Settings, read
from sync_job.sync import LEASE, Parts, run
from sync_job.vector_store import OpenAiVectorStore

log = logging.getLogger("sync_job")

_TIMEOUT = 30.0
_RETRIES = 3  # by the SDK and nowhere else: a doubled upload is a left-over, which the next run clears


def main() -> int:
    """Run once; the exit code."""
    try:
        failpoints.configure(os.environ)
        settings = read(os.environ, terminal=sys.stderr.isatty())
    except Misconfigured as fault:
        sys.stderr.write(f"The sync cannot start: {fault}\n")
        return MISCONFIGURED
    logs.configure(settings.log_format)
    try:
        report = asyncio.run(_run(settings))
    except asyncio.CancelledError:
        log.error("the sync was told to stop before it began")  # noqa: TRY400 - nothing went wrong that a traceback would tell
        return PARTIAL
    except PanelinError as error:
        log.error("the sync did nothing: %s", error)  # noqa: TRY400 - the sentence says it; a traceback says no more
        return MISCONFIGURED if isinstance(error, Misconfigured) else PARTIAL
    said = json.dumps(report.plain(), ensure_ascii=False)
    log.log(logging.INFO if report.exit_code == DONE else logging.ERROR, "sync ended: %s", said)
    return report.exit_code


async def _run(settings: Settings) -> Report:
    work = asyncio.current_task()
    if work is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    store = open_store(settings.store_url, time_scale=settings.time_scale)
    models = openai.AsyncOpenAI(api_key=settings.openai_api_key, base_url=settings.openai_base_url, timeout=_TIMEOUT, max_retries=_RETRIES)
    try:
        async with client() as http, models:
            vectors = OpenAiVectorStore(models, store, configured=settings.vector_store_id)
            parts = Parts(store=store, notes=store, vectors=vectors, download=Download(http), lease=LEASE * settings.time_scale)
            return await run(await _order(settings), parts)
    finally:
        await store.close()


async def _order(settings: Settings) -> Order:
    return Order(settings.feeds, settings.overlays, settings.overlays_mark, await _now(settings.clock_url), settings.accepted)


async def _now(clock_url: str | None) -> datetime:
    """Tell the business time; the sandbox's clock is asked once, since a run takes seconds."""
    if clock_url is None:
        return datetime.now(UTC)
    async with httpx.AsyncClient(timeout=2, trust_env=False) as http:
        try:
            return datetime.fromisoformat(json.loads((await http.get(clock_url)).text)["now"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            log.warning("the sandbox's clock does not answer; the real time is taken")
            return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
