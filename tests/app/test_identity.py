"""A person by several names: what comes by a further name is heard in the chat that is known."""

import asyncio
from dataclasses import replace

import pytest
from office import LUCIA, OPEN, Office, a_text

from app.draft import Draft
from app.identity import conversation_for, link
from panelin.errors import Conflict, Unavailable
from panelin.events import IdentityKind
from panelin.ids import Number
from panelin.store.documents import ItemState
from panelin.store.open_store import open_store

BSUID = "ES.1"


def with_user_id(words):
    """A text that names its sender by phone and by business-scoped id."""
    return {**a_text(words), "from_user_id": BSUID}


@pytest.mark.promise("P1")
async def test_who_was_known_by_phone_and_writes_with_a_user_id_is_heard_in_the_same_chat(office):
    await office.hears("uno")
    await office.works(await office.gets(with_user_id("dos")))
    assert [words.split("\n\n")[-1] for words in office.said()] == ["uno", "dos"]
    (chat,) = await office.store.recent(10)
    assert len(chat.lanes) == 2
    assert (chat.wa_id, chat.bsuid) == (LUCIA, BSUID)


@pytest.mark.promise("P1")
async def test_so_it_is_when_the_nudge_was_lost_and_the_sweep_finds_it(office):
    await office.hears("uno")
    await office.gets(with_user_id("dos"))
    for _ in range(80):
        if len(office.said()) == 2:
            break
        await asyncio.sleep(0.05)
        await office.sweeps()
    assert office.said()[1] == "dos"


@pytest.mark.promise("P2")
async def test_a_further_name_seen_by_two_instances_at_once_is_linked_once_and_answered_once(office, store):
    await office.hears("uno")
    other = Office(store)
    items = await office.gets(with_user_id("dos"))
    await asyncio.gather(office.works(items), other.works(items))
    assert [*office.said()[1:], *other.said()] == ["dos"]
    (chat,) = await store.recent(10)
    assert [identity.kind for identity in chat.identities].count(IdentityKind.BSUID) == 1


def a_hidden_text(words, user_id=BSUID, **more):
    """A text whose sender does not show the phone."""
    message = {**with_user_id(words), "from_user_id": user_id, **more}
    return {name: value for name, value in message.items() if name != "from"}


async def owners(office, *items):
    return [await conversation_for(office.store, item) for item in items]


async def test_all_names_of_the_first_item_lead_to_the_conversation_from_then_on(office):
    both, phone, hidden = await office.gets(with_user_id("uno"), a_text("dos"), a_hidden_text("tres"))
    assert len(set(await owners(office, both, phone, hidden))) == 1


@pytest.mark.promise("P2")
async def test_instances_that_meet_a_person_at_once_make_one_conversation(office, store_url):
    (item,) = await office.gets(with_user_id("hola"))
    instances = [open_store(store_url) for _ in range(4)]
    found = await asyncio.gather(*(conversation_for(instance, item) for instance in instances * 3))
    for instance in instances:
        await instance.close()
    assert len(set(found)) == 1
    await office.works([item])
    assert [chat.id for chat in await office.store.recent(10)] == found[:1]


@pytest.mark.promise("P9")
async def test_a_recycled_phone_stays_with_whom_it_was_and_the_new_owner_is_known_by_the_other_name(office):
    await office.hears("soy la de antes")
    await office.works(await office.gets(a_hidden_text("soy otra persona", "ES.2")))
    await office.works(await office.gets({**a_text("sigo siendo yo"), "from_user_id": "ES.2"}))
    before, after = sorted(await office.store.recent(10), key=lambda chat: chat.bsuid or "")
    assert (before.wa_id, before.bsuid) == (LUCIA, None)
    assert (after.wa_id, after.bsuid) == (None, "ES.2")
    assert [parcel.to.value for parcel in office.meta.sent] == [LUCIA, "ES.2", "ES.2"]


@pytest.mark.promise("P9")
async def test_a_phone_that_comes_back_with_another_user_id_is_somebody_elses(office):
    await office.works(await office.gets(with_user_id("soy la de antes")))
    stranger = {**a_text("hola, este número es mío ahora"), "from_user_id": "ES.2"}
    await office.works(await office.gets(stranger))
    await office.works(await office.gets({**stranger, **a_text("sigo aquí")}))
    before, after = sorted(await office.store.recent(10), key=lambda chat: chat.bsuid or "")
    assert (before.wa_id, before.bsuid) == (LUCIA, BSUID)
    assert (after.wa_id, after.bsuid) == (None, "ES.2")
    assert [parcel.to.value for parcel in office.meta.sent] == [LUCIA, "ES.2", "ES.2"]
    assert "soy la de antes" not in str([question.unseen for question in office.model.asked[1:]])


async def test_people_on_two_numbers_of_the_agency_are_two_conversations(office):
    (item,) = await office.gets(a_text("hola"))
    elsewhere = replace(item, number=Number("2066"))
    assert len(set(await owners(office, item, elsewhere))) == 2


class Refusing:
    """A store in which somebody else is always about to create the same conversation."""

    def __init__(self, times, store=None):
        self.times, self._store, self.looks = times, store, 0

    async def find(self, number, identities):
        self.looks += 1
        return await self._store.find(number, identities) if self._store else None

    async def create(self, conversation, identities):
        if self.looks <= self.times:
            raise Conflict("it exists")
        return await self._store.create(conversation, identities)


async def test_a_refused_creation_looks_again(office):
    (item,) = await office.gets(a_text("hola"))
    refusing = Refusing(2, office.store)
    created = await conversation_for(refusing, item)
    assert refusing.looks == 3
    assert await owners(office, item) == [created]


async def test_who_is_refused_for_ever_gives_up_and_the_item_stays_for_the_sweep(office):
    (item,) = await office.gets(a_text("hola"))
    with pytest.raises(Unavailable):
        await conversation_for(Refusing(99), item)
    assert (await office.store.item(item.id)).state is ItemState.NEW


class Unread:
    """A store of which nothing may be asked."""

    def __getattr__(self, name):
        raise AssertionError(f"{name} was read for nothing")


async def test_a_person_who_is_known_by_these_names_costs_no_reading(office):
    await office.hears("hola")
    (item,) = await office.gets(a_text("otra vez"))
    draft = Draft(await office.chat(), now=OPEN, agency=office.parts.agency)
    await link(Unread(), draft, item)
    assert not draft.changed


async def test_a_known_name_on_a_new_lane_brings_the_lane_alone(office):
    await office.works(await office.gets(with_user_id("hola")))
    (hidden,) = await office.gets(a_hidden_text("yo otra vez"))
    known = replace(await office.chat(), lanes=())
    draft = Draft(known, now=OPEN, agency=office.parts.agency)
    await link(office.store, draft, hidden)
    assert (draft.conversation.lanes, draft.conversation.identities) == ((hidden.lane,), known.identities)


async def test_who_hid_the_phone_at_first_and_shows_it_later_is_known_by_both(office):
    await office.works(await office.gets(a_hidden_text("hola")))
    await office.works(await office.gets(with_user_id("soy yo")))
    (chat,) = await office.store.recent(10)
    assert (chat.wa_id, chat.bsuid, len(chat.lanes)) == (LUCIA, BSUID, 1)
    assert [parcel.to.value for parcel in office.meta.sent] == [BSUID, LUCIA]
