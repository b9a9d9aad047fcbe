"""Sending when a claim is refused, time runs out, a reply is lost or somebody else has the record: once, and settled only by its owner."""

import asyncio
from dataclasses import replace

import pytest
from moody_store import Moody
from office import LUCIA, OPEN, LostReply, Office, a_tap, delivered

from app.draft import Draft
from panelin.actions import NotifyAgent, Reason, SendText, Voice
from panelin.decision import Decision
from panelin.errors import Conflict, Rejected, Uncertain
from panelin.ids import AgentId, MessageId, RunId
from panelin.store.documents import Claim, RecordState


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
        if await done() if asyncio.iscoroutinefunction(done) else done():
            return
        await asyncio.sleep(0.05)
        await office.sweeps()
    pytest.fail("it never came true")


def claims(changes, *, verify=None):
    """The writes that claim a record."""
    return any(after.state is RecordState.SENDING for _, after in changes)


def settles(changes, *, verify=None):
    """The writes that settle one as sent."""
    return any(after.state is RecordState.SENT for _, after in changes)


async def says(office, *actions):
    """Records are committed, and sent; the records."""
    chat = await office.store.open((await office.chat()).id)
    draft = Draft(chat.conversation, now=office.business_now, agency=office.parts.agency)
    draft.add(Decision(chat.conversation, actions))
    await office.store.commit(chat, draft.change(run=RunId("test"), now=chat.now))
    await office.sender.drain(chat.conversation.id)
    return (await office.records())[-len(actions) :]


@pytest.mark.promise("P7")
@pytest.mark.parametrize(("error", "acted"), [(Conflict("moved"), False), (Uncertain("cut"), False)])
async def test_a_claim_that_fails_is_made_again_and_the_text_leaves_once(office, moody, error, acted):
    moody.fails("write", error, acted=acted, when=claims)
    await office.hears("hola")
    assert len(office.said()) == 1
    assert [record.attempt for record in await office.records()] == [1]


@pytest.mark.promise("P7")
async def test_a_claim_whose_reply_was_lost_may_have_landed_and_is_taken_for_perhaps_sent(office, moody):
    moody.fails("write", Uncertain("cut"), acted=True, when=claims)
    await office.hears("hola")
    assert office.said() == []
    await until(office, office.said)
    assert len(office.said()) == 1
    (record,) = await office.records()
    assert (record.state, record.attempt, record.unknowns) == (RecordState.SENT, 2, 1)


async def test_a_claim_that_is_refused_again_and_again_is_left_to_the_sweep(office, moody):
    refused = moody.fails("write", Conflict("moved"), times=4, when=claims)
    await office.hears("hola")
    assert (refused.met, office.said()) == (4, [])
    await until(office, office.said)
    assert len(office.said()) == 1


@pytest.mark.promise("P4")
async def test_a_check_that_is_too_old_is_made_again_before_anything_is_sent(office, monkeypatch):
    monkeypatch.setattr("app.sender.SEND_WITHIN", -1)
    await office.hears("hola")
    (record,) = await office.records()
    assert (record.state, record.attempt, record.claim, office.said()) == (RecordState.READY, 0, None, [])
    monkeypatch.undo()
    await until(office, office.said)
    assert len(office.said()) == 1


@pytest.mark.promise("P7")
@pytest.mark.parametrize("acted", [True, False])
async def test_a_result_whose_write_is_lost_is_written_again(office, moody, acted):
    moody.fails("write", Uncertain("cut"), acted=acted, when=settles)
    await office.hears("hola")
    (record,) = await office.records()
    assert (record.state, len(office.said())) == (RecordState.SENT, 1)
    assert record.wamid.startswith("wamid.out")


@pytest.mark.promise("P7")
async def test_a_result_that_cannot_be_written_leaves_the_record_perhaps_sent(office, moody):
    refused = moody.fails("write", Uncertain("cut"), times=4, when=settles)
    await office.hears("hola")
    (record,) = await office.records()
    assert (refused.met, record.state) == (4, RecordState.SENDING)
    await until(office, lambda: len(office.said()) == 2)
    (record,) = await office.records()
    assert (record.state, record.unknowns) == (RecordState.SENT, 1)


