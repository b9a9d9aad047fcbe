"""The sweep: nobody's work is found by it, counted before it is done, and given up visibly."""

import asyncio

import pytest
from office import LUCIA, MARTA, OPEN, Office, a_tap, a_text, echo

from app import listening
from panelin.events import TextReceived
from panelin.store.documents import ItemState

JAVIER = "34600000102"


async def until(office, done, *, tries=80):
    """Let the sweep come round until something is true."""
    for _ in range(tries):
        if done():
            return
        await asyncio.sleep(0.05)
        await office.sweeps()
    pytest.fail("it never came true")


def poisoned(honest):
    """One word that no code survives."""

    def event(item):
        happened = honest(item)
        if isinstance(happened, TextReceived) and happened.text == "poison":
            raise RuntimeError("no code survives this")
        return happened

    return event


@pytest.mark.promise("P1")
async def test_a_message_whose_nudge_was_lost_is_answered(office):
    await office.gets(a_text("hola"))
    await until(office, lambda: len(office.said()) == 1)


@pytest.mark.promise("P1")
async def test_a_message_that_cannot_be_heard_becomes_a_dead_letter_people_are_told_and_the_chat_goes_on(office, monkeypatch):
    monkeypatch.setattr(listening, "event", poisoned(listening.event))
    await office.works(await office.gets(a_text("hola", at=OPEN), a_text("poison", at=OPEN.replace(second=1))))
    await until(office, lambda: "notice: unreadable" in office.said(MARTA), tries=300)
    assert office.said()[0].endswith("hola")
    (dead,) = await office.store.dead_letters()
    assert (dead.state, dead.attempts) == (ItemState.DEAD, 5)
    await office.hears("¿seguís ahí?")
    assert office.said()[-1] == "¿seguís ahí?"


@pytest.mark.promise("P3")
async def test_what_comes_behind_a_message_that_cannot_be_heard_is_heard_in_its_order(office, monkeypatch):
    monkeypatch.setattr(listening, "event", poisoned(listening.event))
    texts = ("poison", "uno", "dos", "tres", "cuatro")
    await office.works(await office.gets(*(a_text(words, at=OPEN.replace(second=n)) for n, words in enumerate(texts))))
    await until(office, lambda: office.said()[-1:] and office.said()[-1].endswith("cuatro"), tries=300)
    said = " | ".join(words.split("\n\n")[-1] for words in office.said())
    assert said == "uno | dos | tres | cuatro"


@pytest.mark.promise("P1")
async def test_a_turn_whose_process_died_is_taken_up_by_another(office, store):
    dead = Office(store)

    async def killed(question):
        raise asyncio.CancelledError

    dead.model.answers = [killed]
    dead.workers._closing = False
    items = await dead.gets(a_text("hola"))
    await dead.works(items)
    await until(office, lambda: len(office.said()) == 1)
    assert office.said()[0].endswith("hola")


async def test_the_sweep_leaves_alone_what_somebody_is_working_on(office, store):
    other = Office(store)

    async def meanwhile(question):
        await other.sweeps(3)
        return echo(question)

    office.model.answers = [meanwhile]
    await office.hears("hola")
    assert other.model.asked == []
    assert other.counted == []


async def test_a_chat_returns_by_the_business_clock_and_the_customer_who_waits_is_told_to_the_person(office):
    await office.hears("quiero hablar con un agente")
    chat = await office.chat()
    await office.works(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}")))
    office.passes(minutes=5)
    await office.hears("¿estás ahí?")
    office.passes(hours=24)
    await until(office, lambda: "notice: customer_waits" in office.said(MARTA))
    assert (await office.chat()).handoff is None


async def test_an_unclaimed_request_is_told_to_the_next_colleague_and_then_to_the_customer(office):
    await office.hears("quiero hablar con un agente")
    office.passes(minutes=15)
    await until(office, lambda: office.said(JAVIER) == ["notice: asked"])
    office.passes(minutes=15)
    await until(office, lambda: any(words.startswith("Siguen ocupados") for words in office.said()))


@pytest.mark.promise("P3")
async def test_a_question_that_waited_through_an_outage_is_answered_once_with_an_apology(office):
    await office.gets(a_text("hola"), a_text("busco piso"))
    office.passes(hours=2)
    await until(office, lambda: office.said() != [])
    assert "Perdona que te conteste tan tarde." in office.said()[0]
    assert len(office.said(LUCIA)) == 1


async def test_left_threads_are_deleted_when_the_conversation_is_quiet(office):
    async def interrupted(question):
        await office.gets(a_text("mejor en torrox"))
        return echo(question)

    await office.hears("hola")
    first = (await office.chat()).thread.id
    office.model.answers = [interrupted]
    await office.hears("piso")
    assert first in office.model.forgotten
    assert (await office.chat()).left_threads == ()


async def test_a_sweep_that_finds_nothing_does_nothing(office):
    assert await office.sweep.once() == 0


async def test_the_sweep_goes_on_after_a_store_that_was_away(office, monkeypatch):
    from panelin.errors import Unavailable

    async def away(**_):
        raise Unavailable("down")

    real = office.parts.store.due
    monkeypatch.setattr(office.parts.store, "due", away)
    task = asyncio.create_task(office.sweep.every(0.5))
    await asyncio.sleep(0.05)
    monkeypatch.setattr(office.parts.store, "due", real)
    await office.gets(a_text("hola"))
    for _ in range(100):
        if office.said():
            break
        await asyncio.sleep(0.05)
    task.cancel()
    assert "sweep.error" in office.counted
    assert len(office.said()) == 1
