"""When the home is wanted ("para enero", "después de Reyes"): a timeframe of the demand, never the date of a visit."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from panelin.demand import Timeframe
from panelin.numerals import with_digits

_DAY: Final = timedelta(days=1)
_MONTHS: Final = {
    name: number
    for names in (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "january february march april may june july august september october november december",
        "januar februar marz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"setiembre": 9}
MONTH_NAMES: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEASONS: Final = {  # first and last day; a season that ends before it begins runs over New Year
    "reyes": ((1, 6), (1, 6)),
    "navidad": ((12, 22), (1, 6)),
    "navidades": ((12, 22), (1, 6)),
    "christmas": ((12, 22), (1, 6)),
    "weihnachten": ((12, 22), (1, 6)),
    "primavera": ((3, 20), (6, 20)),
    "spring": ((3, 20), (6, 20)),
    "fruhling": ((3, 20), (6, 20)),
    "fruhjahr": ((3, 20), (6, 20)),
    "verano": ((6, 21), (9, 22)),
    "summer": ((6, 21), (9, 22)),
    "sommer": ((6, 21), (9, 22)),
    "otoño": ((9, 23), (12, 20)),
    "autumn": ((9, 23), (12, 20)),
    "herbst": ((9, 23), (12, 20)),
    "invierno": ((12, 21), (3, 19)),
    "winter": ((12, 21), (3, 19)),
}
_EASTER: Final = r"semana santa|easter|ostern"
_BEFORE: Final = r"antes de(?:l)?|before|vor(?: dem| den)?"
_AFTER: Final = r"despues de(?:l)?|pasad[oa]s?|after|nach(?: dem| den)?"
_DURING: Final = r"para(?: el| la)?|en(?: el| la)?|por|a partir de|desde|for|in|by|from|im|zu|ab|bis"
_WANTED: Final = re.compile(
    rf"\b(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<during>{_DURING})) (?:el |la |los |las |the |den )?"
    rf"(?P<name>{'|'.join(_SEASONS)}|{_EASTER}|{MONTH_NAMES})\b(?: (?:de |del )?(?P<year>20\d\d))?(?! \d)"
)
_SOON: Final = re.compile(
    r"\b(?:cuanto antes|lo antes posible|inmediat\w+|urgente|ya mismo|asap|as soon as possible|sofort|so bald wie moglich)\b"
)
_NO_HURRY: Final = re.compile(r"\b(?:sin prisas?|no (?:tengo|tenemos|hay) prisa|no rush|no hurry|keine eile|mit der zeit)\b")
_IN_MONTHS: Final = re.compile(
    r"\b(?:en|dentro de|in|within) (?:unos |about )?(\d{1,2}) ?(?:-|a|o|to|or|bis)? ?(\d{1,2})? ?(?:mes(?:es)?|months?|monaten?)\b"
)


@dataclass(frozen=True, slots=True)
class Plazo:
    """The days within which the home is wanted; `last` None means from `first` on."""

    first: date
    last: date | None = None


def plazo(text: str, *, today: date, language: str = "es") -> Plazo | None:
    """Read a month, a season or a feast as a timeframe; None if the message names none."""
    found = _WANTED.search(with_digits(text, language))
    if found is None:
        return None
    start, end = _named(found["name"], today, int(found["year"]) if found["year"] else None)
    if found["before"]:
        return Plazo(today, start - _DAY)
    return Plazo(end + _DAY) if found["after"] else Plazo(max(start, today), end)


def timeframe(text: str, *, language: str = "es") -> Timeframe | None:
    """Read how soon the home is wanted: at once, within so many months, without hurry."""
    folded = with_digits(text, language)
    if _SOON.search(folded):
        return Timeframe.INMEDIATO
    if _NO_HURRY.search(folded):
        return Timeframe.SIN_PRISA
    months = _IN_MONTHS.search(folded)
    return within(int(months[2] or months[1])) if months else None


def within(months: int) -> Timeframe:
    """The class of a timeframe by its months."""
    classes = ((3, Timeframe.MENOS_DE_3_MESES), (6, Timeframe.DE_3_A_6_MESES), (12, Timeframe.DE_6_A_12_MESES))
    return next((timeframe for most, timeframe in classes if months <= most), Timeframe.SIN_PRISA)


def month_of(name: str) -> int:
    """The number of a month by its folded name."""
    return _MONTHS[name]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, as Meeus gives it)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _named(name: str, today: date, year: int | None) -> tuple[date, date]:
    """The next time the named days come round, or that of the year that was said."""
    for each in (year,) if year else (today.year - 1, today.year):
        start, end = _days(name, each)
        if year or end >= today:
            return start, end
    return _days(name, today.year + 1)


def _days(name: str, year: int) -> tuple[date, date]:
    if name in _MONTHS:
        first = date(year, _MONTHS[name], 1)
        return first, (first + timedelta(days=31)).replace(day=1) - _DAY
    if name in _SEASONS:
        (month, day), (last_month, last_day) = _SEASONS[name]
        return date(year, month, day), date(year + ((last_month, last_day) < (month, day)), last_month, last_day)
    sunday = easter(year)
    return sunday - 7 * _DAY, sunday
