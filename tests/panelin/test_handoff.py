"""Who has the word, who is told, and when the assistant has its turn back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from conversations import JAVIER, MARTA, a_chat, a_text, a_thread, an_answer, an_echo, answering, at, decided

from panelin.actions import CallPerson, NotifyAgent, Reason, SendText
from panelin.answering import alarm_at
from panelin.conversation import OVERNIGHT, Requested, Taken
from panelin.decision import Decision
from panelin.events import AgentDeclined, AgentReturned, AgentTookOver, ChoiceMade, ItemDied, SendFailed, SendFailure, TimePassed
from panelin.handoff import assistant_may_speak, requested
from panelin.ids import MessageId, OutboxId

PLEASE = "quiero hablar con un agente"


def texts(decision):
    return [action for action in decision.actions if isinstance(action, SendText)]


def told(decision):
    return [action.agent for action in decision.actions if isinstance(action, NotifyAgent)]


def asked(now="11:00", day=24, chat=None):
    """Somebody asked for a person."""
    return decided(chat or a_chat(), a_text(PLEASE, now, day), now=now, day=day)


def with_minutes(minutes):
    """The agency whose sales team usually needs this long."""
    slow = replace(BRISA_SUR.teams["ventas"], reply_minutes=minutes)
    return replace(BRISA_SUR, teams={**BRISA_SUR.teams, "ventas": slow})


def test_in_hours_the_customer_hears_who_comes_and_how_soon_and_the_agent_is_told():
    decision = asked()
    assert texts(decision)[0].body == (
        "Aviso ahora a Marta. Te escriben por aquí; normalmente tardan menos de 15 min. Mientras, no te contesto yo para no liarte."
    )
    assert told(decision) == [MARTA]


def test_out_of_hours_the_customer_hears_when_and_the_assistant_goes_on_helping():
    decision = asked("22:45", 23)
    assert texts(decision)[0].body == (
        "Ahora la oficina está cerrada. Marta te escribe mañana a partir de las 9:30. "
        "Si quieres, mientras tanto te sigo ayudando con la búsqueda."
    )
    goes_on = decided(decision.conversation, a_text("¿y en torrox?", "22:46"), TimePassed(), now="22:46")
    assert goes_on.need is not None


def test_minutes_that_would_be_too_many_are_not_promised():
    decision = decided(a_chat(), a_text(PLEASE, "11:00", 24), now="11:00", day=24, agency=with_minutes(40))
    assert texts(decision)[0].sentence == "handoff_abierto_sin_minutos"


@pytest.mark.promise("P4")
def test_every_change_of_who_speaks_moves_the_rev():
    chat = asked().conversation
    taken = decided(chat, AgentTookOver(MARTA), now="11:01", day=24).conversation
    back = decided(taken, AgentReturned(MARTA), now="11:30", day=24).conversation
    assert [a_chat().rev, chat.rev, taken.rev, back.rev] == [0, 1, 2, 3]


def test_the_assistant_is_silent_while_the_office_is_open_and_helps_again_after_the_promised_minutes():
    handoff = asked().conversation.handoff
    assert not assistant_may_speak(handoff, at("11:14", 24), BRISA_SUR)
    assert assistant_may_speak(handoff, at("11:15", 24), BRISA_SUR)
    assert assistant_may_speak(handoff, at("14:00", 24), BRISA_SUR)


@pytest.mark.parametrize("reason", [Reason.UNKNOWN_FACT, Reason.NEGOTIATION, Reason.OUTAGE])
def test_a_question_to_the_team_silences_nobody(reason):
    asked_at = at("11:00", 24)
    assert assistant_may_speak(Requested(reason, "ventas", asked_at, asked_at, (MARTA,)), asked_at, BRISA_SUR)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason.UNKNOWN_FACT, "dato_no_consta"),
        (Reason.NEGOTIATION, "negociacion"),
        (Reason.SENSITIVE, "legal"),
        (Reason.OWNER, "handoff_abierto"),
    ],
)
def test_each_reason_has_its_own_true_sentence(reason, sentence):
    decision = decided(answering(a_chat(), "¿?"), an_answer("x", proposals=(CallPerson(reason, "¿admiten perro?"),)))
    assert texts(decision)[0].sentence == sentence
    assert decision.conversation.handoff.question == "¿admiten perro?"


def test_a_call_for_a_person_outranks_a_question_to_the_team():
    question = decided(answering(a_chat(), "¿?"), an_answer("x", proposals=(CallPerson(Reason.UNKNOWN_FACT),))).conversation
    decision = decided(question, a_text(PLEASE))
    assert decision.conversation.handoff.reason is Reason.ASKED
    assert told(decision) == [MARTA]


def test_asking_again_repeats_the_hours_after_a_while_and_tells_nobody_twice():
    night = asked("22:45", 23).conversation
    soon = decided(night, a_text(PLEASE, "22:50"), now="22:50")
    later = decided(night, a_text(PLEASE, "23:50"), now="23:50")
    assert soon.actions == ()
    assert [text.sentence for text in texts(later)] == ["handoff_cerrado"]
    assert told(later) == []


def test_asking_again_in_hours_is_met_by_the_silence_that_was_announced():
    assert decided(asked().conversation, a_text(PLEASE, "11:02", 24), now="11:02", day=24).actions == ()


@pytest.mark.promise("P4")
def test_a_takeover_ends_the_turn_and_leaves_its_thread():
    busy = answering(a_chat(thread=a_thread()), "hola")
    chat = decided(busy, AgentTookOver(MARTA)).conversation
    assert chat.handoff == Taken(MARTA, at("10:00"), at("10:00"))
    assert (chat.answering, chat.unanswered, chat.thread) == (None, (), None)


def test_a_takeover_between_turns_keeps_the_thread():
    assert decided(a_chat(thread=a_thread()), AgentTookOver(MARTA)).conversation.thread is not None


def test_a_chat_that_somebody_has_is_not_taken_away_by_a_tap():
    chat = a_chat(taken_by=MARTA)
    assert decided(chat, AgentTookOver(JAVIER)).conversation == chat


def test_a_chat_that_an_unknown_person_has_gets_a_name_by_a_tap():
    chat = a_chat(handoff=Taken(None, at("10:00"), at("10:00")))
    assert decided(chat, AgentTookOver(MARTA)).conversation.handoff.agent == MARTA


def test_words_from_the_phone_app_take_the_chat_for_whoever_was_told():
    chat = decided(asked().conversation, an_echo("Hola Lucía, soy Marta.", "11:06", 24), now="11:06", day=24).conversation
    assert chat.handoff == Taken(MARTA, at("11:06", 24), at("11:06", 24))
    again = decided(chat, an_echo("¿Te interesa financiar?", "11:07", 24), now="11:07", day=24).conversation
    assert again.handoff.last_agent_at == at("11:07", 24)
    assert again.rev == chat.rev


def test_a_closing_sentence_gives_the_chat_back_and_older_words_do_not_take_it_again():
    chat = a_chat(taken_by=MARTA)
    back = decided(chat, an_echo("Bueno, lo miro. Te dejo con el asistente por si necesitas algo más.", "11:30")).conversation
    assert (back.handoff, back.returned_at) == (None, at("11:30"))
    assert decided(back, an_echo("lo que escribí antes", "11:29")).conversation.handoff is None
    assert isinstance(decided(back, an_echo("otra cosa", "11:31")).conversation.handoff, Taken)


def test_after_a_return_the_assistant_says_once_that_it_is_back():
    back = decided(a_chat(taken_by=MARTA), an_echo("Te dejo con el asistente.", "11:30")).conversation
    first = decided(answering(back, "¿me mandas la ubicación?", when="11:40"), an_answer("Aquí está."), now="11:40")
    assert texts(first)[0].body == (
        "Vuelvo yo, el asistente virtual, por si necesitas algo más. Marta sigue pendiente de lo vuestro.\n\nAquí está."
    )
    second = decided(answering(first.conversation, "gracias", when="11:41"), an_answer("De nada.", turn=2), now="11:41")
    assert texts(second)[0].body == "De nada."


def test_a_return_by_somebody_unknown_names_the_agency():
    back = decided(a_chat(), an_echo("Te dejo con el asistente.", "11:30")).conversation
    first = decided(answering(back, "hola", when="11:40"), an_answer("Dime."), now="11:40")
    assert "Brisa Sur sigue pendiente" in texts(first)[0].body


def test_a_chat_returns_silently_after_a_day_without_the_person():
    chat = a_chat(taken_by=MARTA, last_customer_at=at("9:00"))
    assert alarm_at(chat, now=at("10:01"), agency=BRISA_SUR) == at("10:00", 24)
    assert decided(chat, TimePassed(), now="9:59", day=24).conversation.handoff is not None
    decision = decided(chat, TimePassed(), now="10:00", day=24)
    assert (decision.conversation.handoff, decision.actions) == (None, ())
    assert decision.conversation.returned_at is None


def test_a_chat_that_returns_while_the_customer_waits_alarms_the_person():
    chat = a_chat(taken_by=MARTA, last_customer_at=at("11:00"))
    decision = decided(chat, TimePassed(), now="10:00", day=24)
    assert [(notice.agent, notice.reason) for notice in decision.actions] == [(MARTA, Reason.CUSTOMER_WAITS)]
    nobody = replace(chat, handoff=Taken(None, at("10:00"), at("10:00")))
    assert decided(nobody, TimePassed(), now="10:00", day=24).actions == ()


def test_an_unclaimed_request_goes_to_the_next_colleague_then_to_the_customer_then_to_the_next_opening():
    chat = asked().conversation
    assert alarm_at(chat, now=at("11:00", 24), agency=BRISA_SUR) == at("11:15", 24)
    second = decided(chat, TimePassed(), now="11:15", day=24)
    assert told(second) == [JAVIER]
    assert texts(second) == []
    assert alarm_at(second.conversation, now=at("11:15", 24), agency=BRISA_SUR) == at("11:30", 24)
    sorry = decided(second.conversation, TimePassed(), now="11:30", day=24)
    assert texts(sorry)[0].body.startswith("Siguen ocupados, perdona la espera.")
    assert "hoy a las 16:30" in texts(sorry)[0].body
    last = decided(sorry.conversation, TimePassed(), now="16:30", day=24)
    assert len(told(last)) == 1
    assert alarm_at(last.conversation, now=at("16:30", 24), agency=BRISA_SUR) is None


def test_nothing_rings_before_its_time():
    chat = asked().conversation
    assert decided(chat, TimePassed(), now="11:14", day=24).actions == ()


def test_a_request_of_the_night_is_told_again_when_the_office_opens():
    chat = asked("22:45", 23).conversation
    assert chat.handoff.step == OVERNIGHT
    assert alarm_at(chat, now=at("22:45"), agency=BRISA_SUR) == at("9:30", 24)
    morning = decided(chat, TimePassed(), now="9:30", day=24)
    assert told(morning) == [MARTA]
    assert alarm_at(morning.conversation, now=at("9:30", 24), agency=BRISA_SUR) == at("9:45", 24)


def test_minutes_run_in_open_time_only():
    chat = asked("13:55").conversation
    assert alarm_at(chat, now=at("13:55", 24), agency=BRISA_SUR) == at("16:40", 24)


def test_steps_that_an_outage_of_ours_missed_are_made_up_one_at_a_time():
    chat = asked().conversation
    late = decided(chat, TimePassed(), now="13:00", day=24)
    assert told(late) == [JAVIER]
    assert alarm_at(late.conversation, now=at("13:00", 24), agency=BRISA_SUR) == at("13:00", 24) + timedelta(minutes=1)


def test_who_cannot_take_it_passes_it_on_at_once():
    chat = asked().conversation
    passed = decided(chat, AgentDeclined(MARTA), now="11:01", day=24)
    assert told(passed) == [JAVIER]
    assert decided(passed.conversation, AgentDeclined(MARTA)).actions == ()
    round_again = decided(passed.conversation, AgentDeclined(JAVIER), now="11:02", day=24)
    assert told(round_again) == [MARTA]
    assert decided(a_chat(), AgentDeclined(MARTA)).actions == ()


def test_a_taken_chat_is_requested_by_nobody():
    chat = answering(a_chat(taken_by=MARTA), "¿?")
    assert decided(chat, a_text(PLEASE)).actions == ()
    assert decided(chat, ChoiceMade(MessageId("wamid.1"), at("10:00"), "v1:person:BS-1042", "Hablar con agente")).actions == ()
    assert requested(chat, Reason.OUTAGE, now=at("10:00"), agency=BRISA_SUR) == Decision(chat)


@pytest.mark.promise("P5")
def test_words_that_never_arrived_are_told_to_the_person_in_charge():
    failed = SendFailed(OutboxId("c1.1"), SendFailure.WINDOW)
    assert [(n.agent, n.reason) for n in decided(a_chat(), failed).actions] == [(MARTA, Reason.UNDELIVERED)]
    assert told(decided(a_chat(taken_by=JAVIER), failed)) == [JAVIER]
    passed = decided(asked().conversation, AgentDeclined(MARTA)).conversation
    assert told(decided(passed, failed)) == [JAVIER]


@pytest.mark.promise("P1")
def test_a_message_that_cannot_be_heard_is_told_to_people():
    decision = decided(a_chat(), ItemDied(a_chat().id))
    assert [notice.reason for notice in decision.actions] == [Reason.UNREADABLE]


def test_an_agent_who_has_left_is_called_by_the_agencys_name():
    gone = replace(BRISA_SUR, agents={JAVIER: BRISA_SUR.agents[JAVIER]})
    decision = decided(a_chat(), a_text(PLEASE, "11:00", 24), now="11:00", day=24, agency=gone)
    assert "Aviso ahora a Brisa Sur." in texts(decision)[0].body


def test_a_team_that_no_longer_exists_is_replaced_by_whoever_takes_all():
    chat = asked().conversation
    orphan = replace(chat, handoff=replace(chat.handoff, team="gone"))
    assert told(decided(orphan, AgentDeclined(MARTA), now="11:01", day=24)) == [JAVIER]
