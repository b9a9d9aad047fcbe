"""A turn that waits for a free place, is told to end, or cannot tidy up: nothing is lost, nothing is said twice."""

import asyncio
from dataclasses import replace

import pytest
from moody_store import Moody
from office import LUCIA, OPEN, Office, a_text, an_echo, echo

from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.store.documents import Change

OTHER = "34600000002"


@pytest.fixture
def moody(store):
    return Moody(store)


@pytest.fixture
async def office(moody):
    house = Office(moody)
    yield house
    await house.workers.close()


def answers(office, who=LUCIA):
    """What the customer read, without the greeting."""
    return [words.split("\n\n")[-1] for words in office.said(who)]


def busy(office, meanwhile):
    """One place only, taken by somebody whose answer comes after `meanwhile`."""
    office.parts.slots = asyncio.Semaphore(1)

    async def slow(question):
        await meanwhile(question)
        return echo(question)

    office.model.answers = [slow]


async def two_customers(office):
    """The first holds the only place; what the second wrote waits for it."""
    first, second = await office.gets(a_text("hola"), a_text("buenas", OTHER))
    office.workers.nudge([first])
    while not office.model.asked:  # noqa: ASYNC110 - the model of an office has no event
        await asyncio.sleep(0.01)
    await office.works((second,))


@pytest.mark.promise("P3")
async def test_who_waits_for_a_free_place_is_answered_with_what_came_meanwhile(office):
    async def writes_on(question):
        await asyncio.sleep(0.3)
        await office.gets(a_text("busco piso", OTHER, OPEN.replace(second=2)))
        await asyncio.sleep(0.1)

    busy(office, writes_on)
    await two_customers(office)
    assert (answers(office)[-1], answers(office, OTHER)) == ("hola", ["buenas | busco piso"])


@pytest.mark.promise("P3")
async def test_who_waited_while_another_instance_answered_does_nothing(office, store):
    other = Office(store)

    async def answered_elsewhere(question):
        await asyncio.sleep(0.3)
        await other.works(await other.gets(a_text("¿hola?", OTHER, OPEN.replace(second=2))))

    busy(office, answered_elsewhere)
    await two_customers(office)
    assert (answers(office, OTHER), answers(other, OTHER)) == ([], ["buenas | ¿hola?"])


@pytest.mark.promise("P4")
async def test_who_waited_while_a_person_took_the_chat_says_nothing(office, store):
    other = Office(store)

    async def taken(question):
        await asyncio.sleep(0.3)
        await other.works(await other.gets(an_echo("Soy Marta", to=OTHER), field="smb_message_echoes"))

    busy(office, taken)
    await two_customers(office)
    assert office.said(OTHER) == []


async def leaves_a_thread(office):
    """A conversation whose first thread is left."""

    async def interrupted(question):
        await office.gets(a_text("mejor en torrox"))
        return echo(question)

    await office.hears("hola")
    office.model.answers = [interrupted]


@pytest.mark.parametrize("error", [Unavailable("away"), Uncertain("cut")])
async def test_a_thread_that_cannot_be_deleted_now_is_deleted_by_a_later_turn(office, monkeypatch, error):
    honest, refusals = office.model.forget, [error]

    async def forget(thread):
        if refusals:
            raise refusals.pop()
        await honest(thread)

    monkeypatch.setattr(office.model, "forget", forget)
    await leaves_a_thread(office)
    await office.hears("piso")
    assert (len((await office.chat()).left_threads), office.counted.count("thread.left")) == (1, 1)
    await office.hears("¿y?")
    assert (await office.chat()).left_threads == ()
    assert len(office.model.forgotten) == 1


async def test_a_thread_whose_deletion_cannot_be_noted_is_deleted_once_more(office, moody):
    await leaves_a_thread(office)
    moody.fails(
        "commit", Conflict("moved"), when=lambda chat, change: bool(chat.conversation.left_threads) and not change.conversation.left_threads
    )
    await office.hears("piso")
    assert len((await office.chat()).left_threads) == 1
    await office.hears("¿y?")
    assert (await office.chat()).left_threads == ()


@pytest.mark.promise("P1")
@pytest.mark.parametrize("error", [Conflict("moved"), Uncertain("cut")])
async def test_a_turn_that_is_told_to_end_and_cannot_let_go_is_taken_up_when_its_time_is_over(office, moody, store, error, monkeypatch):
    monkeypatch.setattr("app.workers.FINISH_WITHIN", 0.05)
    asked = asyncio.Event()

    async def endless(question):
        moody.fails("commit", error, times=9)
        asked.set()
        await asyncio.sleep(60)

    office.model.answers = [endless]
    office.workers.nudge(await office.gets(a_text("hola")))
    await asyncio.wait_for(asked.wait(), 5)
    await office.workers.close()
    other = Office(store)
    for _ in range(60):
        if other.said():
            break
        await asyncio.sleep(0.05)
        await other.sweeps()
    assert answers(other) == ["hola"]


async def test_a_turn_that_is_told_to_end_after_a_person_took_over_leaves_everything_as_it_is(office, store, monkeypatch):
    monkeypatch.setattr("app.workers.FINISH_WITHIN", 0.05)
    asked = asyncio.Event()

    async def endless(question):
        asked.set()
        await asyncio.sleep(60)

    office.model.answers = [endless]
    office.workers.nudge(await office.gets(a_text("hola")))
    await asyncio.wait_for(asked.wait(), 5)
    chat = await store.open((await office.chat()).id)
    taken = replace(chat.conversation, answering=None, unanswered=(), due_at=None, rev=chat.conversation.rev + 1)
    await store.commit(chat, Change(taken))
    await office.workers.close()
    assert await office.chat() == taken
    assert office.said() == []


@pytest.mark.promise("P2")
async def test_a_further_name_that_another_run_has_just_linked_is_linked_once(office, moody):
    await office.hears("uno")
    known = (await office.chat()).lanes
    moody.fails("commit", Conflict("moved"), when=lambda chat, change: change.identities != ())
    await office.works(await office.gets({**a_text("dos"), "from_user_id": "ES.1"}))
    assert answers(office) == ["uno", "dos"]
    assert len((await office.chat()).lanes) == len(known) + 1


@pytest.mark.promise("P2")
@pytest.mark.parametrize("acted", [True, False])
async def test_words_whose_hearing_is_lost_are_heard_once_and_the_model_is_asked_once(office, moody, acted):
    moody.fails("commit", Uncertain("cut"), acted=acted)
    await office.hears("hola")
    for _ in range(40):
        if office.said():
            break
        await asyncio.sleep(0.05)
        await office.sweeps()
    assert answers(office) == ["hola"]
    assert len(office.model.asked) == 1
