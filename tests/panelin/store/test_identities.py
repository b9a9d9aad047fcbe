"""Names, their keys, and the memory of where they led."""

from datetime import timedelta

import pytest
from kept import ANA, ANA_BSUID, NOW, NUMBER

from panelin.events import Identity, IdentityKind
from panelin.ids import ConversationId, IdentityKey, Number
from panelin.store.identities import Memory, identity_key, keys_in_order, must_be_renewed

C1, C2 = ConversationId("c1"), ConversationId("c2")


@pytest.mark.promise("P10")
def test_a_key_tells_nothing_of_the_name():
    key = identity_key(NUMBER, ANA)
    assert len(key) == 64
    assert ANA.value not in key
    assert key != identity_key(Number("another"), ANA)
    assert key != identity_key(NUMBER, Identity(IdentityKind.BSUID, ANA.value))


def test_the_business_scoped_id_is_asked_first_and_nothing_twice():
    assert keys_in_order(NUMBER, (ANA, ANA_BSUID, ANA)) == (identity_key(NUMBER, ANA_BSUID), identity_key(NUMBER, ANA))


@pytest.mark.parametrize(("days", "renewed"), [(0, False), (1, False), (31, True), (365, True)])
def test_names_are_renewed_once_in_a_month_or_so(days, renewed):
    assert must_be_renewed(NOW, NOW + timedelta(days=days)) is renewed
    assert not must_be_renewed(None, NOW)
    assert not must_be_renewed(NOW, None)


def test_what_led_somewhere_is_remembered_and_forgotten_together():
    memory = Memory()
    memory.remember([IdentityKey("a"), IdentityKey("b")], C1)
    memory.remember([IdentityKey("c")], C2)
    assert [memory.recall(IdentityKey(key)) for key in "abcd"] == [C1, C1, C2, None]
    memory.forget(C1)
    memory.forget(ConversationId("never"))
    assert [memory.recall(IdentityKey(key)) for key in "abc"] == [None, None, C2]


def test_a_name_that_moves_leads_to_the_new_conversation_only():
    memory = Memory()
    memory.remember([IdentityKey("a")], C1)
    memory.remember([IdentityKey("a")], C2)
    memory.forget(C1)
    assert memory.recall(IdentityKey("a")) == C2


def test_the_memory_is_bounded_and_drops_what_was_not_used_for_longest():
    memory = Memory(most=3)
    for key in "abc":
        memory.remember([IdentityKey(key)], ConversationId(key))
    memory.recall(IdentityKey("a"))
    memory.remember([IdentityKey("d")], ConversationId("d"))
    assert [memory.recall(IdentityKey(key)) for key in "abcd"] == ["a", None, "c", "d"]
    assert len(memory._names) == 3
