"""The sweep when something is in its way: it pages on, counts what surprises, and gives back what was not used up."""

import asyncio

import pytest
from moody_store import Moody
from office import LUCIA, MARTA, Office, a_text, an_echo

from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.ids import ItemId
from panelin.store.documents import Due, DueKind, ItemState


@pytest.fixture
def moody(store):
    return Moody(store)


@pytest.fixture
async def office(moody):
    house = Office(moody)
    yield house
    await house.workers.close()


async def until(office, done, *, tries=100):
    for _ in range(tries):
        if done():
            return
        await asyncio.sleep(0.05)
        await office.sweeps()
    pytest.fail("it never came true")


async def recovers(office, item):
    """Let the sweep find an item."""
    await office.sweep._guarded(Due(DueKind.ITEM, item.id, item.at))
    await office.works()


@pytest.mark.promise("P3")
async def test_it_pages_on_past_what_is_held_and_finds_everybody(office, monkeypatch):
    monkeypatch.setattr("app.sweep.PAGE", 2)
    people = [f"3460000020{n}" for n in range(5)]
    await office.gets(*(a_text("hola", who) for who in people))
    await asyncio.sleep(16 * office.parts.scale)
    assert await office.sweep.once() == 5
    await office.works()
    assert sorted(parcel.to.value for parcel in office.meta.sent) == people


async def test_it_reads_no_more_pages_than_it_may(office, moody, monkeypatch):
    monkeypatch.setattr("app.sweep.PAGE", 1)
    monkeypatch.setattr("app.sweep.MOST_PAGES", 3)
    pages = moody.fails("due", Unavailable("never"), times=0)
    await office.gets(*(a_text("hola", f"3460000020{n}") for n in range(5)))
    await asyncio.sleep(16 * office.parts.scale)
    assert await office.sweep.once() == 3
    assert pages.met == 3


async def test_what_surprises_it_is_counted_and_the_next_sweep_comes(office, moody, caplog):
    moody.fails("due", RuntimeError("Lucía 34600000001"), times=2)
    task = asyncio.create_task(office.sweep.every(0.5))
    await office.gets(a_text("hola"))
    for _ in range(100):
        if office.said():
            break
        await asyncio.sleep(0.05)
    task.cancel()
    assert office.counted.count("sweep.surprise") == 2
    assert len(office.said()) == 1
    assert not any("Lucía" in record.getMessage() for record in caplog.records)


async def test_what_cannot_be_handled_now_holds_up_nobody_else(office, moody):
    moody.fails("item", RuntimeError("a defect"), when=lambda item: item == broken.id, times=99)
    broken, fine = await office.gets(a_text("hola"), a_text("hola", "34600000002"))
    await until(office, lambda: office.said("34600000002"))
    assert "sweep.error" in office.counted
    assert office.said() == []
    assert (await office.store._store.item(broken.id)).state is ItemState.NEW
    assert fine.id != broken.id


@pytest.mark.promise("P1")
@pytest.mark.parametrize("error", [Unavailable("away"), Conflict("moved"), Uncertain("cut")])
async def test_a_store_that_fails_uses_up_no_recovery_of_an_item(office, moody, error):
    (item,) = await office.gets(a_text("hola"))
    moody.fails("commit", error, times=50)
    await recovers(office, item)
    stored = await office.store.item(item.id)
    assert (stored.state, stored.attempts) == (ItemState.NEW, 0)


@pytest.mark.promise("P1")
async def test_a_message_that_kills_whoever_hears_it_has_used_up_its_recovery(office, monkeypatch):
    def poisoned(item):
        raise RuntimeError("no code survives this")

    monkeypatch.setattr("app.listening.event", poisoned)
    (item,) = await office.gets(a_text("hola"))
    await recovers(office, item)
    assert (await office.store.item(item.id)).attempts == 1


async def test_what_is_gone_done_or_held_is_left_alone(office):
    await office.hears("hola")
    chat = await office.chat()
    (done,) = [item for item in await office.store.transcript(chat.id) if not hasattr(item, "voice")]
    (waiting,) = await office.gets(a_text("¿sigues ahí?"))
    await office.sweep._guarded(Due(DueKind.ITEM, ItemId("gone"), office.business_now))
    await office.sweep._guarded(Due(DueKind.RECORD, "gone", office.business_now))
    await office.sweep._guarded(Due(DueKind.ITEM, done.id, office.business_now))
    async with office.workers.alone_with(chat.id):
        await recovers(office, waiting)
        for kind in (DueKind.CONVERSATION, DueKind.ALARM):
            await office.sweep._guarded(Due(kind, chat.id, office.business_now))
        await office.sweep._guarded(Due(DueKind.RECORD, (await office.records())[0].id, office.business_now))
    assert (await office.store.item(waiting.id)).attempts == 0
    assert len(office.said()) == 1
    assert office.counted == []


@pytest.mark.promise("P1")
async def test_a_dead_message_of_an_agent_is_buried_without_a_customer_to_ask(office, monkeypatch):
    def poisoned(item):
        raise RuntimeError("no code survives this")

    monkeypatch.setattr("app.agent_route.event", poisoned)
    (item,) = await office.gets(a_text("¿qué es esto?", who=MARTA))
    for _ in range(6):
        await recovers(office, item)
    assert (await office.store.item(item.id)).state is ItemState.DEAD
    assert office.counted.count("inbox.dead") == 1
    assert office.counted.count("sweep.error") == 5


async def test_an_agents_words_whose_nudge_was_lost_are_served(office):
    (item,) = await office.gets(a_text("¿qué es esto?", who=MARTA))
    await until(office, lambda: office.said(MARTA))
    assert (await office.store.item(item.id)).state is ItemState.DONE


async def test_a_record_behind_an_unheard_person_brings_the_turn_that_hears_first(office, store):
    async def unsent(parcel):
        raise asyncio.CancelledError

    office.meta.before_send = unsent
    await office.hears("hola")
    office.meta.before_send = None
    await office.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes")
    other = Office(store)
    for _ in range(60):
        if (await other.chat()).handoff is not None:
            break
        await asyncio.sleep(0.05)
        await other.sweeps()
    assert (await other.chat()).handoff is not None
    assert other.said(LUCIA) == []
