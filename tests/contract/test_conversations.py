"""Conversations: names lead to one of them, its version is the only fence (protocol.md sections 3 and 4)."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from kept import ANA, ANA_BSUID, NOW, NUMBER, RUN, a_conversation, an_item, an_open_chat, make_expired, raw, stored_items

from panelin.actions import Heard
from panelin.conversation import Answering, Conversation, Greeted, Shown, Taken, Thread
from panelin.demand import Certainty, Demand, Said, Zone
from panelin.errors import Conflict
from panelin.events import Identity, IdentityKind, Referral
from panelin.ids import AgentId, ConversationId, MessageId, Number, Reference, ThreadId
from panelin.listing import Feature, Kind, Operation
from panelin.store.documents import ABSENT, Change
from panelin.store.identities import identity_key

BEA = Identity(IdentityKind.WA_ID, "34600000002")


def a_full_conversation() -> Conversation:
    """Every field says something."""
    stated = {"quote": "en Nerja, piso o ático", "message": MessageId("wamid.1"), "certainty": Certainty.STATED, "at": NOW}
    demand = Demand(
        operation=Said(Operation.VENTA, **stated),
        kinds=Said(frozenset({Kind.PISO, Kind.ATICO}), **stated),
        zones=Said((Zone("Nerja"), Zone("Burriana", excluded=True)), **stated),
        excludes=Said(frozenset({Feature.TERRAZA, Kind.GARAJE}), **stated),
        pets=Said(False, **stated),
        budget_max=Said(0, **stated),
    )
    return a_conversation(
        identities=(ANA, ANA_BSUID),
        name="Ana 🏠",
        language="de",
        origin=Referral("ad-1", "Áticos"),
        greeted=Greeted("v1", NOW),
        thread=Thread(ThreadId("conv_1"), 3, 6, NOW),
        left_threads=(ThreadId("conv_0"),),
        seq=7,
        rev=2,
        turn=3,
        unanswered=(Heard(7, MessageId("wamid.7"), NOW, "¿y garaje?", "show:BS-1042"),),
        answering=Answering(3, NOW, RUN, NOW + timedelta(seconds=30), 2, 1),
        handoff=Taken(AgentId("marta"), NOW, NOW),
        last_customer_at=NOW,
        demand=demand,
        shown=(Shown(Reference("BS-1042"), NOW),),
        due_at=NOW,
        alarm_at=NOW + timedelta(hours=24),
    )


async def test_a_conversation_comes_back_as_it_was_written(store):
    conversation = a_full_conversation()
    chat = await store.create(conversation, conversation.identities)
    assert chat.conversation == conversation
    assert chat.waiting == ()
    opened = await store.open(conversation.id)
    assert opened is not None
    assert (opened.conversation, opened.version, opened.waiting) == (conversation, chat.version, ())


async def test_what_is_unknown_stays_unknown_and_zero_stays_zero(store):
    conversation = a_full_conversation()
    await store.create(conversation, ())
    opened = await store.open(conversation.id)
    assert opened is not None
    assert opened.conversation.demand is not None
    assert opened.conversation.demand.bedrooms_min is None
    assert opened.conversation.demand.budget_max is not None
    assert opened.conversation.demand.budget_max.value == 0


async def test_whoever_reads_the_session_finds_its_fields_by_name(store):
    conversation = a_full_conversation()
    chat = await store.create(conversation, ())
    plain = await raw(store, "conversations", conversation.id)
    assert (plain["wa_id"], plain["thread_id"], plain["ai_active"], plain["schema"]) == ("34600000001", "conv_1", True, 1)
    assert "last_interaction" in plain
    await store.commit(chat, Change(replace(conversation, thread=None, identities=(ANA_BSUID,)), ai_active=False))
    plain = await raw(store, "conversations", conversation.id)
    assert ("wa_id" in plain, "thread_id" in plain, plain["ai_active"]) == (False, False, False)


@pytest.mark.promise("P10")
async def test_no_name_of_a_person_stands_in_a_document_id(store):
    conversation = a_full_conversation()
    await store.create(conversation, conversation.identities)
    for identity in conversation.identities:
        key = identity_key(conversation.number, identity)
        assert (await raw(store, "identities", key))["conversation"] == conversation.id
        assert identity.value not in key


async def test_a_stranger_has_no_conversation(store):
    assert await store.find(NUMBER, (ANA, ANA_BSUID)) is None
    assert await store.find(NUMBER, ()) is None
    assert await store.open(ConversationId("nobody")) is None


async def test_either_name_leads_to_the_conversation(store):
    chat = await an_open_chat(store, identities=(ANA, ANA_BSUID))
    for names in ((ANA,), (ANA_BSUID,), (ANA, ANA_BSUID), (BEA, ANA_BSUID)):
        assert await store.find(NUMBER, names) == chat.conversation.id


async def test_another_number_of_the_agency_has_its_own_conversations(store):
    await an_open_chat(store)
    assert await store.find(Number("another"), (ANA,)) is None


async def test_the_business_scoped_id_outweighs_a_recycled_phone(store):
    hers = await an_open_chat(store, identities=(ANA_BSUID,))
    his = await an_open_chat(store, identities=(ANA,), lanes=("lane-2",))
    assert await store.find(NUMBER, (ANA, ANA_BSUID)) == hers.conversation.id
    assert await store.find(NUMBER, (ANA,)) == his.conversation.id


@pytest.mark.promise("P3")
async def test_of_two_who_create_a_conversation_for_one_name_one_does(store):
    results = await asyncio.gather(*(store.create(a_conversation(), (ANA,)) for _ in range(8)), return_exceptions=True)
    created = [chat for chat in results if not isinstance(chat, BaseException)]
    assert len(created) == 1
    assert all(isinstance(other, Conflict) for other in results if other is not created[0])
    assert await store.find(NUMBER, (ANA,)) == created[0].conversation.id


async def test_a_refused_creation_leaves_nothing_behind(store):
    await an_open_chat(store, identities=(ANA,))
    second = a_conversation()
    with pytest.raises(Conflict):
        await store.create(second, (BEA, ANA))
    assert await store.open(second.id) is None
    assert await store.find(NUMBER, (BEA,)) is None


async def test_the_same_creation_again_is_refused(store):
    conversation = a_conversation()
    await store.create(conversation, (ANA,))
    for names in ((ANA,), (), (BEA,)):
        with pytest.raises(Conflict):
            await store.create(conversation, names)


async def test_a_new_name_joins_the_conversation_in_the_commit_that_hears_it(store):
    chat = await an_open_chat(store)
    both = replace(chat.conversation, identities=(ANA, ANA_BSUID), lanes=("lane-of-ana", "lane-2"))
    await store.commit(chat, Change(both, identities=(ANA_BSUID,)))
    assert await store.find(NUMBER, (ANA_BSUID,)) == chat.conversation.id


async def test_a_name_that_is_this_conversations_own_may_be_said_again(store):
    chat = await an_open_chat(store)
    again = await store.commit(chat, Change(replace(chat.conversation, seq=1), identities=(ANA, ANA_BSUID)))
    assert again.conversation.seq == 1
    assert await store.find(NUMBER, (ANA_BSUID,)) == chat.conversation.id


async def test_two_living_conversations_are_never_merged(store):
    hers, his = await an_open_chat(store), await an_open_chat(store, identities=(BEA,), lanes=("lane-2",))
    with pytest.raises(Conflict):
        await store.commit(hers, Change(replace(hers.conversation, seq=1), identities=(BEA,)))
    assert await store.find(NUMBER, (BEA,)) == his.conversation.id
    assert (await store.open(hers.conversation.id)).conversation.seq == 0


async def test_a_name_is_free_again_when_its_conversation_has_expired(store):
    old = await an_open_chat(store)
    assert await store.find(NUMBER, (ANA,)) == old.conversation.id
    await make_expired(store, "conversations", old.conversation.id)
    await make_expired(store, "identities", identity_key(NUMBER, ANA))
    assert await store.open(old.conversation.id) is None
    assert await store.find(NUMBER, (ANA,)) is None
    new = await store.create(a_conversation(), (ANA,))
    assert await store.find(NUMBER, (ANA,)) == new.conversation.id


async def test_a_chat_that_was_never_written_is_created_by_its_first_commit(store):
    chat = await an_open_chat(store)
    unwritten = replace(chat, conversation=a_conversation(identities=()), version=ABSENT)
    written = await store.commit(unwritten, Change(unwritten.conversation))
    assert written.version not in (ABSENT, chat.version)
    with pytest.raises(Conflict):
        await store.commit(unwritten, Change(unwritten.conversation))


async def test_opening_shows_what_waits(store):
    chat = await an_open_chat(store, handoff=None)
    (item,) = await stored_items(store, an_item())
    opened = await store.open(chat.conversation.id)
    assert opened is not None
    assert opened.waiting == (item,)
    assert opened.now >= item.received_at - timedelta(seconds=1)


async def test_recent_conversations_come_newest_contact_first(store):
    old, new = await an_open_chat(store), await an_open_chat(store, identities=(BEA,), last_interaction=NOW + timedelta(hours=1))
    assert [conversation.id for conversation in await store.recent(10)] == [new.conversation.id, old.conversation.id]
    assert len(await store.recent(1)) == 1
