from dataclasses import replace
from decimal import Decimal

import pytest
from fixture_homes import BS_1042, BS_1077, BS_1101, BS_1120, BS_1160, BS_2010, euros

from panelin.demand import Area, Zone
from panelin.listing import Feature, Kind
from panelin.misses import misses
from panelin.search import search
from panelin.wish import Wish

AREAS = {"Axarquía": ("Nerja", "Torrox")}


def named(home, wish: Wish, language="es") -> list[str]:
    """What is said about one home that comes near the wish."""
    found = search(wish, (home,), AREAS)
    (match,) = (*found.exact, *found.near)
    return [words.replace("\N{NO-BREAK SPACE}", " ") for words in misses(match.unmet, home, wish, language)]


def test_d01_the_two_near_misses_are_named_with_the_figure():
    wish = Wish(kinds=frozenset({Kind.PISO}), zones=(Zone("Nerja"),), max_cents=euros(300_000))
    assert named(BS_1042, wish) == ["20.000 € por encima"]
    assert named(BS_1120, wish) == ["no es piso"]
    assert named(BS_1042, wish, "en") == ["€20,000 above"]
    assert named(BS_1077, wish) == []


@pytest.mark.parametrize(
    ("home", "wish", "words"),
    [
        (BS_1160, Wish(max_cents=euros(300_000)), "Precio a consultar"),
        (BS_1077, Wish(min_cents=euros(220_000)), "215.000 €"),
        (BS_1042, Wish(area=Area(Decimal(80))), "2 m² menos"),
        (replace(BS_1042, built_m2=None), Wish(area=Area(Decimal(80))), "80 m²: no me consta"),
        (BS_1042, Wish(bedrooms_min=3), "un dormitorio menos"),
        (BS_1042, Wish(bedrooms_max=1), "2 dorm"),
        (replace(BS_1042, bedrooms=None), Wish(bedrooms_min=3), "3 dorm: no me consta"),
        (replace(BS_1042, bedrooms=None), Wish(bedrooms_max=1), "1 dorm: no me consta"),
        (BS_1077, Wish(bathrooms_min=2), "1 baño"),
        (replace(BS_1077, bathrooms=None), Wish(bathrooms_min=2), "2 baños: no me consta"),
        (BS_1120, Wish(kinds=frozenset({Kind.PISO, Kind.ATICO})), "no es ático/piso"),
        (BS_1101, Wish(zones=(Zone("Nerja"),)), "en Torrox Costa, Torrox"),
        (BS_2010, Wish(must=frozenset({Feature.MASCOTAS})), "se admiten mascotas: no me consta"),
        (BS_1101, Wish(must=frozenset({Feature.GARAJE})), "garaje opcional: 15.000 €"),
        (BS_1077, Wish(nice=frozenset({Feature.ASCENSOR})), "sin ascensor"),
        (BS_1077, Wish(nice=frozenset({Feature.TERRAZA})), "terraza: no me consta"),
    ],
)
def test_each_wish_that_is_not_met_has_its_words(home, wish, words):
    assert named(home, wish) == [words]


def test_two_wishes_that_are_not_met_are_both_named():
    wish = Wish(kinds=frozenset({Kind.PISO}), max_cents=euros(275_000))
    assert named(BS_1120, wish) == ["no es piso", "14.000 € por encima"]
