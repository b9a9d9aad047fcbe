"""Budgets as people write them: "200k", "entre 180 y 220", "hasta 900 al mes" (product sheet, section 5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from panelin.demand import Certainty, Flexibility
from panelin.figures import Figure, Role, Span, figures
from panelin.listing import Operation
from panelin.numerals import with_digits

SALE: Final = (Decimal(20_000), Decimal(20_000_000))  # what a home may plausibly cost (product sheet 5)
RENT: Final = (Decimal(200), Decimal(15_000))
_LIKELY_SALE_BELOW: Final = 450  # "hasta 300" to a stranger is 300.000 to buy, "hasta 900" is 900 a month
_SIZE_UP_TO: Final = 150  # "unos 80" alone is a size, "unos 250" is a price
_THOUSAND: Final = 1_000
_LEAST_BARE: Final = 20  # a smaller number without a unit counts rooms, people or days
_YEARS: Final = range(2020, 2041)
_POSTCODES: Final = range(10_000, 53_000)
_ABOUT_PERCENT: Final = 10

_UNLIMITED: Final = re.compile(
    r"\b(?:sin limites?|no hay limite|lo que sea|me da igual el precio|el precio me da igual|no limit|any price|egal was es kostet)\b"
    r"|^(?:depende|depends|it depends|kommt darauf an)[.!]?$"
)
_NOTE: Final = re.compile(
    r"\b(?:con (?:los )?gastos(?: incluidos)?|gastos (?:no )?(?:incluidos|aparte)|todo incluido|con iva|iva incluido|mas iva|bills included"
    r"|including (?:bills|costs|taxes)|warm|warmmiete|kalt|kaltmiete|inkl\.? nebenkosten)\b"
)
_STRETCHES: Final = re.compile(
    r"\b(?:estirar(?:me|nos)|me (?:puedo|podria) estirar|un poco mas si hace falta"
    r"|(?:somos|soy) flexibles?|algo flexible|a bit flexible|can stretch|etwas flexibel)\b"
)
_PERCENT_MORE: Final = re.compile(r"\b(\d{1,2}) ?%(?: ?(?:mas|more|mehr|arriba|por encima|above))")


class Period(StrEnum):
    """What the figure pays for: the home, or one month of it."""

    TOTAL = "total"
    MONTH = "month"


class Reading(StrEnum):
    """What has to be said about how a figure was read."""

    PLAIN = "plain"
    THOUSANDS = "thousands"  # "hasta 200" was read as 200.000: say it
    OPERATION = "operation"  # buying or renting was guessed from the figure: say it
    ASK = "ask"  # implausible: ask, with `proposal` if there is a likely one


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget in cents; all ends None means that the customer sets no limit. With a `target` both ends are only for the search."""

    minimum: int | None = None
    maximum: int | None = None
    target: int | None = None
    period: Period | None = None
    operation: Operation | None = None
    flexible_to: int | None = None
    note: str | None = None
    certainty: Certainty = Certainty.STATED
    reading: Reading = Reading.PLAIN
    proposal: int | None = None


@dataclass(frozen=True, slots=True)
class _Sense:
    """How the figures of one message are to be taken."""

    period: Period
    operation: Operation | None = None
    times: int = 1
    reading: Reading = Reading.PLAIN


def budget(text: str, *, language: str = "es", operation: Operation | None = None, asked: bool = False) -> Budget | None:
    """Read the budget of a message; `operation` is what is known, `asked` says that we have just asked for it. None: no budget in it."""
    folded = with_digits(text, language)
    found = [figure for figure in figures(folded) if _is_price(figure, alone=asked or _stands_alone(folded))]
    if not found:
        return Budget() if _UNLIMITED.search(folded) else None
    note = _NOTE.search(folded)
    return replace(_budget(found, operation), note=note[0] if note else None)


def flexibility(text: str, language: str = "es") -> Flexibility | None:
    """Read how far above the ceiling the customer would go: "me puedo estirar un poco", "un 5 % más"."""
    folded = with_digits(text, language)
    if percent := _PERCENT_MORE.search(folded):
        return Flexibility(percent=int(percent[1]))
    return Flexibility() if _STRETCHES.search(folded) else None


def _stands_alone(folded: str) -> bool:
    return re.fullmatch(r"[\d.,' ]+", folded) is not None


def _is_price(found: Figure | Span, *, alone: bool) -> bool:
    figure = found.high if isinstance(found, Span) else found
    if figure.currency or figure.monthly or figure.scale > 1:
        return True
    if figure.number < _LEAST_BARE or (figure.role is not Role.MAX and _is_year_or_postcode(figure.number)):
        return False
    if figure.role is Role.ABOUT and not alone:
        return figure.number > _SIZE_UP_TO
    return alone or isinstance(found, Span) or figure.role is not None or figure.number >= SALE[0]


