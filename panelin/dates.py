"""When somebody could come: days and times as people say them, read on the agency's calendar (product sheet, section 6)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from panelin.agency import OpenRange, Week
from panelin.numerals import with_digits
from panelin.timeframes import MONTH_NAMES, Plazo, month_of, plazo
from panelin.times import LAST, Hours, hours, without_parts

_WEEKDAYS: Final = {
    name: number
    for names in (
        "lunes martes miercoles jueves viernes sabado domingo",
        "monday tuesday wednesday thursday friday saturday sunday",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    )
    for number, name in enumerate(names.split())
}
_SATURDAY, _SUNDAY = 5, 6
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NAMES: Final = "|".join(_WEEKDAYS)
_WEEKDAY: Final = re.compile(
    rf"\b(?P<next>proximo |next |nachsten |kommenden )?(?P<day>{_NAMES})s?\b(?P<coming> que viene| proximo| next week)?"
)
_NO_DAY: Final = r"(?![\d:h%/]| ?(?:mil|k|m2|h|hab\w*|dorm\w*|baños?|€|euros?|o|y)\b| ?€)"
_NUMBERED: Final = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:o|a|st|nd|rd|th|\.)? (?:de |of )?(?P<month>{MONTH_NAMES})\b"
    rf"|(?P<month2>{MONTH_NAMES}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
    r"|(?P<day3>\d{1,2})/(?P<month3>\d{1,2})"
    rf"|(?:el|el dia|dia|the|am|den|{_NAMES}) (?P<day4>\d{{1,2}})(?:st|nd|rd|th|\.)?(?! (?:de |of )?(?:{MONTH_NAMES}))){_NO_DAY}"
)
_TOMORROW: Final = re.compile(r"\b(?:mañana|tomorrow|morgen)\b")
_DAY_AFTER: Final = re.compile(r"(?<!mes )(?<!año )\bpasado(?: mañana)?\b(?! (?:el|la)\b)|\bday after tomorrow\b|\bubermorgen\b")
_TODAY: Final = re.compile(r"\b(?:hoy|esta (?:mañana|tarde)|today|this (?:morning|afternoon)|heute)\b")
_WEEKEND: Final = re.compile(r"\b(?:finde(?: semana)?|fin de semana|weekend|wochenende)\b")
_NOT_THIS_WEEK: Final = re.compile(r"\besta semana no\b|\bla otra semana\b|\bnot this week\b|\bdiese woche nicht\b")
_NEXT_WEEK: Final = re.compile(r"\b(?:la )?(?:semana que viene|proxima semana|semana proxima|next week|nachste woche)\b")
_THIS_WEEK: Final = re.compile(r"\b(?:esta semana|this week|diese woche)\b")
_WORKDAYS: Final = re.compile(
    r"\b(?:salgo de trabajar|salgo del trabajo|entre semana|after work|weekdays?|unter der woche|nach der arbeit)\b"
)
_SOONEST: Final = re.compile(
    r"\b(?:ahora(?: mismo)?|ya mismo|lo antes posible|cuanto antes|right now|as soon as possible|asap|jetzt|sofort)\b"
)
_IN_HOURS: Final = re.compile(
    r"\b(?:en|dentro de|in) (?:(?P<half>media|half an|einer halben)|(?P<hours>una|an?|one|einer|\d{1,2})) (?:horas?|hours?|stunden?)\b"
)
_WHENEVER: Final = re.compile(
    r"\b(?:cuando (?:quieras|quieran|querais|pueda[ns]?|te venga bien|os venga bien|sea)|me da igual (?:el dia|cuando)|cualquier dia"
    r"|any ?time|whenever|jederzeit|egal wann)\b"
)


@dataclass(frozen=True, slots=True)
class When:
    """Days and times that would suit; `first` without `last` means from then on, no days at all any day.

    `candidates` are the readings to confirm with their dates, `closed` the days meant on which the office is shut, `soonest` and
    `any_time` ask for the first real slots, `plazo` is when the home is wanted and no visit date.
    """

    first: date | None = None
    last: date | None = None
    earliest: time | None = None
    latest: time | None = None
    workdays: bool = False
    last_slot: bool = False
    soonest: bool = False
    any_time: bool = False
    candidates: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()
    plazo: Plazo | None = None


def when(text: str, *, now: datetime, week: Week, holidays: Collection[date] = (), language: str = "es") -> When | None:
    """Read when a visit would suit; `now` is the agency's local time, `week` its opening ranges. None: the message says nothing of it."""
    folded = with_digits(text, language)
    days = _days(folded, now.date())
    if days is None and (wanted := plazo(text, today=now.date(), language=language)):
        return When(plazo=wanted)
    read = _with_time(_with_moods(days or When(), folded, now), folded, week)
    if read == When():
        return None
    return replace(read, closed=tuple(_closed(read, week, holidays)))


