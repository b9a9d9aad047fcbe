from dataclasses import replace

import pytest
from fixture_homes import BS_1042, BS_1077, BS_1120, BS_1160, HOMES

from panelin.ids import Reference
from panelin.mentions import Mention, mentioned, pointed_at

KNOWN = tuple(home.reference for home in HOMES)
SHOWN = (BS_1077, BS_1042, BS_1120)


def found(text: str, known=KNOWN) -> list[str | None]:
    return [mention.reference for mention in mentioned(text, known)]


@pytest.mark.parametrize(
    "text",
    ["BS1042", "bs-1042", "BS 1042", "ref 1042", "ref. BS-1042", "Ref: 1042", "la 1042", "lo vi en Idealista ref BS-1042", "el 1042?",
     "quiero ver la BS_1042 mañana"],
)  # fmt: skip
def test_a_reference_is_found_in_any_spelling(text):
    assert found(text) == ["BS-1042"]


def test_a_number_that_two_references_share_has_to_be_asked_about():
    known = (Reference("BS-1042"), Reference("MA-1042"))
    assert mentioned("la 1042", known) == (Mention("la 1042", known),)
    assert found("la 1042", known) == [None]
    assert found("la ma-1042", known) == ["MA-1042"]


@pytest.mark.parametrize("text", ["", "1042", "la 9999", "hasta 1042 €", "el 26", "la 1042 €", "la 10420", "XBS-1042"])
def test_other_numbers_are_no_reference(text):
    assert found(text) == []


def test_several_references_come_in_their_order_and_the_longest_wins():
    assert found("la BS-1120 o la BS-1042") == ["BS-1120", "BS-1042"]
    assert found("BS-1042 y la 1120") == ["BS-1042", "BS-1120"]
    known = (Reference("A&N Señuelo"), Reference("A&N Señuelo 2"))
    assert found("me gusta a&n señuelo 2", known) == ["A&N Señuelo 2"]
    assert found("me gusta a&n señuelo", known) == ["A&N Señuelo"]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("el segundo", "BS-1042"),
        ("la primera", "BS-1077"),
        ("el 3º", "BS-1120"),
        ("the second one", "BS-1042"),
        ("die zweite", "BS-1042"),
        ("el último", "BS-1120"),
        ("el barato", "BS-1077"),
        ("el más caro", "BS-1042"),
        ("el más grande", "BS-1120"),
        ("el pequeño", "BS-1042"),
        ("el de Burriana", "BS-1042"),
        ("el del centro", "BS-1077"),
        ("el adosado", "BS-1120"),
        ("pasame el pdf del atico", "BS-1042"),
        ("el piso", "BS-1077"),
        ("la casa", "BS-1120"),
        ("el ático de Nerja", "BS-1042"),
        ("el de la reforma, el a reformar", "BS-1077"),
        ("the one with the terrace", "BS-1042"),
    ],
)
def test_after_cards_a_home_is_meant_by_order_price_size_place_kind_or_feature(text, reference):
    assert pointed_at(text, SHOWN) == (reference,)


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("el primero y el tercero", ("BS-1077", "BS-1120")),
        ("ese me gusta", ("BS-1077", "BS-1042", "BS-1120")),
        ("los de Nerja", ("BS-1077", "BS-1042", "BS-1120")),
        ("el de Burriana o el de Capistrano", ("BS-1042", "BS-1120")),
        ("el con piscina", ("BS-1120",)),
    ],
)
def test_when_several_may_be_meant_they_are_all_named(text, references):
    assert pointed_at(text, SHOWN) == references


@pytest.mark.parametrize(
    "text",
    ["", "hola", "segunda planta", "segunda línea de playa", "primera línea", "la última planta", "el cuarto de baño", "algo barato", "piso en Nerja",
     "la villa", "esta tarde no puedo", "vale"],
)  # fmt: skip
def test_words_that_point_at_nothing_shown_mean_nothing(text):
    assert pointed_at(text, SHOWN) == ()


def test_that_one_is_the_only_one_shown():
    assert pointed_at("ese", (BS_1042,)) == ("BS-1042",)
    assert pointed_at("ese", ()) == ()
    assert pointed_at("el segundo", (BS_1042,)) == ()


def test_a_price_on_request_is_neither_the_cheap_nor_the_dear_one():
    assert pointed_at("el barato", (BS_1160, BS_1042)) == ("BS-1042",)
    assert pointed_at("el más grande", (replace(BS_1160, built_m2=None), BS_1042)) == ("BS-1042",)
    assert pointed_at("el barato", (BS_1160,)) == ()
