from dataclasses import replace

import pytest
from fixture_homes import BS_1042, BS_1077, BS_1101, BS_1133, BS_1150, BS_1160, HOMES, ZONES

from panelin.demand import Level, Zone
from panelin.listing import Place, Point
from panelin.zones import Atlas, Fit, Whereabouts, fit, metres_between, pin, whereabouts

ATLAS = Atlas.of(HOMES, {**ZONES, "Costa del Sol": ("Málaga", "Torremolinos", "El Palo")})
NERJA = Zone("Nerja")
TORROX = Zone("Torrox")
BURRIANA = Zone("Burriana", Level.DISTRICT, town="Nerja")
CENTRO = Zone("centro", Level.DISTRICT, town="Nerja")
BURRIANA_BEACH = Point(36.7489, -3.8662)


def no(zone: Zone) -> Zone:
    return replace(zone, excluded=True)


def around(zone: Zone) -> Zone:
    return replace(zone, around=True)


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("busco piso en nerja", (NERJA,)),
        ("NERJA", (NERJA,)),
        ("Nerja o Torrox", (NERJA, TORROX)),
        ("algo por competa", (Zone("Cómpeta"),)),
        ("velez málaga", (Zone("Vélez-Málaga"),)),
        ("en Vélez-Málaga", (Zone("Vélez-Málaga"),)),
        ("por el palo", (Zone("El Palo"),)),
        ("palo", (Zone("El Palo"),)),
        ("en burriana", (BURRIANA,)),
        ("Burriana, Nerja", (BURRIANA,)),
        ("torrox costa", (Zone("Torrox Costa", Level.DISTRICT, town="Torrox"),)),
        ("nerja o alrededores", (around(NERJA),)),
        ("Nerja y cercanías", (around(NERJA),)),
        ("alrededores de Nerja", (around(NERJA),)),
        ("cerca de Nerja", (around(NERJA),)),
        ("near Nerja", (around(NERJA),)),
        ("nerja menos el centro", (NERJA, no(CENTRO))),
        ("Nerja, pero no en el centro", (NERJA, no(CENTRO))),
        ("nerja menos el centro y burriana", (NERJA, no(CENTRO), no(BURRIANA))),
        ("Nerja o Frigiliana, Torrox no", (NERJA, Zone("Frigiliana"), no(TORROX))),
        ("no quiero torrox", (no(TORROX),)),
        ("Nerja but not Burriana", (NERJA, no(BURRIANA))),
        ("la Axarquía", (Zone("Axarquía", Level.AREA),)),
        ("en la axarquia menos torrox", (Zone("Axarquía", Level.AREA), no(TORROX))),
        ("costa del sol", (Zone("Costa del Sol", Level.AREA),)),
        ("nerja nerja", (NERJA,)),
        ("en Maro", (Zone("Maro", Level.TEXT),)),
        ("zona de La Cala del Moral", (Zone("Cala del Moral", Level.TEXT),)),
        ("lo vi en Idealista", ()),
        ("en venta", ()),
        ("nerjaa", ()),
        ("", ()),
    ],
)
def test_zones_are_read_with_accents_and_articles_optional(text, zones):
    assert whereabouts(text, ATLAS).zones == zones


def test_a_bare_coast_is_a_wish_and_not_a_zone():
    assert whereabouts("algo en la costa", ATLAS) == Whereabouts(asks_towns=True)
    assert not whereabouts("en la costa, por nerja", ATLAS).asks_towns


def test_what_should_be_near_is_kept_apart_because_records_may_not_tell():
    assert whereabouts("en nerja cerca del cole y cerca de la playa", ATLAS) == Whereabouts(zones=(NERJA,), near=("cole", "playa"))


def test_a_district_that_two_towns_share_takes_the_town_of_the_message():
    torrox = replace(BS_1101, place=Place("Torrox", "Centro"))
    atlas = Atlas.of([BS_1077, torrox, BS_1133])
    assert whereabouts("el centro", atlas).zones[0].town is None
    assert whereabouts("torrox, en el centro", atlas).zones == (Zone("Centro", Level.DISTRICT, town="Torrox"),)
    assert whereabouts("frigiliana menos el centro", atlas).zones == (Zone("Frigiliana"), no(Zone("Centro", Level.DISTRICT)))


