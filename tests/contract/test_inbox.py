"""What Meta delivered is stored once, whatever else happens (protocol.md section 2)."""

import asyncio
from datetime import timedelta

import pytest
from kept import NOW, RUN, an_item, an_open_chat, item_id, raw, stored_items

from panelin.conversation import Answering
from panelin.errors import Conflict
from panelin.events import Identity, IdentityKind
from panelin.store.documents import Change, HeardItem, ItemState, Put


@pytest.mark.promise("P1")
async def test_a_new_message_is_stored_with_everything_that_came(store):
    sent = an_item(trace="00-abc-def-01", pos=3, identities=(Identity(IdentityKind.BSUID, "ES.1"), Identity(IdentityKind.WA_ID, "34600")))
    assert await store.put([sent]) == [Put.NEW]
    item = await store.item(sent.id)
    assert item is not None
    assert (item.id, item.field, item.number, item.lane, item.identities) == (sent.id, sent.field, sent.number, sent.lane, sent.identities)
    assert (item.at, item.pos, item.raw, item.trace) == (sent.at, sent.pos, sent.raw, sent.trace)
    assert (item.state, item.attempts, item.conversation, item.seq) == (ItemState.NEW, 0, None, None)


async def test_the_store_says_when_it_came_and_gives_the_nudge_fifteen_seconds(store):
    (item,) = await stored_items(store, an_item())
    assert item.due_at == item.received_at + timedelta(seconds=15)


@pytest.mark.parametrize("body", [b"", b'{"text":"\xc3\xa1\xf0\x9f\x8f\xa0"}', b"\xff\xfe not UTF-8", b"x" * 200_000])
async def test_bytes_come_back_as_they_were(store, body):
    (item,) = await stored_items(store, an_item(raw=body))
    assert item.raw == body


async def test_a_lone_surrogate_does_not_keep_a_message_out(store):
    (item,) = await stored_items(store, an_item(identities=(Identity(IdentityKind.WA_ID, "34\ud800600"),)))
    assert item.identities[0].value == "34\ufffd600"


@pytest.mark.promise("P2")
async def test_the_same_message_again_is_known_and_changes_nothing(store):
    (first,) = await stored_items(store, an_item("wamid.1", raw=b"as it came"))
    assert await store.put([an_item("wamid.1", raw=b"in other bytes", at=NOW + timedelta(hours=1))]) == [Put.KNOWN]
    assert await store.item(first.id) == first


@pytest.mark.promise("P2")
async def test_the_same_message_twice_in_one_post_counts_once(store):
    assert await store.put([an_item("wamid.1"), an_item("wamid.2"), an_item("wamid.1")]) == [Put.NEW, Put.NEW, Put.KNOWN]


@pytest.mark.promise("P2")
async def test_fifty_deliveries_at_once_store_one_item(store):
    puts = await asyncio.gather(*(store.put([an_item("wamid.1")]) for _ in range(50)))
    assert sorted(put for (put,) in puts) == [Put.KNOWN] * 49 + [Put.NEW]


@pytest.mark.promise("P2")
async def test_a_message_that_was_answered_is_known_for_as_long_as_meta_repeats(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item("wamid.1"))
    await store.commit(chat, Change(chat.conversation, heard=(HeardItem(item, 1),)))
    assert await store.put([an_item("wamid.1")]) == [Put.KNOWN]
    heard = await store.item(item.id)
    assert heard is not None
    assert heard.state is ItemState.DONE


async def test_a_big_batch_is_stored_whole_and_in_the_order_of_the_post(store):
    chat = await an_open_chat(store)
    batch = [an_item(f"wamid.{n}", pos=n, raw=b"x" * 5_000) for n in range(400)]
    assert set(await store.put(batch)) == {Put.NEW}
    assert [item.id for item in await store.peek(chat.conversation)] == [item.id for item in batch]


async def test_nothing_to_store_is_nothing_to_do(store):
    assert await store.put([]) == []
    assert await store.note([]) == 0


async def test_an_item_that_nobody_sent_is_not_there(store):
    assert await store.item(item_id("wamid.never")) is None


