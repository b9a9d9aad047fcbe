from dataclasses import replace
from datetime import timedelta

import pytest
from fixture_homes import BS_1042, BS_1066, BS_1077, BS_1101, BS_1133, BS_1150, BS_1160, HOMES

from panelin.listing import Availability, Price, Source, State
from sync_job.markdown import LONGEST, document


def test_a_home_is_one_document_with_its_facts_in_words():
    assert document(BS_1042).text == (
        "# Ático en Burriana, Nerja\n"
        "Referencia: BS-1042\n"
        "Operación: venta\n"
        "Tipo: ático\n"
        "Zona: Burriana, Nerja\n"
        "Precio: 320.000 €\n"
        "Dormitorios: 2\n"
        "Baños: 2\n"
        "Superficie construida: 78 m²\n"
        "Terraza: 40 m²\n"
        "Distancia a la playa: 300 m\n"
        "Tiene: ascensor, garaje, terraza, trastero\n"
        "Garaje: incluido en el precio\n"
        "Trastero: incluido en el precio\n"
        "Certificado energético: D\n"
    )


@pytest.mark.parametrize(
    ("home", "line"),
    [
        (BS_1077, "No tiene: ascensor"),
        (BS_1077, "Planta: 3"),
        (BS_1101, "Garaje: opcional, 15000 €, no incluido en el precio"),
        (BS_1133, "Parcela: 1.200 m²"),
        (BS_1150, "Precio: desde 245.000 € + IVA"),
        (BS_1150, "Entrega: 4.º trimestre 2027"),
        (BS_1160, "Precio: Precio a consultar"),
        (BS_1160, "Certificado energético: en trámite"),
    ],
)
def test_what_makes_a_home_what_it_is_stands_in_its_document(home, line):
    assert line in document(home).text.splitlines()


def test_the_attributes_are_flat_few_and_fit_for_filters():
    attributes = document(BS_1042).attributes
    assert attributes == {
        "reference": "BS-1042", "operation": "venta", "kind": "atico", "town": "Nerja", "district": "Burriana", "price": 320_000.0,
        "price_per": "once", "bedrooms": 2, "bathrooms": 2, "built_m2": 78.0,
    }  # fmt: skip
    assert "price" not in document(BS_1160).attributes
    assert all(len(document(home).attributes) < 16 for home in HOMES)
    assert document(replace(BS_1042, place=replace(BS_1042.place, town="x" * 999))).attributes["town"] == "x" * 256


@pytest.mark.parametrize("home", HOMES)
def test_neither_an_address_nor_a_state_stands_in_a_document(home):
    told = repr(document(home))
    assert home.place.street not in told
    assert "reservad" not in told
    assert "disponible" not in told


def test_a_state_or_the_day_of_reading_makes_no_new_document_and_a_price_does():
    known = document(BS_1066).content_hash
    later = BS_1066.read_at + timedelta(days=1)
    assert document(replace(BS_1066, state=State(Availability.DISPONIBLE, Source.DESK, later), read_at=later)).content_hash == known
    assert document(replace(BS_1066, photos=("https://a.example/other.jpg",))).content_hash == known
    assert document(replace(BS_1066, price=Price(270_000_00))).content_hash != known


def test_the_advertisement_is_quoted_and_loses_phones_addresses_and_links():
    words = "Llama al 600 123 123 o +34 (mejor) 0034600123123, escribe a dueno@casa.example, mira https://casa.example/x y www.casa.example"
    text = document(replace(BS_1042, text={"es": f"Ático.\n\n{words}"})).text
    assert "\n## Texto del anuncio (cita sin comprobar)\n> Ático.\n> Llama al … o +34 (mejor) …, escribe a …, mira … y …\n" in text


def test_an_order_in_an_advertisement_stays_inside_the_quotation():
    text = document(BS_1160).text
    quoted = text.split("(cita sin comprobar)\n", 1)[1]
    assert "SISTEMA" in quoted
    assert all(line.startswith("> ") for line in quoted.splitlines())


def test_a_document_never_outgrows_its_chunk_and_its_facts_are_never_what_is_cut():
    endless = {"es": "Señorial ático. " * 2_000, "en": "Grand. " * 2_000}
    text = document(replace(BS_1042, text=endless)).text
    assert LONGEST - 200 < len(text.encode()) <= LONGEST
    assert "Certificado energético: D" in text


def test_spanish_is_quoted_before_other_languages_and_any_language_is_better_than_none():
    assert "> uno\n> one\n" in document(replace(BS_1042, text={"en": "one", "es": "uno"})).text
    assert "> yksi\n" in document(replace(BS_1042, text={"fi": "yksi"})).text
