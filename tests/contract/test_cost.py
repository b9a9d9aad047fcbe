"""What a message costs on Firestore: at most 7 writes and 8 reads, a verify and delivery statuses apart (protocol.md section 11)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import stores
from counting import counted_store
from kept import NOW, RUN, a_conversation, a_record, an_item

from panelin.actions import Heard
from panelin.conversation import Answering
from panelin.ids import MessageId
from panelin.store.documents import Change, HeardItem, Put, RecordState


@pytest.fixture
async def counted(firestore_emulator, tmp_path):
    store, count = counted_store(stores.fresh_url("firestore", tmp_path))
    yield store, count
    await store.close()


async def answered(store, post, known=None):
    """The store calls of one turn with one answer: webhook, hear, look again, answer, look again, claim, settle."""
    assert Put.LOST not in await store.put(post)
    first = post[0]
    found = await store.find(first.number, first.identities)
    assert found == known
    if found is None:
        conversation = a_conversation()
        await store.create(conversation, first.identities)
        found = conversation.id
    chat = await store.open(found)
    chat = replace(chat, waiting=await store.peek(chat.conversation))
    asked, seq = chat.conversation, chat.conversation.seq
    for _ in chat.waiting:
        seq += 1
        asked = replace(asked, unanswered=(*asked.unanswered, Heard(seq, MessageId("w"), NOW, "hola")))
    holding = Answering(asked.turn + 1, NOW, RUN, chat.now + timedelta(seconds=30))
    asked = replace(asked, seq=seq, turn=asked.turn + 1, answering=holding, last_interaction=NOW, last_customer_at=NOW)
    heard = tuple(HeardItem(item, asked.seq - n) for n, item in enumerate(chat.waiting))
    chat = await store.commit(chat, Change(asked, heard=heard))
    await store.peek(chat.conversation)
    answer = replace(asked, seq=seq + 1, answering=None, unanswered=())
    chat = await store.commit(chat, Change(answer, records=(a_record(answer, seq + 1),)))
    await store.peek(chat.conversation)
    (ready,) = await store.unsettled(chat.conversation.id)
    (sending,) = await store.write([(ready, replace(ready.value, state=RecordState.SENDING))], verify=chat)
    await store.write([(sending, replace(sending.value, state=RecordState.SENT, due_at=None, wamid=MessageId("wamid.out")))])
    return chat.conversation.id


async def test_a_message_of_a_known_customer_costs_seven_writes_and_at_most_eight_reads(counted):
    store, count = counted
    known = await answered(store, [an_item()])
    for _ in range(3):
        count.forget()
        await answered(store, [an_item()], known)
        assert (count.writes, count.verifies, count.reads) == (7, 1, 6)


async def test_a_name_that_this_process_does_not_remember_costs_one_read_more(counted, tmp_path):
    store, count = counted
    known = await answered(store, [an_item()])
    store._memory.forget(known)
    count.forget()
    await answered(store, [an_item()], known)
    assert (count.writes, count.reads) == (7, 7)


async def test_a_burst_of_three_is_one_turn(counted):
    store, count = counted
    known = await answered(store, [an_item()])
    count.forget()
    await answered(store, [an_item(at=NOW + timedelta(seconds=n)) for n in range(3)], known)
    assert (count.writes, count.reads) == (11, 10)


async def test_a_first_contact_adds_its_conversation_and_its_name(counted):
    store, count = counted
    await answered(store, [an_item()])
    assert (count.writes, count.reads) == (9, 7)


async def test_requests_in_flight_share_one_call(counted):
    store, count = counted
    await store.put([an_item() for _ in range(3)])
    assert count.journal == [("batch_write", 3)]


async def test_a_quiet_sweep_reads_nothing_but_the_four_indexes(counted):
    store, count = counted
    assert await store.due(business_now=NOW) == ()
    assert sorted(call for call, _ in count.journal) == ["query conversations", "query conversations", "query inbox", "query outbox"]
