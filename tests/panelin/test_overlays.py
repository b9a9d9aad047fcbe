from dataclasses import replace
from datetime import timedelta

import pytest
from fixture_homes import BS_1042, BS_1101, BS_1133, READ_AT

from panelin.listing import Availability, Extra, Feature, Source, State
from panelin.overlays import merged, prevailing
from panelin.store.documents import Overlay


def a_state(value: str, source: Source, *, hours: int = 0) -> State:
    return State(Availability(value), source, READ_AT + timedelta(hours=hours))


def an_overlay(**what) -> Overlay:
    return Overlay(BS_1133.reference, **what)


def test_a_home_without_an_overlay_is_the_home():
    assert merged(BS_1042, None) == BS_1042


def test_an_empty_overlay_changes_nothing():
    assert merged(BS_1042, Overlay(BS_1042.reference)) == BS_1042


def test_what_the_overlay_says_replaces_what_the_record_says():
    home = merged(
        BS_1133,
        an_overlay(
            district="El Fuerte", fees_note="comunidad 60 €/mes", agent="javier", dossier_url="https://brisasur.example/d/bs-1133.pdf",
            features={"piscina_privada": False, "chimenea": True},
        ),
    )  # fmt: skip
    assert home.place.district == "El Fuerte"
    assert home.place.street == BS_1133.place.street
    assert home.price == replace(BS_1133.price, fees_note="comunidad 60 €/mes")
    assert home.agent == "javier"
    assert home.dossier_url == "https://brisasur.example/d/bs-1133.pdf"
    assert home.has(Feature.PISCINA_PRIVADA) is False
    assert home.has(Feature.CHIMENEA) is True


def test_a_zone_is_told_where_no_district_is_known():
    assert merged(BS_1133, an_overlay(zone="Axarquía")).place.district == "Axarquía"
    assert merged(BS_1133, an_overlay(zone="Axarquía", district="El Fuerte")).place.district == "El Fuerte"


def test_an_extra_replaces_the_one_of_the_same_name_only():
    home = merged(BS_1101, an_overlay(extras=(("garaje", 12_000_00, False), ("trastero", None, True))))
    assert home.extras == (Extra(Feature.GARAJE, 12_000_00), Extra(Feature.TRASTERO, included=True))


def test_names_of_a_newer_release_are_passed_over():
    home = merged(BS_1101, an_overlay(features={"helipuerto": True}, extras=(("bodega", None, True),)))
    assert home == BS_1101


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (None, None, None),
        (None, a_state("reservado", Source.FILE), "reservado"),
        (a_state("reservado", Source.FILE), None, "reservado"),
        (a_state("disponible", Source.FEED, hours=9), a_state("reservado", Source.FILE), "reservado"),
        (a_state("reservado", Source.DESK), a_state("disponible", Source.FILE, hours=9), "reservado"),
        (a_state("disponible", Source.FILE, hours=9), a_state("reservado", Source.CRM), "reservado"),
        (a_state("reservado", Source.DESK), a_state("vendido", Source.CRM, hours=1), "vendido"),
        (a_state("reservado", Source.DESK, hours=1), a_state("vendido", Source.CRM), "reservado"),
    ],
)
def test_a_person_or_the_crm_outranks_the_file_and_the_newer_of_the_two_holds(first, second, holds):
    prevails = prevailing(first, second)
    assert (prevails.value.value if prevails else None) == holds
