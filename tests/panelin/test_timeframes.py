from datetime import date

import pytest

from panelin.demand import Timeframe
from panelin.timeframes import Plazo, easter, plazo, timeframe, within

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("para enero", date(2027, 1, 1), date(2027, 1, 31)),
        ("para noviembre", TODAY, date(2026, 11, 30)),
        ("para octubre", date(2027, 10, 1), date(2027, 10, 31)),
        ("a partir de febrero de 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("en verano", date(2027, 6, 21), date(2027, 9, 22)),
        ("antes del verano", TODAY, date(2027, 6, 20)),
        ("después de Reyes", date(2027, 1, 7), None),
        ("pasadas las navidades", date(2027, 1, 7), None),
        ("para invierno", date(2026, 12, 21), date(2027, 3, 19)),
        ("en Semana Santa", date(2027, 3, 21), date(2027, 3, 28)),
        ("para otoño", TODAY, date(2026, 12, 20)),
        ("before summer", TODAY, date(2027, 6, 20)),
        ("im Frühling", date(2027, 3, 20), date(2027, 6, 20)),
    ],
)
def test_a_month_a_season_or_a_feast_is_a_timeframe(text, first, last):
    assert plazo(text, today=TODAY) == Plazo(first, last)


def test_a_feast_over_new_year_that_is_running_is_this_one():
    assert plazo("en Navidad", today=date(2027, 1, 3)) == Plazo(date(2027, 1, 3), date(2027, 1, 6))


@pytest.mark.parametrize("text", ["", "enero", "una casa de verano en la playa", "para mañana"])
def test_other_words_are_no_timeframe(text):
    assert plazo(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cuanto antes", Timeframe.INMEDIATO),
        ("sin prisa", Timeframe.SIN_PRISA),
        ("no tenemos prisa", Timeframe.SIN_PRISA),
        ("en dos meses", Timeframe.MENOS_DE_3_MESES),
        ("en 4 o 5 meses", Timeframe.DE_3_A_6_MESES),
        ("dentro de 10 meses", Timeframe.DE_6_A_12_MESES),
        ("en 24 meses", Timeframe.SIN_PRISA),
        ("mañana", None),
    ],
)
def test_how_soon_the_home_is_wanted(text, expected):
    assert timeframe(text) is expected


def test_months_fall_into_classes_that_include_their_end():
    assert [within(months) for months in (3, 6, 12)] == [Timeframe.MENOS_DE_3_MESES, Timeframe.DE_3_A_6_MESES, Timeframe.DE_6_A_12_MESES]


@pytest.mark.parametrize(
    "sunday",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25), date(1954, 4, 18), date(2285, 3, 22)],
)
def test_easter_is_where_the_calendar_has_it(sunday):
    assert easter(sunday.year) == sunday
