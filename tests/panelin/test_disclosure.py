"""Who is speaking is said at the head of the first words, by every way in (product sheet, 17.6)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, a_chat, a_text, an_answer, an_echo, answering, at, decided
from fixture_homes import BS_1042

from panelin.actions import NotifyAgent, Reason, SendCard, SendDossier, SendSummary, SendText, Voice
from panelin.cards import card
from panelin.decision import Decision
from panelin.disclosure import heads, reminded, with_heads
from panelin.events import (
    AgentReturned,
    AgentTookOver,
    ChoiceMade,
    LocationShared,
    MediaKind,
    MediaReceived,
    Referral,
    TextReceived,
    TimePassed,
    Unsupported,
)
from panelin.ids import AgentId, MediaId, MessageId, Reference
from panelin.languages import text

ID, TEN = MessageId("wamid.1"), at("10:00")
STRANGER = a_chat(greeted=False)
WHO = "*asistente virtual* (IA) de Brisa Sur"
ATTIC = SendCard(card(BS_1042, "es", now=TEN))
NOTICE = NotifyAgent(MARTA, Reason.ASKED, 1, TEN)
DOSSIER = SendDossier(Reference("BS-1042"), "https://brisasur.example/d.pdf", "d.pdf", "Dossier")


def headed(*actions, chat=STRANGER):
    return with_heads(Decision(chat, actions), now=TEN, agency=BRISA_SUR)


@pytest.mark.parametrize(
    "first",
    [
        TextReceived(ID, TEN, "hola"),
        TextReceived(ID, TEN, "hola", referral=Referral("ad1", "Ático en Burriana")),
        MediaReceived(ID, TEN, MediaId("m"), MediaKind.IMAGE, "image/jpeg", caption="¿este?"),
        ChoiceMade(ID, TEN, "v1:visit:BS-1042", "Pedir visita"),
        LocationShared(ID, TEN, 36.7, -3.8),
    ],
)
def test_whatever_is_answered_first_is_headed_by_who_answers(first):
    heard = decided(STRANGER, first, TimePassed())
    (answer,) = decided(heard.conversation, an_answer()).actions
    assert WHO in answer.body


@pytest.mark.parametrize(
    "first",
    [
        MediaReceived(ID, TEN, MediaId("m"), MediaKind.AUDIO, "audio/ogg", voice=True),
        Unsupported(ID, TEN, "sticker", turn=True),
        TextReceived(ID, TEN, "quiero hablar con un agente"),
        TextReceived(ID, TEN, "¿eres un robot?"),
    ],
)
def test_so_is_what_code_answers(first):
    assert WHO in decided(STRANGER, first).actions[0].body


def test_who_only_leaves_is_not_greeted():
    decision = decided(STRANGER, TextReceived(ID, TEN, "baja"))
    assert WHO not in decision.actions[0].body
    assert decision.conversation.greeted is None


def test_a_person_who_was_first_leaves_the_greeting_due_for_the_assistants_first_words():
    spoken = decided(STRANGER, AgentTookOver(MARTA), an_echo("Hola, soy Marta"), AgentReturned(MARTA), a_text("gracias"), TimePassed())
    assert spoken.conversation.greeted is None
    (answer,) = decided(spoken.conversation, an_answer()).actions
    assert WHO in answer.body
    assert text("handoff_vuelta", "es", BRISA_SUR, agente="Marta") in answer.body


def test_both_heads_are_said_once():
    back = replace(STRANGER, was_taken=True, back_from=MARTA)
    assert len(heads(back, BRISA_SUR)) == 2
    after = headed(SendText("Hola."), chat=back).conversation
    assert heads(after, BRISA_SUR) == ()
    assert (after.was_taken, after.back_from) == (False, None)


def test_a_person_who_has_left_the_agency_is_not_named():
    (head,) = heads(a_chat(was_taken=True, back_from=AgentId("left")), BRISA_SUR)
    assert head == text("handoff_vuelta", "es", BRISA_SUR, agente="Brisa Sur")


def test_a_changed_first_text_is_shown_again():
    old = replace(a_chat(), greeted=replace(a_chat().greeted, version="older"))
    assert WHO in headed(SendText("Hola."), chat=old).actions[0].body
    assert headed(SendText("Hola."), chat=a_chat()).actions[0].body == "Hola."


def test_a_decision_that_says_nothing_to_the_customer_leaves_it_due():
    silent = headed(NOTICE, SendSummary(MARTA, "Cliente: Lucía"))
    assert silent.actions == (NOTICE, SendSummary(MARTA, "Cliente: Lucía"))
    assert silent.conversation.greeted is None


def test_the_first_words_lead_everything():
    words, *rest = headed(DOSSIER, SendText("Aquí lo tienes."), NOTICE, ATTIC).actions
    assert words.body.endswith("\n\nAquí lo tienes.")
    assert rest == [DOSSIER, NOTICE, ATTIC]


def test_a_card_carries_the_head_before_its_own_words():
    (plain,) = headed(ATTIC).actions
    assert plain.before == text("primer_contacto", "es", BRISA_SUR)
    (worded,) = headed(replace(ATTIC, before="Mira:")).actions
    assert worded.before == f"{plain.before}\n\nMira:"


def test_where_there_are_no_words_the_head_goes_alone():
    head, dossier = headed(DOSSIER).actions
    assert (head.voice, head.sentence, dossier) == (Voice.SYSTEM, "primer_contacto", DOSSIER)


def test_after_twelve_silent_months_nobody_is_remembered():
    chat = a_chat()
    assert reminded(chat, chat.last_interaction + timedelta(days=365)).greeted is None
    assert reminded(chat, chat.last_interaction + timedelta(days=365, seconds=-1)) is chat
    never = replace(STRANGER, last_interaction=None)
    assert reminded(never, TEN) is never


def test_the_greeting_is_kept_while_a_turn_is_dropped():
    taken = decided(answering(STRANGER, "hola"), an_echo("Hola, soy Marta"))
    assert decided(taken.conversation, an_answer()).conversation.greeted is None
