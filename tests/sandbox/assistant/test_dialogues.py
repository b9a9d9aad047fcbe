"""D01, D02, D05, D13 and D18 of product.md on the pure plan, with the tools' answers from a script."""

import pytest
from assistant_talk import Talk
from brisa_tools import HOMES, NEAR

EURO = "\u00a0€"
BURST = ("hola", "busco piso en nerja", "2 hab", "hasta 300")


def test_d01_a_burst_is_searched_noted_and_shown_and_the_reading_is_said():
    turn = Talk().says(*BURST)
    assert turn.names == ["search_properties", "note_demand", "show_listings"]
    searched = turn.arguments("search_properties")
    assert (searched["operation"], searched["types"], searched["zones"]) == ("venta", ["piso"], ["nerja"])
    assert (searched["price_max"], searched["bedrooms_min"]) == (300_000, 2)
    assert turn.text == (
        f"Entiendo *comprar* y hasta 300.000{EURO} (si es otra cosa, dime). Con eso tengo esto, y algo que se sale un poco: ¿Cuál te enseño?"
    )


def test_d01_every_wish_is_noted_with_the_customers_own_words():
    noted = Talk().says(*BURST).arguments("note_demand")
    quotes = {entry["field"]: entry["quote"] for entry in noted["quotes"]}
    assert quotes == {
        "operation": "hasta 300",
        "types": "busco piso en nerja",
        "zones": "busco piso en nerja",
        "price_max": "hasta 300",
        "bedrooms_min": "2 hab",
    }
    assert noted["language"] == "es"
    assert noted["must"] is None


def test_d01_at_most_three_homes_are_shown_best_first():
    assert Talk().says(*BURST).arguments("show_listings")["references"] == ["BS-1077", "BS-1042", "BS-1120"]


def test_d02_a_refinement_keeps_what_was_said_and_names_the_difference_of_the_tool():
    talk = Talk()
    talk.says(*BURST)
    turn = talk.says("mejor con ascensor y algo de terraza, y puedo estirarme un poco")
    searched = turn.arguments("search_properties")
    assert (searched["must"], searched["nice"], searched["price_max"]) == (["ascensor"], ["terraza"], 300_000)
    assert turn.arguments("note_demand")["flexible"] is True
    assert turn.arguments("show_listings")["references"] == ["BS-1042"]
    assert turn.text == "Entonces encaja mejor: ¿Te mando el dossier o lo vemos?"


def test_d02_no_discount_is_computed_for_a_home_without_its_garage():
    talk = Talk()
    talk.says(*BURST)
    talk.says("mejor con ascensor y algo de terraza, y puedo estirarme un poco")
    turn = talk.says("y sin garaje sale mas barato?")
    assert turn.calls == [("get_property", {"reference": "BS-1042"})]
    assert turn.text == f"Garaje: incluido en 320.000{EURO}; no me consta un precio sin ello. ¿Se lo pregunto al equipo?"


def test_d02_the_team_is_asked_after_a_yes_with_the_customers_question():
    talk = Talk()
    talk.says("cuéntame de la ref BS-1042")
    talk.says("¿tiene chimenea?")
    turn = talk.says("sí")
    assert turn.calls == [("call_person", {"reason": "dato que no consta", "question": "¿tiene chimenea?"})]
    assert turn.text == "Se lo pregunto al equipo y te lo confirman."


def test_a_fact_that_stands_nowhere_is_unknown_and_never_a_no():
    talk = Talk()
    talk.says("cuéntame de la ref BS-1042")
    turn = talk.says("¿tiene chimenea?")
    assert turn.text == "Ese dato no me consta. ¿Se lo pregunto al equipo?"
    again = talk.says("¿pero tiene chimenea?")
    assert again.names == ["get_property", "call_person"]


def test_a_fact_that_is_recorded_is_stated_yes_or_no():
    talk = Talk()
    talk.says(*BURST)
    assert talk.says("¿la 1042 tiene ascensor?").text.startswith("La ref. BS-1042 sí tiene ascensor.")
    assert talk.says("¿y la ref BS-1077 tiene ascensor?").text.startswith("La ref. BS-1077 no tiene ascensor.")


def test_d05_a_person_is_called_in_whatever_words():
    turn = Talk().says("oye, me podéis pasar con alguien de verdad?")
    assert turn.calls == [("call_person", {"reason": "pide una persona", "question": "oye, me podéis pasar con alguien de verdad?"})]


