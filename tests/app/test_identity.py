"""A person by several names: what comes by a further name is heard in the chat that is known."""

import asyncio

import pytest
from office import LUCIA, Office, a_text

from panelin.events import IdentityKind

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
