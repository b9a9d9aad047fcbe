from dataclasses import FrozenInstanceError, replace

import pytest
from fixture_homes import AVAILABLE, BS_1042, BS_1066, BS_1077, BS_1101, BS_1120, BS_1160, BS_2010, HOMES, READ_AT

from panelin.ids import Reference
from panelin.listing import Availability, Feature, Kind, Listing, Operation, Place, Price, Source, State


def test_a_feature_that_the_record_does_not_name_is_unknown_and_not_absent():
    assert BS_1042.has(Feature.ASCENSOR) is True
    assert BS_1077.has(Feature.ASCENSOR) is False
    assert BS_1120.has(Feature.ASCENSOR) is None


def test_a_garage_in_the_price_is_had_and_one_at_a_price_of_its_own_is_not():
    assert BS_1042.has(Feature.GARAJE) is True
    assert replace(BS_1042, features={}).has(Feature.GARAJE) is True
    assert BS_1101.has(Feature.GARAJE) is None


@pytest.mark.parametrize(
    ("features", "any_pool", "private_pool"),
    [
        ({Feature.PISCINA_COMUNITARIA: True}, True, None),
        ({Feature.PISCINA_PRIVADA: True}, True, True),
        ({Feature.PISCINA: True}, True, None),
        ({Feature.PISCINA: False}, False, None),
        ({Feature.PISCINA_COMUNITARIA: False, Feature.PISCINA_PRIVADA: False}, False, False),
        ({Feature.PISCINA_COMUNITARIA: False}, None, None),
        ({}, None, None),
    ],
)
def test_any_pool_answers_the_wish_for_a_pool_but_a_shared_one_is_never_a_private_one(features, any_pool, private_pool):
    home = replace(BS_1120, features=features)
    assert home.has(Feature.PISCINA) is any_pool
    assert home.has(Feature.PISCINA_PRIVADA) is private_pool


@pytest.mark.parametrize("gone", [state for state in Availability if state is not Availability.DISPONIBLE])
def test_a_home_that_is_reserved_or_gone_may_not_be_shown(gone):
    assert not replace(BS_1042, state=State(gone, Source.CRM, READ_AT)).may_be_shown


def test_a_home_of_the_feed_without_a_state_may_be_shown_though_nobody_says_it_is_available():
    assert replace(BS_1042, state=None).may_be_shown
    assert replace(BS_1042, state=AVAILABLE).may_be_shown


def test_a_home_starts_with_everything_unknown():
    home = Listing(Reference("X-1"), Operation.VENTA, Kind.PISO, Place("Nerja"), Price(None), READ_AT)
    assert home.bedrooms is home.built_m2 is home.floor is home.energy is home.state is None
    assert dict(home.features) == dict(home.text) == {}
    with pytest.raises(TypeError):
        home.features[Feature.ASCENSOR] = True
    with pytest.raises(FrozenInstanceError):
        home.bedrooms = 2


def test_the_fixture_is_the_ten_homes_of_the_product_page():
    assert [home.reference for home in HOMES] == [
        "BS-1042", "BS-1077", "BS-1101", "BS-1120", "BS-1133", "BS-1150", "BS-1066", "BS-1160", "BS-2010", "BS-2018",
    ]  # fmt: skip
    assert [home.reference for home in HOMES if not home.may_be_shown] == [BS_1066.reference]
    assert [home.reference for home in HOMES if home.place.hidden] == [BS_1160.reference]
    assert [home.operation for home in HOMES].count(BS_2010.operation) == 2
