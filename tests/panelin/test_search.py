from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from fixture_homes import BS_1042, BS_1066, BS_1077, BS_1101, BS_1120, BS_1133, BS_1150, BS_1160, BS_2010, HOMES, ZONES, euros

from panelin.demand import Area, Level, Surface, Zone
from panelin.ids import Reference
from panelin.listing import Extra, Feature, Kind, Operation, Price, Term
from panelin.search import Found, Match, Relaxed, Unmet, covers, search
from panelin.wish import Wish, alike

NERJA = Zone("Nerja")
D01 = Wish(operation=Operation.VENTA, kinds=frozenset({Kind.PISO}), zones=(NERJA,), max_cents=euros(300_000), bedrooms_min=2)


def found(wish: Wish, homes=HOMES) -> Found:
    return search(wish, homes, ZONES)


def references(matches: tuple[Match, ...]) -> list[str]:
    return [match.listing.reference for match in matches]


def only(home, wish: Wish) -> Match | None:
    """The verdict on one home alone."""
    result = found(wish, (home,))
    return next(iter((*result.exact, *result.near)), None)


def test_d01_one_exact_home_and_two_that_come_close_each_with_the_wish_it_misses():
    result = found(D01)
    assert references(result.exact) == ["BS-1077"]
    assert result.near == (
        Match(BS_1042, (Unmet(Relaxed.BUDGET, by=euros(20_000)),)),
        Match(BS_1120, (Unmet(Relaxed.KIND),)),
    )
    assert result.listings == (BS_1077, BS_1042, BS_1120)


def test_d01_the_reserved_home_and_the_neighbouring_town_are_absent():
    shown = {home.reference for home in found(D01).listings}
    assert BS_1066.reference not in shown
    assert BS_1101.reference not in shown


def test_d02_a_lift_as_a_must_and_a_stretched_budget_bring_the_penthouse():
    result = found(replace(D01, must=frozenset({Feature.ASCENSOR}), nice=frozenset({Feature.TERRAZA}), flexible_to=euros(330_000)))
    assert references(result.exact) == ["BS-1042"]
    assert result.exact[0].unmet == ()
    assert "BS-1077" not in references(result.near)  # it has no lift, and a must is never relaxed


def test_d06_a_rental_that_does_not_say_whether_pets_are_welcome_is_near_and_the_dear_one_is_absent():
    wish = Wish(
        operation=Operation.ALQUILER, zones=(NERJA,), max_cents=euros(900), bedrooms_min=1, bedrooms_max=2, term=Term.LARGA,
        must=frozenset({Feature.MASCOTAS}),
    )  # fmt: skip
    assert found(wish) == Found(near=(Match(BS_2010, (Unmet(Relaxed.MUST_UNKNOWN, feature=Feature.MASCOTAS, unknown=True),)),))


def test_d10_a_terraced_house_with_a_pool_is_found_by_its_own_word():
    wish = Wish(Operation.VENTA, frozenset({Kind.ADOSADO}), (NERJA,), max_cents=euros(300_000), must=frozenset({Feature.PISCINA}))
    assert references(found(wish).exact) == ["BS-1120"]
    assert references(found(replace(wish, must=frozenset({Feature.PISCINA_PRIVADA}))).exact) == []


def test_d15_homes_like_a_reserved_one_leave_it_out_and_name_what_differs():
    result = found(alike(BS_1066))
    assert result.exact == ()
    assert references(result.near) == ["BS-1077", "BS-1120"]


def test_a_search_that_nothing_meets_brings_nothing():
    assert found(Wish(operation=Operation.TRASPASO)) == Found()
    assert found(D01, ()) == Found()


def test_with_three_exact_homes_there_are_no_near_misses():
    result = found(Wish(operation=Operation.VENTA, zones=(Zone("Axarquía", Level.AREA),), max_cents=euros(300_000)))
    assert len(result.exact) >= 3
    assert result.near == ()


def test_the_order_is_the_same_however_the_catalogue_is_shuffled():
    wishes = [D01, Wish(operation=Operation.VENTA), Wish(nice=frozenset({Feature.TERRAZA})), alike(BS_1066)]
    for seed in range(20):
        shuffled = list(HOMES)
        Random(seed).shuffle(shuffled)
        assert [found(wish, shuffled) for wish in wishes] == [found(wish) for wish in wishes]


