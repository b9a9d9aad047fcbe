from datetime import date
from decimal import Decimal

import pytest
from assistant_bench import heard
from fixture_homes import HOMES, TODAY, ZONES

from app.assistant.arguments import Arguments
from app.assistant.demands import demand_of
from panelin.demand import Area, Certainty, Demand, Financing, Flexibility, Purpose, Said, Surface, Timeframe, Zone
from panelin.listing import Feature, Kind, Operation, Per
from panelin.noting import merged
from panelin.zones import Atlas

ATLAS = Atlas.of(HOMES, ZONES)


def noted(*messages, known=None, quotes=None, **given):
    """The demand that a call makes after these messages."""
    quotes = {"quotes": [{"field": field, "quote": quote} for field, quote in (quotes or {}).items()]}
    demand, _ = demand_of(Arguments({**given, **quotes}), known, heard(*messages), atlas=ATLAS, now=TODAY)
    return demand


def stated(value):
    return Said(value, "", None, Certainty.STATED, TODAY)


def test_words_that_the_customer_wrote_prove_a_value():
    said = noted("hola", "busco piso en Nerja", types=["piso"], quotes={"types": "busco piso"}).kinds
    assert (said.value, said.quote, said.certainty) == ({Kind.PISO}, "busco piso", Certainty.STATED)
    assert said.message == heard("hola", "x")[1].id
    assert said.at == heard("hola", "x")[1].at


def test_case_and_accents_of_a_quote_do_not_matter():
    assert noted("BUSCO ÁTICO", types=["ático"], quotes={"types": "busco atico"}).kinds.certainty is Certainty.STATED


def test_a_quote_that_nobody_wrote_is_a_guess_without_words():
    said = noted("hola", types=["piso"], quotes={"types": "quiero un piso"}).kinds
    assert (said.quote, said.message, said.certainty) == ("", None, Certainty.INFERRED)
    assert noted("hola", types=["piso"]).kinds.certainty is Certainty.INFERRED


@pytest.mark.parametrize(
    ("text", "operation", "euros", "certainty"),
    [
        ("hasta 300.000 €", "venta", 300_000, Certainty.STATED),
        ("200k", "venta", 200_000, Certainty.STATED),
        ("hasta 300", "venta", 300_000, Certainty.INFERRED),
        ("hasta 900 al mes", "alquiler", 900, Certainty.STATED),
        ("unos 250k", "venta", 250_000, Certainty.INFERRED),
        ("hasta 300.000 €", "venta", 320_000, Certainty.INFERRED),
        ("algo barato", "venta", 150_000, Certainty.INFERRED),
    ],
)
def test_a_figure_is_stated_only_if_we_read_it_in_the_words_ourselves(text, operation, euros, certainty):
    said = noted(text, operation=operation, price_max=euros, quotes={"price_max": text}).budget_max
    assert (said.value, said.certainty) == (euros * 100, certainty)


def test_a_budget_says_what_it_pays_for_once_the_operation_is_known():
    assert noted("900", operation="alquiler", price_max=900).budget_per.value is Per.MONTH
    assert noted("300k", known=Demand(operation=stated(Operation.VENTA)), price_max=300_000).budget_per.value is Per.ONCE
    assert noted("300k", price_max=300_000).budget_per is None


def test_a_range_has_two_ends():
    demand = noted(
        "entre 180 y 220 mil", operation="venta", price_min=180_000, price_max=220_000, quotes={"price_min": "entre 180 y 220 mil"}
    )
    assert (demand.budget_min.value, demand.budget_max.value) == (18_000_000, 22_000_000)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("quiero comprar", Certainty.STATED),
        ("Comprar", Certainty.STATED),
        ("para alquilar", Certainty.INFERRED),
        ("busco piso", Certainty.INFERRED),
    ],
)
def test_an_operation_is_stated_only_if_it_is_named(text, certainty):
    assert noted(text, operation="venta", quotes={"operation": text}).operation.certainty is certainty


@pytest.mark.parametrize(
    ("text", "count", "certainty"),
    [
        ("2 hab", 2, Certainty.STATED),
        ("dos dormitorios", 2, Certainty.STATED),
        ("somos cuatro", 2, Certainty.INFERRED),
        ("12 meses", 2, Certainty.INFERRED),
    ],
)
def test_a_number_of_rooms_must_stand_in_its_words(text, count, certainty):
    assert noted(text, bedrooms_min=count, quotes={"bedrooms_min": text}).bedrooms_min.certainty is certainty


def test_a_number_of_bathrooms_must_stand_in_its_words():
    assert noted("con 2 baños", bathrooms_min=2, quotes={"bathrooms_min": "con 2 baños"}).bathrooms_min.certainty is Certainty.STATED
    assert noted("con 2 hab", bathrooms_min=2, quotes={"bathrooms_min": "con 2 hab"}).bathrooms_min.certainty is Certainty.INFERRED


def test_a_studio_has_no_bedrooms():
    assert noted("un estudio", bedrooms_min=0, quotes={"bedrooms_min": "un estudio"}).bedrooms_min.value == 0


