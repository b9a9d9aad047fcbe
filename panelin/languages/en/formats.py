"""Numbers, prices, dates and hours in English, in euros and on the 24-hour clock of the office (product sheet 5 and 6)."""

from panelin.languages.notation import Notation

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December"

NOTATION = Notation(
    months=tuple(_MONTHS.split()),
    weekdays=_WEEKDAYS,
    every_weekday=tuple(f"{day}s" for day in _WEEKDAYS),
    grouping=",",
    decimal=".",
    euros="€{}",
    price_from="from {}",
    plus_vat="{} + VAT",
    per={"once": "{}", "month": "{}/month", "week": "{}/week"},
    on_request="Price on request",
    day="{weekday} {day} {month}",
    day_and_hour="{day}, {hour}",
    today="today",
    tomorrow="tomorrow",
    on_weekday="on {}",
    on_day="on {}",
    at="{day} at {hour}",
    at_one="{day} at {hour}",
    span="from {opens} to {closes}",
    days="{first} to {last}",
    conjunction="and",
)
