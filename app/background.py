"""What runs beside the requests of one process: the clock, the sweep, and the first import of what the first turn needs."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.counting import Counts
from app.parts import Parts
from app.reply_times import measured
from app.sweep import Sweep
from app.workers import Workers
from panelin.errors import PanelinError
from panelin.runtime.clock import Clock
from panelin.store.contract import Store

HEAVY = ("openai", "markdown_it")  # kept out of the cold start (reliability sheet, section 13)
WARM_AFTER = 1.0  # seconds
MEASURE_EVERY = 300.0


@asynccontextmanager
async def running(store: Store, workers: Workers, clock: Clock, counts: Counts, *, sweep_every: float) -> AsyncIterator[None]:
    """Start it all, and end it in order: nothing new, turns finish or let go, then the store."""
    beside = [
        asyncio.create_task(clock.follow()),
        asyncio.create_task(Sweep(workers).every(sweep_every)),
        asyncio.create_task(_warm()),
        asyncio.create_task(_measure(store, workers.parts)),
        asyncio.create_task(counts.tell()),
    ]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await workers.close()
        await store.close()
        counts.flush()


async def _measure(store: Store, parts: Parts) -> None:
    """Promise customers the minutes that the teams have needed lately."""
    agency = parts.agency
    while True:
        with suppress(PanelinError):
            parts.agency = await measured(store, agency)
        await asyncio.sleep(MEASURE_EVERY)


async def _warm() -> None:
    await asyncio.sleep(WARM_AFTER)
    with suppress(ImportError):
        for name in HEAVY:
            await asyncio.to_thread(importlib.import_module, name)
