"""Two decisions in a row are one."""

from conversations import a_chat

from panelin.actions import AskAssistant, SendText
from panelin.decision import Decision, then

ONE, TWO = SendText("uno"), SendText("dos")


def need(turn):
    return AskAssistant(a_chat().id, turn, (), None, None, "es")


def test_the_second_conversation_stands_and_the_actions_follow_each_other():
    joined = then(Decision(a_chat(seq=1), (ONE,)), Decision(a_chat(seq=2), (TWO,)))
    assert (joined.conversation.seq, joined.actions) == (2, (ONE, TWO))


def test_the_newer_question_replaces_the_older_one_and_silence_replaces_none():
    first, second = need(1), need(2)
    assert then(Decision(a_chat(), need=first), Decision(a_chat(), need=second)).need == second
    assert then(Decision(a_chat(), need=first), Decision(a_chat())).need == first
    assert then(Decision(a_chat()), Decision(a_chat())).need is None
