from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from parcels import ANA, NOW, WORDING, accepted, body_of, parcel

from app.whatsapp.outgoing import message
from app.whatsapp.templating import has_spare
from panelin.actions import NotifyAgent, Reason, SendTemplate
from panelin.errors import Rejected
from panelin.events import Identity, IdentityKind

MARTA = Identity(IdentityKind.WA_ID, "+34600000101")
REMINDER = SendTemplate("visita_recordatorio", ("Lucía", "jueves a las 12:00", "BS-1042", "Marta", "Brisa Sur"))


def a_notice(reason=Reason.ASKED, minutes=5, customer="Lucía"):
    return NotifyAgent("marta", reason, 4, NOW - timedelta(minutes=minutes), customer)


def parameters_of(body: dict) -> list[str]:
    return [parameter["text"] for parameter in body["template"]["components"][0]["parameters"]]


def test_a_template_is_named_in_the_language_in_which_it_was_approved():
    body = body_of(REMINDER, language="de")
    assert body["template"]["name"] == BRISA_SUR.templates["visita_recordatorio"].name
    assert body["template"]["language"] == {"code": "de"}
    assert accepted(body).content["text"].startswith("Hallo Lucía, wir erinnern")


def test_a_language_without_an_approval_falls_back_to_the_agencys_own():
    assert body_of(REMINDER, language="fr")["template"]["language"] == {"code": "es"}


def test_a_template_reaches_people_without_a_number():
    assert accepted(body_of(REMINDER, ANA)).user_id == ANA.value


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Lu\ncía\t", "Lu cía"), ("a      b", "a b"), ("", "-"), (" \u200b", "-"), ("*Lucía*", "Lucía"), ("x" * 500, "x" * 200)],
)
def test_variables_are_one_clean_line_and_never_empty(value, expected):
    body = body_of(SendTemplate("visita_recordatorio", (value, *REMINDER.parameters[1:])))
    assert parameters_of(body)[0] == expected
    accepted(body)


def test_a_purpose_that_no_template_serves_is_refused():
    with pytest.raises(Rejected) as refusal:
        body_of(SendTemplate("felicitacion", ()))
    assert refusal.value.code == "no_template"


def test_a_template_without_variables_has_no_components():
    assert body_of(SendTemplate("visita_recordatorio", ()))["template"]["components"] == []


def test_a_purpose_without_a_spare_has_none():
    spares = {purpose: has_spare(purpose, BRISA_SUR) for purpose in (*BRISA_SUR.templates, "felicitacion")}
    assert not spares["felicitacion"]
    without = next(purpose for purpose, has in spares.items() if not has and purpose in BRISA_SUR.templates)
    with pytest.raises(Rejected):
        message(parcel(SendTemplate(without, ())), WORDING, spare=True)


def test_an_agent_reads_who_asks_why_and_for_how_long():
    body = body_of(a_notice(), MARTA)
    assert parameters_of(body) == ["Lucía", "lo ha pedido en el chat", "5"]
    assert accepted(body).content["text"] == "Aviso: Lucía pide una persona: lo ha pedido en el chat. Espera 5 min."


def test_the_buttons_of_a_notice_name_conversation_and_request():
    choices = accepted(body_of(a_notice(), MARTA)).content["choices"]
    assert [(choice["title"], choice["payload"]) for choice in choices] == [("Lo cojo yo", "take:c1:4"), ("Ahora no", "later:c1:4")]


@pytest.mark.parametrize(("minutes", "said"), [(-3, "1"), (0, "1"), (0.9, "1"), (1, "1"), (16.7, "16")])
def test_a_customer_has_waited_for_a_minute_at_least(minutes, said):
    assert parameters_of(body_of(a_notice(minutes=minutes), MARTA))[2] == said


def test_a_customer_without_a_name_is_a_customer():
    assert parameters_of(body_of(a_notice(customer=None), MARTA))[0] == "un cliente"


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", ["es", "en", "de", "fr"])
def test_every_reason_is_told_in_the_agents_language(reason, language):
    assert accepted(body_of(a_notice(reason), MARTA, language=language)).content["category"] == "utility"
