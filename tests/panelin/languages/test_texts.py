import json
from dataclasses import replace
from pathlib import Path

import pytest
from brisa_sur import BRISA_SUR

from panelin.actions import Reason
from panelin.agency import Agency
from panelin.demand import Financing, Purpose, Timeframe
from panelin.languages import LANGUAGES, LOCKED, greeting_version, override_faults, placeholders_of, sentence, text
from panelin.languages.de import phrases as de
from panelin.languages.en import phrases as en
from panelin.languages.es import phrases as es
from panelin.languages.es import usted
from panelin.listing import Availability, Feature, Kind, Operation, Term

SHEET = json.loads((Path(__file__).parents[2] / "samples" / "locked_texts.json").read_text(encoding="utf-8"))
EVERY_LANGUAGE = ("es", "en", "de")
BUTTON_WIDTH = 20


def with_text(key: str, theirs: str, language: str = "es") -> Agency:
    return replace(BRISA_SUR, texts={language: {key: theirs}})


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
@pytest.mark.parametrize("key", SHEET)
def test_each_agreed_sentence_stands_byte_for_byte(key, language):
    assert LANGUAGES[language].sentences[key].encode() == SHEET[key][language].encode()


def test_the_same_sentences_are_locked_as_in_the_sheet():
    assert {key for key, row in SHEET.items() if row["locked"]} == LOCKED


def test_each_language_has_the_same_sentences_with_the_same_placeholders():
    spanish = LANGUAGES["es"].sentences
    for language in ("en", "de"):
        theirs = LANGUAGES[language].sentences
        assert theirs.keys() == spanish.keys()
        assert {key: placeholders_of(theirs[key]) for key in theirs} == {key: placeholders_of(spanish[key]) for key in spanish}


def test_each_language_has_the_same_phrase_lists():
    assert es.PHRASES.keys() == en.PHRASES.keys() == de.PHRASES.keys()


def test_the_polite_spanish_form_keeps_every_placeholder_and_says_no_tu():
    for key, polite in usted.USTED.items():
        assert placeholders_of(polite) == placeholders_of(LANGUAGES["es"].sentences[key])
        assert not {"te", "tu", "tus", "ti", "tú"} & set(polite.casefold().replace(",", "").split())


def test_no_spanish_sentence_to_a_customer_that_says_tu_lacks_its_polite_form():
    to_customers = {key: words for key, words in LANGUAGES["es"].sentences.items() if not key.startswith(("aviso", "resumen", "ayuda"))}
    familiar = {key for key, words in to_customers.items() if {"te", "tu", "tus"} & set(words.casefold().replace(",", " ").split())}
    assert familiar <= usted.USTED.keys()


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_button_fits_a_phone(language):
    buttons = {key: title for key, title in LANGUAGES[language].sentences.items() if key.startswith("boton_")}
    assert len(buttons) == 13
    assert {key: title for key, title in buttons.items() if len(title) > BUTTON_WIDTH} == {}


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_word_of_the_catalogue_and_of_a_demand_has_a_name(language):
    groups = {"operacion": Operation, "tipo": Kind, "rasgo": Feature, "temporada": Term, "plazo": Timeframe, "financiacion": Financing}
    groups |= {"uso": Purpose, "motivo": Reason, "estado": Availability}
    for group, members in groups.items():
        assert all(text(f"{group}_{member.value}", language) for member in members)


def test_the_first_sentence_names_the_agency_its_privacy_page_and_the_machine():
    greeting = text("primer_contacto", "es", BRISA_SUR)
    assert greeting.startswith("Hola, soy el *asistente virtual* (IA) de Brisa Sur.")
    assert greeting.endswith("https://brisasur.example/privacidad")


def test_what_is_filled_in_is_never_filled_in_again():
    heard = text("voz_entendida", "es", BRISA_SUR, transcripción="{agencia} {0}")
    assert heard == '🎤 He entendido: "{agencia} {0}"'


def test_an_empty_note_leaves_no_space_behind():
    assert text("precio_publicado", "es", ref="BS-1042", precio="320.000 €", nota_gastos="").endswith("320.000 €.")


def test_a_missing_placeholder_is_a_mistake_of_ours_and_not_a_message():
    with pytest.raises(KeyError):
        text("reservado", "es")


def test_the_agency_says_it_in_its_own_words():
    assert text("cierre_suave", "es", BRISA_SUR) == "Te dejo estas opciones por aquí. Cuando quieras, seguimos."
    assert text("cierre_suave", "en", BRISA_SUR) == SHEET["cierre_suave"]["en"]
    assert text("cierre_suave", "es") == SHEET["cierre_suave"]["es"]


def test_an_agency_that_says_usted_is_obeyed_in_spanish_only():
    polite = replace(BRISA_SUR, address_form="usted")
    assert text("soy_ia", "es", polite) == "Soy un asistente virtual, no una persona. Si prefiere, le paso con el equipo."
    assert text("pagos", "es", polite) == SHEET["pagos"]["es"]
    assert text("soy_ia", "de", polite) == SHEET["soy_ia"]["de"]


@pytest.mark.parametrize(
    ("key", "theirs", "fault"),
    [
        ("primer_contacto", "Hola, soy Laura de {agencia}. {url_privacidad}", 'must keep "IA"'),
        ("primer_contacto", "Hola, soy la IA. {url_privacidad}", "must keep {agencia}"),
        ("soy_ia", "Soy un asistente virtual.", 'must keep "no una persona"'),
        ("handoff_cerrado", "Estamos cerrados. {agente_o_equipo} te escribe.", "must keep {dia_apertura}"),
        ("cierre_suave", "Adiós, {agencia}", "{agencia} is not filled here"),
        ("cierre_suave", "Adiós {", "a brace has no partner"),
        ("cierre_suave", "Adiós {}", "{} is not filled here"),
        ("reservado", "La {ref.__class__}", "{ref.__class__} is not filled here"),
    ],
)
def test_an_override_that_breaks_a_promise_is_named_and_ours_is_said(key, theirs, fault):
    assert any(fault in why for why in override_faults(key, "es", theirs))
    assert sentence(key, "es", with_text(key, theirs)) == SHEET[key]["es"]


def test_a_locked_text_that_keeps_its_duties_may_be_worded_anew():
    theirs = "Buenas, soy la IA de {agencia}: {url_privacidad}"
    assert override_faults("primer_contacto", "es", theirs) == ()
    assert (
        text("primer_contacto", "es", with_text("primer_contacto", theirs))
        == "Buenas, soy la IA de Brisa Sur: https://brisasur.example/privacidad"
    )


def test_a_new_wording_of_the_greeting_is_a_new_version_and_nothing_else_is():
    version = greeting_version(BRISA_SUR)
    assert greeting_version(replace(BRISA_SUR, name="Otra")) == version
    assert greeting_version(with_text("primer_contacto", "Buenas, soy la IA de {agencia}: {url_privacidad}")) != version
    assert greeting_version(replace(BRISA_SUR, address_form="usted")) != version
