from datetime import date, datetime, time
from decimal import Decimal

import pytest

from panelin.languages import writing
from panelin.listing import Per, Price

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("published", "spanish", "english", "german"),
    [
        (Price(320_000_00), f"320.000{NBSP}€", "€320,000", f"320.000{NBSP}€"),
        (Price(850_00, per=Per.MONTH), f"850{NBSP}€/mes", "€850/month", f"850{NBSP}€ im Monat"),
        (Price(245_000_00, from_=True, plus_vat=True), f"desde 245.000{NBSP}€ + IVA", "from €245,000 + VAT", f"ab 245.000{NBSP}€ + MwSt."),
        (Price(900_00, per=Per.WEEK), f"900{NBSP}€/semana", "€900/week", f"900{NBSP}€ pro Woche"),
        (Price(1_234_56), f"1.234,56{NBSP}€", "€1,234.56", f"1.234,56{NBSP}€"),
        (Price(1_200_000_00), f"1.200.000{NBSP}€", "€1,200,000", f"1.200.000{NBSP}€"),
        (Price(None), "Precio a consultar", "Price on request", "Preis auf Anfrage"),
    ],
)
def test_a_price_is_written_as_published(published, spanish, english, german):
    assert [writing.price(published, language) for language in ("es", "en", "de")] == [spanish, english, german]


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (78, "78", "78"),
        (12_000, "12.000", "12,000"),
        (Decimal("78.50"), "78,5", "78.5"),
        (Decimal(100), "100", "100"),
        (Decimal("1E+3"), "1.000", "1,000"),
    ],
)
def test_a_number_has_its_thousands_grouped_and_no_idle_zero(value, spanish, english):
    assert writing.number(value, "es") == spanish
    assert writing.number(value, "en") == english


def test_no_line_breaks_between_a_number_and_its_unit():
    assert writing.square_metres(Decimal(78), "es") == f"78{NBSP}m²"
    assert writing.metres(1300, "de") == f"1.300{NBSP}m"


@pytest.mark.parametrize(
    ("count", "spanish", "english", "german"),
    [(0, "estudio", "studio", "Einzimmerwohnung"), (1, "1 dorm", "1 bed", "1 Schlafzimmer"), (3, "3 dorm", "3 bed", "3 Schlafzimmer")],
)
def test_bedrooms_are_counted_and_none_is_a_studio(count, spanish, english, german):
    assert [writing.bedrooms(count, language) for language in ("es", "en", "de")] == [spanish, english, german]


def test_bathrooms_have_a_plural():
    assert [writing.bathrooms(1, language) for language in ("es", "en", "de")] == ["1 baño", "1 bath", "1 Bad"]
    assert [writing.bathrooms(2, language) for language in ("es", "en", "de")] == ["2 baños", "2 bath", "2 Bäder"]


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ([], ""),
        (["ascensor"], "ascensor"),
        (["garaje", "trastero"], "garaje y trastero"),
        (["ascensor", "garaje", "trastero"], "ascensor, garaje y trastero"),
        (["Nerja", "Iznate"], "Nerja e Iznate"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)
def test_words_are_joined_as_a_spanish_sentence_does(parts, joined):
    assert writing.listed(parts, "es") == joined


def test_words_are_joined_in_the_other_languages():
    assert writing.listed(["lift", "internet"], "en") == "lift and internet"
    assert writing.listed(["Aufzug", "Garten"], "de") == "Aufzug und Garten"


def test_a_day_is_named_with_its_weekday():
    on = date(2026, 11, 26)
    assert writing.day(on, "es") == "jueves 26 de noviembre"
    assert writing.day(on, "en") == "Thursday 26 November"
    assert writing.day(on, "de") == "Donnerstag, 26. November"


def test_an_offered_moment_has_day_and_hour():
    at = datetime(2026, 11, 26, 9, 5)  # noqa: DTZ001 - already the agency's own time
    assert writing.day_and_hour(at, "es") == "jueves 26 de noviembre, 9:05"
    assert writing.day_and_hour(at, "de") == "Donnerstag, 26. November, 9:05 Uhr"
    assert writing.hour(time(16, 30)) == "16:30"