@pytest.mark.promise("P1")
async def test_what_cannot_be_read_is_a_dead_letter_at_once_and_its_siblings_live(store):
    chat = await an_open_chat(store)
    unreadable, sibling = an_item(dead="not an object"), an_item()
    assert await store.put([unreadable, sibling]) == [Put.NEW, Put.NEW]
    assert [item.id for item in await store.peek(chat.conversation)] == [sibling.id]
    (dead,) = await store.dead_letters()
    assert (dead.id, dead.state, dead.reason, dead.due_at) == (unreadable.id, ItemState.DEAD, "not an object", None)


async def test_a_recovery_is_counted_before_it_works(store):
    (item,) = await stored_items(store, an_item())
    counted = await store.attempt(item, timedelta(minutes=1))
    assert counted == await store.item(item.id)
    assert counted.attempts == 1
    assert counted.due_at is not None
    assert counted.due_at > item.received_at + timedelta(seconds=50)


async def test_of_two_who_count_the_same_recovery_one_goes_on(store):
    (item,) = await stored_items(store, an_item())
    await store.attempt(item, timedelta(minutes=1))
    with pytest.raises(Conflict):
        await store.attempt(item, timedelta(minutes=1))


async def test_a_run_that_heard_nothing_gives_its_attempt_back(store):
    (item,) = await stored_items(store, an_item())
    counted = await store.attempt(item, timedelta(minutes=1))
    back = await store.give_back(counted, timedelta(seconds=15))
    assert back.attempts == 0
    assert (await store.give_back(back, timedelta(seconds=15))).attempts == 0
    with pytest.raises(Conflict):
        await store.give_back(counted, timedelta(seconds=15))


@pytest.mark.promise("P1")
async def test_poison_is_buried_with_its_reason_and_kept(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    buried = await store.bury(item, "recoveries")
    assert buried == await store.item(item.id)
    assert await store.peek(chat.conversation) == ()
    assert await store.dead_letters() == (buried,)
    assert "expires_at" not in await raw(store, "inbox", item.id)


async def test_a_message_that_was_heard_meanwhile_is_not_buried(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    await store.commit(chat, Change(chat.conversation, heard=(HeardItem(item, 1),)))
    with pytest.raises(Conflict):
        await store.bury(item, "recoveries")


async def test_dead_letters_are_listed_newest_first_up_to_a_limit(store):
    items = await stored_items(store, *(an_item() for _ in range(3)))
    for item in items:
        await store.bury(item, "recoveries")
    assert [dead.id for dead in await store.dead_letters(2)] == [items[2].id, items[1].id]


async def test_what_waits_is_heard_in_the_order_of_meta_then_of_arrival_then_of_the_post(store):
    late, early = an_item(at=NOW + timedelta(seconds=2)), an_item(at=NOW)
    first, second = an_item(pos=0, at=NOW + timedelta(seconds=1)), an_item(pos=1, at=NOW + timedelta(seconds=1))
    arrived_after = an_item(pos=0, at=NOW + timedelta(seconds=1))
    for post in ([late], [second, first], [arrived_after], [early]):
        await store.put(post)
    chat = await an_open_chat(store)
    assert [item.id for item in await store.peek(chat.conversation)] == [item.id for item in (early, first, second, arrived_after, late)]


async def test_two_posts_at_once_keep_the_order_in_which_they_arrived(store):
    posts = [an_item(at=NOW) for _ in range(20)]
    await asyncio.gather(*(store.put([item]) for item in posts))
    chat = await an_open_chat(store)
    assert [item.id for item in await store.peek(chat.conversation)] == [item.id for item in posts]


async def test_only_the_conversations_own_lanes_wait_for_it(store):
    mine, alias, other = an_item(), an_item(lane="lane-2"), an_item(lane="lane-3")
    await store.put([mine, alias, other])
    chat = await an_open_chat(store, lanes=("lane-of-ana", "lane-2"), answering=Answering(1, NOW, RUN))
    opened = await store.open(chat.conversation.id)
    assert opened is not None
    assert {item.id for item in opened.waiting} == {mine.id, alias.id}
    assert await store.peek((await an_open_chat(store, identities=(), lanes=())).conversation) == ()
