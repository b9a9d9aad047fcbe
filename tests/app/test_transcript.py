"""The transcript as the model may see it: edits applied, deletions honoured, what nobody read left out."""

import json
from dataclasses import replace

import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, a_chat, at
from fixture_homes import BS_1042
from kept import a_record
from meta_posts import NUMBERS, change, post, said, stored, text

from app.transcript import lines
from app.whatsapp.payload import split
from panelin.actions import CallTool, NotifyAgent, Reason, SendCard, SendDossier, SendLocation, SendSummary, SendTemplate, SendText, Voice
from panelin.cards import card
from panelin.ids import Reference
from panelin.store.documents import RecordState

HOME = Reference("BS-1042")


def item(seq, message):
    """What a customer sent, heard at its place."""
    (new,) = said(message).items
    return replace(stored(new), seq=seq)


def echo(seq, words):
    """What a person wrote on the phone app."""
    message = {**text("wamid.echo", words, sender="34910000000"), "to": "34600111222"}
    (new,) = split(post(change("smb_message_echoes", message_echoes=[message])), NUMBERS).items
    return replace(stored(new), seq=seq)


def ours(seq, action, **changes):
    """What we sent."""
    given = {"voice": Voice.ASSISTANT, "created_at": at("10:00"), "state": RecordState.SENT}
    return a_record(a_chat(), seq, action=action, **(given | changes))


def of(kind, **body):
    return {"from": "34600111222", "id": f"wamid.{kind}", "timestamp": "1795430000", "type": kind, **body}


def edit(original, words):
    return of("edit", edit={"original_message_id": original, "message": {"type": "text", "text": {"body": words}}})


def revoke(original):
    return of("revoke", revoke={"original_message_id": original})


def told(*entries, **more):
    """Who said what."""
    return [(line.who, line.text) for line in lines(entries, agency=BRISA_SUR, **more)]


def test_who_said_what_in_order():
    entries = item(1, text("wamid.A", "hola")), ours(2, SendText("Dime.")), item(3, text("wamid.B", "busco piso"))
    assert told(*entries) == [("customer", "hola"), ("assistant", "Dime."), ("customer", "busco piso")]
    assert [line.seq for line in lines(entries, agency=BRISA_SUR)] == [1, 2, 3]
    assert lines(entries, agency=BRISA_SUR)[0].at == entries[0].at


def test_what_is_asked_about_anyway_is_left_out():
    entries = item(1, text("wamid.A", "hola")), ours(2, SendText("Dime.")), item(3, text("wamid.B", "busco piso"))
    assert told(*entries, before=3) == [("customer", "hola"), ("assistant", "Dime.")]
    assert told(*entries, before=1) == []


def test_a_correction_stands_in_the_place_of_the_words():
    assert told(item(1, text("wamid.A", "hasta 200")), ours(2, SendText("Bien.")), item(3, edit("wamid.A", "hasta 300"))) == [
        ("customer", "hasta 300"),
        ("assistant", "Bien."),
    ]


def test_the_correction_of_words_that_are_out_of_sight_says_nothing():
    assert told(item(3, edit("wamid.A", "hasta 300"))) == []


@pytest.mark.promise("P10")
def test_deleted_words_are_gone():
    assert told(item(1, text("wamid.A", "mi cuenta es…")), item(2, text("wamid.B", "perdona")), item(3, revoke("wamid.A"))) == [
        ("customer", "perdona")
    ]
    assert told(item(1, text("wamid.A", "uno")), item(2, edit("wamid.A", "dos")), item(3, revoke("wamid.A"))) == []
    assert told(item(3, revoke("wamid.A"))) == []


def test_words_that_are_deleted_or_edited_in_the_burst_that_is_asked_about_are_amended_before_it():
    burst = [item(1, text("wamid.A", "mi cuenta es…")), item(2, text("wamid.B", "2 hab")), item(3, text("wamid.C", "piso"))]
    amended = [*burst, item(4, revoke("wamid.A")), item(5, edit("wamid.B", "3 hab")), ours(6, SendText("hola"))]
    assert [line.text for line in lines(amended, agency=BRISA_SUR, before=3)] == ["3 hab"]


def test_what_never_reached_the_customer_was_not_said():
    entries = [ours(n, SendText(state.value), state=state) for n, state in enumerate(RecordState, 1)]
    assert [words for _, words in told(*entries)] == ["ready", "sending", "sent", "unknown"]


def test_what_a_person_said_goes_by_a_name():
    assert told(echo(1, "Te llamo a las cinco")) == [("Brisa Sur", "Te llamo a las cinco")]
    written_by_us = ours(2, SendText("Soy Marta", voice=Voice.AGENT), voice=Voice.AGENT)
    assert told(written_by_us) == [("system", "Soy Marta")]


def test_locked_texts_are_the_systems():
    assert told(ours(1, SendText("He avisado al equipo.", voice=Voice.SYSTEM), voice=Voice.SYSTEM)) == [("system", "He avisado al equipo.")]


def test_what_is_no_text_is_told_by_what_it_shows():
    attic = card(BS_1042, "es", now=at("10:00"))
    entries = (
        ours(1, SendCard(attic, "Mira:", "¿Lo vemos?")),
        ours(2, SendLocation(HOME, 36.7, -3.8, "Ático")),
        ours(3, SendDossier(HOME, "https://brisasur.example/d.pdf", "d.pdf", "Dossier")),
        ours(4, SendTemplate("respuesta_pendiente", ("Lucía",))),
    )
    assert [words for _, words in told(*entries)] == [
        f"Mira:\n\n{attic.body}\n\n¿Lo vemos?",
        "[BS-1042]",
        "[BS-1042]",
        "[respuesta_pendiente]",
    ]


def test_what_agents_and_the_crm_were_told_is_none_of_the_models():
    notice, deed = NotifyAgent(MARTA, Reason.ASKED, 1, at("10:00"), "Lucía"), CallTool("create_lead", {}, "k")
    assert told(ours(1, notice, voice=Voice.NOTICE), ours(2, SendSummary(MARTA, "Lucía"), voice=Voice.NOTICE)) == []
    assert told(ours(3, deed, voice=Voice.DEED)) == []


def test_of_a_customers_other_messages_the_words_are_kept():
    photo = of("image", image={"id": "1", "mime_type": "image/jpeg", "caption": "¿este?"})
    mute = of("image", image={"id": "1", "mime_type": "image/jpeg"})
    tap = of("button", button={"payload": "v1:visit:BS-1042", "text": "Pedir visita"})
    pin = of("location", location={"latitude": 36.7, "longitude": -3.8})
    assert told(item(1, photo), item(2, mute), item(3, tap), item(4, pin)) == [("customer", "¿este?"), ("customer", "Pedir visita")]


@pytest.mark.promise("P10")
def test_a_line_does_not_show_its_words_when_it_is_printed():
    (line,) = lines([item(1, text("wamid.A", "me llamo Lucía"))], agency=BRISA_SUR)
    assert "Lucía" not in repr(line)


def test_an_item_that_has_no_place_yet_comes_before_everything_that_is_asked_about():
    unplaced = replace(item(1, text("wamid.A", "hola")), seq=None)
    assert lines([unplaced], agency=BRISA_SUR, before=1)[0].seq == 0
    assert json.loads(unplaced.raw)["message"]["id"] == "wamid.A"
