"""What runs beside the requests of one process: the clock, the sweep, and the first import of what the first turn needs."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.sweep import Sweep
from app.workers import Workers
from panelin.runtime.clock import Clock
from panelin.store.contract import Store

HEAVY = ("openai",)  # kept out of the cold start (reliability sheet, section 13)
WARM_AFTER = 1.0  # seconds


@asynccontextmanager
async def running(store: Store, workers: Workers, clock: Clock, *, sweep_every: float) -> AsyncIterator[None]:
    """Start it all, and end it in order: nothing new, turns finish or let go, then the store."""
    beside = [
        asyncio.create_task(clock.follow()),
        asyncio.create_task(Sweep(workers).every(sweep_every)),
        asyncio.create_task(_warm()),
    ]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await workers.close()
        await store.close()


async def _warm() -> None:
    await asyncio.sleep(WARM_AFTER)
    with suppress(ImportError):
        for name in HEAVY:
            await asyncio.to_thread(importlib.import_module, name)