def test_nice_to_haves_rank_the_exact_homes_and_the_missing_ones_are_named():
    result = found(Wish(operation=Operation.VENTA, zones=(NERJA,), nice=frozenset({Feature.TERRAZA, Feature.ASCENSOR})))
    assert references(result.exact) == ["BS-1042", "BS-1077", "BS-1120"]
    assert result.exact[1].unmet == (
        Unmet(Relaxed.NICE, feature=Feature.ASCENSOR, unknown=False),
        Unmet(Relaxed.NICE, feature=Feature.TERRAZA, unknown=True),
    )


def test_what_needs_the_stretch_comes_after_what_does_not_and_a_price_on_request_comes_last():
    cheap, dear = replace(BS_1042, price=Price(euros(290_000))), replace(BS_1077, price=Price(euros(310_000)))
    result = found(Wish(zones=(NERJA,), max_cents=euros(300_000), flexible_to=euros(320_000)), (dear, cheap))
    assert references(result.exact) == ["BS-1042", "BS-1077"]
    unpriced = replace(BS_1042, price=Price(None))
    assert references(found(Wish(), (unpriced, BS_1077)).exact) == ["BS-1077", "BS-1042"]


def test_the_wishes_are_given_up_in_order_and_a_later_one_weighs_more_than_all_earlier_ones():
    wish = replace(D01, area=Area(Decimal(90)), bathrooms_min=2, kinds=frozenset({Kind.DUPLEX}), max_cents=euros(215_000))
    home = replace(BS_1077, kind=Kind.DUPLEX, bedrooms=3, bathrooms=2, built_m2=Decimal(92), reference=Reference("Z-9"))
    misses = {
        Relaxed.AREA: replace(home, built_m2=Decimal(80)),
        Relaxed.BATHROOMS: replace(home, bathrooms=1),
        Relaxed.KIND: replace(home, kind=Kind.PISO),
        Relaxed.BUDGET: replace(home, price=Price(euros(220_000))),
        Relaxed.BEDROOMS: replace(home, bedrooms=1),
        Relaxed.ZONE: replace(home, place=BS_1101.place),
    }
    order = [Relaxed.AREA, Relaxed.BATHROOMS, Relaxed.KIND, Relaxed.BUDGET, Relaxed.BEDROOMS, Relaxed.ZONE]
    for given_up in range(len(order) - 1):
        left = [misses[relaxed] for relaxed in reversed(order[given_up:])]
        assert {unmet.wish for match in found(wish, left).near for unmet in match.unmet} == set(order[given_up : given_up + 2])
    both = replace(misses[Relaxed.AREA], bathrooms=1)
    assert found(wish, (misses[Relaxed.ZONE], both, misses[Relaxed.AREA])).near == (
        Match(misses[Relaxed.AREA], (Unmet(Relaxed.AREA, by=Decimal(10)),)),
        Match(both, (Unmet(Relaxed.AREA, by=Decimal(10)), Unmet(Relaxed.BATHROOMS, by=1))),
    )


@pytest.mark.parametrize(
    ("price", "unmet"),
    [
        (300_000, ()),
        (330_000, (Unmet(Relaxed.BUDGET, by=euros(30_000)),)),
        (330_001, None),
        (200_000, ()),
        (180_000, (Unmet(Relaxed.BUDGET, by=-euros(20_000)),)),
        (179_999, None),
    ],
)
def test_the_budget_gives_way_by_ten_percent_and_not_by_a_euro_more(price, unmet):
    match = only(replace(BS_1077, price=Price(euros(price))), Wish(min_cents=euros(200_000), max_cents=euros(300_000)))
    assert (match.unmet if match else None) == unmet


def test_a_price_on_request_meets_no_budget_but_is_not_hidden_either():
    assert only(BS_1160, Wish(max_cents=euros(300_000))).unmet == (Unmet(Relaxed.BUDGET, unknown=True),)
    assert only(BS_1160, Wish(min_cents=euros(300_000))).unmet == (Unmet(Relaxed.BUDGET, unknown=True),)
    assert only(BS_1160, Wish()).unmet == ()


@pytest.mark.parametrize(
    ("bedrooms", "unmet"),
    [
        (2, ()),
        (3, ()),
        (1, (Unmet(Relaxed.BEDROOMS, by=1),)),
        (0, None),
        (4, (Unmet(Relaxed.BEDROOMS, by=-1),)),
        (5, None),
        (None, (Unmet(Relaxed.BEDROOMS, unknown=True),)),
    ],
)
def test_rooms_give_way_by_one(bedrooms, unmet):
    match = only(replace(BS_1077, bedrooms=bedrooms), Wish(bedrooms_min=2, bedrooms_max=3))
    assert (match.unmet if match else None) == unmet


