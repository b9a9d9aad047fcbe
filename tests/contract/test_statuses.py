"""Meta's statuses: fields on a record that exists, in any order, never a ghost (protocol.md section 2, rule 2)."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from kept import NOW, NUMBER, a_record, an_open_chat, raw, sent

from panelin.errors import Conflict
from panelin.ids import MessageId, OutboxId
from panelin.store.documents import Change, Delivery, RecordState

STATUSES = (
    {"sent_at": NOW},
    {"delivered_at": NOW + timedelta(seconds=1)},
    {"read_at": NOW + timedelta(seconds=2)},
    {"failed": "131026 undeliverable"},
)


async def records_of(store, count):
    chat = await an_open_chat(store, identities=(), lanes=())
    records = tuple(a_record(chat.conversation, seq, state=RecordState.SENT) for seq in range(1, count + 1))
    await store.commit(chat, Change(replace(chat.conversation, seq=count), records=records))
    return records


async def test_statuses_in_all_orders_end_in_the_same_state(store):
    orders = list(permutations(STATUSES))
    records = await records_of(store, len(orders))
    for record, order in zip(records, orders, strict=True):
        for status in order:
            assert await store.note([sent(record, **status)]) == 0
    ends = [(await store.record(record.id)).value for record in records]
    assert len(ends) == 24
    everything = {name: value for status in STATUSES for name, value in status.items()}
    for record, end in zip(records, ends, strict=True):
        assert end.due_at is not None
        assert replace(end, due_at=None) == replace(record, wamid=MessageId("wamid.out"), **everything)


async def test_several_statuses_of_one_record_in_one_call_are_all_kept(store):
    (record,) = await records_of(store, 1)
    assert await store.note([sent(record, **status) for status in STATUSES[:3]]) == 0
    stored = await store.record(record.id)
    assert (stored.value.sent_at, stored.value.delivered_at, stored.value.read_at) == (
        NOW,
        NOW + timedelta(seconds=1),
        NOW + timedelta(seconds=2),
    )


async def test_statuses_at_once_all_arrive(store):
    records = await records_of(store, 10)
    await asyncio.gather(*(store.note([sent(record, **status)]) for record in records for status in STATUSES))
    for record in records:
        value = (await store.record(record.id)).value
        assert None not in (value.sent_at, value.delivered_at, value.read_at, value.failed, value.wamid)


@pytest.mark.promise("P2")
async def test_a_status_for_a_record_that_we_never_wrote_makes_no_ghost(store):
    (record,) = await records_of(store, 1)
    foreign = Delivery(OutboxId("campaign.00000001"), MessageId("wamid.foreign"), delivered_at=NOW)
    assert await store.note([foreign, sent(record, delivered_at=NOW), foreign]) == 2
    assert await store.record(foreign.record) is None
    assert await raw(store, "outbox", foreign.record) == {}
    assert (await store.record(record.id)).value.delivered_at == NOW


async def test_only_a_failure_makes_a_record_due(store):
    (record,) = await records_of(store, 1)
    for status in STATUSES[:3]:
        await store.note([sent(record, **status)])
    assert (await store.record(record.id)).value.due_at is None
    assert await store.due(business_now=NOW) == ()
    await store.note([sent(record, failed="131026")])
    (due,) = await store.due(business_now=NOW)
    assert due.id == record.id


async def test_the_same_status_again_changes_nothing(store):
    (record,) = await records_of(store, 1)
    await store.note([sent(record, delivered_at=NOW)])
    before = await store.record(record.id)
    assert await store.note([sent(record, delivered_at=NOW)]) == 0
    after = await store.record(record.id)
    assert (after.value, after.version) == (before.value, before.version)


async def test_a_status_moves_the_record_so_that_a_result_in_flight_looks_again(store):
    (record,) = await records_of(store, 1)
    before = await store.record(record.id)
    await store.note([sent(record, sent_at=NOW)])
    with pytest.raises(Conflict):
        await store.write([(before, replace(before.value, attempt=1))])


async def test_a_status_before_the_reply_to_the_send_keeps_the_claim(store):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation, state=RecordState.SENDING, attempt=1, due_at=NOW)
    await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    await store.note([sent(record, sent_at=NOW)])
    value = (await store.record(record.id)).value
    assert (value.state, value.attempt, value.sent_at, value.number) == (RecordState.SENDING, 1, NOW, NUMBER)
