"""The dialogues of the product sheet over real sockets, on both stores: webhook, turn, OpenAI SDK, Graph API."""

import re

import pytest
from town import LUCIA, MARTA, to, town

DISCLOSURE = "Hola, soy el *asistente virtual* (IA) de Brisa Sur."
EURO = "\u00a0€"


@pytest.fixture
def place(tmp_path, store_url):
    with town(tmp_path, store_url) as opened:
        yield opened


@pytest.mark.promise("P3")
def test_d01_a_burst_is_answered_once_with_real_homes(place):
    messages = place.writes("hola", "busco piso en nerja", "2 hab", "hasta 300")
    assert len(messages) == 1
    (answer,) = to(LUCIA, messages)
    assert answer.startswith(DISCLOSURE)
    assert answer.count(DISCLOSURE) == 1
    assert f"Entiendo *comprar* y hasta 300.000{EURO} (si es otra cosa, dime)." in answer
    lines = {ref: line for line in answer.splitlines() if (ref := (re.findall(r"BS-\d{4}", line) or [None])[0])}
    assert list(lines) == ["BS-1077", "BS-1042", "BS-1120"]
    assert f"215.000{EURO}" in lines["BS-1077"]
    assert "Certificado energético: G" in lines["BS-1077"]
    assert f"320.000{EURO} (20.000{EURO} por encima)" in lines["BS-1042"]
    assert "Certificado energético: D" in lines["BS-1042"]
    assert f"289.000{EURO} (no es piso)" in lines["BS-1120"]
    assert "Torrox" not in answer
    assert [choice["title"] for choice in messages[0]["choices"]] == ["Piso BS-1077", "Ático BS-1042", "Adosado BS-1120"]


@pytest.mark.promise("P6")
def test_d02_a_refinement_shows_the_home_that_fits_and_computes_no_discount(place):
    place.writes("hola", "busco piso en nerja", "2 hab", "hasta 300")
    messages = place.writes("mejor con ascensor y algo de terraza, y puedo estirarme un poco")
    (answer,) = to(LUCIA, messages)
    assert re.findall(r"BS-\d{4}", answer) == ["BS-1042"]
    assert DISCLOSURE not in answer
    (answer,) = to(LUCIA, place.writes("y sin garaje sale mas barato?"))
    assert "no me consta" in answer
    assert set(re.findall(r"\d+\.\d{3}", answer)) <= {"320.000"}


@pytest.mark.promise("P4")
def test_d05_in_hours_a_person_is_told_takes_the_chat_and_gives_it_back(place):
    place.writes("hola", "busco piso en nerja", "2 hab", "hasta 300")
    place.does("choice", id="v1:more:BS-1042", title="Ático BS-1042")
    place.clock("2026-11-24 11:00")
    messages = place.writes("quiero hablar con un agente")
    assert to(LUCIA, messages) == [
        "Aviso ahora a Marta. Te escriben por aquí; normalmente tardan menos de 15 min. Mientras, no te contesto yo para no liarte."
    ]
    (notice,) = [message for message in messages if message["to"].lstrip("+") == MARTA]
    assert [choice["title"] for choice in notice["choices"]] == ["Lo cojo yo", "Ahora no"]
    asked = len(place.sandbox.requests("openai"))
    place.does("echo", text="Hola Lucía, soy Marta. ¿Te interesa financiar?")
    assert place.writes("sí, y cuánto sería la entrada?") == []
    assert len(place.sandbox.requests("openai")) == asked
    place.does("echo", text="Te cuento mañana. Te dejo con el asistente por si necesitas algo más.")
    place.clock("2026-11-25 10:00")
    messages = place.writes("me mandas la ubicación otra vez?")
    assert "location" in [message["type"] for message in messages]
    spoken = [text for text in to(LUCIA, messages) if "Vuelvo yo" in text]
    assert len(spoken) == 1
    assert spoken[0].startswith("Vuelvo yo, el asistente virtual, por si necesitas algo más. Marta sigue pendiente de lo vuestro.")
    assert [message for message in messages if message["to"].lstrip("+") == MARTA] == []


@pytest.mark.promise("P4")
def test_d05_a_tap_on_the_notice_takes_the_chat_and_brings_the_summary(place):
    place.clock("2026-11-24 11:00")
    messages = place.writes("hola, busco piso en nerja hasta 300, 2 hab", "quiero hablar con un agente")
    (notice,) = [message for message in messages if message["to"].lstrip("+") == MARTA]
    after = place.does("template_button", who=MARTA, payload=notice["choices"][0]["payload"], text="Lo cojo yo")
    (summary,) = to(MARTA, after)
    assert summary.startswith("El chat es tuyo.")
    assert "Lucía" in summary
    assert place.writes("¿hola?") == []
    assert place.chat()["conversation"]["handoff"]["agent"] == "marta"


def test_d05_out_of_hours_the_customer_hears_when_and_the_assistant_goes_on(place):
    messages = place.writes("quiero hablar con un agente")
    (answer,) = to(LUCIA, messages)
    assert answer.endswith(
        "Ahora la oficina está cerrada. Marta te escribe mañana a partir de las 9:30. "
        "Si quieres, mientras tanto te sigo ayudando con la búsqueda."
    )
    (goes_on,) = to(LUCIA, place.writes("busco piso en nerja", "2 hab", "hasta 300"))
    assert "BS-1077" in goes_on


def test_d13_an_opt_out_is_confirmed_once_and_its_homonyms_are_answered(place):
    assert to(LUCIA, place.writes("baja")) == ["Hecho: no te enviaremos más avisos ni publicidad. Si nos escribes, te atendemos igual."]
    assert place.chat()["conversation"]["consent"]["revoked_at"]
    place.passes(days=7)
    (answer,) = to(LUCIA, place.writes("hola, teneis algo en planta baja?"))
    assert "avisos" not in answer
    (haggling,) = to(LUCIA, place.writes("¿baja el precio si compro dos?"))
    assert haggling.startswith("No puedo negociar precios. Paso tu propuesta a Marta")
    (owner,) = to(LUCIA, place.writes("quiero dar de baja mi anuncio"))
    assert "no te enviaremos" not in owner


@pytest.mark.promise("P11")
def test_d18_a_model_that_is_down_costs_a_line_and_the_turn_is_answered_once(place):
    place.sandbox.fault("openai", "hang", value=2.6, count=1)
    messages = place.writes("busco casa en frigiliana")
    texts = to(LUCIA, messages)
    assert texts[0].endswith("Estoy tardando más de lo normal. Te respondo en cuanto pueda.")
    assert len(texts) == 2
    assert "BS-1133" in texts[1]


@pytest.mark.promise("P11")
def test_d18_a_model_that_stays_down_is_said_honestly_and_a_person_is_told(place):
    place.sandbox.fault("openai", "status", value=500)
    messages = place.writes("busco algo bonito que me recomiendes")
    (answer,) = to(LUCIA, messages)
    assert answer.endswith("Ahora mismo no puedo consultarlo. He avisado al equipo.")
    assert len(to(MARTA, messages)) == 1
    place.sandbox.client.delete("/control/faults")
    (answer,) = to(LUCIA, place.writes("busco casa en frigiliana"))
    assert "BS-1133" in answer


def test_what_is_not_understood_is_said_once_and_then_a_person_is_called(place):
    place.clock("2026-11-24 11:00")
    place.writes("hola")
    (first,) = to(LUCIA, place.writes("asdf qwer zxcv"))
    assert "No te he entendido del todo." in first
    second = to(LUCIA, place.writes("zxcv qwer asdf"))
    assert second[0].startswith("Aviso ahora a Marta.")