def test_a_size_is_built_unless_said_otherwise():
    said = noted("80 m2", area_min=80, quotes={"area_min": "80 m2"}).area
    assert (said.value, said.certainty) == (Area(Decimal(80)), Certainty.STATED)
    plot = noted("parcela de 1000 m", area_min=1000, quotes={"area_min": "parcela de 1000 m"}).area
    assert (plot.value, plot.certainty) == (Area(Decimal(1000), Surface.PLOT), Certainty.STATED)
    about = noted("unos 80 m2", area_min=80, quotes={"area_min": "unos 80 m2"}).area
    assert (about.value, about.certainty) == (Area(Decimal(80)), Certainty.INFERRED)


def test_places_are_those_of_the_catalogue():
    assert noted("en el centro de nerja", zones=["centro de Nerja"]).zones.value[0].town == "Nerja"
    assert noted("x", zones=["Nerja"], excluded_zones=["Burriana"]).zones.value[1].excluded


def test_a_new_place_replaces_the_old_one_and_keeps_what_was_excluded():
    known = noted("x", zones=["Nerja"], excluded_zones=["Burriana"])
    later = noted("x", known=known, zones=["Torrox"]).zones.value
    assert [(zone.name, zone.excluded) for zone in later] == [("Torrox", False), ("Burriana", True)]
    only_excluded = noted("x", known=Demand(zones=stated((Zone("Nerja"),))), excluded_zones=["Capistrano"]).zones.value
    assert [(zone.name, zone.excluded) for zone in only_excluded] == [("Nerja", False), ("Capistrano", True)]


def test_features_gather_and_change_sides():
    known = merged(None, noted("x", must=["ascensor"], nice=["terraza", "garaje"]))
    later = noted("x", known=known, must=["garaje"], must_not=["bajo", "piscina comunitaria"])
    assert later.must.value == {Feature.ASCENSOR, Feature.GARAJE}
    assert later.nice.value == {Feature.TERRAZA}
    assert later.excludes.value == {Kind.BAJO, Feature.PISCINA_COMUNITARIA}


def test_words_that_mean_nothing_are_given_back_and_not_kept():
    demand, strange = demand_of(Arguments({"must": ["buena vibra"], "types": ["palacete"]}), None, heard("x"), atlas=ATLAS, now=TODAY)
    assert strange == ["palacete", "buena vibra"]
    assert demand == Demand()


@pytest.mark.parametrize(
    ("field", "word", "value"),
    [
        ("timeframe", "inmediato", Timeframe.INMEDIATO),
        ("timeframe", "menos_de_3_meses", Timeframe.MENOS_DE_3_MESES),
        ("timeframe", "de_3_a_6_meses", Timeframe.DE_3_A_6_MESES),
        ("timeframe", "de_6_a_12_meses", Timeframe.DE_6_A_12_MESES),
        ("timeframe", "sin prisa", Timeframe.SIN_PRISA),
        ("timeframe", "2027-01-01", date(2027, 1, 1)),
        ("financing", "al contado", Financing.AL_CONTADO),
        ("financing", "hipoteca_aprobada", Financing.HIPOTECA_APROBADA),
        ("financing", "necesita_hipoteca", Financing.NECESITA_HIPOTECA),
        ("financing", "debe vender antes", Financing.DEBE_VENDER),
        ("use", "inversión", Purpose.INVERTIR),
        ("use", "segunda residencia", Purpose.SEGUNDA_RESIDENCIA),
        ("use", "vivienda habitual", Purpose.VIVIR),
    ],
)
def test_circumstances_are_read_as_the_model_names_them(field, word, value):
    assert getattr(noted("x", **{field: word}), {"use": "purpose"}.get(field, field)).value == value


def test_a_month_is_read_in_the_customers_own_words():
    assert noted("para enero", timeframe="fecha", quotes={"timeframe": "para enero"}).timeframe.value == date(2027, 1, 1)
    assert noted("hola", timeframe="fecha", quotes={"timeframe": "para enero"}).timeframe is None


def test_a_circumstance_that_means_nothing_is_left_out():
    assert noted("x", timeframe="cuando toque", financing="bitcoin", use="") == Demand()


def test_a_little_more_is_fine():
    assert (
        noted("me puedo estirar un poco", flexible=True, quotes={"flexible": "me puedo estirar un poco"}).flexibility.value == Flexibility()
    )
    assert noted("un 5 % más", flexible=True, quotes={"flexible": "un 5 % más"}).flexibility.value == Flexibility(percent=5)
    assert noted("x", flexible=False).flexibility is None


def test_a_name_counts_only_if_the_customer_wrote_it():
    assert noted("soy Lucía Gómez", name="Lucía Gómez").name.value == "Lucía Gómez"
    assert noted("hola", name="Lucía").name is None
    assert noted("x" * 90, name="x" * 90).name is None


def test_only_our_languages_are_noted():
    assert noted("hi", language="en").language.value == "en"
    assert noted("salut", language="fr").language is None


def test_a_guess_does_not_replace_what_was_said():
    known = Demand(budget_max=stated(30_000_000))
    assert merged(known, noted("x", price_max=500_000)).budget_max.value == 30_000_000
    assert (
        merged(
            known, noted("hasta 250.000 €", operation="venta", price_max=250_000, quotes={"price_max": "hasta 250.000 €"})
        ).budget_max.value
        == 25_000_000
    )
