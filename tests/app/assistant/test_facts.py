from assistant_bench import catalogue_of
from fixture_homes import BS_1042, BS_1077

from app.assistant.facts import Reading


def reading_of(*homes):
    return Reading(catalogue_of(homes) if homes else catalogue_of())


def test_homes_named_in_a_text_are_facts_beside_those_read():
    reading = reading_of()
    reading.read([BS_1077])
    facts = reading.facts("El ático (ref. BS-1042) y la bs1120; la BS-9999 no existe.")
    assert facts.known == {"BS-1077", "BS-1042", "BS-1120"}
    assert {home.reference for home in facts.listings} == facts.known


def test_homes_shown_before_count_only_where_nothing_was_read_or_named():
    reading = reading_of()
    assert reading.facts("Sí, tiene ascensor.", [BS_1042.reference]).known == {"BS-1042"}
    assert reading.facts("La BS-1077 no tiene.", [BS_1042.reference]).known == {"BS-1077"}
    assert reading.facts("Hola.").known == frozenset()


def test_a_home_that_left_the_catalogue_is_no_fact():
    assert reading_of(BS_1077).facts("Era la BS-1042.", [BS_1042.reference]).listings == ()
