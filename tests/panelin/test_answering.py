"""When the assistant is asked, and what becomes of its answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, a_chat, a_text, a_thread, an_answer, an_echo, answering, at, decided
from fixture_homes import HOME

from panelin.actions import CallPerson, NotifyAgent, Reason, SendCard, SendLocation, SendText, Voice
from panelin.answering import alarm_at, question_of, restarted
from panelin.cards import card
from panelin.conversation import Requested
from panelin.decision import Decision
from panelin.events import AnswerOverdue, AssistantFailed, Failure, StillAnswering, TimePassed
from panelin.facts import Facts
from panelin.ids import Reference, ThreadId

ATTIC = HOME["BS-1042"]
ATTIC_CARD = card(ATTIC, "es", now=at("10:00"))


def texts(decision):
    return [action for action in decision.actions if isinstance(action, SendText)]


def a_card():
    return SendCard(ATTIC_CARD)


def test_an_answer_speaks_and_ends_the_turn():
    chat = answering(a_chat(), "hola")
    decision = decided(chat, an_answer("Tengo tres áticos."))
    assert [text.body for text in texts(decision)] == ["Tengo tres áticos."]
    assert texts(decision)[0].voice is Voice.ASSISTANT
    assert decision.conversation.answering is None
    assert decision.conversation.unanswered == ()
    assert decision.conversation.thread.id == "conv_1"


@pytest.mark.promise("P4")
def test_an_answer_that_comes_after_an_agent_took_over_is_not_sent():
    taken = decided(answering(a_chat(), "hola"), an_echo("Hola, soy Marta", "10:01")).conversation
    decision = decided(taken, an_answer(), now="10:01")
    assert decision.actions == ()


@pytest.mark.promise("P4")
def test_an_answer_in_hand_is_dropped_if_a_person_owns_the_chat_now():
    chat = replace(answering(a_chat(), "hola"), handoff=a_chat(taken_by=MARTA).handoff, thread=a_thread())
    decision = decided(chat, an_answer())
    assert decision.actions == ()
    assert decision.conversation.answering is None
    assert decision.conversation.left_threads == ("conv_1",)


@pytest.mark.promise("P3")
def test_the_answer_of_an_older_turn_is_not_sent():
    assert decided(answering(a_chat(turn=4), "hola"), an_answer(turn=4)).actions == ()
    assert decided(a_chat(), an_answer()).actions == ()


def test_the_first_answer_says_that_it_comes_from_an_ai():
    first = decided(answering(a_chat(greeted=False), "hola"), an_answer("Hola."))
    assert "*asistente virtual* (IA) de Brisa Sur" in texts(first)[0].body
    assert texts(first)[0].body.endswith("\n\nHola.")
    second = decided(answering(first.conversation, "y?"), an_answer("Dime.", turn=2))
    assert texts(second)[0].body == "Dime."


def test_one_home_and_the_words_around_it_are_one_message():
    decision = decided(answering(a_chat(), "hola"), an_answer("Entonces encaja mejor:\n¿Lo vemos?", proposals=(a_card(),)))
    assert [type(action) for action in decision.actions] == [SendCard]
    body = decision.actions[0].body.split("\n\n")
    assert body == ["Entonces encaja mejor:", ATTIC_CARD.body, "¿Lo vemos?"]


def test_several_homes_are_one_text_with_a_line_and_a_button_each():
    other = SendCard(card(HOME["BS-1077"], "es", now=at("10:00"), missed=("sin ascensor",)))
    decision = decided(answering(a_chat(), "hola"), an_answer("Tengo dos. ¿Cuál te enseño?", proposals=(a_card(), other)))
    (text,) = decision.actions
    assert text.body.split("\n\n") == ["Tengo dos.", ATTIC_CARD.line, other.card.line, "¿Cuál te enseño?"]
    assert "215.000\u00a0€ (sin ascensor)" in text.body
    assert [(choice.id, choice.title) for choice in text.choices] == [
        ("v1:more:BS-1042", "Ático BS-1042"),
        ("v1:more:BS-1077", "Piso BS-1077"),
    ]


def test_words_too_long_for_a_photo_follow_the_card():
    decision = decided(answering(a_chat(), "hola"), an_answer("x" * 1000, proposals=(a_card(),)))
    assert [type(action) for action in decision.actions] == [SendCard, SendText]


def test_the_first_card_is_headed_by_the_greeting():
    decision = decided(answering(a_chat(greeted=False), "hola"), an_answer("", proposals=(a_card(),)))
    assert [type(action) for action in decision.actions] == [SendCard]
    assert decision.actions[0].before.startswith("Hola, soy el *asistente virtual* (IA)")
    assert decision.conversation.greeted is not None


def test_a_pin_goes_before_the_words_and_alone_it_is_headed_by_the_greeting_alone():
    pin = SendLocation(Reference("BS-1042"), 36.7, -3.8, "Ref. BS-1042")
    greeted = decided(answering(a_chat(), "hola"), an_answer("Aquí está.", proposals=(pin,)))
    assert [type(action) for action in greeted.actions] == [SendLocation, SendText]
    new = decided(answering(a_chat(greeted=False), "hola"), an_answer("", proposals=(pin,)))
    assert [type(action) for action in new.actions] == [SendText, SendLocation]
    assert new.actions[0].sentence == "primer_contacto"


def test_homes_that_were_shown_are_remembered_in_order():
    decision = decided(answering(a_chat(), "hola"), an_answer("mira", proposals=(a_card(),)))
    assert [shown.reference for shown in decision.conversation.shown] == ["BS-1042"]


def test_the_grounds_of_a_text_are_the_homes_read_in_the_turn():
    decision = decided(answering(a_chat(), "hola"), an_answer("Cuesta 320.000 €", facts=Facts((ATTIC,))))
    assert texts(decision)[0].grounds == {Reference("BS-1042")}


def test_a_proposal_to_call_a_person_replaces_the_models_words():
    decision = decided(answering(a_chat(), "¿?"), an_answer("Te paso.", proposals=(CallPerson(Reason.ASKED),)))
    assert [text.sentence for text in texts(decision)] == ["handoff_abierto"]
    assert isinstance(decision.actions[-1], NotifyAgent)


def test_with_the_office_closed_cards_still_go_with_the_call():
    proposals = (a_card(), CallPerson(Reason.ASKED))
    decision = decided(answering(a_chat(), "¿?", when="22:40"), an_answer("Te paso.", proposals=proposals), now="22:41")
    assert [type(action) for action in decision.actions] == [SendCard, SendText, NotifyAgent]


def test_a_person_who_was_called_before_is_not_called_again_and_the_words_stand():
    chat = answering(a_chat(asked_for_person_at="10:00"), "¿?", when="10:20")
    decision = decided(chat, an_answer("Mientras, mira.", proposals=(CallPerson(Reason.UNKNOWN_FACT),)), now="10:20")
    assert [text.body for text in texts(decision)] == ["Mientras, mira."]


def test_an_empty_answer_is_a_failure():
    assert texts(decided(answering(a_chat(), "hola"), an_answer("  ")))[0].sentence == "fallo"


@pytest.mark.promise("P11")
def test_a_model_that_fails_costs_an_honest_sentence_and_calls_a_person():
    decision = decided(answering(a_chat(), "hola", thread=a_thread()), AssistantFailed(1, Failure.UNAVAILABLE))
    assert texts(decision)[0].sentence == "fallo"
    assert isinstance(decision.actions[1], NotifyAgent)
    assert decision.conversation.handoff.reason is Reason.OUTAGE
    assert decision.conversation.thread is None


@pytest.mark.promise("P11")
def test_while_an_outage_lasts_people_are_told_once_and_the_customer_once():
    down = decided(answering(a_chat(), "hola"), AssistantFailed(1, Failure.UNAVAILABLE)).conversation
    asked = decided(down, a_text("¿hola?", "10:05"), TimePassed(), now="10:05")
    assert asked.need is not None
    assert decided(asked.conversation, AssistantFailed(2, Failure.UNAVAILABLE), now="10:06").actions == ()


def test_an_answer_ends_a_request_that_an_outage_made():
    down = decided(answering(a_chat(), "hola"), AssistantFailed(1, Failure.UNAVAILABLE)).conversation
    up = decided(down, a_text("¿hola?", "10:05"), TimePassed(), an_answer(turn=2), now="10:05").conversation
    assert up.handoff is None
    assert up.rev == down.rev + 1


def test_a_failure_while_a_person_is_awaited_says_so_without_a_second_call():
    chat = answering(a_chat(asked_for_person_at="9:30"), "¿?")
    decision = decided(chat, AssistantFailed(1, Failure.CUT))
    assert [type(action) for action in decision.actions] == [SendText]


def test_a_refusal_calls_a_person():
    decision = decided(answering(a_chat(), "¿?"), AssistantFailed(1, Failure.REFUSED))
    assert decision.conversation.handoff.reason is Reason.NOT_UNDERSTOOD


def test_the_failure_of_an_older_turn_changes_nothing():
    chat = answering(a_chat(turn=4), "hola")
    assert decided(chat, AssistantFailed(4, Failure.CUT)).conversation == chat


def test_the_waiting_line_is_said_at_most_once_an_hour():
    chat = answering(a_chat(), "hola")
    said = decided(chat, StillAnswering(1))
    assert texts(said)[0].sentence == "espera"
    assert decided(said.conversation, StillAnswering(1), now="10:59").actions == ()
    assert texts(decided(said.conversation, StillAnswering(1), now="11:00"))[0].sentence == "espera"
    assert decided(chat, StillAnswering(9)).actions == ()


@pytest.mark.promise("P3")
def test_a_turn_whose_run_is_gone_is_asked_once_more_on_a_new_thread():
    chat = answering(a_chat(), "hola", thread=a_thread())
    again = decided(chat, AnswerOverdue(1))
    assert (again.need.thread, again.conversation.thread) == (None, None)
    assert again.conversation.answering.attempt == 2
    assert texts(decided(again.conversation, AnswerOverdue(1)))[0].sentence == "fallo"
    assert decided(chat, AnswerOverdue(7)).conversation == chat


@pytest.mark.promise("P4")
def test_a_turn_whose_run_is_gone_ends_if_a_person_has_the_chat():
    chat = replace(answering(a_chat(), "hola"), handoff=a_chat(taken_by=MARTA).handoff)
    decision = decided(chat, AnswerOverdue(1))
    assert (decision.need, decision.conversation.answering) == (None, None)


def test_a_thread_that_has_seen_everything_needs_no_catching_up():
    chat = a_chat(seq=6, thread=a_thread(seq=6))
    assert decided(chat, a_text("y?"), TimePassed()).need.catch_up_from is None
    behind = a_chat(seq=8, thread=a_thread(seq=6))
    assert decided(behind, a_text("y?"), TimePassed()).need.catch_up_from == 6


@pytest.mark.parametrize("thread", [a_thread(items=40), replace(a_thread(), used_at=at("10:00") - timedelta(days=7))])
def test_a_long_or_idle_thread_is_left_for_a_new_one(thread):
    decision = decided(a_chat(thread=thread), a_text("hola"), TimePassed())
    assert decision.need.thread is None
    assert decision.conversation.left_threads == (thread.id,)


def test_an_answer_on_another_thread_leaves_the_old_one():
    chat = answering(a_chat(), "hola", thread=replace(a_thread(), id=ThreadId("conv_old")))
    assert decided(chat, an_answer()).conversation.left_threads == ("conv_old",)


@pytest.mark.promise("P3")
def test_words_that_waited_through_an_outage_are_answered_once_with_an_apology():
    asked = decided(a_chat(), a_text("hola", "9:00"), a_text("¿hay alguien en casa?", "9:10"), TimePassed(), now="10:00")
    answered = decided(asked.conversation, an_answer("Sí."), now="10:00")
    assert [text.body for text in texts(answered)] == ["Perdona que te conteste tan tarde.\n\nSí."]


@pytest.mark.parametrize(("night", "day", "morning"), [("23:30", 23, 24), ("3:00", 24, 24)])
def test_nobody_is_woken_by_the_answer_to_an_old_question(night, day, morning):
    decision = decided(a_chat(), a_text("hola", "20:00"), TimePassed(), now=night, day=day)
    assert decision.need is None
    assert alarm_at(decision.conversation, now=at(night, day), agency=BRISA_SUR) == at("8:00", morning)
    rung = decided(decision.conversation, TimePassed(), now="8:00", day=morning)
    assert rung.need is not None


def test_words_that_may_not_be_answered_do_not_wait():
    chat = answering(a_chat(asked_for_person_at="10:00"), "hola")
    decision = decided(replace(chat, answering=None), TimePassed(), now="10:01")
    assert (decision.need, decision.conversation.unanswered) == (None, ())
    assert isinstance(decision.conversation.handoff, Requested)


def test_a_customer_who_goes_on_writing_is_answered_once_for_all_on_a_new_thread():
    chat = answering(a_chat(thread=a_thread()), "hola")
    again = restarted(chat, BRISA_SUR)
    assert again.conversation.answering.restarts == 1
    assert again.conversation.left_threads == ("conv_1",)
    assert (again.need.thread, [heard.text for heard in again.need.messages]) == (None, ["hola"])


def test_nothing_is_asked_where_nobody_answers_or_nothing_waits():
    assert restarted(a_chat(), BRISA_SUR) == Decision(a_chat())
    assert question_of(a_chat(), BRISA_SUR) is None
    assert question_of(replace(answering(a_chat(), "hola"), unanswered=()), BRISA_SUR) is None


def test_beyond_the_questions_of_a_day_a_person_is_called_instead_of_the_model():
    chat = a_chat(asked_since=at("9:00"), asked_times=BRISA_SUR.limits.person_turns)
    decision = decided(chat, a_text("otra pregunta"), TimePassed())
    assert decision.need is None
    assert decision.conversation.handoff.reason is Reason.OTHER
    tomorrow = decided(chat, a_text("otra pregunta", "9:00", 24), TimePassed(), now="9:00", day=24)
    assert tomorrow.need is not None
    assert tomorrow.conversation.asked_times == 1
