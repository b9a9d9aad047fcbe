"""Numbers, prices, dates and hours in German (product sheet 5 and 6)."""

from panelin.languages.notation import NBSP, Notation

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"

NOTATION = Notation(
    months=tuple(_MONTHS.split()),
    weekdays=_WEEKDAYS,
    every_weekday=tuple(f"{day.lower()}s" for day in _WEEKDAYS),
    grouping=".",
    decimal=",",
    euros=f"{{}}{NBSP}€",
    price_from="ab {}",
    plus_vat="{} + MwSt.",
    per={"once": "{}", "month": "{} im Monat", "week": "{} pro Woche"},
    on_request="Preis auf Anfrage",
    day="{weekday}, {day}. {month}",
    day_and_hour="{day}, {hour} Uhr",
    today="heute",
    tomorrow="morgen",
    on_weekday="am {}",
    on_day="am {}",
    at="{day} um {hour} Uhr",
    at_one="{day} um {hour} Uhr",
    span="von {opens} bis {closes} Uhr",
    days="{first} bis {last}",
    conjunction="und",
)
