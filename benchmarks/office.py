"""The service without its HTTP side: the real store, turn, sender and Graph client, and a model that says its customer's words back."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from app.parts import Parts
from app.ports import Assistant, Question, StillOurs
from app.sender import Sender
from app.whatsapp.client import GraphClient
from app.whatsapp.graph import GraphSettings
from app.whatsapp.outgoing import Wording
from app.whatsapp.payload import split
from app.workers import Workers
from benchmarks.posts import NUMBER, text_post
from panelin.actions import NotifyAgent, SendSummary
from panelin.agency import Agent
from panelin.events import AssistantAnswered
from panelin.ids import ThreadId
from panelin.runtime.agency_file import read_agency
from panelin.store.contract import Store
from panelin.store.documents import NewItem, Put

AGENCY = read_agency(Path(__file__).parents[1] / "agency.toml")
SCALE = 0.1  # a burst is over after a quarter of a second: waiting costs no CPU
UNPACED = 1e6  # messages a second that the number may send


class Echo:
    """An assistant that costs nothing: it says back what its customer wrote, on a thread that knows everything."""

    async def answer(self, question: Question, *, still_ours: StillOurs) -> AssistantAnswered:  # noqa: ARG002 - it is done at once
        """Say the words back."""
        words = " | ".join(heard.text for heard in question.need.messages)
        return AssistantAnswered(question.need.turn, words, thread=question.need.thread or ThreadId("conv_0123456789abcdef"))

    async def forget(self, thread: ThreadId) -> None:
        """Nothing to delete."""


class Silent:
    """Nobody is told anything beside WhatsApp."""

    async def tell(self, agent: Agent, notice: NotifyAgent | SendSummary) -> None:
        """Nobody calls an agent here."""
        raise NotImplementedError(agent.id, notice)


@dataclass(frozen=True, slots=True)
class Office:
    """One process of the service on a store, with Meta at a port of this machine."""

    store: Store
    workers: Workers
    failed: list[str]

    async def gets(self, customers: Sequence[int], *, messages: int = 1) -> list[NewItem]:
        """Store messages of these customers, as the webhook does, and work on none of them yet."""
        posts = [text_post(customer) for customer in customers for _ in range(messages)]
        items = [item for post in posts for item in split(post, {NUMBER}).items]
        if Put.LOST in await self.store.put(items):
            raise RuntimeError("the store did not take the messages of the benchmark")
        return items

    async def works(self, items: Sequence[NewItem]) -> None:
        """Answer what came, until nothing is under way."""
        self.workers.nudge(items)
        while under_way := set(self.workers._tasks):  # noqa: SLF001 - nobody but a benchmark waits for that
            await asyncio.wait(under_way)
        if self.failed:
            raise RuntimeError(f"the benchmark measured what did not work: {self.failed}")


def opened(store: Store, http: httpx.AsyncClient, graph_url: str, assistant: Assistant | None = None) -> Office:
    """Compose the parts as `app/__main__.py` does; without an assistant the one that costs nothing answers."""
    failed: list[str] = []

    def failing(name: str, _times: int = 1) -> None:
        failed.append(name)

    graph = GraphSettings(graph_url, "v26.0", "token", per_second=UNPACED)
    parts = Parts(
        store=store,
        assistant=assistant or Echo(),
        messenger=GraphClient(graph, http, Wording(AGENCY, {}), count=failing),
        notices=Silent(),
        agency=AGENCY,
        now=lambda: datetime.now(UTC),
        scale=SCALE,
        count=failing,
    )
    return Office(store, Workers(parts, Sender(parts)), failed)
