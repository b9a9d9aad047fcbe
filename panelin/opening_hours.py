"""When the office is open: questions about stored instants and now.

Instants are UTC; weekly ranges and holidays are the agency's own time. A local hour that the clock skips in spring is read as
the instant after the jump, one that it shows twice in autumn as the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from panelin.agency import Agency, Hours, OpenRange
from panelin.languages import Language, text
from panelin.languages.writing import day, hour, listed, notation_of

FARTHEST_DAYS = 366  # an office without an opening within a year has none
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Opening:
    """From when until when the office is open, in UTC; the last instant is no longer open."""

    opens: datetime
    closes: datetime


def is_open(hours: Hours, at: datetime, agency: Agency) -> bool:
    """Tell whether these hours are running."""
    today = at.astimezone(agency.timezone).date()
    return any(opening.opens <= at < opening.closes for opening in openings_on(hours, today, agency))


def next_opening(hours: Hours, after: datetime, agency: Agency) -> datetime | None:
    """Find the next moment at which the doors open, strictly later; None if that is not within a year."""
    return next((opening.opens for opening in _openings_from(hours, after, agency) if opening.opens > after), None)


def open_from(hours: Hours, at: datetime, agency: Agency) -> datetime | None:
    """Find the first open moment that is not before `at`: itself while open, else the next opening."""
    return at if is_open(hours, at, agency) else next_opening(hours, at, agency)


def open_time_between(hours: Hours, start: datetime, end: datetime, agency: Agency) -> timedelta:
    """Add up how long the office was open between two instants, at most a year on."""
    total = timedelta()
    for opening in _openings_from(hours, start, agency):
        if opening.opens >= end:
            break
        total += max(min(opening.closes, end) - max(opening.opens, start), timedelta())
    return total


def openings_on(hours: Hours, on: date, agency: Agency) -> tuple[Opening, ...]:
    """List when the office is open on one day of the agency's calendar."""
    return tuple(
        Opening(_instant(on, r.opens, agency.timezone), _instant(on, r.closes, agency.timezone)) for r in ranges_on(hours, on, agency)
    )


def ranges_on(hours: Hours, on: date, agency: Agency) -> tuple[OpenRange, ...]:
    """List the ranges of one day: those of the holiday if it is one, else the weekday's."""
    holiday = next((holiday for holiday in agency.holidays if holiday.date == on), None)
    if holiday is None:
        return hours.week[on.weekday()]
    return holiday.open if hours.on_holidays else ()


def _openings_from(hours: Hours, start: datetime, agency: Agency) -> Iterator[Opening]:
    first = start.astimezone(agency.timezone).date()
    for ahead in range(FARTHEST_DAYS):
        yield from openings_on(hours, first + timedelta(days=ahead), agency)


def _instant(on: date, at: time, timezone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, tzinfo=timezone).astimezone(UTC)


def opening_parts(at: datetime, now: datetime, language: Language, agency: Agency) -> tuple[str, str]:
    """Split a coming moment into its day and hour, as `handoff_cerrado` wants them: "mañana", "9:30"."""
    local, today = at.astimezone(agency.timezone), now.astimezone(agency.timezone).date()
    return _day_phrase(local.date(), today, language, agency), hour(local)


def opening_phrase(at: datetime, now: datetime, language: Language, agency: Agency) -> str:
    """Say when a coming moment is: "hoy a las 16:30", "el lunes a las 9:30"."""
    on, clock = opening_parts(at, now, language, agency)
    notation = notation_of(language)
    form = notation.at_one if clock.startswith("1:") else notation.at
    return form.format(day=on, hour=clock)


def _day_phrase(on: date, today: date, language: Language, agency: Agency) -> str:
    notation = notation_of(language)
    if on == today:
        return notation.today
    if on == today + timedelta(days=1):
        return notation.tomorrow
    over_a_holiday = any(today <= holiday.date <= on for holiday in agency.holidays)
    if over_a_holiday or on >= today + timedelta(days=_WEEK):
        return notation.on_day.format(day(on, language))
    return notation.on_weekday.format(notation.weekdays[on.weekday()])


def hours_sentence(hours: Hours, language: Language, agency: Agency) -> str:
    """Say the ordinary week, and that the assistant is there at any time."""
    any_time = text("a_cualquier_hora", language, agency)
    week = hours_phrase(hours, language)
    opening = text("horario", language, agency, horario=week) if week else text("horario_cerrado", language, agency)
    return f"{opening} {any_time}"


def hours_phrase(hours: Hours, language: Language) -> str:
    """Say the ordinary week without a verb: "de lunes a viernes de 9:30 a 14:00 y de 16:30 a 20:00, y los sábados de 10:00 a 13:30"."""
    parts = [
        f"{_days(first, last, language)} {ranges_phrase(ranges, language)}"
        for ranges, first, last in _runs(hours)
    ]  # fmt: skip
    *most, last_part = parts or ("",)
    return f"{', '.join(most)}, {notation_of(language).conjunction} {last_part}" if most else last_part


def ranges_phrase(ranges: tuple[OpenRange, ...], language: Language) -> str:
    """Say the ranges of a day: "de 9:30 a 14:00 y de 16:30 a 20:00"."""
    span = notation_of(language).span
    return listed([span.format(opens=hour(each.opens), closes=hour(each.closes)) for each in ranges], language)


def _runs(hours: Hours) -> Iterator[tuple[tuple[OpenRange, ...], int, int]]:
    """Yield the days in a row that have the same ranges, closed ones left out."""
    for ranges, group in groupby(range(_WEEK), key=lambda weekday: hours.week[weekday]):
        weekdays = tuple(group)
        if ranges:
            yield ranges, weekdays[0], weekdays[-1]


def _days(first: int, last: int, language: Language) -> str:
    notation = notation_of(language)
    if first == last:
        return notation.every_weekday[first]
    return notation.days.format(first=notation.weekdays[first], last=notation.weekdays[last])
