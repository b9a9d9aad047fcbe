"""What is due: the sweep finds it by the store's clock, alarms by the business clock, and pages on (protocol.md section 7)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import stores
from kept import NOW, a_conversation, a_record, an_item, an_open_chat

from panelin.ids import ConversationId
from panelin.store.documents import Change, DueKind, HeardItem, RecordState
from panelin.store.open_store import open_store

LONG_AGO = NOW.replace(year=2020)


async def test_a_quiet_store_has_nothing_due(store):
    chat = await an_open_chat(store)
    await store.put([an_item()])
    await store.commit(chat, Change(replace(chat.conversation, due_at=chat.now + timedelta(minutes=1), alarm_at=NOW + timedelta(hours=1))))
    assert await store.due(business_now=NOW) == ()


@pytest.mark.promise("P1")
async def test_everything_that_is_past_is_found_oldest_first(store):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation, due_at=LONG_AGO + timedelta(minutes=2))
    due = replace(chat.conversation, seq=1, due_at=LONG_AGO + timedelta(minutes=3), alarm_at=LONG_AGO + timedelta(minutes=1))
    await store.commit(chat, Change(due, records=(record,)))
    found = await store.due(business_now=NOW)
    assert [(each.kind, each.id, each.due_at) for each in found] == [
        (DueKind.ALARM, due.id, due.alarm_at),
        (DueKind.RECORD, record.id, record.due_at),
        (DueKind.CONVERSATION, due.id, due.due_at),
    ]


@pytest.mark.promise("P1")
async def test_an_item_that_nobody_nudged_is_found_when_its_time_is_over(store_kind, tmp_path):
    hasty = open_store(stores.fresh_url(store_kind, tmp_path), time_scale=0)
    item = an_item()
    await hasty.put([item])
    (due,) = await hasty.due(business_now=NOW)
    assert (due.kind, due.id) == (DueKind.ITEM, item.id)
    await hasty.close()


async def test_alarms_follow_the_business_clock_only(store):
    chat = await an_open_chat(store)
    alarm = NOW + timedelta(days=5_000)
    await store.commit(chat, Change(replace(chat.conversation, alarm_at=alarm)))
    assert await store.due(business_now=alarm - timedelta(seconds=1)) == ()
    (due,) = await store.due(business_now=alarm)
    assert (due.kind, due.id, due.due_at) == (DueKind.ALARM, chat.conversation.id, alarm)


async def test_what_is_settled_heard_or_let_go_is_due_no_more(store):
    chat = await an_open_chat(store, due_at=LONG_AGO, alarm_at=LONG_AGO)
    record = a_record(chat.conversation, due_at=LONG_AGO)
    item = an_item()
    await store.put([item])
    chat = await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    stored = await store.record(record.id)
    await store.write([(stored, replace(record, state=RecordState.SENT, due_at=None))])
    free = replace(chat.conversation, due_at=None, alarm_at=None)
    await store.commit(chat, Change(free, heard=(HeardItem(await store.item(item.id), 2),)))
    assert await store.due(business_now=NOW) == ()


async def test_pages_go_on_past_what_is_held_and_repeat_nothing(store):
    ids = []
    for n in range(7):
        moment = LONG_AGO + timedelta(minutes=n // 3)
        conversation = a_conversation(id=ConversationId(f"c{n}"), identities=(), due_at=moment, alarm_at=moment)
        chat = await store.create(conversation, ())
        await store.commit(chat, Change(replace(conversation, seq=1), records=(a_record(conversation, due_at=moment),)))
        ids.append(conversation.id)
    whole = await store.due(business_now=NOW)
    assert len(whole) == len(set(whole)) == 21
    for size in (1, 2, 5, 20):
        seen, after = [], None
        while page := await store.due(business_now=NOW, limit=size, after=after):
            assert len(page) <= size
            seen += page
            after = page[-1]
        assert tuple(seen) == whole
    assert {due.id for due in whole if due.kind is DueKind.ALARM} == set(ids)