def test_a_studio_is_wished_for_by_its_most():
    assert only(replace(BS_1077, bedrooms=0), Wish(bedrooms_max=0)).unmet == ()
    assert only(BS_1077, Wish(bedrooms_max=0)) is None


@pytest.mark.parametrize(
    ("home", "area", "unmet"),
    [
        (BS_1042, Area(Decimal(78)), ()),
        (BS_1042, Area(Decimal(80)), (Unmet(Relaxed.AREA, by=Decimal(2)),)),
        (BS_1042, Area(Decimal(70), Surface.USABLE), (Unmet(Relaxed.AREA, unknown=True),)),
        (BS_1133, Area(Decimal(1000), Surface.PLOT), ()),
        (replace(BS_1042, built_m2=None, usable_m2=Decimal(81)), Area(Decimal(80)), ()),
    ],
)
def test_the_size_is_compared_with_the_surface_that_was_meant(home, area, unmet):
    assert only(home, Wish(area=area)).unmet == unmet


def test_a_must_at_a_price_of_its_own_is_near_with_its_price():
    wish = Wish(must=frozenset({Feature.GARAJE}))
    optional = Unmet(Relaxed.MUST_EXTRA, by=euros(15_000), feature=Feature.GARAJE)
    assert only(BS_1101, wish).unmet == (optional,)
    assert only(replace(BS_1101, features={Feature.GARAJE: False}), wish).unmet == (optional,)
    unpriced = replace(BS_1101, extras=(Extra(Feature.GARAJE),))
    assert only(unpriced, wish).unmet == (Unmet(Relaxed.MUST_UNKNOWN, feature=Feature.GARAJE, unknown=True),)


@pytest.mark.parametrize(
    ("home", "wish"),
    [
        (BS_1066, Wish()),
        (BS_1077, Wish(operation=Operation.ALQUILER)),
        (BS_1077, Wish(must=frozenset({Feature.ASCENSOR}))),
        (BS_1077, Wish(excludes=frozenset({Feature.A_REFORMAR}))),
        (BS_1120, Wish(excludes=frozenset({Kind.ADOSADO}))),
        (replace(BS_1077, floor=0), Wish(excludes=frozenset({Kind.BAJO}))),
        (BS_1077, Wish(zones=(NERJA, Zone("centro", Level.DISTRICT, excluded=True)))),
        (BS_1077, Wish(floor_max=2)),
        (BS_1077, Wish(discarded=frozenset({BS_1077.reference}))),
        (BS_1077, Wish(kinds=frozenset({Kind.GARAJE}))),
        (BS_1077, Wish(zones=(Zone("Málaga"),))),
        (BS_2010, Wish(term=Term.TEMPORADA)),
        (replace(BS_2010, available_from=date(2027, 1, 1)), Wish(needed_by=date(2026, 12, 1))),
    ],
)
def test_what_is_never_relaxed_keeps_a_home_out_altogether(home, wish):
    assert only(home, wish) is None


@pytest.mark.parametrize(
    ("home", "wish"),
    [
        (BS_1120, Wish(excludes=frozenset({Feature.A_REFORMAR}))),
        (replace(BS_1120, floor=0), Wish(excludes=frozenset({Kind.BAJO}))),
        (BS_1077, Wish(floor_max=3)),
        (BS_1120, Wish(floor_max=3)),
        (BS_1077, Wish(term=Term.LARGA)),
        (BS_2010, Wish(needed_by=date(2026, 12, 1))),
        (replace(BS_2010, available_from=date(2026, 12, 1)), Wish(needed_by=date(2026, 12, 1))),
        (BS_1150, Wish(kinds=frozenset({Kind.APARTAMENTO, Kind.PISO}))),
    ],
)
def test_what_the_record_does_not_say_is_not_held_against_an_exclusion(home, wish):
    assert only(home, wish).unmet == ()


@pytest.mark.parametrize(
    ("wanted", "kind", "covered"),
    [
        (Kind.PISO, Kind.ATICO, True),
        (Kind.PISO, Kind.DUPLEX, True),
        (Kind.ATICO, Kind.PISO, False),
        (Kind.PISO, Kind.ADOSADO, False),
        (Kind.CASA, Kind.ADOSADO, True),
        (Kind.CASA, Kind.VILLA, True),
        (Kind.CHALET, Kind.VILLA, True),
        (Kind.VILLA, Kind.PAREADO, False),
        (Kind.FINCA, Kind.CORTIJO, True),
        (Kind.OTRO, Kind.OTRO, True),
    ],
)
def test_a_generic_word_covers_the_particular_kinds(wanted, kind, covered):
    assert covers(wanted, kind) is covered
