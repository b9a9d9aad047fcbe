"""Two releases run side by side during a deploy: what one does not know it leaves alone (core.md section 4)."""

from dataclasses import replace

import pytest
from kept import NOW, a_record, an_item, an_open_chat, raw, stored_items, write_raw

from panelin.conversation import Thread
from panelin.errors import Unavailable
from panelin.ids import ThreadId
from panelin.store.documents import Change, HeardItem, RecordState
from panelin.store.typed import UnknownKind


async def test_fields_of_a_newer_release_survive_an_older_ones_commit(store):
    chat = await an_open_chat(store, thread=Thread(ThreadId("conv_1"), 0, 0, NOW))
    thread = (await raw(store, "conversations", chat.conversation.id))["thread"]
    await write_raw(store, "conversations", chat.conversation.id, mood="glad", thread={**thread, "tone": "warm"})
    chat = await store.open(chat.conversation.id)
    moved = replace(chat.conversation, seq=1, thread=replace(chat.conversation.thread, seq=1))
    await store.commit(chat, Change(moved))
    plain = await raw(store, "conversations", moved.id)
    assert (plain["mood"], plain["seq"], plain["thread"]["seq"], plain["thread"]["tone"]) == ("glad", 1, 1, "warm")


async def test_fields_of_a_newer_release_survive_on_items_and_records(store):
    chat = await an_open_chat(store)
    (item,) = await stored_items(store, an_item())
    await write_raw(store, "inbox", item.id, colour="red")
    record = a_record(chat.conversation, 2)
    change = Change(replace(chat.conversation, seq=2), heard=(HeardItem(await store.item(item.id), 1),), records=(record,))
    await store.commit(chat, change)
    await write_raw(store, "outbox", record.id, colour="blue")
    stored = await store.record(record.id)
    await store.write([(stored, replace(stored.value, state=RecordState.SENT, due_at=None))])
    assert (await raw(store, "inbox", item.id))["colour"] == "red"
    assert (await raw(store, "outbox", record.id))["colour"] == "blue"


async def test_a_field_that_an_older_release_did_not_write_has_its_default(store):
    chat = await an_open_chat(store)
    await write_raw(store, "conversations", chat.conversation.id, shown=None, was_taken=None, consent=None)
    assert (await store.open(chat.conversation.id)).conversation == chat.conversation


@pytest.mark.parametrize("field", [{"action": {"kind": "send_hologram"}}, {"schema": 2}, {"state": "teleported"}])
async def test_a_record_of_an_unknown_kind_waits_for_a_newer_instance(store, field):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation)
    await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    await write_raw(store, "outbox", record.id, **field)
    before = await raw(store, "outbox", record.id)
    for read in (
        lambda: store.record(record.id),
        lambda: store.unsettled(chat.conversation.id),
        lambda: store.transcript(chat.conversation.id),
    ):
        with pytest.raises(UnknownKind) as raised:
            await read()
        assert isinstance(raised.value, Unavailable)
    assert await raw(store, "outbox", record.id) == before


async def test_a_conversation_of_an_unknown_schema_is_not_opened(store):
    chat = await an_open_chat(store)
    await write_raw(store, "conversations", chat.conversation.id, schema=2)
    with pytest.raises(UnknownKind):
        await store.open(chat.conversation.id)
