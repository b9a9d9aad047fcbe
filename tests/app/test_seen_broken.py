"""Interleavings in which a careful reader once saw a rule of the protocol broken; each was seen to fail."""

import asyncio
from datetime import timedelta

import pytest
from office import LUCIA, MARTA, OPEN, LostReply, Office, a_tap, a_text, an_echo, delivered, echo, stamp

from panelin.errors import Unavailable, Uncertain
from panelin.events import AssistantFailed, Failure
from panelin.store.documents import RecordState


@pytest.fixture
async def house(office):
    """A customer who was greeted a while ago."""
    await office.hears("hola")
    office.meta.sent.clear()
    office.passes(seconds=30)
    return office


async def swept(office, done, tries=60):
    """Let the sweep come round until something is true."""
    for _ in range(tries):
        if done():
            return
        await asyncio.sleep(0.05)
        await office.sweeps()
    pytest.fail("it never came true")


@pytest.mark.promise("P4")
async def test_what_is_said_after_a_text_that_was_overruled_still_goes(house):
    house.meta.errors = [Unavailable("pair", code=131056)]
    await house.hears("busco piso")
    await house.hears("quiero hablar con un agente")
    await swept(house, lambda: any(words.startswith("Aviso ahora a Marta.") for words in house.said()))
    assert "busco piso" not in house.said()


@pytest.mark.promise("P4")
async def test_baja_is_confirmed_though_an_older_text_waits_and_a_person_took_over(house):
    house.meta.errors = [Unavailable("pair", code=131056, retry_after=timedelta(seconds=20))]
    await house.hears("busco piso")
    chat = await house.chat()
    await house.hears("BAJA")
    await house.works(await house.gets(a_tap(f"take:{chat.id}:{chat.rev}")))
    await swept(house, lambda: any(words.startswith("Hecho: no te enviaremos") for words in house.said()))
    assert "busco piso" not in house.said()


async def test_words_that_are_deleted_while_they_are_answered_are_not_answered_and_nobody_is_called(house):
    asked = a_text("me llamo Lucía")

    async def deleted(question):
        revoked = {"from": LUCIA, "id": "wamid.revoked", "timestamp": stamp(OPEN), "type": "revoke"}
        await house.gets({**revoked, "revoke": {"original_message_id": asked["id"]}})
        return echo(question)

    house.model.answers = [deleted]
    await house.works(await house.gets(asked))
    await house.sweeps(3)
    assert (house.said(), house.said(MARTA)) == ([], [])
    assert (await house.chat()).answering is None


@pytest.mark.promise("P3")
async def test_a_turn_that_hangs_holds_up_nobody_elses_recovery(house):
    hangs = asyncio.Event()

    async def hang(question):
        hangs.set()
        await asyncio.sleep(5)

    house.model.answers = [hang]
    await house.gets(a_text("busco piso"))
    await asyncio.sleep(0.4)
    await house.sweep.once()
    await asyncio.wait_for(hangs.wait(), 5)
    await house.gets(a_text("hola", who="34600000009"))
    for _ in range(60):
        await asyncio.sleep(0.05)
        await house.sweep.once()
        if house.said("34600000009"):
            break
    assert len(house.said("34600000009")) == 1


async def test_an_old_echo_while_an_answer_is_made_has_nothing_asked_again(house):
    await house.works(await house.gets(an_echo("Te dejo con el asistente.", at=OPEN + timedelta(seconds=20)), field="smb_message_echoes"))

    async def old_echo(question):
        await house.gets(an_echo("lo de antes", at=OPEN), field="smb_message_echoes")
        return echo(question)

    house.model.answers = [old_echo] * 3
    before = len(house.model.asked)
    await house.hears("dos")
    assert len(house.model.asked) == before + 1
    assert house.said()[-1].endswith("dos")


async def test_a_typing_mark_that_hangs_delays_no_answer(house):
    async def typing(_number, _message):
        await asyncio.sleep(30)

    house.meta.show_typing = typing
    await asyncio.wait_for(house.hears("dos"), 10)
    assert house.said() == ["dos"]


@pytest.mark.promise("P7")
async def test_a_status_that_comes_after_a_second_try_was_refused_settles_the_text(house):
    house.meta.errors = [LostReply(Uncertain("cut")), Unavailable("pair", code=131056, retry_after=timedelta(seconds=30))]
    await house.hears("dos")
    for _ in range(60):
        await asyncio.sleep(0.05)
        await house.sweeps()
        record = (await house.records())[-1]
        if record.state is RecordState.READY and record.unknowns:
            break
    await house.store.note([delivered(record)])
    await asyncio.sleep(0.7)
    await house.sweeps(3)
    assert (await house.records())[-1].state is RecordState.SENT
    assert house.said() == ["dos"]


@pytest.mark.promise("P4")
async def test_the_chat_is_yours_is_said_only_after_a_text_that_was_leaving_has_gone(store):
    office = Office(store)
    await office.hears("hola")
    chat = await office.chat()
    order = []

    tapped = False

    async def once(parcel):
        nonlocal tapped
        if not tapped and parcel.to.value == LUCIA:
            tapped = True
            tap = asyncio.create_task(office.works_beside(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}"))))
            await asyncio.sleep(0.2)
            order.append("text")
            beside.append(tap)
        elif parcel.to.value == MARTA:
            order.append("yours")

    beside = []
    office.meta.before_send = once
    await office.hears("busco piso")
    await asyncio.gather(*beside)
    await office.sweeps(2)
    assert order[:2] == ["text", "yours"]


async def test_the_sweep_survives_a_surprise(house, monkeypatch):
    real, calls = house.parts.store.due, []

    async def surprised(**given):
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError("a surprise")
        return await real(**given)

    monkeypatch.setattr(house.parts.store, "due", surprised)
    task = asyncio.create_task(house.sweep.every(0.5))
    await asyncio.sleep(0.3)
    assert not task.done()
    task.cancel()
    assert len(calls) > 3


@pytest.mark.promise("P11")
async def test_a_store_that_is_away_for_a_moment_does_not_lose_an_answer_in_hand(house, monkeypatch):
    real, failures = house.parts.store.peek, [1, 1]

    async def away(conversation):
        if house.model.asked and failures and len(house.model.asked) > 1:
            failures.pop()
            raise Unavailable("down")
        return await real(conversation)

    monkeypatch.setattr(house.parts.store, "peek", away)
    await house.hears("dos")
    assert house.said() == ["dos"]
    assert len(house.model.asked) == 2


async def test_a_thread_whose_answer_was_dropped_is_deleted(house):
    made = []

    async def interrupted(question):
        made.append(echo(question))
        await house.gets(a_text("y en torrox"))
        return made[0]

    house.model.answers = [interrupted]
    await house.hears("piso")
    assert made[0].thread in house.model.forgotten


async def test_a_failure_of_the_model_ends_no_other_conversation(house):
    house.model.answers = [lambda question: AssistantFailed(question.need.turn, Failure.CUT)]
    await house.hears("dos")
    await house.hears("hola", who="34600000009")
    assert house.said("34600000009")[0].endswith("hola")
