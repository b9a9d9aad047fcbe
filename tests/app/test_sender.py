"""Committed records leave in order, once, and only if they still may."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from office import LUCIA, MARTA, LostReply, Office, an_echo, delivered

from app.outcome import backoff
from panelin.errors import Rejected, Unavailable, Uncertain
from panelin.events import AssistantAnswered
from panelin.ids import MessageId, ThreadId
from panelin.store.documents import Delivery, RecordState

JAVIER = "34600000102"
PAIR, CLOSED, UNDELIVERABLE = 131056, 131047, 131026


async def until(office, done, *, tries=60):
    """Let the sweep come round until something is true."""
    for _ in range(tries):
        if await done() if asyncio.iscoroutinefunction(done) else done():
            return
        await asyncio.sleep(0.05)
        await office.sweeps()
    pytest.fail("it never came true")


async def greeted(office):
    """A customer who has had the first answer."""
    await office.hears("hola")
    office.meta.sent.clear()
    office.passes(seconds=30)


def long_answer(question):
    """An answer that leaves in two parts."""
    return AssistantAnswered(question.need.turn, "uno " * 1500, thread=ThreadId("conv_x"), thread_items=2)


@pytest.mark.promise("P7")
async def test_a_lost_reply_is_settled_by_the_status_that_carries_our_id(office):
    office.meta.errors = [LostReply(Uncertain("cut"))]
    await office.hears("hola")
    (record,) = await office.records()
    assert record.state is RecordState.UNKNOWN
    await office.store.note([delivered(record)])
    await asyncio.sleep(1.3)
    await office.sweeps()
    (record,) = await office.records()
    assert record.state is RecordState.SENT
    assert len(office.meta.sent) == 1


@pytest.mark.promise("P7")
async def test_what_was_perhaps_sent_is_sent_a_second_time_and_never_a_third(office):
    office.meta.errors = [LostReply(Uncertain("cut")), LostReply(Uncertain("cut again"))]
    await office.hears("hola")

    async def is_lost():
        return (await office.records())[0].state is RecordState.LOST

    await until(office, is_lost, tries=120)
    assert [parcel.id for parcel in office.meta.sent if parcel.to.value == LUCIA] == [office.meta.sent[0].id] * 2
    await until(office, lambda: "notice: undelivered" in office.said(MARTA))


@pytest.mark.promise("P7")
async def test_what_was_perhaps_sent_is_not_sent_again_after_a_takeover(office):
    office.meta.errors = [LostReply(Uncertain("cut"))]
    await office.hears("hola")
    await office.works(await office.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes"))
    await asyncio.sleep(1.3)
    await office.sweeps(3)
    assert len(office.said()) == 1


@pytest.mark.promise("P3")
async def test_a_record_that_waits_for_the_pair_limit_holds_its_own_queue_and_nobody_else(office):
    office.meta.errors = [Unavailable("pair", code=PAIR, retry_after=timedelta(seconds=60))]
    await office.hears("hola")
    assert office.said() == []
    await office.hears("sigo aquí", who="34600000002")
    assert len(office.said("34600000002")) == 1
    await office.hears("y en nerja?")
    assert office.said() == []
    await until(office, lambda: len(office.said()) == 2)
    assert [words.split("\n\n")[-1] for words in office.said()] == ["hola", "y en nerja?"]


async def test_the_pair_limit_waits_four_to_the_n(office):
    await office.hears("hola")
    (record,) = await office.records()
    limit = Unavailable("pair", code=PAIR)
    assert [backoff(replace(record, attempt=n), limit).total_seconds() for n in (1, 2, 3)] == [1, 4, 16]
    assert backoff(replace(record, attempt=3), Unavailable("busy")).total_seconds() == 4
    patient = Unavailable("busy", retry_after=timedelta(seconds=40))
    assert backoff(replace(record, attempt=1), patient).total_seconds() == 40


@pytest.mark.promise("P11")
async def test_meta_that_stays_away_fails_visibly_after_five_attempts(office):
    office.meta.errors = [Unavailable("down")] * 5
    await office.hears("hola")

    async def failed():
        return (await office.records())[0].state is RecordState.FAILED

    await until(office, failed, tries=200)
    await until(office, lambda: office.said(MARTA) == ["notice: undelivered"])


@pytest.mark.promise("P1")
async def test_if_one_part_fails_for_good_the_rest_of_its_turn_does_not_leave(office):
    await greeted(office)
    office.model.answers = [long_answer]
    office.meta.errors = [Rejected("no", code=UNDELIVERABLE)]
    await office.hears("cuéntame todo")
    states = [record.state for record in (await office.records())[1:3]]
    assert states == [RecordState.FAILED, RecordState.FAILED]
    assert office.said() == []
    await until(office, lambda: office.said(MARTA) == ["notice: undelivered"])
    await office.hears("¿hola?")
    assert office.said() == ["¿hola?"]


async def test_parts_of_a_long_answer_leave_in_order(office):
    await greeted(office)
    office.model.answers = [long_answer]
    await office.hears("cuéntame todo")
    assert [len(words) <= 4096 for words in office.said()] == [True, True]
    assert " ".join(office.said()).split() == ["uno"] * 1500


@pytest.mark.promise("P5")
async def test_free_text_does_not_leave_when_the_window_has_closed_meanwhile(office):
    office.meta.errors = [Unavailable("down")]
    await office.hears("hola")
    office.passes(hours=24)
    await until(office, lambda: office.said(MARTA) == ["notice: undelivered"])
    (record, *_) = await office.records()
    assert (record.state, record.failure) == (RecordState.FAILED, "window")
    assert office.said() == []


@pytest.mark.promise("P5")
async def test_meta_that_says_the_window_is_closed_is_right(office):
    office.meta.errors = [Rejected("closed", code=CLOSED)]
    await office.hears("hola")
    (record,) = await office.records()
    assert record.failure == "window"


@pytest.mark.promise("P4")
async def test_an_echo_that_waits_is_heard_before_anything_is_sent(office):
    office.meta.errors = [Unavailable("busy")]
    await office.hears("hola")
    await office.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes")
    await asyncio.sleep(0.1)
    await office.sweeps(3)
    assert office.said() == []
    assert (await office.records())[0].state is RecordState.FAILED


@pytest.mark.promise("P4")
async def test_a_takeover_between_the_check_and_the_claim_refuses_the_claim(office, store):
    other = Office(store)

    async def taken_meanwhile(parcel):
        pytest.fail("it left after the takeover")

    office.meta.before_send = taken_meanwhile
    original = office.parts.store.write

    async def write(changes, *, verify=None):
        if verify is not None and not other.counted:
            other.counted.append("once")
            await other.works(await other.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes"))
        return await original(changes, verify=verify)

    office.parts.store.write = write
    await office.hears("hola")
    assert office.meta.sent == []


async def test_a_failure_that_meta_reports_by_webhook_is_told_to_people(office):
    await office.hears("hola")
    (record,) = await office.records()
    await office.store.note([Delivery(record.id, record.wamid, failed="131026: undeliverable")])
    await until(office, lambda: office.said(MARTA) == ["notice: undelivered"])


async def test_a_status_that_comes_before_the_reply_is_kept(office):
    async def status_first(parcel):
        await office.store.note([Delivery(parcel.id, MessageId("wamid.early"), delivered_at=office.business_now)])

    office.meta.before_send = status_first
    await office.hears("hola")
    (record,) = await office.records()
    assert record.state is RecordState.SENT
    assert record.delivered_at == office.business_now


@pytest.mark.promise("P1")
async def test_what_was_committed_by_a_process_that_died_is_sent_by_the_sweep(office, store):
    dead = Office(store)

    async def dies(*_, **__):
        raise RuntimeError("killed")

    dead.sender.drain = dies
    await dead.hears("hola")
    assert dead.meta.sent == []
    await until(office, lambda: len(office.said()) == 1)


@pytest.mark.promise("P7")
async def test_two_instances_that_find_the_same_record_send_it_once(office, store):
    dead = Office(store)

    async def dies(*_, **__):
        raise RuntimeError("killed")

    dead.sender.drain = dies
    await dead.hears("hola")
    other = Office(store)
    await asyncio.sleep(0.2)
    await asyncio.gather(*(house.sweeps() for house in (office, other) for _ in range(5)))
    assert len(office.said()) + len(other.said()) == 1


async def test_a_notice_that_does_not_reach_an_agent_goes_to_the_next(office):
    await greeted(office)
    office.meta.errors = [None, Rejected("no", code=UNDELIVERABLE)]
    await office.hears("quiero hablar con un agente")
    await until(office, lambda: office.said(JAVIER) == ["notice: asked"])
    assert office.said(MARTA) == []
