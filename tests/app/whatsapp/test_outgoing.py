from dataclasses import replace

import pytest
from brisa_sur import BRISA_SUR
from fixture_homes import BS_1042, TODAY
from parcels import ANA, LUCIA, PDF, WORDING, accepted, body_of, parcel

from app.whatsapp.outgoing import message
from panelin.actions import CallTool, Choice, SendCard, SendDossier, SendLocation, SendSummary, SendText, Voice
from panelin.cards import Card, card
from panelin.errors import Rejected
from panelin.events import Identity, IdentityKind

HOME = card(BS_1042, "es", now=TODAY)
DOSSIER = SendDossier("BS-1042", "https://brisasur.example/d.pdf", "Ático en Burriana BS-1042.pdf", "Aquí lo tienes")


def test_a_text_leaves_in_its_envelope():
    assert body_of("Hola, Lucía") == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+34600111222",
        "type": "text",
        "text": {"body": "Hola, Lucía", "preview_url": False},
        "biz_opaque_callback_data": "c1.00000007",
    }


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (LUCIA, {"to": "+34600111222"}),
        (Identity(IdentityKind.WA_ID, "+34600000101"), {"to": "+34600000101"}),
        (Identity(IdentityKind.WA_ID, "5491155550000"), {"to": "+5491155550000"}),
        (ANA, {"recipient": "ES.8f2k9"}),
    ],
)
def test_it_goes_to_whom_meta_named_untouched(to, expected):
    body = body_of("hola", to)
    assert expected.items() <= body.items()
    assert ("to" in body) != ("recipient" in body)
    accepted(body)


def test_it_goes_to_nobody_when_nobody_is_known():
    with pytest.raises(Rejected) as refusal:
        body_of("hola", Identity(IdentityKind.WA_ID, ""))
    assert refusal.value.code == "no_recipient"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (SendText("**Hola** [web](https://x.es)"), "*Hola* web: https://x.es"),
        (SendText("**Hola**", sentence="primer_contacto"), "**Hola**"),
        (SendText("**Hola**", voice=Voice.SYSTEM), "**Hola**"),
        (SendText("**Hola**", voice=Voice.AGENT), "**Hola**"),
        (SendText("Hola\u200b\U000e0041", voice=Voice.AGENT), "Hola"),
        (SendText("  Hola\n"), "Hola"),
    ],
)
def test_only_the_assistants_own_words_carry_markdown(action, expected):
    assert body_of(action)["text"]["body"] == expected


def test_marks_never_make_a_text_too_long():
    words = ("# " + "a" * 20 + "\n" + "b" * 2 + "\n") * 156
    assert len(words) <= 4096
    accepted(body_of(words))


@pytest.mark.parametrize("text", ["", " \n", "![foto](https://x.es/f.png)", "\u200b"])
def test_an_empty_text_is_never_sent(text):
    with pytest.raises(Rejected) as refusal:
        body_of(text)
    assert refusal.value.code == "empty"


def test_a_text_that_nobody_cut_is_not_sent():
    with pytest.raises(Rejected) as refusal:
        body_of(SendText("x" * 4097, voice=Voice.AGENT))
    assert refusal.value.code == "too_long"


def test_four_thousand_emoji_are_one_message():
    assert accepted(body_of("😀" * 4096)).content["text"] == "😀" * 4096


def test_a_link_is_shown_with_its_preview():
    assert body_of("mira https://brisasur.example")["text"]["preview_url"]


def test_a_home_is_a_photo_with_its_text_and_buttons():
    body = body_of(SendCard(HOME))
    shown = body["interactive"]
    assert shown["header"] == {"type": "image", "image": {"link": BS_1042.photos[0]}}
    assert shown["body"]["text"] == HOME.body
    assert [button["reply"]["id"] for button in shown["action"]["buttons"]] == [choice.id for choice in HOME.choices]
    assert accepted(body).content["text"] == HOME.body


def test_the_words_around_a_home_are_in_the_same_message():
    body = body_of(SendCard(HOME, before="**Mira** esta:", after="¿Te encaja?"))
    assert body["interactive"]["body"]["text"] == f"*Mira* esta:\n\n{HOME.body}\n\n¿Te encaja?"
    accepted(body)


@pytest.mark.parametrize("photo", [None, "http://brisasur.example/f.jpg", "ftp://x/y", ""])
def test_a_home_without_a_photo_that_meta_could_fetch_is_text_and_buttons(photo):
    body = body_of(SendCard(replace(HOME, photo=photo)))
    assert "header" not in body["interactive"]
    accepted(body)


def test_a_photo_of_this_machine_may_be_shown_there():
    assert "header" in body_of(SendCard(replace(HOME, photo="http://127.0.0.1:8090/f.jpg")))["interactive"]


@pytest.mark.parametrize(
    "choices",
    [(), tuple(Choice(f"v1:{n}", str(n)) for n in range(11))],
)
def test_a_home_without_buttons_is_a_photo_with_a_caption(choices):
    body = body_of(SendCard(replace(HOME, choices=choices)))
    assert body["type"] == "image"
    assert body["image"]["caption"].startswith(HOME.body)
    accepted(body)


def test_a_home_with_more_to_say_than_a_caption_holds_is_a_text():
    long = Card("BS-1", "Ático", "1 €", extras=("x" * 1024,), photo="https://x.es/f.jpg")
    assert body_of(SendCard(long))["type"] == "text"


def test_a_pin_has_a_name_and_perhaps_an_address():
    pin = SendLocation("BS-1042", 36.7489, -3.8662, "Ref. BS-1042", "Calle Filipinas, Nerja")
    body = body_of(pin)
    assert body["location"] == {"latitude": 36.7489, "longitude": -3.8662, "name": "Ref. BS-1042", "address": "Calle Filipinas, Nerja"}
    accepted(body)
    assert "address" not in body_of(replace(pin, address=None))["location"]


def test_a_document_goes_by_the_id_of_its_upload_under_a_readable_name():
    body = message(parcel(DOSSIER), WORDING, media=PDF)
    assert body["document"] == {"id": PDF, "filename": "Ático en Burriana BS-1042.pdf", "caption": "Aquí lo tienes"}
    accepted(body)


def test_a_document_that_is_not_uploaded_does_not_leave():
    with pytest.raises(Rejected) as refusal:
        body_of(DOSSIER)
    assert refusal.value.code == "no_media"


def test_a_caption_is_left_out_when_empty_and_cut_when_too_long():
    assert "caption" not in message(parcel(replace(DOSSIER, caption=" ")), WORDING, media=PDF)["document"]
    accepted(message(parcel(replace(DOSSIER, caption="ñ" * 2000)), WORDING, media=PDF))


def test_a_summary_is_plain_text_on_one_message():
    body = body_of(SendSummary("marta", "El chat es tuyo.\n\n*Lucía* " + "x" * 5000))
    assert body["text"]["body"].startswith("El chat es tuyo.\n\n*Lucía* x")
    assert body["text"]["body"].endswith("…")
    accepted(body)


def test_a_deed_in_the_crm_is_no_message():
    with pytest.raises(Rejected) as refusal:
        body_of(CallTool("create_lead", {}, "k"))
    assert refusal.value.code == "not_a_message"


def test_the_agency_of_the_samples_is_the_one_of_the_dialogues():
    assert WORDING.agency is BRISA_SUR