def test_an_empty_catalogue_knows_no_zone():
    assert whereabouts("busco en nerja", Atlas()) == Whereabouts()


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("nerja", NERJA),
        ("Burriana", BURRIANA),
        ("axarquia", Zone("Axarquía", Level.AREA)),
        (" Maro ", Zone("Maro", Level.TEXT)),
    ],
)
def test_a_name_alone_is_a_town_then_a_district_then_a_set_then_free_text(name, zone):
    assert ATLAS.named(name) == zone


def test_a_town_of_its_own_name_in_the_file_lists_its_neighbours():
    assert Atlas(areas=ZONES).neighbours("nerja") == {"torrox", "frigiliana", "competa", "velez malaga"}
    assert Atlas(areas={**ZONES, "Nerja": ("Frigiliana",)}).neighbours("Nerja") == {"frigiliana"}
    assert Atlas().neighbours("Nerja") == frozenset()


@pytest.mark.parametrize(
    ("home", "zones", "lies"),
    [
        (BS_1042, (), Fit.INSIDE),
        (BS_1042, (NERJA,), Fit.INSIDE),
        (BS_1042, (BURRIANA,), Fit.INSIDE),
        (BS_1077, (BURRIANA,), Fit.NEIGHBOUR),
        (BS_1101, (BURRIANA,), Fit.NEIGHBOUR),
        (BS_1077, (around(BURRIANA),), Fit.INSIDE),
        (BS_1077, (Zone("centro", Level.DISTRICT),), Fit.INSIDE),
        (BS_1042, (Zone("centro", Level.DISTRICT),), Fit.OUTSIDE),
        (BS_1042, (around(Zone("centro", Level.DISTRICT)),), Fit.OUTSIDE),
        (BS_1101, (NERJA,), Fit.NEIGHBOUR),
        (BS_1101, (around(NERJA),), Fit.INSIDE),
        (BS_1101, (Zone("Málaga"),), Fit.OUTSIDE),
        (BS_1101, (Zone("Axarquía", Level.AREA),), Fit.INSIDE),
        (BS_1101, (Zone("Costa del Sol", Level.AREA),), Fit.OUTSIDE),
        (BS_1042, (NERJA, no(BURRIANA)), Fit.EXCLUDED),
        (BS_1077, (NERJA, no(BURRIANA)), Fit.INSIDE),
        (BS_1077, (no(BURRIANA),), Fit.INSIDE),
        (BS_1150, (Zone("Torre del Mar", Level.TEXT),), Fit.INSIDE),
        (BS_1133, (Zone("Maro", Level.TEXT),), Fit.OUTSIDE),
    ],
)
def test_a_home_lies_inside_beside_or_outside_what_was_asked_for(home, zones, lies):
    assert fit(home.place, zones, ATLAS) is lies


def test_a_pin_is_the_centre_of_three_kilometres_and_never_measures_a_hidden_address():
    near = pin(BURRIANA_BEACH)
    assert near.radius_m == 3_000
    assert fit(BS_1077.place, (near,), ATLAS) is Fit.INSIDE
    assert fit(BS_1077.place, (pin(BURRIANA_BEACH, 500),), ATLAS) is Fit.OUTSIDE
    assert fit(BS_1077.place, (replace(near, radius_m=None),), ATLAS) is Fit.INSIDE
    assert fit(BS_1101.place, (near,), ATLAS) is Fit.OUTSIDE
    assert fit(BS_1160.place, (pin(BS_1160.place.point),), ATLAS) is Fit.OUTSIDE
    assert fit(replace(BS_1077.place, point=None), (near,), ATLAS) is Fit.OUTSIDE


def test_distance_is_measured_as_the_crow_flies():
    assert metres_between(BURRIANA_BEACH, BURRIANA_BEACH) == 0
    assert 8_300 < metres_between(BURRIANA_BEACH, BS_1101.place.point) < 8_700
