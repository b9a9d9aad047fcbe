from dataclasses import replace

import pytest
from brisa_sur import BRISA_SUR
from fixture_homes import BS_1042, BS_1077, BS_1101, BS_1160, HOMES, TODAY, ZONES

from app.assistant.arguments import Arguments
from app.assistant.wishes import MOST_EXACT, offered, operation_said, result_of, shown_of, wish_in
from panelin.demand import Certainty, Demand, Discarded, Said
from panelin.ids import Reference
from panelin.listing import Feature, Kind, Operation
from panelin.search import search
from panelin.zones import Atlas


def wished(known=None, **given):
    return wish_in(Arguments(given), known, Atlas.of(HOMES, ZONES))[0]


def result(homes=HOMES, **given):
    wish, strange = wish_in(Arguments(given), None, Atlas.of(homes, ZONES))
    return result_of(offered(search(wish, homes, ZONES)), strange, now=TODAY, agency=BRISA_SUR)


def references(entries):
    return [entry["reference"] for entry in entries]


def test_the_search_of_d01():
    found = result(operation="venta", types=["piso"], zones=["nerja"], price_max=300_000, bedrooms_min=2)
    assert references(found["exact"]) == ["BS-1077"]
    assert [(near["listing"]["reference"], near["relaxed"], near["by"]) for near in found["near"]] == [
        ("BS-1042", "presupuesto", "20.000\u00a0€"),
        ("BS-1120", "tipo", None),
    ]
    assert found["relaxed"] == ["presupuesto", "tipo"]


@pytest.mark.parametrize(
    ("given", "home", "relaxed", "by"),
    [
        ({"zones": ["Nerja"], "types": ["piso"], "operation": "venta", "bedrooms_min": 3, "price_max": 216_000, "area_min": 95}, "BS-1077", "superficie", "3\u00a0m²"),
        ({"zones": ["Torrox"], "operation": "venta", "must": ["garaje"]}, "BS-1101", "garaje", "15.000\u00a0€ aparte"),
        ({"zones": ["Torrox"], "operation": "venta", "must": ["ascensor"]}, "BS-1101", "ascensor", None),
        ({"zones": ["Torrox"], "operation": "venta", "bedrooms_min": 3}, "BS-1101", "dormitorios", "1"),
        ({"zones": ["Torrox"], "operation": "venta", "bathrooms_min": 3}, "BS-1101", "baños", "1"),
        ({"zones": ["Cómpeta"], "operation": "venta", "price_max": 300_000}, "BS-1160", "importe", "a consultar"),
        ({"zones": ["Torrox Costa"], "operation": "venta", "price_min": 200_000}, "BS-1101", "por debajo del mínimo", "11.000\u00a0€"),
    ],
)  # fmt: skip
def test_a_near_miss_names_the_wish_it_misses_with_its_figure(given, home, relaxed, by):
    near = {entry["listing"]["reference"]: entry for entry in result(**given)["near"]}
    assert (near[home]["relaxed"], near[home]["by"]) == (relaxed, by)


def missed(entries):
    return [
        (entry["listing"]["reference"], entry["relaxed"], entry["by"], [each["relaxed"] for each in entry.get("also", ())])
        for entry in entries
    ]


def test_a_neighbouring_town_is_named():
    near = result(operation="venta", zones=["Frigiliana"], price_max=200_000)["near"]
    assert missed(near) == [("BS-1101", "zona", "Torrox", []), ("BS-1160", "zona", "Cómpeta", ["importe"])]


def test_a_second_wish_that_is_missed_is_told_too():
    near = result(operation="venta", types=["villa"], zones=["Nerja"], price_max=300_000, must=["ascensor"])["near"]
    assert missed(near) == [("BS-1042", "presupuesto", "20.000\u00a0€", ["tipo"])]


def test_a_home_that_may_lack_a_must_is_offered_only_where_the_place_has_no_other():
    only_doubtful = result(operation="venta", zones=["Capistrano"], must=["ascensor"])["near"]
    assert missed(only_doubtful) == [("BS-1120", "ascensor", None, []), ("BS-1042", "zona", "Nerja", [])]
    beside_others = result(operation="venta", zones=["Nerja"], price_max=300_000, must=["ascensor"])["near"]
    assert missed(beside_others) == [("BS-1042", "presupuesto", "20.000\u00a0€", [])]


def test_reserved_homes_are_never_found():
    found = result(operation="venta", types=["dúplex"], zones=["Nerja"])
    assert "BS-1066" not in references(found["exact"]) + [entry["listing"]["reference"] for entry in found["near"]]


def test_a_long_result_is_cut_and_says_so():
    many = tuple(replace(BS_1077, reference=Reference(f"BS-{n}")) for n in range(5_000, 5_012))
    found = result(many, operation="venta", zones=["Nerja"])
    assert len(found["exact"]) == MOST_EXACT
    assert found["note"] == f"12 homes fit; these are the first {MOST_EXACT}."


def test_nothing_found_and_nothing_near_is_said():
    assert "Nothing comes close" in result(operation="vacacional", zones=["Nerja"])["note"]


def test_what_was_not_understood_is_said():
    assert "buena vibra, Marbella" in result(operation="venta", must=["buena vibra"], zones=["Marbella"])["note"]


def test_the_model_sees_exactly_the_homes_that_count_as_read():
    wish = wished(operation="venta", types=["piso"], zones=["nerja"], price_max=300_000)
    assert [home.reference for home in shown_of(search(wish, HOMES, ZONES))] == ["BS-1077", "BS-1042", "BS-1120"]


def test_arguments_become_a_wish():
    wish = wished(
        operation="alquiler",
        types=["piso"],
        must=["terraza", "bajo"],
        nice=["garaje"],
        must_not=["amueblado", "ático"],
        price_max=900,
        area_min=60,
    )
    assert wish.operation is Operation.ALQUILER
    assert wish.kinds == {Kind.PISO, Kind.BAJO}
    assert (wish.must, wish.nice) == ({Feature.TERRAZA}, {Feature.GARAJE})
    assert wish.excludes == {Feature.AMUEBLADO, Kind.ATICO}
    assert wish.max_cents == 90_000


def test_a_home_that_was_refused_is_not_found_again():
    refused = Said((Discarded(BS_1042.reference),), "", None, Certainty.STATED, TODAY)
    assert wished(Demand(discarded=refused)).discarded == {"BS-1042"}


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("quiero comprar", Operation.VENTA),
        ("busco alquiler", Operation.ALQUILER),
        ("to rent in Nerja", Operation.ALQUILER),
        ("zu kaufen", Operation.VENTA),
        ("para el verano por semanas", Operation.VACACIONAL),
        ("comprar o alquilar", None),
        ("busco piso en Ventas", None),
        ("hola", None),
    ],
)
def test_the_operation_that_words_name(text, operation):
    assert operation_said(text) is operation


def test_prices_on_request_have_no_figure():
    entry = result(operation="venta", zones=["Cómpeta"])["exact"][0]
    assert entry["reference"] == BS_1160.reference
    assert "price_eur" not in entry
    assert entry["price_text"] == "Precio a consultar"


def test_a_price_beside_the_home_is_an_extra_not_a_feature():
    (entry,) = result(operation="venta", zones=["Torrox"])["exact"]
    assert entry["reference"] == BS_1101.reference
    assert entry["extras"] == [{"name": "garaje", "included": False, "price_text": "15.000\u00a0€"}]
