"""A turn with its sending, beside the same store calls and POSTs issued bare; both in this process, Meta in another."""

import asyncio
import resource
from collections.abc import Awaitable, Sequence
from itertools import count

import httpx

from benchmarks.awake import firestore
from benchmarks.bare import Call, Commit, Scribe, exchanged, issued
from benchmarks.office import Office, opened
from benchmarks.processes import meta
from benchmarks.verdict import Row, pairs
from panelin.ids import ConversationId
from panelin.store import queries
from panelin.store.documents import ABSENT, NewItem
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.over import StoreOver

CONVERSATIONS, WAVES, ROUNDS = 32, 6, 5
SERVED, BARE = range(CONVERSATIONS), range(CONVERSATIONS, 2 * CONVERSATIONS)  # customers
_places = count(10_000_000)  # in the transcript, where nobody else writes


def rows() -> list[Row]:
    """Measure by turns."""
    with firestore() as project, meta() as graph_url:
        rounds = asyncio.run(_rounds(project, graph_url))
    return [Row("turn and sender, CPU a message, beside the same calls issued bare", "us", *pairs(rounds), at_most=1.5)]


async def _rounds(project: str, graph_url: str) -> list[tuple[float, float]]:
    engine = FirestoreEngine(Calls(project, "(default)"))
    store = StoreOver(engine)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=200), trust_env=False) as http:
        office = opened(store, http, graph_url)
        for _ in range(2):
            await office.works(await office.gets([*SERVED, *BARE]))  # from now on all are known
        calls = await written_down(project, graph_url, BARE[0])
        rounds = [(await _ours(office), await _bare(office, engine, http, calls)) for _ in range(ROUNDS)]
    await store.close()
    return rounds


async def written_down(project: str, graph_url: str, customer: int) -> tuple[Sequence[Call], Sequence[str]]:
    """Serve one message of a known customer and keep the calls, with the names in them: record, conversation, item, lane."""
    scribe = Scribe(Calls(project, "(default)"))
    store = StoreOver(scribe)
    async with httpx.AsyncClient(trust_env=False, event_hooks={"request": [scribe.posted]}) as http:
        office = opened(store, http, graph_url)
        items = await office.gets([customer])
        conversation = await _conversation(office, items[0])
        scribe.asked.clear()
        await office.works(items)
    await store.close()
    writes = [write for call in scribe.asked if isinstance(call, Commit) for write in call.writes]
    (record,) = (write.id for write in writes if write.collection == queries.OUTBOX and write.at == ABSENT)
    return tuple(scribe.asked), (record, conversation, items[0].id, items[0].lane)


async def _ours(office: Office) -> float:
    """CPU microseconds a message of the whole turn."""
    used = 0.0
    for _ in range(WAVES):
        items = await office.gets(SERVED)
        used += await _cpu(office.works(items))
    return used * 1e6 / (WAVES * CONVERSATIONS)


async def _bare(office: Office, engine: FirestoreEngine, http: httpx.AsyncClient, recorded: tuple[Sequence[Call], Sequence[str]]) -> float:
    """CPU microseconds a message of the bare calls."""
    calls, names = recorded
    used = 0.0
    for _ in range(WAVES):
        scripts = []
        for item in await office.gets(BARE):
            conversation = await _conversation(office, item)
            new = (f"{conversation}.{next(_places):08d}", conversation, item.id, item.lane)
            scripts.append([exchanged(call, dict(zip(names, new, strict=True))) for call in calls])
        used += await _cpu(_at_once(scripts, engine, http))
    return used * 1e6 / (WAVES * CONVERSATIONS)


async def _at_once(scripts: Sequence[Sequence[Call]], engine: FirestoreEngine, http: httpx.AsyncClient) -> None:
    await asyncio.gather(*(issued(script, engine, http) for script in scripts))


async def _conversation(office: Office, item: NewItem) -> ConversationId:
    found = await office.store.find(item.number, item.identities)
    if found is None:
        raise RuntimeError("a customer of the benchmark is not known")
    return found


async def _cpu(work: Awaitable[None]) -> float:
    before = _used()
    await work
    return _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
