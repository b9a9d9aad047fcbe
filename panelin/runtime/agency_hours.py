"""Weekly hours and holidays as `agency.toml` writes them: `mon-fri = ["09:30-14:00", "16:30-20:00"]`."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import pairwise

from panelin.agency import Holiday, Hours, OpenRange
from panelin.runtime.toml_table import Table, Wanted

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)")
RANGE = Wanted(str, 'a range such as "09:30-14:00", the close after the opening', lambda written: _range(written) is not None)
_DATE = Wanted(date, "a date such as 2026-12-08", lambda value: not isinstance(value, datetime))
_NAME = Wanted(str, "a name", lambda value: bool(value.strip()))
_WEEK_KEYS = 'a day or days in a row: "mon", "mon-fri", ..., "sun"'


def read_hours(table: Table, *, on_holidays: bool = True) -> Hours:
    """Read the ranges of a week; a day that is not named is closed."""
    week: dict[int, tuple[OpenRange, ...]] = {}
    for key in table.values:
        days = _days(key)
        if not days:
            table.fault(key, f"unknown day; allowed is {_WEEK_KEYS}")
            continue
        ranges = read_ranges(table, key)
        if week.keys() & set(days):
            table.fault(key, "names a day twice")
        week.update(dict.fromkeys(days, ranges))
    return Hours(tuple(week.get(day, ()) for day in range(len(DAYS))), on_holidays=on_holidays)


def read_ranges(table: Table, key: str) -> tuple[OpenRange, ...]:
    """Read the ranges of one day, in order and without overlap."""
    ranges = sorted((found for written in table.many(key, RANGE) if (found := _range(written))), key=lambda each: each.opens)
    if any(later.opens < earlier.closes for earlier, later in pairwise(ranges)):
        table.fault(key, "ranges overlap")
    return tuple(ranges)


def read_holidays(table: Table) -> tuple[Holiday, ...]:
    """Read the days with hours of their own."""
    holidays: dict[date, Holiday] = {}
    for row in table.rows("holidays"):
        on = row.required("date", _DATE, date.min)
        name = row.optional("name", _NAME, None)
        if on in holidays:
            row.fault("date", "is given twice")
        holidays[on] = Holiday(on, name, read_ranges(row, "open"))
        row.close()
    return tuple(holidays[on] for on in sorted(holidays))


def within(inner: Hours, outer: Hours) -> bool:
    """Tell whether each range of some hours lies inside one of the others on the same day."""
    return all(
        any(whole.opens <= part.opens and part.closes <= whole.closes for whole in outer.week[day])
        for day in range(len(DAYS))
        for part in inner.week[day]
    )


def known_hours(table: Table) -> Mapping[str, Hours]:
    """Read all named hours; those for writing unasked never run on Sundays or holidays."""
    hours: dict[str, Hours] = {}
    for name, week in table.named():
        hours[name] = read_hours(week, on_holidays=name != "follow_up")
    if "default" not in hours:
        table.fault("default", "missing; wanted are the office's own hours")
        hours["default"] = Hours()
    if "follow_up" in hours and hours["follow_up"].week[-1]:
        table.fault("follow_up.sun", "nobody is written to unasked on a Sunday")
    return hours


def _days(key: str) -> range | None:
    first, _, last = key.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        return None
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def _range(written: str) -> OpenRange | None:
    found = _RANGE.fullmatch(written)
    if found is None:
        return None
    opens, closes = map(time.fromisoformat, found.groups())
    return OpenRange(opens, closes) if opens < closes else None