def _days(folded: str, today: date) -> When | None:
    """The days of a message; the most exact way of naming one comes first."""
    if numbered := _numbered(folded, today):
        return _on(numbered)
    if weeks := _weeks(folded, today):
        return weeks
    if _DAY_AFTER.search(folded):
        return _on(today + 2 * _DAY)
    if _TOMORROW.search(without_parts(folded)):
        return _on(today + _DAY)
    if named := _WEEKDAY.search(folded):
        return _weekday(named, today, following=_NEXT_WEEK.search(folded) is not None)
    return _on(today) if _TODAY.search(folded) else None


def _on(day: date) -> When:
    return When(day, day)


def _numbered(folded: str, today: date) -> date | None:
    """A day by its number: the next one from today on that the calendar has."""
    found = _NUMBERED.search(folded)
    if found is None:
        return None
    day = int(found["day"] or found["day2"] or found["day3"] or found["day4"])
    name = found["month"] or found["month2"]
    month = month_of(name) if name else int(found["month3"] or 0) or None
    return next((each for each in _calendar(today) if each.day == day and month in {None, each.month}), None)


def _calendar(today: date) -> Iterable[date]:
    return (today + ahead * _DAY for ahead in range(366))


def _weekday(found: re.Match[str], today: date, *, following: bool) -> When:
    """The next such day, never today; "que viene" may mean that one or the one after: both are candidates."""
    if following:
        return _on(today + timedelta(days=7 - today.weekday() + _WEEKDAYS[found["day"]]))
    first = today + timedelta(days=(_WEEKDAYS[found["day"]] - today.weekday() - 1) % 7 + 1)
    read = _on(first)
    return replace(read, candidates=(first, first + _WEEK)) if found["next"] or found["coming"] else read


def _weeks(folded: str, today: date) -> When | None:
    monday = today - timedelta(days=today.weekday())
    if _NOT_THIS_WEEK.search(folded):
        return When(monday + _WEEK)
    if _WEEKEND.search(folded):
        coming = monday + (_WEEK if _NEXT_WEEK.search(folded) else timedelta())
        return When(max(coming + _SATURDAY * _DAY, today), coming + _SUNDAY * _DAY)
    if _WEEKDAY.search(folded):
        return None
    if _NEXT_WEEK.search(folded):
        return When(monday + _WEEK, monday + _WEEK + _SUNDAY * _DAY)
    return When(today, monday + _SUNDAY * _DAY) if _THIS_WEEK.search(folded) else None


def _with_moods(read: When, folded: str, now: datetime) -> When:
    """What is said besides days and hours: at once, whenever, after work, the last slot."""
    read = replace(
        read,
        workdays=_WORKDAYS.search(folded) is not None,
        last_slot=LAST.search(folded) is not None,
        any_time=_WHENEVER.search(folded) is not None,
    )
    if soon := _IN_HOURS.search(folded):
        wait = timedelta(minutes=30) if soon["half"] else timedelta(hours=int(soon["hours"]) if soon["hours"].isdecimal() else 1)
        then = now + wait
        return replace(read, first=then.date(), last=then.date(), earliest=then.time().replace(second=0, microsecond=0), soonest=True)
    return replace(read, soonest=True) if _SOONEST.search(folded) else read


def _with_time(read: When, folded: str, week: Week) -> When:
    said = None if read.soonest else hours(folded, _ranges(read, week))
    return replace(read, earliest=said.earliest, latest=said.latest) if isinstance(said, Hours) else read


def _ranges(read: When, week: Week) -> tuple[OpenRange, ...]:
    """The opening ranges of the day that is meant; of no day or a closed one, those of the whole week."""
    meant = week[read.first.weekday()] if read.first and read.first == read.last else ()
    return meant or tuple(each for day in week for each in day)


def _closed(read: When, week: Week, holidays: Collection[date]) -> Iterable[date]:
    if read.first is None or read.last is None:
        return
    for ahead in range((read.last - read.first).days + 1):
        day = read.first + ahead * _DAY
        if not week[day.weekday()] or day in holidays:
            yield day
