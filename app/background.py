"""What runs beside the requests of one process: the clock, the sweep, and the vendors, which are built for the first turn."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache

from app.counting import Counts
from app.parts import Parts
from app.ports import Assistant, Messenger, Notices, Parcel, Question, StillOurs
from app.reply_times import measured
from app.sweep import Sweep
from app.workers import Workers
from panelin.actions import NotifyAgent, SendSummary
from panelin.agency import Agent
from panelin.events import AssistantAnswered, AssistantFailed
from panelin.ids import MediaId, MessageId, Number, ThreadId
from panelin.runtime.clock import Clock
from panelin.store.contract import Store

HEAVY = (
    "app.whatsapp.client",
    "app.assistant.responses_api",
    "openai",
    "markdown_it",
)  # kept out of the cold start (reliability sheet, section 13)
WARM_AFTER = 1.0  # seconds
MEASURE_EVERY = 300.0


class Vendors:
    """The model, Meta, and the other ways to tell an agent, each built when it is first wanted: no webhook needs them."""

    def __init__(self, assistant: Callable[[], Assistant], messenger: Callable[[], Messenger], notices: Callable[[], Notices]) -> None:
        self._assistant, self._messenger, self._notices = cache(assistant), cache(messenger), cache(notices)

    async def answer(self, question: Question, *, still_ours: StillOurs) -> AssistantAnswered | AssistantFailed:
        """Ask the model."""
        return await self._assistant().answer(question, still_ours=still_ours)

    async def forget(self, thread: ThreadId) -> None:
        """Delete a thread of the model."""
        await self._assistant().forget(thread)

    async def send(self, parcel: Parcel) -> MessageId:
        """Hand a message to Meta."""
        return await self._messenger().send(parcel)

    async def upload(self, number: Number, document: bytes, *, filename: str, mime: str) -> MediaId:
        """Upload a file to Meta."""
        return await self._messenger().upload(number, document, filename=filename, mime=mime)

    async def show_typing(self, number: Number, message: MessageId) -> None:
        """Mark read and show typing."""
        await self._messenger().show_typing(number, message)

    async def tell(self, agent: Agent, notice: NotifyAgent | SendSummary) -> None:
        """Tell an agent beside WhatsApp."""
        await self._notices().tell(agent, notice)


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
        with suppress(Exception):  # a measure that fails is made again later
            parts.agency = await measured(store, agency)
        await asyncio.sleep(MEASURE_EVERY)


async def _warm() -> None:
    await asyncio.sleep(WARM_AFTER)
    with suppress(ImportError):
        for name in HEAVY:
            await asyncio.to_thread(importlib.import_module, name)
