"""What we say: claimed before it leaves, settled once, in order (protocol.md section 5)."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from kept import ANA_BSUID, NOW, RUN, a_claim, a_conversation, a_record, an_open_chat

from panelin.actions import (
    CallTool,
    Choice,
    NotifyAgent,
    Reason,
    SendCard,
    SendDossier,
    SendLocation,
    SendSummary,
    SendTemplate,
    SendText,
    Voice,
)
from panelin.cards import Card
from panelin.errors import Conflict
from panelin.events import SendFailure
from panelin.ids import AgentId, MessageId, Reference, RunId
from panelin.store.documents import ABSENT, Change, RecordState

ACTIONS = [
    SendText(
        "Tengo tres.",
        (Choice("show:1", "Ver"),),
        Voice.SYSTEM,
        frozenset({Reference("BS-1042"), Reference("BS-1"), Reference("A")}),
        "espera",
    ),
    SendCard(Card(Reference("BS-1042"), "Ático", "320.000 €", extras=("ascensor", "garaje"), choices=(Choice("a", "b"),))),
    SendLocation(Reference("BS-1042"), 36.7489, -3.0, "Burriana"),
    SendDossier(Reference("BS-1042"), "https://brisasur.example/d.pdf", "Ático.pdf", "El dossier"),
    SendTemplate("seguimiento", ("Ana", "BS-1042")),
    SendTemplate("seguimiento", ()),
    NotifyAgent(AgentId("marta"), Reason.ASKED, 3, NOW, "Ana"),
    SendSummary(AgentId("marta"), "Ana busca piso"),
    CallTool(
        "create_lead", {"budget": 300_000, "zones": ["Nerja", ["Torrox", None]], "note": "ñ", "from": 1.5, "deep": {"a/b": {}}}, "key-1"
    ),
]


async def a_committed_record(store, **changes):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation, **changes)
    chat = await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    stored = await store.record(record.id)
    assert stored is not None
    return chat, stored


def claimed(stored, run=RUN):
    return replace(
        stored.value, state=RecordState.SENDING, attempt=1, claim=a_claim(stored, run), due_at=stored.now + timedelta(seconds=60)
    )


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: type(action).__name__)
async def test_every_action_comes_back_as_it_was_decided(store, action):
    _, stored = await a_committed_record(store, action=action, to=ANA_BSUID)
    assert stored.value.action == action
    assert stored.value.to == ANA_BSUID


async def test_a_new_record_is_soon_due_so_that_the_sweep_sends_what_the_run_could_not(store):
    chat, stored = await a_committed_record(store)
    assert stored.value.state is RecordState.READY
    assert stored.value.due_at is not None
    assert timedelta(0) < stored.value.due_at - chat.now < timedelta(seconds=10)


async def test_unsettled_records_come_lowest_first_without_those_that_are_done(store):
    chat = await an_open_chat(store)
    states = {
        1: RecordState.SENT,
        2: RecordState.UNKNOWN,
        3: RecordState.FAILED,
        4: RecordState.READY,
        5: RecordState.SENDING,
        6: RecordState.LOST,
    }
    due = {4: chat.now - timedelta(hours=1), 3: chat.now}
    records = tuple(a_record(chat.conversation, seq, state=state, due_at=due.get(seq)) for seq, state in reversed(states.items()))
    await store.commit(chat, Change(replace(chat.conversation, seq=6), records=records))
    other = await an_open_chat(store, identities=(), lanes=())
    await store.commit(other, Change(replace(other.conversation, seq=1), records=(a_record(other.conversation),)))
    assert [stored.value.seq for stored in await store.unsettled(chat.conversation.id)] == [2, 4, 5]


async def test_a_claim_moves_the_record_and_keeps_what_it_does_not_touch(store):
    chat, stored = await a_committed_record(store)
    (claim,) = await store.write([(stored, claimed(stored))], verify=chat)
    assert claim.version != stored.version
    again = await store.record(stored.value.id)
    assert again is not None
    assert (again.value, again.version, again.changed_at) == (claim.value, claim.version, claim.changed_at)
    assert stored.changed_at < again.changed_at <= again.now


@pytest.mark.promise("P7")
async def test_of_many_who_claim_a_record_one_may_send(store):
    chat, stored = await a_committed_record(store)
    attempts = (store.write([(stored, claimed(stored, RunId(f"run-{n}")))], verify=chat) for n in range(12))
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(not isinstance(result, BaseException) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 11


@pytest.mark.promise("P4")
async def test_a_claim_is_refused_once_the_conversation_has_moved(store):
    chat, stored = await a_committed_record(store)
    await store.commit(chat, Change(replace(chat.conversation, rev=1)))
    with pytest.raises(Conflict):
        await store.write([(stored, claimed(stored))], verify=chat)
    assert (await store.record(stored.value.id)).value.state is RecordState.READY


async def test_verifying_does_not_move_the_conversation(store):
    chat, stored = await a_committed_record(store)
    await store.write([(stored, claimed(stored))], verify=chat)
    assert (await store.open(chat.conversation.id)).version == chat.version
    await store.commit(chat, Change(replace(chat.conversation, rev=1)))


async def test_a_conversation_that_was_never_written_cannot_be_verified(store):
    chat, stored = await a_committed_record(store)
    with pytest.raises(Conflict):
        await store.write([(stored, claimed(stored))], verify=replace(chat, conversation=a_conversation(), version=ABSENT))
    assert (await store.record(stored.value.id)).version == stored.version


async def test_only_ones_own_version_is_settled(store):
    _, stored = await a_committed_record(store)
    (claim,) = await store.write([(stored, claimed(stored))])
    (unknown,) = await store.write([(claim, replace(claim.value, state=RecordState.UNKNOWN, unknowns=1))])
    with pytest.raises(Conflict):
        await store.write([(claim, replace(claim.value, state=RecordState.SENT, wamid=MessageId("wamid.late")))])
    assert (await store.record(stored.value.id)).value == unknown.value


async def test_a_failure_takes_the_rest_of_its_turn_along_or_nothing(store):
    chat = await an_open_chat(store)
    records = tuple(a_record(chat.conversation, seq) for seq in (1, 2, 3))
    await store.commit(chat, Change(replace(chat.conversation, seq=3), records=records))
    first, second, third = await store.unsettled(chat.conversation.id)
    fallen = [
        (stored, replace(stored.value, state=RecordState.FAILED, failure=SendFailure.WINDOW, due_at=None))
        for stored in (first, second, third)
    ]
    await store.write([(third, claimed(third))])
    with pytest.raises(Conflict):
        await store.write(fallen)
    assert [stored.value.state for stored in await store.unsettled(chat.conversation.id)] == ["ready", "ready", "sending"]
    await store.write(fallen[:2])
    assert [stored.value.seq for stored in await store.unsettled(chat.conversation.id)] == [3]


async def test_a_record_written_as_it_is_stays_at_its_version(store):
    _, stored = await a_committed_record(store)
    (same,) = await store.write([(stored, stored.value)])
    assert (same.version, same.changed_at) == (stored.version, stored.changed_at)


async def test_a_record_that_nobody_wrote_is_not_there(store):
    chat, stored = await a_committed_record(store)
    ghost = a_record(chat.conversation, 9)
    assert await store.record(ghost.id) is None
    with pytest.raises(Conflict):
        await store.write([(replace(stored, value=ghost), replace(ghost, rev=1))])
    assert await store.record(ghost.id) is None


async def test_all_that_becomes_of_a_record_is_kept(store):
    _, stored = await a_committed_record(store)
    everything = replace(
        claimed(stored), state=RecordState.FAILED, unknowns=2, wamid=MessageId("wamid.out"), sent_at=NOW, delivered_at=NOW, read_at=NOW,
        failed="131026 undeliverable", failure=SendFailure.UNDELIVERABLE, phase="uploaded:42", due_at=datetime.combine(date(2027, 1, 1), NOW.time(), UTC),
    )  # fmt: skip
    await store.write([(stored, everything)])
    assert (await store.record(stored.value.id)).value == everything
    back = replace(everything, claim=None, wamid=None, due_at=None, phase=None)
    again = await store.record(stored.value.id)
    await store.write([(again, back)])
    assert (await store.record(stored.value.id)).value == back
