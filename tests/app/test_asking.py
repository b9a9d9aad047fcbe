"""While the model thinks: each tick proves that the turn is ours, and what stands in its way ends nothing that need not end."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest
from moody_store import Moody
from office import LUCIA, Office, a_text, an_echo, echo

from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.store.documents import Change

TICKS = 12  # seconds: one tick has gone by, the second has not


@pytest.fixture
def moody(store):
    return Moody(store)


@pytest.fixture
async def office(moody):
    house = Office(moody)
    yield house
    await house.workers.close()


def thinks(office, seconds, meanwhile=None):
    """An answer that takes so long; what happens first is told by `meanwhile`."""

    async def answer(question):
        if meanwhile is not None:
            await meanwhile(question)
        await asyncio.sleep(seconds * office.parts.scale)
        return echo(question)

    office.model.answers = [answer]


def answers(office):
    """What the customer read, without the greeting."""
    return [words.split("\n\n")[-1] for words in office.said()]


def before_the_answer(_chat, change):
    """The writes of a turn that is still thinking."""
    return change.conversation.answering is not None


async def changes(store, question, **values):
    """Somebody else writes the conversation; a tick that comes between is read again."""
    while True:
        chat = await store.open(question.conversation.id)
        moved = replace(chat.conversation, **values, rev=chat.conversation.rev + ("answering" in values))
        with suppress(Conflict):
            return await store.commit(chat, Change(moved))


def while_asked(conversation):
    """The looks of a turn whose question is out."""
    return conversation.answering is not None


@pytest.mark.promise("P11")
@pytest.mark.parametrize(
    ("error", "acted"),
    [(Conflict("moved"), False), (Uncertain("cut"), False), (Uncertain("cut"), True), (Unavailable("away"), False)],
)
async def test_a_tick_that_fails_once_costs_nothing(office, moody, error, acted):
    mood = moody.fails("commit", error, skip=1, acted=acted, when=before_the_answer)
    thinks(office, TICKS)
    await office.hears("hola")
    assert mood.met > 1
    assert answers(office) == ["hola"]
    assert len(office.model.asked) == 1


async def test_an_edit_of_the_conversation_meanwhile_ends_no_turn(office, store):
    async def edited(question):
        await changes(store, question, name="Lucía G.")

    thinks(office, TICKS, edited)
    await office.hears("hola")
    assert (answers(office), (await office.chat()).name) == (["hola"], "Lucía G.")


@pytest.mark.promise("P4")
async def test_a_tick_that_finds_a_person_there_abandons_the_call(office, store):
    other = Office(store)
    left = []

    async def taken(question):
        try:
            await other.works(await other.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes"))
            await changes(store, question, answering=None, unanswered=())
            await asyncio.sleep(60)
        finally:
            left.append("the call")

    office.model.answers = [taken]
    await office.hears("hola")
    assert (left, office.said()) == (["the call"], [])


async def test_a_turn_that_can_prove_nothing_any_more_stops(office, moody):
    moody.fails("commit", Conflict("moved"), skip=1, times=99, when=before_the_answer)
    thinks(office, 60)
    await office.hears("hola")
    assert office.said() == []


@pytest.mark.promise("P11")
async def test_an_answer_in_hand_outlasts_a_store_that_is_away_for_a_moment(office, moody):
    away = moody.fails("peek", Unavailable("away"), times=3, when=while_asked)
    await office.hears("hola")
    assert away.met > 3
    assert answers(office) == ["hola"]
    assert len(office.model.asked) == 1


@pytest.mark.promise("P1")
async def test_an_answer_whose_store_stays_away_is_asked_for_again_by_the_sweep(office, moody, store):
    moody.fails("peek", Unavailable("away"), times=999, when=while_asked)
    thinks(office, 0)
    await office.hears("hola")
    assert office.said() == []
    healthy = Office(store)
    for _ in range(100):
        if healthy.said():
            break
        await asyncio.sleep(0.05)
        await healthy.sweeps()
    assert answers(healthy) == ["hola"]


async def test_the_call_proves_by_itself_that_the_turn_is_ours_before_a_deed(office, store):
    proofs = []

    async def books(question, still_ours):
        proofs.append(await still_ours())
        await changes(store, question, answering=None)
        proofs.append(await still_ours())
        return echo(question)

    office.model.answers = [books]
    await office.hears("hola")
    assert proofs == [True, False]
    assert office.said() == []


async def test_the_second_question_of_a_thread_that_has_seen_everything_reads_nothing(office, moody):
    await office.hears("hola")
    read = moody.fails("transcript", AssertionError("it was read for nothing"), times=99)
    await office.hears("busco piso")
    assert (read.met, answers(office)) == (0, ["hola", "busco piso"])
    assert office.model.asked[1].unseen == ()


async def test_a_thread_that_must_be_begun_anew_can_read_what_was_said_before(office):
    lines = []

    async def forgetful(question):
        lines.extend(line.text.split("\n\n")[-1] for line in await question.transcript())
        return echo(question)

    await office.hears("hola")
    office.model.answers = [forgetful]
    await office.hears("busco piso")
    assert lines == ["hola", "hola"]
    assert office.said(LUCIA)[-1] == "busco piso"


async def test_meta_that_cannot_show_typing_holds_nothing_up(office, monkeypatch):
    async def hangs(number, message):
        await asyncio.sleep(60)

    monkeypatch.setattr(office.meta, "show_typing", hangs)
    await asyncio.wait_for(office.hears("hola"), 10)
    await office.works(await office.gets(a_text("y tú", at=office.business_now.replace(minute=1))))
    assert answers(office) == ["hola", "y tú"]
