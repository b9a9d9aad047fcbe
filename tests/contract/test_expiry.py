"""How long things are kept, and that readers look for themselves: databases remove late (design section 5)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import stores
from kept import ANA, NOW, NUMBER, a_conversation, a_record, an_item, an_open_chat, make_expired, raw, stored_items, write_raw

from panelin.store.documents import Change, HeardItem
from panelin.store.identities import SLACK, identity_key
from panelin.store.open_store import open_store

YEAR = timedelta(days=365)
KEY = identity_key(NUMBER, ANA)


async def kept_for(store, collection, id_):
    expires_at = (await raw(store, collection, id_))["expires_at"]
    instant = datetime.fromisoformat(expires_at) if isinstance(expires_at, str) else expires_at
    return instant - store._engine.now()


def about(wait):
    return pytest.approx(wait.total_seconds(), abs=60)


@pytest.mark.promise("P1")
async def test_what_is_new_or_dead_never_expires(store):
    fresh, dead = an_item(), an_item(dead="unreadable")
    await store.put([fresh, dead])
    for item in (fresh, dead):
        assert "expires_at" not in await raw(store, "inbox", item.id)


@pytest.mark.promise("P2")
async def test_what_is_done_is_known_for_at_least_eight_days(store):
    chat = await an_open_chat(store)
    said, noise = await stored_items(store, an_item(), an_item())
    await store.commit(chat, Change(replace(chat.conversation, seq=1), heard=(HeardItem(said, 1), HeardItem(noise))))
    assert (await kept_for(store, "inbox", said.id)).total_seconds() == about(YEAR)
    assert (await kept_for(store, "inbox", noise.id)).total_seconds() == about(timedelta(days=8))


async def test_a_short_memory_still_keeps_what_meta_may_repeat(store_kind, tmp_path):
    forgetful = open_store(stores.fresh_url(store_kind, tmp_path), kept_for=timedelta(days=1))
    chat = await an_open_chat(forgetful)
    (item,) = await stored_items(forgetful, an_item())
    record = a_record(chat.conversation, 2)
    await forgetful.commit(chat, Change(replace(chat.conversation, seq=2), heard=(HeardItem(item, 1),), records=(record,)))
    for collection, id_ in (("inbox", item.id), ("outbox", record.id)):
        assert (await kept_for(forgetful, collection, id_)).total_seconds() == about(timedelta(days=8))
    await forgetful.close()


async def test_a_conversation_is_kept_a_year_after_the_last_contact(store):
    chat = await an_open_chat(store)
    assert (await kept_for(store, "conversations", chat.conversation.id)).total_seconds() == about(YEAR)
    near = store._engine.now() + timedelta(days=1)
    await write_raw(store, "conversations", chat.conversation.id, expires_at=near)
    chat = await store.open(chat.conversation.id)
    chat = await store.commit(chat, Change(replace(chat.conversation, rev=1)))
    assert (await kept_for(store, "conversations", chat.conversation.id)).total_seconds() == about(timedelta(days=1))
    await store.commit(chat, Change(replace(chat.conversation, last_interaction=NOW + timedelta(minutes=1))))
    assert (await kept_for(store, "conversations", chat.conversation.id)).total_seconds() == about(YEAR)


async def test_a_name_outlives_its_conversation_and_is_renewed_now_and_then(store):
    chat = await an_open_chat(store)
    assert (await kept_for(store, "identities", KEY)).total_seconds() == about(YEAR + SLACK)
    await write_raw(store, "identities", KEY, expires_at=store._engine.now() + YEAR)
    chat = await store.commit(chat, Change(replace(chat.conversation, last_interaction=NOW + timedelta(seconds=1))))
    assert (await kept_for(store, "identities", KEY)).total_seconds() == about(YEAR)
    await store.commit(chat, Change(replace(chat.conversation, last_interaction=NOW + timedelta(days=31))))
    assert (await kept_for(store, "identities", KEY)).total_seconds() == about(YEAR + SLACK)


async def test_a_name_in_its_last_weeks_asks_its_conversation(store, store_url):
    chat = await an_open_chat(store)
    await write_raw(store, "identities", KEY, expires_at=store._engine.now() + timedelta(days=10))
    stranger = open_store(store_url)
    assert await stranger.find(NUMBER, (ANA,)) == chat.conversation.id
    await make_expired(store, "conversations", chat.conversation.id)
    another = open_store(store_url)
    assert await another.find(NUMBER, (ANA,)) is None
    assert (await another.create(a_conversation(), (ANA,))).version
    for opened in (stranger, another):
        await opened.close()


@pytest.mark.parametrize("collection", ["inbox", "outbox", "conversations", "settings"])
async def test_readers_do_not_see_what_has_expired(store, collection):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    record = a_record(chat.conversation, 2)
    chat = await store.commit(chat, Change(replace(chat.conversation, seq=2), heard=(HeardItem(item, 1),), records=(record,)))
    await store.keep_note("media", {"id": "1"}, kept_for=timedelta(hours=1))
    ids = {"inbox": item.id, "outbox": record.id, "conversations": chat.conversation.id, "settings": "media"}
    readers = {
        "inbox": lambda: store.item(item.id),
        "outbox": lambda: store.record(record.id),
        "conversations": lambda: store.open(chat.conversation.id),
        "settings": lambda: store.note_of("media"),
    }
    assert await readers[collection]() is not None
    await make_expired(store, collection, ids[collection])
    assert await readers[collection]() is None


async def test_a_conversation_that_is_gone_is_forgotten_under_its_names(store, store_url):
    elsewhere = open_store(store_url)
    chat = await an_open_chat(store)
    assert await elsewhere.find(NUMBER, (ANA,)) == chat.conversation.id
    for collection, id_ in (("conversations", chat.conversation.id), ("identities", KEY)):
        await make_expired(store, collection, id_)
    new = await store.create(a_conversation(), (ANA,))
    assert await elsewhere.open(chat.conversation.id) is None
    assert await elsewhere.find(NUMBER, (ANA,)) == new.conversation.id
    await elsewhere.close()
