"""An agent's tap or words, when the write is refused or its reply is lost: taken once, told once."""

import asyncio

import pytest
from moody_store import Moody
from office import MARTA, Office, a_tap, a_text

from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.store.documents import ItemState, RecordState

REFUSED, LOST, LANDED = (Conflict("moved"), False), (Uncertain("cut"), False), (Uncertain("cut"), True)


@pytest.fixture
def moody(store):
    return Moody(store)


@pytest.fixture
async def office(moody):
    house = Office(moody)
    yield house
    await house.workers.close()


async def asked(office):
    """A customer asked for a person; the conversation."""
    await office.hears("quiero hablar con un agente")
    return await office.chat()


async def until(office, done, *, tries=100):
    """Let the sweep come round until something is true."""
    for _ in range(tries):
        if done():
            return
        await asyncio.sleep(0.05)
        await office.sweeps()
    pytest.fail("it never came true")


async def state_of(office, item):
    return (await office.store.item(item.id)).state


@pytest.mark.promise("P4")
@pytest.mark.parametrize(("error", "acted"), [REFUSED, LOST, LANDED])
async def test_a_tap_whose_write_fails_takes_the_chat_once_and_tells_once(office, moody, error, acted):
    chat = await asked(office)
    (tap,) = await office.gets(a_tap(f"take:{chat.id}:{chat.rev}"))
    moody.fails("commit", error, acted=acted)
    await office.works((tap,))
    await until(office, lambda: len(office.said(MARTA)) == 2)
    await office.sweeps(2)
    after = await office.chat()
    assert (after.handoff.agent, after.rev) == ("marta", chat.rev + 1)
    assert [words.startswith("El chat es tuyo.") for words in office.said(MARTA)[1:]] == [True]
    assert await state_of(office, tap) is ItemState.DONE


@pytest.mark.parametrize(("error", "acted"), [REFUSED, LOST, LANDED])
async def test_the_help_line_is_said_once_whatever_becomes_of_its_write(office, moody, error, acted):
    (words,) = await office.gets(a_text("¿qué es esto?", who=MARTA))
    moody.fails("commit", error, acted=acted)
    await office.works((words,))
    await until(office, lambda: office.said(MARTA))
    await office.sweeps(2)
    assert len(office.said(MARTA)) == 1
    assert await state_of(office, words) is ItemState.DONE


async def test_somebody_else_may_have_begun_the_document_of_an_agents_notices(office, moody):
    moody.fails("create", Conflict("it exists"), acted=True)
    await office.works(await office.gets(a_text("¿qué es esto?", who=MARTA)))
    assert len(office.said(MARTA)) == 1


async def test_a_tap_that_is_refused_again_and_again_is_left_to_the_sweep(office, moody):
    chat = await asked(office)
    (tap,) = await office.gets(a_tap(f"take:{chat.id}:{chat.rev}"))
    mood = moody.fails("commit", Conflict("moved"), times=99)
    await office.works((tap,))
    assert (mood.met, await state_of(office, tap)) == (10, ItemState.NEW)
    assert (await office.chat()).rev == chat.rev


async def test_so_are_words_that_are_refused_again_and_again(office, moody):
    (words,) = await office.gets(a_text("¿qué es esto?", who=MARTA))
    mood = moody.fails("commit", Conflict("moved"), times=99)
    await office.works((words,))
    assert (mood.met, await state_of(office, words)) == (9, ItemState.NEW)  # one look began the document of her notices


async def test_what_another_instance_has_served_meanwhile_is_left_alone(office, store):
    (words,) = await office.gets(a_text("¿qué es esto?", who=MARTA))
    other = Office(store)
    await other.works((words,))
    assert await office.workers.serve_agent(words.id)
    assert (len(other.said(MARTA)), office.said(MARTA)) == (1, [])


async def test_minutes_that_cannot_be_remembered_are_no_reason_to_refuse_a_tap(office, moody):
    chat = await asked(office)
    moody.fails("keep_note", Unavailable("away"))
    await office.works(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}")))
    assert (await office.chat()).handoff.agent == "marta"
    assert await office.store.note_of("reply_minutes:ventas") is None


@pytest.mark.promise("P4")
async def test_yours_is_said_only_when_no_text_is_leaving_any_more(office):
    seen = []

    async def meanwhile(parcel):
        if office.meta.before_send is None:
            return
        office.meta.before_send = None
        chat = await office.chat()
        office.workers.start(lambda: _tap(office, chat))
        for _ in range(100):
            if (await office.chat()).handoff is not None:
                break
            await asyncio.sleep(0.02)
        seen.append([words for words in office.said(MARTA) if words.startswith("El chat es tuyo.")])

    office.meta.before_send = meanwhile
    await office.hears("hola")
    assert seen == [[]]
    records = await office.records()
    assert records[0].state is RecordState.SENT
    assert [words.startswith("El chat es tuyo.") for words in office.said(MARTA)] == [True]


async def _tap(office, chat):
    for item in await office.gets(a_tap(f"take:{chat.id}:{chat.rev}")):
        await office.workers.serve_agent(item.id)
