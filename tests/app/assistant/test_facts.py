from dataclasses import replace

import pytest
from fixture_homes import BS_1042, BS_1077, HOMES

from app.assistant.facts import Reading, named_in
from panelin.ids import Reference


@pytest.mark.parametrize("written", ["BS-1042", "bs-1042", "BS1042", "bs 1042", "1042", " BS-1042 "])
def test_a_home_is_found_as_people_write_its_reference(written):
    assert Reading(HOMES).find(written) is BS_1042


@pytest.mark.parametrize("written", ["BS-9999", "42", "042", "", "BS", "nerja", "1042b"])
def test_what_is_no_reference_finds_nothing(written):
    assert Reading(HOMES).find(written) is None


def test_a_number_that_two_homes_share_finds_neither():
    twins = (BS_1042, replace(BS_1042, reference=Reference("AL-1042")))
    assert Reading(twins).find("1042") is None
    assert Reading(twins).find("al1042").reference == "AL-1042"


def test_homes_named_in_a_text_are_facts_beside_those_read():
    reading = Reading(HOMES)
    reading.read([BS_1077])
    facts = reading.facts("El ático (ref. BS-1042) y la bs1120; la BS-9999 no existe.")
    assert facts.known == {"BS-1077", "BS-1042", "BS-1120"}
    assert {home.reference for home in facts.listings} == facts.known


def test_homes_shown_before_count_only_where_nothing_was_read_or_named():
    reading = Reading(HOMES)
    assert reading.facts("Sí, tiene ascensor.", [BS_1042.reference]).known == {"BS-1042"}
    assert reading.facts("La BS-1077 no tiene.", [BS_1042.reference]).known == {"BS-1077"}
    assert reading.facts("Hola.").known == frozenset()


def test_a_home_that_left_the_catalogue_is_no_fact():
    assert Reading((BS_1077,)).facts("Era la BS-1042.", [BS_1042.reference]).listings == ()


@pytest.mark.parametrize("text", ["BS-10421", "xBS-1042", "1042", "hasta 1042 €", ""])
def test_a_reference_inside_another_word_is_none(text):
    assert named_in(text, HOMES) == ()


def test_references_with_slashes_and_dots_are_found():
    odd = replace(BS_1042, reference=Reference("A/12.3-B"))
    assert named_in("mira la a/12.3-b, por favor.", [odd]) == (odd,)


@pytest.mark.parametrize("text", ["la ref. 1042", "referencia nº 1042", "Ref 1042 de Idealista", "ref: bs-1042", "BS-1042"])
def test_a_number_after_ref_is_a_reference(text):
    assert Reading(HOMES).named(text) == (BS_1042,)
