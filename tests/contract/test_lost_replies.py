"""A write whose reply is lost may have happened: it is called uncertain and never repeated behind the caller's back (P1, P2, P7)."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from kept import ANA, NOW, NUMBER, a_conversation, a_record, an_item, an_open_chat, sent, stored_items
from wires import wire_to

from panelin.errors import Unavailable, Uncertain
from panelin.runtime.failpoints import configure
from panelin.store.documents import Change, Put, RecordState
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.open_store import open_store
from panelin.store.over import StoreOver


class Lossy:
    """A store on whose line replies can be lost."""

    def __init__(self, store, lose, mend):
        self.store, self._lose, self._mend = store, lose, mend

    @asynccontextmanager
    async def lost_replies(self):
        self._lose()
        try:
            yield
        finally:
            self._mend()


@pytest.fixture
async def lossy(store_kind, store_url, request):
    if store_kind == "sqlite":
        store = open_store(store_url)
        await store.ready()
        yield Lossy(store, lambda: configure({"FAILPOINTS": "group_commit.full=lost"}), lambda: configure({}))
        await store.close()
        return
    async with wire_to(request.getfixturevalue("firestore_emulator")) as wire:
        project = store_url.removeprefix("firestore://").partition("/")[0]
        store = StoreOver(FirestoreEngine(Calls(project, "(default)", emulator=wire.address)))
        await store.ready()
        yield Lossy(store, wire.mute, wire.mend)
        await store.close()


async def test_a_commit_whose_reply_is_lost_is_uncertain_and_has_landed_once(lossy, store):
    chat = await an_open_chat(store)
    change = Change(replace(chat.conversation, seq=1), records=(a_record(chat.conversation),))
    async with lossy.lost_replies():
        with pytest.raises(Uncertain):
            await lossy.store.commit(chat, change)
    opened = await lossy.store.open(chat.conversation.id)
    assert opened.conversation == change.conversation
    assert opened.version != chat.version
    assert [stored.value.seq for stored in await store.unsettled(chat.conversation.id)] == [1]


async def test_a_creation_whose_reply_is_lost_is_found_at_the_next_look(lossy):
    conversation = a_conversation()
    async with lossy.lost_replies():
        with pytest.raises(Uncertain):
            await lossy.store.create(conversation, (ANA,))
    assert await lossy.store.find(NUMBER, (ANA,)) == conversation.id


@pytest.mark.promise("P7")
async def test_a_claim_whose_reply_is_lost_is_uncertain(lossy, store):
    chat = await an_open_chat(store)
    await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(a_record(chat.conversation),)))
    (stored,) = await store.unsettled(chat.conversation.id)
    async with lossy.lost_replies():
        with pytest.raises(Uncertain):
            await lossy.store.write([(stored, replace(stored.value, state=RecordState.SENDING))])
    assert (await lossy.store.record(stored.value.id)).value.state is RecordState.SENDING


async def test_a_counted_recovery_whose_reply_is_lost_is_counted_once(lossy, store):
    (item,) = await stored_items(store, an_item())
    async with lossy.lost_replies():
        with pytest.raises(Uncertain):
            await lossy.store.attempt(item, timedelta(minutes=1))
    assert (await store.item(item.id)).attempts == 1


@pytest.mark.promise("P1")
async def test_a_message_whose_reply_is_lost_is_not_called_stored_and_is_known_when_it_comes_again(lossy):
    item = an_item()
    async with lossy.lost_replies():
        assert await lossy.store.put([item]) == [Put.LOST]
    assert await lossy.store.put([item]) == [Put.KNOWN]


async def test_a_status_whose_reply_is_lost_is_not_called_noted(lossy, store):
    chat = await an_open_chat(store)
    record = a_record(chat.conversation)
    await store.commit(chat, Change(replace(chat.conversation, seq=1), records=(record,)))
    async with lossy.lost_replies():
        with pytest.raises(Unavailable):
            await lossy.store.note([sent(record, delivered_at=NOW)])
    assert await lossy.store.note([sent(record, delivered_at=NOW)]) == 0
    assert (await store.record(record.id)).value.delivered_at == NOW
