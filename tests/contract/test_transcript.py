"""Inbox and outbox are the transcript; nothing is stored twice (design section 5)."""

from dataclasses import replace

import pytest
from kept import a_record, an_item, an_open_chat, make_expired, stored_items

from panelin.store.documents import Change, HeardItem, Item


async def a_told_story(store):
    """Seq 1, 2 heard, 3, 4 said, 5 heard, 6 said."""
    chat = await an_open_chat(store)
    items = await stored_items(store, *(an_item() for _ in range(3)))
    heard = (HeardItem(items[0], 1), HeardItem(items[1], 2), HeardItem(items[2], 5))
    records = tuple(a_record(chat.conversation, seq) for seq in (3, 4, 6))
    return await store.commit(chat, Change(replace(chat.conversation, seq=6), heard=heard, records=records))


async def test_what_was_heard_and_said_comes_in_order(store):
    chat = await a_told_story(store)
    entries = await store.transcript(chat.conversation.id)
    assert [(entry.seq, isinstance(entry, Item)) for entry in entries] == [
        (1, True),
        (2, True),
        (3, False),
        (4, False),
        (5, True),
        (6, False),
    ]


@pytest.mark.parametrize(("after", "limit", "seqs"), [(4, 40, [5, 6]), (0, 2, [5, 6]), (2, 3, [4, 5, 6]), (6, 40, []), (0, 1, [6])])
async def test_the_newest_entries_after_a_place_are_read(store, after, limit, seqs):
    chat = await a_told_story(store)
    assert [entry.seq for entry in await store.transcript(chat.conversation.id, after=after, limit=limit)] == seqs


async def test_what_has_no_place_in_the_transcript_is_not_in_it(store):
    chat = await an_open_chat(store)
    items = await stored_items(store, an_item(), an_item(), an_item())
    await store.commit(chat, Change(chat.conversation, heard=(HeardItem(items[0]), HeardItem(items[1], 1))))
    assert [entry.id for entry in await store.transcript(chat.conversation.id)] == [items[1].id]


async def test_another_conversations_words_are_not_in_it(store):
    chat = await a_told_story(store)
    other = await an_open_chat(store, identities=(), lanes=())
    await store.commit(other, Change(replace(other.conversation, seq=1), records=(a_record(other.conversation),)))
    assert len(await store.transcript(other.conversation.id)) == 1
    assert len(await store.transcript(chat.conversation.id)) == 6


async def test_what_has_expired_is_not_said_again(store):
    chat = await a_told_story(store)
    first, *_, last = await store.transcript(chat.conversation.id)
    await make_expired(store, "inbox", first.id)
    await make_expired(store, "outbox", last.id)
    assert [entry.seq for entry in await store.transcript(chat.conversation.id)] == [2, 3, 4, 5]
