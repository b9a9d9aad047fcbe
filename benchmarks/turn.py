"""A turn with its sending, beside the same calls issued bare; both in this process, Meta, OpenAI and Firestore in others.

Once with a model that costs nothing, so that nothing but our own work stands beside the store's calls and the POSTs; once with the
sandbox's `sandbox-echo` behind the OpenAI SDK, whose call is then made bare as well.
"""

import asyncio
import resource
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count

import httpx
import httpx2
from openai import AsyncOpenAI

from app.assistant.limits import Limits
from app.assistant.model import openai_client
from app.assistant.responses_api import Options, ResponsesAssistant
from benchmarks.awake import firestore
from benchmarks.bare import Call, Clients, Commit, Scribe, exchanged, issued
from benchmarks.office import AGENCY, Office, opened
from benchmarks.processes import meta, sandbox
from benchmarks.verdict import Row, pairs
from panelin.store import queries
from panelin.store.documents import ABSENT, NewItem
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.over import StoreOver

CONVERSATIONS = 32
SERVED, BARE = range(CONVERSATIONS), range(CONVERSATIONS, 2 * CONVERSATIONS)  # customers
WAVES, ROUNDS = 6, 5
WAVES_WITH_SDK, ROUNDS_WITH_SDK = 3, 4  # a thread is left after forty items
_places = count(10_000_000)  # in the transcript, where nobody else writes


def rows() -> list[Row]:
    """Measure by turns."""
    with firestore() as project, meta() as graph_url, sandbox() as openai_url:
        alone = asyncio.run(_rounds(Town(project, graph_url), WAVES, ROUNDS))
        asked = asyncio.run(_rounds(Town(f"{project}-asked", graph_url, openai_url), WAVES_WITH_SDK, ROUNDS_WITH_SDK))
    return [
        Row("turn and sender, CPU a message, beside the same calls issued bare", "us", *pairs(alone), at_most=1.5),
        Row("the same with sandbox-echo, the SDK's call in both", "us", *pairs(asked), at_most=1.5),
    ]


@dataclass(frozen=True, slots=True)
class Town:
    """Where everything is; without an OpenAI the model costs nothing."""

    project: str
    graph_url: str
    openai_url: str | None = None

    @asynccontextmanager
    async def office(self, scribe: Scribe | None = None) -> AsyncIterator[tuple[Office, Clients]]:
        """Open the service here, and the clients it works with; a scribe takes down what goes out on them."""
        engine = scribe or FirestoreEngine(Calls(self.project, "(default)"))
        hooks = {"request": [scribe.posted]} if scribe else {}
        store = StoreOver(engine)
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=200), trust_env=False, event_hooks=hooks) as http:
            if self.openai_url is None:
                yield opened(store, http, self.graph_url), Clients(engine, http)
            else:
                async with _sdk(self.openai_url, scribe) as sdk:
                    assistant = ResponsesAssistant(lambda: sdk, store, AGENCY, Options(b"a key", model="sandbox-echo"))
                    yield opened(store, http, self.graph_url, assistant), Clients(engine, http, sdk)
        await store.close()


def _sdk(url: str, scribe: Scribe | None) -> AsyncOpenAI:
    sdk = openai_client("sandbox", url, Limits())
    if scribe is None:
        return sdk
    return sdk.with_options(http_client=httpx2.AsyncClient(event_hooks={"request": [scribe.questioned]}))


async def _rounds(town: Town, waves: int, rounds: int) -> list[tuple[float, float]]:
    async with town.office() as (office, clients):
        for _ in range(2):
            await office.works(await office.gets([*SERVED, *BARE]))  # from now on all are known
        script = await written_down(town, BARE[0])
        return [(await _ours(office, waves), await _bare(office, clients, script, waves)) for _ in range(rounds)]


@dataclass(frozen=True, slots=True)
class Script:
    """The calls of one message, and the names in them."""

    calls: Sequence[Call]
    names: Sequence[str]

    def of(self, names: Sequence[str]) -> list[Call]:
        """Write it for another message."""
        exchange = dict(zip(self.names, names, strict=True))
        return [exchanged(call, exchange) for call in self.calls]


async def written_down(town: Town, customer: int) -> Script:
    """Serve two messages of a known customer and keep the calls of the second: the first fills what is kept for a minute."""
    scribe = Scribe(Calls(town.project, "(default)"))
    async with town.office(scribe) as (office, _):
        await office.works(await office.gets([customer]))
        items = await office.gets([customer])
        conversation, thread = await _conversation(office, items[0])
        scribe.asked.clear()
        await office.works(items)
    writes = [write for call in scribe.asked if isinstance(call, Commit) for write in call.writes]
    (record,) = (write.id for write in writes if write.collection == queries.OUTBOX and write.at == ABSENT)
    return Script(tuple(scribe.asked), (record, conversation, items[0].id, items[0].lane, thread))


async def _ours(office: Office, waves: int) -> float:
    """CPU microseconds a message of the whole turn."""
    used = 0.0
    for _ in range(waves):
        items = await office.gets(SERVED)
        used += await _cpu(office.works(items))
    return used * 1e6 / (waves * CONVERSATIONS)


async def _bare(office: Office, clients: Clients, script: Script, waves: int) -> float:
    """CPU microseconds a message of the bare calls."""
    used = 0.0
    for _ in range(waves):
        scripts = []
        for item in await office.gets(BARE):
            conversation, thread = await _conversation(office, item)
            scripts.append(script.of((f"{conversation}.{next(_places):08d}", conversation, item.id, item.lane, thread)))
        used += await _cpu(_at_once(scripts, clients))
    return used * 1e6 / (waves * CONVERSATIONS)


async def _at_once(scripts: Sequence[Sequence[Call]], clients: Clients) -> None:
    await asyncio.gather(*(issued(script, clients) for script in scripts))


async def _conversation(office: Office, item: NewItem) -> tuple[str, str]:
    """The conversation of a known customer, and its thread."""
    found = await office.store.find(item.number, item.identities)
    chat = await office.store.open(found) if found else None
    if chat is None or chat.conversation.thread is None:
        raise RuntimeError("a customer of the benchmark is not known")
    return chat.conversation.id, chat.conversation.thread.id


async def _cpu(work: Awaitable[None]) -> float:
    before = _used()
    await work
    return _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
