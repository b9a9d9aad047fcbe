from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from panelin.agency import OpenRange
from panelin.dates import When, when
from panelin.timeframes import Plazo

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=ZoneInfo("Europe/Madrid"))  # a Monday
ORDINARY = (OpenRange(time(9, 30), time(14)), OpenRange(time(16, 30), time(20)))
WEEK = (ORDINARY,) * 5 + ((OpenRange(time(10), time(13, 30)),), ())
MORNING = {"earliest": time(9, 30), "latest": time(14)}
MIDDAY = {"earliest": time(13), "latest": time(15)}
AFTERNOON = {"earliest": time(16), "latest": time(20)}
SUNDAY = date(2026, 11, 29)


def november(day: int, until: int | None = None, **more: object) -> When:
    return When(date(2026, 11, day), date(2026, 11, until or day), **more)


def at(hour: int, minute: int = 0, **more: object) -> When:
    return When(earliest=time(hour, minute), latest=time(hour, minute), **more)


def read(text: str, language: str = "es", **more: object) -> When | None:
    return when(text, now=NOW, week=WEEK, language=language, **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mañana", november(24)),
        ("pasado mañana", november(25)),
        ("pasado", november(25)),
        ("mañana por la mañana", november(24, **MORNING)),
        ("por la mañana", When(**MORNING)),
        ("a mediodía", When(**MIDDAY)),
        ("por la tarde", When(**AFTERNOON)),
        ("última hora", When(last_slot=True)),
        ("el jueves", november(26)),
        ("este jueves", november(26)),
        ("el jueves que viene", november(26, candidates=(date(2026, 11, 26), date(2026, 12, 3)))),
        ("el finde", november(28, 29, closed=(SUNDAY,))),
        ("a las 5", at(17)),
        ("sobre las 5", When(earliest=time(16, 30), latest=time(17, 30))),
        ("a las 7 y media", at(19, 30)),
        ("esta semana no, la otra", When(date(2026, 11, 30))),
        ("ahora", When(soonest=True)),
        ("en una hora", november(23, earliest=time(19), soonest=True)),
        ("a partir de las 6 que salgo de trabajar", When(earliest=time(18), workdays=True)),
        ("para enero", When(plazo=Plazo(date(2027, 1, 1), date(2027, 1, 31)))),
        ("después de Reyes", When(plazo=Plazo(date(2027, 1, 7)))),
        ("antes de verano", When(plazo=Plazo(date(2026, 11, 23), date(2027, 6, 20)))),
        ("en Semana Santa", When(plazo=Plazo(date(2027, 3, 21), date(2027, 3, 28)))),
        ("cuando quieras", When(any_time=True)),
    ],
)
def test_the_expressions_of_the_product_page(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vale quiero verlo, el jueves por la mañana puede ser?", november(26, **MORNING)),
        ("hoy", november(23)),
        ("esta tarde", november(23, **AFTERNOON)),
        ("el lunes", november(30)),
        ("el 26", november(26)),
        ("jueves 26", november(26)),
        ("26 de noviembre", november(26)),
        ("26/11", november(26)),
        ("el 3 de diciembre a las 10", replace(at(10), first=date(2026, 12, 3), last=date(2026, 12, 3))),
        ("el 5", When(date(2026, 12, 5), date(2026, 12, 5))),
        ("la semana que viene", When(date(2026, 11, 30), date(2026, 12, 6), closed=(date(2026, 12, 6),))),
        ("el viernes de la semana que viene", When(date(2026, 12, 4), date(2026, 12, 4))),
        ("el finde de la semana que viene", When(date(2026, 12, 5), date(2026, 12, 6), closed=(date(2026, 12, 6),))),
        ("esta semana", november(23, 29, closed=(SUNDAY,))),
        ("el domingo", november(29, closed=(SUNDAY,))),
        ("el sábado por la mañana", november(28, earliest=time(10), latest=time(14))),
        ("en media hora", november(23, earliest=time(18, 30), soonest=True)),
        ("en 8 horas", november(24, earliest=time(2), soonest=True)),
        ("entre semana por la tarde", When(workdays=True, **AFTERNOON)),
        ("el jueves a última hora", november(26, last_slot=True)),
    ],
)
def test_days_and_times_in_whole_messages(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("tomorrow morning", "en", november(24, **MORNING)),
        ("the day after tomorrow", "en", november(25)),
        ("Thursday at 5", "en", replace(at(17), first=date(2026, 11, 26), last=date(2026, 11, 26))),
        ("next Thursday", "en", november(26, candidates=(date(2026, 11, 26), date(2026, 12, 3)))),
        ("November 26th", "en", november(26)),
        ("this weekend", "en", november(28, 29, closed=(SUNDAY,))),
        ("not this week", "en", When(date(2026, 11, 30))),
        ("any time", "en", When(any_time=True)),
        ("morgen um 17 Uhr", "de", replace(at(17), first=date(2026, 11, 24), last=date(2026, 11, 24))),
        ("morgen früh", "de", november(24, **MORNING)),
        ("übermorgen Nachmittag", "de", november(25, **AFTERNOON)),
        ("am Donnerstag Vormittag", "de", november(26, **MORNING)),
        ("am 26. November", "de", november(26)),
        ("nächste Woche", "de", When(date(2026, 11, 30), date(2026, 12, 6), closed=(date(2026, 12, 6),))),
    ],
)
def test_days_and_times_in_english_and_german(text, language, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    "text",
    ["", "hola", "2 hab hasta 300", "el mes pasado", "lo vi en Idealista", "el 2 dormitorios", "a 5 minutos andando", "30/2", "BS-1042"],
)
def test_what_names_no_day_and_no_time_is_no_appointment(text):
    assert read(text) is None


def test_a_visit_on_a_day_in_january_is_a_date_and_january_alone_a_timeframe():
    assert read("el 8 de enero") == When(date(2027, 1, 8), date(2027, 1, 8))
    assert read("para enero").plazo is not None


def test_a_holiday_of_the_office_is_a_closed_day():
    constitution = date(2026, 12, 8)
    assert read("el 8 de diciembre", holidays={constitution}).closed == (constitution,)
    assert read("el 8 de diciembre").closed == ()


def test_the_weekend_that_has_begun_begins_today():
    sunday = datetime(2026, 11, 29, 11, 0, tzinfo=NOW.tzinfo)
    assert when("este finde", now=sunday, week=WEEK) == november(29, closed=(SUNDAY,))
    assert when("el domingo", now=sunday, week=WEEK).first == date(2026, 12, 6)