def test_d05_what_a_person_said_during_the_handoff_is_context_and_no_wish_of_the_customer():
    talk = Talk()
    talk.says("me interesa la BS-1042")
    talk.hears("developer", "Marta, del equipo, atendió de 11:06 a 11:20.")
    talk.hears("user", "[Marta, del equipo] Hola Lucía, soy Marta. ¿Te interesa algo en Torrox hasta 100.000?")
    turn = talk.says("me mandas la ubicación otra vez?")
    assert turn.calls == [("send_location", {"reference": "BS-1042"})]
    assert turn.text == "Te mando la ubicación."


def test_d05_in_a_new_thread_the_home_is_known_from_the_transcript_alone():
    talk = Talk()
    talk.hears("user", "enséñame el ático")
    talk.hears("assistant", "[BS-1042] Ático en Burriana, Nerja")
    assert talk.says("mándame la ubicación").calls == [("send_location", {"reference": "BS-1042"})]


def test_d13_a_ground_floor_is_a_wish_and_nothing_else():
    talk = Talk()
    talk.says(*BURST)
    turn = talk.says("hola, teneis algo en planta baja?")
    assert turn.arguments("search_properties")["must"] == ["bajo"]
    assert turn.arguments("search_properties")["must_not"] == []
    assert turn.arguments("search_properties")["zones"] == ["nerja"]
    assert "baja" not in turn.text.lower()


@pytest.mark.parametrize(
    ("text", "reason", "sentence"),
    [
        ("¿baja el precio si compro dos?", "negociación", "No puedo negociar precios. Paso tu propuesta al equipo, que te responde."),
        ("quiero dar de baja mi anuncio", "captación", "De eso se ocupa el equipo"),
    ],
)
def test_d13_the_homonyms_of_the_opt_out_go_to_a_person(text, reason, sentence):
    turn = Talk().says(text)
    assert turn.calls == [("call_person", {"reason": reason, "question": text})]
    assert turn.text.startswith(sentence)


def failing(name, _arguments):
    return {"ok": True} if name == "call_person" else {"error": "catalogue unreachable"}


def test_d18_a_tool_error_is_admitted_once_and_the_team_is_told():
    turn = Talk(answer=failing).says("busco casa en frigiliana")
    assert turn.names == ["search_properties", "call_person"]
    assert turn.text == "Ahora mismo no puedo consultarlo. Aviso al equipo."


def test_d18_nobody_is_said_to_be_told_when_nobody_could_be():
    turn = Talk(answer=lambda _name, _arguments: {"error": "down"}).says("busco casa en frigiliana")
    assert turn.text == "Ahora mismo no puedo consultarlo. Prueba dentro de un rato."


def test_what_is_not_understood_is_asked_once_and_the_second_time_a_person_is_called():
    talk = Talk()
    first = talk.says("asdf qwer")
    assert first.calls == []
    assert first.text == "No te he entendido del todo. ¿Comprar o alquilar, en qué pueblo y hasta cuánto?"
    assert talk.says("zxcv uiop").names == ["call_person"]
    assert talk.says("busco piso en nerja hasta 300").names[0] == "search_properties"


def test_d02_of_two_near_misses_the_one_that_surely_has_the_must_is_shown_alone():
    unsure = {"listing": HOMES["BS-1120"], "relaxed": "ascensor", "by": None}
    talk = Talk(answer=lambda name, _arguments: {"exact": [], "near": [NEAR[0], unsure]} if name == "search_properties" else {"ok": True})
    talk.says("busco piso en nerja")
    turn = talk.says("con ascensor")
    assert turn.arguments("show_listings")["references"] == ["BS-1042"]
    assert "BS-1120" not in turn.text


def test_a_home_that_is_named_but_not_offered_is_not_taken_for_another():
    talk = Talk(answer=lambda _name, _arguments: {"exact": [], "near": NEAR})
    assert talk.says("¿y el dúplex del centro sigue disponible?").text == "No encuentro esa vivienda. ¿Me dices la referencia?"


def test_a_change_from_buying_to_renting_is_another_search():
    talk = Talk()
    talk.says(*BURST)
    talk.says("con ascensor")
    searched = talk.says("ahora busco alquiler en torrox hasta 900 al mes").arguments("search_properties")
    assert (searched["operation"], searched["must"], searched["bedrooms_min"], searched["price_max"]) == ("alquiler", [], None, 900)
    back = talk.says("algo en frigiliana por medio millón").arguments("search_properties")
    assert (back["operation"], back["price_max"]) == ("venta", 500_000)
