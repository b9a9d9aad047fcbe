"""What a customer's message changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from conversations import MARTA, a_chat, a_text, answering, at, decided

from panelin.actions import NotifyAgent, Reason, SendText, Voice
from panelin.conversation import MOST_UNANSWERED, Consent, Requested
from panelin.events import (
    ChoiceMade,
    ContactShared,
    Identity,
    IdentityChanged,
    IdentityKind,
    LocationShared,
    MediaKind,
    MediaReceived,
    Referral,
    TextEdited,
    TextReceived,
    TextRevoked,
    TimePassed,
    Unsupported,
)
from panelin.ids import MediaId, MessageId

TAP = MessageId("wamid.tap")


def sentences(decision):
    return [action.sentence for action in decision.actions if isinstance(action, SendText)]


@pytest.mark.promise("P3")
def test_messages_never_ask_the_model_and_time_asks_once_for_all_of_them():
    heard = decided(a_chat(), a_text("hola"), a_text("busco piso en nerja"), a_text("2 hab"))
    assert heard.need is None
    asked = decided(heard.conversation, TimePassed())
    assert [message.text for message in asked.need.messages] == ["hola", "busco piso en nerja", "2 hab"]
    assert decided(asked.conversation, TimePassed()).need is None


def test_each_message_has_its_place_in_the_transcript():
    chat = decided(a_chat(seq=7), a_text("uno"), a_text("dos")).conversation
    assert chat.seq == 9
    assert [heard.seq for heard in chat.unanswered] == [8, 9]


@pytest.mark.promise("P5")
def test_the_window_runs_from_the_customers_own_second_and_never_backwards():
    late = a_text("llegó tarde", when="9:58")
    chat = decided(a_chat(), a_text("ahora", when="10:01"), late, now="10:02").conversation
    assert chat.last_customer_at == at("10:01")


def test_a_person_who_never_stops_keeps_only_the_newest_words_waiting():
    chat = decided(a_chat(), *(a_text(f"mensaje {n}") for n in range(30))).conversation
    assert len(chat.unanswered) == MOST_UNANSWERED
    assert chat.unanswered[-1].text == "mensaje 29"


@pytest.mark.parametrize("words", ["baja", "BAJA!", "stop", "no más mensajes", "abmelden", "dejad de escribirme"])
def test_an_opt_out_is_honoured_and_confirmed_once(words):
    decision = decided(a_chat(), a_text(words), a_text(words), TimePassed())
    assert sentences(decision) == ["baja_ok"]
    assert decision.conversation.consent.revoked_at == at("10:00")
    assert decision.need is None


def test_an_opt_out_is_honoured_while_a_person_has_the_chat():
    decision = decided(a_chat(taken_by=MARTA), a_text("baja"))
    assert sentences(decision) == ["baja_ok"]


def test_who_opts_out_again_another_day_is_told_again():
    left = a_chat(consent=Consent(revoked_at=at("10:00")))
    assert sentences(decided(left, a_text("baja", "12:00"), now="12:00")) == ["baja_ok"]


@pytest.mark.parametrize("words", ["planta baja", "¿baja el precio?", "bajo con jardín", "stop, mejor el jueves", "para junio"])
def test_homonyms_of_the_opt_out_wait_for_an_answer(words):
    decision = decided(a_chat(), a_text(words), TimePassed())
    assert decision.conversation.consent.revoked_at is None
    assert decision.need is not None


def test_who_opted_out_may_come_back():
    left = a_chat(consent=Consent(revoked_at=at("9:00")))
    decision = decided(left, a_text("alta"))
    assert sentences(decision) == ["alta_ok"]
    assert decision.conversation.consent == Consent(granted_at=at("10:00"), text_version="alta_ok")


def test_who_opted_out_is_still_answered():
    left = a_chat(consent=Consent(revoked_at=at("9:00")))
    assert decided(left, a_text("hola, ¿tenéis algo en nerja?"), TimePassed()).need is not None


def test_a_doubtful_opt_out_is_asked_with_buttons_and_the_tap_decides():
    asked = decided(a_chat(), a_text("no quiero recibir más avisos"))
    choices = asked.actions[0].choices
    yes = decided(asked.conversation, ChoiceMade(TAP, at("10:01"), choices[0].id, choices[0].title))
    no = decided(asked.conversation, ChoiceMade(TAP, at("10:01"), choices[1].id, choices[1].title))
    assert sentences(yes) == ["baja_ok"]
    assert no.actions == ()
    assert decided(a_chat(taken_by=MARTA), a_text("no quiero recibir más avisos")).actions == ()


@pytest.mark.parametrize("title", ["Baja", "Stop", "Stopp"])
def test_the_opt_out_button_of_a_template_counts(title):
    assert sentences(decided(a_chat(), ChoiceMade(TAP, at("10:00"), "marketing-2", title))) == ["baja_ok"]


def test_a_tap_waits_for_an_answer_with_its_id_and_its_title():
    chat = decided(a_chat(), ChoiceMade(TAP, at("10:00"), "v1:more:BS-1042", "Ático BS-1042")).conversation
    assert (chat.unanswered[0].choice, chat.unanswered[0].text) == ("v1:more:BS-1042", "Ático BS-1042")


def test_the_button_for_a_person_brings_one_in():
    decision = decided(a_chat(), ChoiceMade(TAP, at("10:00"), "v1:person", "Hablar con agente"))
    assert isinstance(decision.conversation.handoff, Requested)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("quiero hablar con un agente", Reason.ASKED),
        ("ES LA TERCERA VEZ QUE PIDO LA VISITA Y NADIE ME LLAMA. VAYA ESTAFA", Reason.COMPLAINT),
        ("qué datos tenéis de mí", Reason.DATA_RIGHTS),
    ],
)
def test_a_call_for_a_person_is_answered_by_code(words, reason):
    decision = decided(a_chat(), a_text(words), TimePassed())
    assert decision.conversation.handoff.reason is reason
    assert decision.need is None


@pytest.mark.parametrize("words", ["¿sois agentes o particular?", "trabajo en recursos humanos", "¿el agente cobra comisión?"])
def test_words_that_only_sound_like_a_call_for_a_person_are_answered_by_the_model(words):
    assert decided(a_chat(), a_text(words), TimePassed()).conversation.handoff is None


def test_who_asks_whether_it_is_a_machine_is_told_so():
    decision = decided(a_chat(), a_text("¿eres un robot?"))
    assert decision.actions == (SendText(decision.actions[0].body, voice=Voice.SYSTEM, sentence="soy_ia"),)
    assert decision.actions[0].body.startswith("Soy un asistente virtual, no una persona.")


def test_what_is_not_text_is_heard_by_its_words():
    photo = MediaReceived(MessageId("a"), at("10:00"), MediaId("1"), MediaKind.IMAGE, "image/jpeg", caption="¿y este?")
    pin = LocationShared(MessageId("b"), at("10:00"), 36.75, -3.87)
    card = ContactShared(MessageId("c"), at("10:00"), "+34600000009")
    chat = decided(a_chat(), photo, pin, card).conversation
    assert [heard.text for heard in chat.unanswered] == ["¿y este?", "[📍 36.75000, -3.87000]", "[📇]"]


def test_what_cannot_be_read_is_said_once_an_hour():
    photo = MediaReceived(MessageId("a"), at("10:00"), MediaId("1"), MediaKind.IMAGE, "image/jpeg")
    first = decided(a_chat(), photo, photo)
    assert sentences(first) == ["no_soportado"]
    assert sentences(decided(first.conversation, photo, now="11:00")) == ["no_soportado"]


def test_a_voice_note_that_nobody_transcribed_is_asked_for_in_writing():
    note = MediaReceived(MessageId("a"), at("10:00"), MediaId("1"), MediaKind.AUDIO, "audio/ogg", voice=True)
    assert sentences(decided(a_chat(), note)) == ["voz_fallo"]
    assert decided(a_chat(taken_by=MARTA), note).actions == ()


def test_a_reaction_neither_answers_nor_opens_the_window():
    before = a_chat()
    after = decided(before, Unsupported(MessageId("a"), at("18:00"), "reaction"), TimePassed(), now="18:00")
    assert after.actions == ()
    assert after.need is None
    assert after.conversation.last_customer_at == before.last_customer_at


def test_an_unknown_kind_that_expects_a_reply_gets_one():
    assert sentences(decided(a_chat(), Unsupported(MessageId("a"), at("10:00"), "order", turn=True))) == ["no_soportado"]


def test_a_correction_inside_the_burst_replaces_the_words():
    first = a_text("hasta 200", wamid="wamid.x")
    chat = decided(a_chat(), first, TextEdited(MessageId("e"), at("10:01"), first.id, "hasta 300")).conversation
    assert [heard.text for heard in chat.unanswered] == ["hasta 300"]


def test_deleted_words_are_not_answered():
    first = a_text("me llamo Lucía", wamid="wamid.x")
    decision = decided(a_chat(), first, TextRevoked(MessageId("r"), at("10:01"), first.id), TimePassed())
    assert decision.need is None


def test_a_new_number_keeps_the_conversation():
    new = Identity(IdentityKind.WA_ID, "34600000077")
    chat = decided(a_chat(), IdentityChanged(MessageId("s"), at("10:00"), (new,))).conversation
    assert chat.wa_id == "34600000077"
    assert len(chat.identities) == 2


def test_the_ad_that_brought_a_customer_is_kept_from_the_first_message_on():
    ad = TextReceived(MessageId("a"), at("10:00"), "hola", referral=Referral("ad-1", "Ático en Burriana"))
    other = TextReceived(MessageId("b"), at("10:00"), "hola", referral=Referral("ad-2"))
    assert decided(a_chat(), ad, other).conversation.origin == ad.referral


def test_while_a_person_has_the_chat_words_are_kept_and_nothing_waits():
    decision = decided(a_chat(taken_by=MARTA), a_text("sí, ¿y cuánto sería la entrada?"), TimePassed())
    assert (decision.actions, decision.need, decision.conversation.unanswered) == ((), None, ())
    tap = decided(a_chat(taken_by=MARTA), ChoiceMade(TAP, at("10:00"), "v1:more:BS-1042", "Más"))
    assert tap.conversation.unanswered == ()


def test_after_twelve_silent_months_a_customer_is_greeted_again():
    chat = a_chat(last_interaction=at("10:00") - timedelta(days=366))
    assert decided(chat, a_text("hola")).conversation.greeted is None


def test_the_language_is_set_by_the_first_clear_sentence_and_kept():
    chat = replace(a_chat(), language=None)
    english = decided(chat, a_text("Hi! Is the penthouse in Burriana still available?")).conversation
    assert english.language == "en"
    assert decided(english, a_text("ok vale")).conversation.language == "en"


def test_words_that_come_while_an_answer_is_made_join_what_waits():
    chat = decided(answering(a_chat(), "hola"), a_text("en nerja")).conversation
    assert [heard.text for heard in chat.unanswered] == ["hola", "en nerja"]


def test_nobody_is_told_twice_about_one_request():
    twice = decided(a_chat(), a_text("quiero hablar con un agente"), a_text("quiero hablar con un agente"))
    assert len([action for action in twice.actions if isinstance(action, NotifyAgent)]) == 1
