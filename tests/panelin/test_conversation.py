"""The record that is decided upon: its names, and letting go of a turn."""

import pytest
from conversations import a_chat, a_thread, answering

from panelin.conversation import interrupted, without_answering, without_thread
from panelin.events import Identity, IdentityKind


def test_the_latest_of_several_names_counts():
    old, new = (Identity(IdentityKind.WA_ID, number) for number in ("34600000001", "34600000009"))
    chat = a_chat(identities=(old, Identity(IdentityKind.BSUID, "ES.1"), new))
    assert (chat.wa_id, chat.bsuid) == ("34600000009", "ES.1")


def test_a_customer_may_have_no_number_or_no_business_scoped_id():
    assert a_chat().bsuid is None
    assert a_chat(identities=(Identity(IdentityKind.BSUID, "ES.1"),)).wa_id is None


def test_a_thread_that_is_left_is_remembered_until_it_is_deleted():
    chat = without_thread(a_chat(thread=a_thread(), left_threads=("conv_0",)))
    assert chat.thread is None
    assert chat.left_threads == ("conv_0", "conv_1")


def test_who_has_no_thread_leaves_none():
    chat = a_chat(left_threads=("conv_0",))
    assert without_thread(chat) is chat


def test_letting_go_of_a_turn_leaves_nothing_waiting():
    chat = without_answering(answering(a_chat(thread=a_thread()), "hola"))
    assert (chat.answering, chat.unanswered) == (None, ())
    assert chat.thread == a_thread()


def test_an_interrupted_turn_leaves_its_thread_because_its_answer_may_still_arrive_there():
    chat = interrupted(answering(a_chat(thread=a_thread()), "hola"))
    assert (chat.answering, chat.unanswered, chat.thread) == (None, (), None)
    assert chat.left_threads == ("conv_1",)


def test_between_turns_an_interruption_keeps_the_thread():
    assert interrupted(a_chat(thread=a_thread())).thread == a_thread()


@pytest.mark.promise("P10")
def test_neither_name_number_nor_words_stand_in_a_representation():
    shown = repr(answering(a_chat(name="Lucía Gómez"), "llámame a casa"))
    assert not any(secret in shown for secret in ("Lucía", "34600000001", "llámame"))