def _is_year_or_postcode(number: Decimal) -> bool:
    return number in _YEARS or (number in _POSTCODES and number % _THOUSAND != 0)


def _budget(found: Sequence[Figure | Span], operation: Operation | None) -> Budget:
    span = next((each for each in found if isinstance(each, Span)), None)
    alone = [each for each in found if isinstance(each, Figure)]
    lowest = span.low if span else _with_role(alone, Role.MIN)
    about = None if span else _with_role(alone, Role.ABOUT)
    ceiling = span.high if span else about or _with_role(alone, Role.MAX) or _with_role(alone, None)
    stretch = _with_role(alone, Role.STRETCH)
    main = ceiling or lowest or stretch
    assert main is not None  # noqa: S101  a figure has one of the roles asked for above
    sense = _sense(main, operation)
    if sense.reading is Reading.ASK:
        return Budget(period=sense.period, operation=sense.operation, reading=Reading.ASK, proposal=_proposal(main.value, sense))
    read = Budget(
        minimum=_cents(lowest, sense),
        maximum=_cents(ceiling or (None if lowest else stretch), sense),
        flexible_to=_cents(stretch, sense) if ceiling else None,
        period=sense.period,
        operation=sense.operation,
        certainty=Certainty.INFERRED if sense.times > 1 or _is_guess(main, sense) else Certainty.STATED,
        reading=sense.reading,
    )
    return _around(read) if about else read


def _with_role(alone: Sequence[Figure], role: Role | None) -> Figure | None:
    return next((figure for figure in alone if figure.role is role), None)


def _cents(figure: Figure | None, sense: _Sense) -> int | None:
    if figure is None:
        return None
    return int(figure.value * (1 if figure.scale > 1 else sense.times) * 100)


def _is_guess(figure: Figure, sense: _Sense) -> bool:
    return sense.reading is Reading.OPERATION and figure.value < SALE[0]


def _around(read: Budget) -> Budget:
    """About 250: looked for ten percent either way, kept as a guess (product sheet 5)."""
    target = read.maximum or 0
    margin = target * _ABOUT_PERCENT // 100
    return replace(read, minimum=target - margin, maximum=target + margin, target=target, certainty=Certainty.INFERRED)


def _sense(figure: Figure, operation: Operation | None) -> _Sense:
    if operation is Operation.VACACIONAL:
        return _Sense(Period.MONTH if figure.monthly else Period.TOTAL)
    if figure.monthly:
        return _Sense(Period.MONTH, Operation.ALQUILER, reading=_plausible(figure.value, RENT))
    if operation is Operation.ALQUILER:
        return _Sense(Period.MONTH, reading=_plausible(figure.value, RENT))
    if operation is None:
        return _guessed(figure)
    return _of_a_sale(figure)


def _plausible(value: Decimal, limits: tuple[Decimal, Decimal]) -> Reading:
    return Reading.PLAIN if limits[0] <= value <= limits[1] else Reading.ASK


def _of_a_sale(figure: Figure) -> _Sense:
    """A number under 1.000 in a sale means thousands."""
    if figure.scale == 1 and _LEAST_BARE <= figure.number < _THOUSAND:
        return _Sense(Period.TOTAL, times=_THOUSAND, reading=Reading.THOUSANDS)
    return _Sense(Period.TOTAL, reading=_plausible(figure.value, SALE))


def _guessed(figure: Figure) -> _Sense:
    """Nobody has said whether to buy or to rent: the figure is the best hint, and the guess is said."""
    value = figure.value
    if figure.scale == 1 and _LEAST_BARE <= value < _LIKELY_SALE_BELOW and not figure.currency:
        return _Sense(Period.TOTAL, Operation.VENTA, times=_THOUSAND, reading=Reading.OPERATION)
    if SALE[0] <= value <= SALE[1]:
        return _Sense(Period.TOTAL, Operation.VENTA, reading=Reading.OPERATION)
    if RENT[0] <= value <= RENT[1]:
        return _Sense(Period.MONTH, Operation.ALQUILER, reading=Reading.OPERATION)
    return _Sense(Period.TOTAL, reading=Reading.ASK)


def _proposal(value: Decimal, sense: _Sense) -> int | None:
    """The figure that was probably meant: zeros were left out ("2.500" for 250.000)."""
    if sense.period is Period.MONTH or not 0 < value < SALE[0]:
        return None
    meant = value
    while meant < SALE[0] * 5:
        meant *= 10
    return int(meant) * 100
