from datetime import UTC, datetime
from decimal import Decimal

import pytest
from fixture_homes import BS_1066, BS_2010, euros

from panelin.demand import Area, Certainty, Demand, Discarded, Flexibility, Said, Zone
from panelin.ids import MessageId, Reference
from panelin.listing import Feature, Kind, Operation, Term
from panelin.wish import Wish, alike, stretched, wish_of


def said(value):
    return Said(value, "", MessageId("wamid.1"), Certainty.STATED, datetime(2026, 11, 23, tzinfo=UTC))


def test_a_demand_of_which_nothing_is_known_wishes_nothing():
    assert wish_of(Demand()) == Wish()


def test_what_the_customer_said_becomes_a_search():
    demand = Demand(
        operation=said(Operation.VENTA),
        kinds=said(frozenset({Kind.PISO})),
        zones=said((Zone("Nerja"),)),
        budget_max=said(euros(300_000)),
        budget_min=said(euros(200_000)),
        flexibility=said(Flexibility()),
        bedrooms_min=said(2),
        bedrooms_max=said(3),
        bathrooms_min=said(1),
        area=said(Area(Decimal(80))),
        must=said(frozenset({Feature.ASCENSOR})),
        nice=said(frozenset({Feature.TERRAZA})),
        excludes=said(frozenset({Kind.BAJO})),
        pets=said(True),
        discarded=said((Discarded(Reference("BS-1077"), "es oscuro"),)),
    )
    assert wish_of(demand) == Wish(
        operation=Operation.VENTA,
        kinds=frozenset({Kind.PISO}),
        zones=(Zone("Nerja"),),
        min_cents=euros(200_000),
        max_cents=euros(300_000),
        flexible_to=euros(330_000),
        bedrooms_min=2,
        bedrooms_max=3,
        bathrooms_min=1,
        area=Area(Decimal(80)),
        must=frozenset({Feature.ASCENSOR, Feature.MASCOTAS}),
        nice=frozenset({Feature.TERRAZA}),
        excludes=frozenset({Kind.BAJO}),
        discarded=frozenset({Reference("BS-1077")}),
    )


def test_no_pets_is_no_wish():
    assert wish_of(Demand(pets=said(False))).must == frozenset()


@pytest.mark.parametrize(
    ("ceiling", "flexibility", "up_to"),
    [
        (euros(300_000), None, None),
        (None, Flexibility(), None),
        (euros(300_000), Flexibility(), euros(330_000)),
        (euros(300_000), Flexibility(percent=5), euros(315_000)),
        (euros(250_000), Flexibility(cents=euros(260_000)), euros(260_000)),
    ],
)
def test_a_little_more_is_ten_percent_unless_said_otherwise(ceiling, flexibility, up_to):
    assert stretched(ceiling, flexibility) == up_to


def test_homes_like_one_share_operation_kind_town_price_and_rooms_and_are_not_that_one():
    wish = alike(BS_1066)
    assert wish.kinds == {Kind.DUPLEX}
    assert wish.zones == (Zone("Nerja"),)
    assert (wish.max_cents, wish.bedrooms_min, wish.discarded) == (euros(275_000), 3, {BS_1066.reference})
    assert alike(BS_2010).term is Term.LARGA