@pytest.mark.promise("P7")
async def test_who_comes_back_late_settles_nobody_elses_claim_and_leaves_only_the_wamid(office, store):
    async def taken_over(parcel):
        stored = await store.record(parcel.id)
        theirs = replace(stored.value, claim=Claim(RunId("another"), stored.now), attempt=2, unknowns=1)
        await store.write(((stored, theirs),))

    office.meta.before_send = taken_over
    await office.hears("hola")
    (record,) = await office.records()
    assert (record.state, record.claim.run, record.attempt) == (RecordState.SENDING, "another", 2)
    assert record.wamid.startswith("wamid.out")


@pytest.mark.promise("P7")
async def test_the_wamid_that_somebody_else_wrote_stands(office, store):
    async def sent_by_another(parcel):
        stored = await store.record(parcel.id)
        theirs = replace(stored.value, claim=Claim(RunId("another"), stored.now), wamid=MessageId("wamid.theirs"))
        await store.write(((stored, theirs),))

    office.meta.before_send = sent_by_another
    await office.hears("hola")
    assert [record.wamid for record in await office.records()] == ["wamid.theirs"]


@pytest.mark.promise("P7")
async def test_a_record_that_somebody_else_has_settled_is_settled(office, store):
    async def settled(parcel):
        stored = await store.record(parcel.id)
        await store.write(((stored, replace(stored.value, state=RecordState.LOST)),))

    office.meta.before_send = settled
    await office.hears("hola")
    assert [record.state for record in await office.records()] == [RecordState.LOST]


async def test_a_failure_that_the_status_told_while_the_reply_was_on_its_way_is_told_to_people(office, store):
    async def fails(parcel):
        office.meta.before_send = None
        (record,) = await office.records()
        await store.note([replace(delivered(record), delivered_at=None, failed="131026")])

    office.meta.before_send = fails
    await office.hears("hola")
    await until(office, lambda: office.said("34600000101"))
    assert office.said("34600000101") == ["notice: undelivered"]


async def test_a_status_that_came_before_a_lost_reply_settles_it_at_once(office, store):
    async def arrives(parcel):
        office.meta.before_send = None
        (record,) = await office.records()
        await store.note([delivered(record, OPEN)])

    office.meta.before_send, office.meta.errors = arrives, [LostReply(Uncertain("cut"))]
    await office.hears("hola")
    assert [(record.state, record.delivered_at) for record in await office.records()] == [(RecordState.SENT, OPEN)]
    assert len(office.said()) == 1


async def test_an_agent_who_has_left_is_told_nothing_and_the_next_one_is(office):
    await office.hears("quiero hablar con un agente")
    notice = NotifyAgent(AgentId("left"), Reason.ASKED, 1, office.business_now)
    (record,) = await says(office, notice)
    assert (record.state, record.failed) == (RecordState.FAILED, "no_agent")


async def test_an_agent_without_a_number_is_told_in_another_way(office):
    marta = office.parts.agency.agent("marta")
    office.parts.agency = replace(office.parts.agency, agents={**office.parts.agency.agents, "marta": replace(marta, whatsapp=None)})
    await office.hears("quiero hablar con un agente")
    assert [(agent, notice.reason) for agent, notice in office.mail.told] == [("marta", Reason.ASKED)]
    (record,) = [record for record in await office.records() if record.voice is Voice.NOTICE]
    assert (record.state, record.wamid) == (RecordState.SENT, "")


@pytest.mark.promise("P4")
async def test_the_words_of_a_person_have_a_queue_of_their_own(office):
    await office.hears("quiero hablar con un agente")
    chat = await office.chat()
    await office.works(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}")))
    office.meta.errors = [Rejected("no", code=131026)]
    first, second = await says(office, SendText("Soy Marta.", voice=Voice.AGENT), SendText("Te llamo.", voice=Voice.AGENT))
    assert [(record.state, record.failed) for record in (first, second)] == [(RecordState.FAILED, "131026"), (RecordState.FAILED, "turn")]
    (third,) = await says(office, SendText("¿Hola?", voice=Voice.AGENT))
    assert third.state is RecordState.SENT
    assert office.said(LUCIA)[-1] == "¿Hola?"
