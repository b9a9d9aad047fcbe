"""Times of day as people say them: visits are in opening hours, so of two readings the one inside them is chosen (product sheet 6)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from panelin.agency import OpenRange

NOON, MIDDAY_END, AFTERNOON, EVENING = time(14), time(15), time(16), time(20)
MIDDAY: Final = time(13)
_ABOUT_MINUTES: Final = 30
_HALF_DAY: Final = 12
_MORNING_FROM: Final = 9  # without opening hours to tell, 9 to 12 is the morning and 1 to 8 the afternoon

_HOUR: Final = (
    r"(?:las? )?(?P<hour>\d{1,2}|una)(?:[:.h](?P<minutes>\d{2})\b| y (?P<past>media|cuarto)\b| (?P<to>menos cuarto)\b)?"
    r"(?: ?(?:h|uhr|horas?)\b)? ?(?P<half>a\.?m\b|p\.?m\b|de la (?:mañana|tarde|noche)|del mediodia)?"
)
_CLOCK: Final = re.compile(
    r"\b(?:(?P<since>a partir de|desde|despues de|mas tarde de|from|after|ab|nach)|(?P<until>antes de|hasta|before|until|vor|bis)"
    r"|(?P<about>sobre|hacia|a eso de|around|about|gegen)|(?P<at>a|at|um)) "
    rf"(?=las? |\d{{1,2}} ?(?:[:.h]|uhr|am\b|pm\b)|\d{{1,2}}(?:$| ?[?!.,])){_HOUR}"
)
_BARE: Final = re.compile(r"(?<![\d.,/])(?P<hour>[01]?\d|2[0-3])(?:[:h](?P<minutes>[0-5]\d)\b| ?(?P<half>a\.?m\b|p\.?m\b)| ?uhr\b)")
_MORNING: Final = r"(?:por|en|a|de) las? mañanas?|in the morning|mornings?|(?:am|fruh|jeden) morgen|morgens|(?:am )?vormittags?|fruh"
_MIDDAY: Final = r"(?:a|al) ?mediodia|midday|lunchtime|mittags?"
_AFTERNOON: Final = r"(?:por|en|a|de) las? tardes?|esta tarde|(?:in the |this )?afternoons?|nachmittags?"
_PARTS: Final = tuple(
    (name, re.compile(rf"\b(?:{words})\b")) for name, words in (("morning", _MORNING), ("midday", _MIDDAY), ("afternoon", _AFTERNOON))
)
_BEFORE_NOON: Final = frozenset({"morning", "de la mañana", "am", "a.m"})
LAST: Final = re.compile(r"\b(?:a )?ultima hora\b|\blast slot\b|\b(?:am )?spaten? nachmittag\b")


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the day; equal ends are one moment, an end that is None is open."""

    earliest: time | None = None
    latest: time | None = None


def hours(folded: str, ranges: Sequence[OpenRange]) -> Hours | None:
    """Read the time of a folded message against the opening ranges of its day; an hour beats a part of the day."""
    found = _CLOCK.search(folded) or _BARE.search(folded)
    if found is None:
        return _part(folded, ranges)
    moment = _moment(found, folded, ranges)
    if moment is None:
        return None
    said = found.groupdict()
    if said.get("since"):
        return Hours(earliest=moment)
    if said.get("until"):
        return Hours(latest=moment)
    return _about(moment) if said.get("about") else Hours(moment, moment)


def without_parts(folded: str) -> str:
    """Take the parts of the day out, so that what is left of "mañana" means tomorrow."""
    for _, words in _PARTS:
        folded = words.sub(" ", folded)
    return folded


def _part(folded: str, ranges: Sequence[OpenRange]) -> Hours | None:
    part = next((name for name, words in _PARTS if words.search(folded)), None)
    match part:
        case "morning":
            return Hours(min((each.opens for each in ranges), default=None), NOON)
        case "midday":
            return Hours(MIDDAY, MIDDAY_END)
        case "afternoon":
            return Hours(AFTERNOON, EVENING)
        case _:
            return None


def _moment(found: re.Match[str], folded: str, ranges: Sequence[OpenRange]) -> time | None:
    said = found.groupdict()
    hour = 1 if said["hour"] == "una" else int(said["hour"])
    minutes = int(said["minutes"] or 0) + {"media": 30, "cuarto": 15}.get(said.get("past") or "", 0)
    if said.get("to"):
        hour, minutes = hour - 1, 45
    if hour > 23 or minutes > 59:  # noqa: PLR2004  hours and minutes of a clock
        return None
    return _reading(time(hour, minutes), said["half"] or _half_of(folded), ranges)


def _half_of(folded: str) -> str | None:
    """A part of the day elsewhere in the message tells which half is meant: "mañana por la tarde a las 6"."""
    return next((name for name, words in _PARTS if words.search(folded)), None)


def _reading(said: time, half: str | None, ranges: Sequence[OpenRange]) -> time:
    if said.hour > _HALF_DAY or said.hour == 0:
        return said
    later = said.replace(hour=said.hour % _HALF_DAY + _HALF_DAY)
    if half:
        return said if half in _BEFORE_NOON else later
    inside = [reading for reading in (said, later) if any(each.opens <= reading < each.closes for each in ranges)]
    if inside:
        return inside[0]
    return said if said.hour >= _MORNING_FROM else later


def _about(moment: time) -> Hours:
    minutes = moment.hour * 60 + moment.minute
    return Hours(_of_day(minutes - _ABOUT_MINUTES), _of_day(minutes + _ABOUT_MINUTES))


def _of_day(minutes: int) -> time:
    kept = min(max(minutes, 0), 24 * 60 - 1)
    return time(kept // 60, kept % 60)
