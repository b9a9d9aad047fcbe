"""One commit is all or nothing, and only at the version that was read (protocol.md section 4)."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from kept import ANA, NOW, NUMBER, RUN, a_conversation, a_record, an_item, an_open_chat, raw, sent, stored_items

from panelin.actions import Heard
from panelin.conversation import Answering
from panelin.errors import Conflict
from panelin.events import SendFailure
from panelin.ids import MessageId, RunId
from panelin.store.documents import Change, HeardItem, ItemState, RecordState


async def test_commit_a_hears_items_and_holds_the_conversation_in_one_write(store):
    chat = await an_open_chat(store)
    items = await stored_items(store, an_item(), an_item(at=NOW + timedelta(seconds=1)))
    texts = tuple(Heard(n, MessageId(f"wamid.{n}"), NOW, "hola") for n in (1, 2))
    held = replace(
        chat.conversation,
        seq=2,
        turn=1,
        unanswered=texts,
        answering=Answering(1, NOW, RUN, chat.now + timedelta(seconds=30)),
        due_at=chat.now,
    )
    written = await store.commit(chat, Change(held, heard=tuple(HeardItem(item, n) for n, item in enumerate(items, 1))))
    assert written.waiting == ()
    opened = await store.open(held.id)
    assert opened is not None
    assert (opened.conversation, opened.version, opened.waiting) == (held, written.version, ())
    for n, item in enumerate(items, 1):
        heard = await store.item(item.id)
        assert heard is not None
        assert (heard.state, heard.due_at, heard.conversation, heard.seq) == (ItemState.DONE, None, held.id, n)


async def test_commit_b_adds_records_and_lets_go(store):
    chat = await an_open_chat(store, answering=Answering(1, NOW, RUN), due_at=NOW, unanswered=(Heard(1, MessageId("w"), NOW, "hola"),))
    free = replace(chat.conversation, seq=2, answering=None, unanswered=(), due_at=None)
    record = a_record(free, 2)
    written = await store.commit(chat, Change(free, records=(record,)))
    plain = await raw(store, "conversations", free.id)
    assert not {"answering", "due_at"} & set(plain)
    stored = await store.record(record.id)
    assert stored is not None
    assert stored.value == replace(record, due_at=stored.value.due_at)
    assert (await store.open(free.id)).version == written.version


async def test_a_chain_of_commits_needs_no_reading_between(store):
    chat = await an_open_chat(store)
    for seq in range(1, 6):
        chat = await store.commit(chat, Change(replace(chat.conversation, seq=seq, last_interaction=NOW + timedelta(minutes=seq))))
    assert (await store.open(chat.conversation.id)).conversation == chat.conversation


@pytest.mark.promise("P3")
async def test_a_version_that_was_overtaken_commits_nothing_at_all(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    await store.commit(chat, Change(replace(chat.conversation, rev=1)))
    record = a_record(chat.conversation)
    with pytest.raises(Conflict):
        await store.commit(chat, Change(replace(chat.conversation, seq=1), heard=(HeardItem(item, 1),), records=(record,)))
    assert (await store.open(chat.conversation.id)).conversation == replace(chat.conversation, rev=1)
    assert await store.item(item.id) == item
    assert await store.record(record.id) is None


@pytest.mark.promise("P3")
async def test_of_many_who_commit_at_one_version_one_wins(store):
    chat = await an_open_chat(store)
    attempts = (store.commit(chat, Change(replace(chat.conversation, answering=Answering(n, NOW, RunId(f"run-{n}"))))) for n in range(16))
    results = await asyncio.gather(*attempts, return_exceptions=True)
    winners = [n for n, result in enumerate(results) if not isinstance(result, BaseException)]
    assert len(winners) == 1
    assert all(isinstance(result, Conflict) for n, result in enumerate(results) if n != winners[0])
    assert (await store.open(chat.conversation.id)).conversation.answering.turn == winners[0]


@pytest.mark.promise("P2")
async def test_an_item_that_another_run_heard_refuses_the_commit(store):
    chat, other = await an_open_chat(store), await an_open_chat(store, identities=(), lanes=())
    (item,) = await stored_items(store, an_item())
    await store.commit(other, Change(other.conversation, heard=(HeardItem(item, 1),)))
    with pytest.raises(Conflict):
        await store.commit(chat, Change(replace(chat.conversation, seq=1), heard=(HeardItem(item, 1),)))
    assert (await store.open(chat.conversation.id)).version == chat.version


@pytest.mark.promise("P2")
async def test_an_item_whose_recovery_was_counted_meanwhile_refuses_the_commit(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    await store.attempt(item, timedelta(minutes=1))
    with pytest.raises(Conflict):
        await store.commit(chat, Change(replace(chat.conversation, seq=1), heard=(HeardItem(item, 1),)))


@pytest.mark.promise("P2")
async def test_a_record_that_exists_refuses_the_commit(store):
    chat = await an_open_chat(store)
    first = await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(a_record(chat.conversation, 1),)))
    with pytest.raises(Conflict):
        await store.commit(first, Change(replace(first.conversation, seq=2), records=(a_record(chat.conversation, 1),)))
    assert (await store.open(chat.conversation.id)).conversation.seq == 1


async def test_a_failure_that_is_noted_is_due_no_more(store):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation, state=RecordState.FAILED, failure=SendFailure.GAVE_UP, due_at=chat.now)
    chat = await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    failed = await store.record(record.id)
    assert failed is not None
    await store.commit(chat, Change(replace(chat.conversation, rev=1), noted=(failed,)))
    noted = await store.record(record.id)
    assert noted is not None
    assert noted.value == replace(record, due_at=None)


async def test_a_failure_that_changed_meanwhile_must_be_looked_at_again(store):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation, state=RecordState.FAILED, due_at=chat.now)
    chat = await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    failed = await store.record(record.id)
    assert failed is not None
    await store.note([sent(record, delivered_at=NOW)])
    with pytest.raises(Conflict):
        await store.commit(chat, Change(replace(chat.conversation, rev=1), noted=(failed,)))


async def test_a_commit_that_changes_nothing_is_still_fenced(store):
    chat = await an_open_chat(store)
    same = await store.commit(chat, Change(chat.conversation))
    assert same.version == chat.version
    moved = await store.commit(same, Change(replace(chat.conversation, rev=1)))
    assert moved.version != chat.version
    with pytest.raises(Conflict):
        await store.commit(same, Change(chat.conversation))


async def test_an_old_value_written_again_is_not_the_old_version(store):
    chat = await an_open_chat(store)
    there = await store.commit(chat, Change(replace(chat.conversation, rev=1)))
    back = await store.commit(there, Change(chat.conversation))
    assert back.version not in (chat.version, there.version)
    with pytest.raises(Conflict):
        await store.commit(chat, Change(replace(chat.conversation, rev=5)))


async def test_a_commit_to_a_conversation_that_is_gone_is_refused(store):
    chat = await an_open_chat(store)
    ghost = replace(chat, conversation=a_conversation())
    with pytest.raises(Conflict):
        await store.commit(ghost, Change(replace(ghost.conversation, seq=1)))
    assert await store.open(ghost.conversation.id) is None


async def test_the_clock_of_the_store_runs_through_readings_and_writes(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    opened = await store.open(chat.conversation.id)
    written = await store.commit(opened, Change(replace(opened.conversation, seq=1), heard=(HeardItem(item, 1),)))
    assert chat.now <= opened.now <= written.now <= chat.now + timedelta(seconds=30)
    assert await store.find(NUMBER, (ANA,)) == chat.conversation.id
