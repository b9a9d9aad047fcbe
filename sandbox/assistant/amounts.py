"""Numbers in a customer's text: money, rooms, sizes (reference product.md 5). What is no price is taken off the tape first."""

import re
from dataclasses import dataclass, replace

_TO_TEN = "zero uno dos tres cuatro cinco seis siete ocho nueve diez"
_TO_TWENTY = "once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte"
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_HUNDREDS = "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
_OTHERS = {"ciento": 100, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6}
WORTH = {
    **{word: number for number, word in enumerate(f"{_TO_TEN} {_TO_TWENTY}".split()) if number > 1},
    **{word: 30 + 10 * place for place, word in enumerate(_TENS.split())},
    **{word: 100 + 100 * place for place, word in enumerate(_HUNDREDS.split())},
    **_OTHERS,
}
WORD = "|".join(sorted(WORTH, key=len, reverse=True))
SPELT = re.compile(rf"\b(?:{WORD})(?:(?: y)? (?:{WORD}))*\b")
NO_PRICE = tuple(re.compile(pattern) for pattern in (
    r"(?:\+?34[ .]?)?\b[6789]\d{2}(?:[ .]?\d{3}){2}\b|\b[6789]\d{2}(?:[ .]?\d{2}){3}\b|\+\d{9,15}\b",  # telephones
    r"\ba (?:unos )?\d+ ?(?:m|mts?|metros|km|kms|min\w*)\b(?: (?:andando|a pie|de))?",  # distances
    r"\b(?:(?:a|sobre)(?: partir de)? las? \d{1,2}(?::\d\d)?|\d{1,2}:\d\d|um \d{1,2} uhr)\b",  # hours
    r"\b\d{1,2}(?:\.|º|ª|er|o|th)? (?:de )?(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic|dez)[a-z]*\b",
    r"\b(?:ref\w*\.? ?)?[a-z]{1,4}-?\d{3,6}\b|\bref\w*\.? ?\d+\b|\bla \d{3,5}\b(?! ?(?:€|e\b|k|mil|eu))",  # references
    r"\b\d{1,2} ?(?:º|ª|er\b|a planta\b)", r"\b\d{1,2} (?:personas|people|personen)\b", r"\b20[2-4]\d\b(?! ?(?:€|k|mil|al mes))",
    r"\b\d+ ?%", r"\b\d{1,2} (?:anos|years|jahre|minutos|dias|meses|semanas)\b",
))  # fmt: skip
LEAST = r"(?:(?:minimo|min\.?|al menos|at least|mind\w*|mas de|con)\s*|\+\s*)?"
ROOMS = re.compile(
    LEAST + r"\b(\d)\s*(?:\+|o mas)?\s*(?:(?:o|-|/|a|or|oder)\s*(\d)\s*)?"
    r"(?:hab\w*|h\b|dorm\w*|d\b|cuartos?\b|recamaras?\b|ambientes?\b|bed(?:room)?s?\b|schlafzimmer|zimmer)"
)
LONE_ROOMS = re.compile(
    r"\b(?:minimo|min|al menos|at least) (\d)\b(?!\d|[.,]\d)|(?<![\d.])(\d) ?(?:o mas|\+)|\+ ?(\d)\b(?![\d.,]|\s*m)|^\s*(\d) ?[-o/] ?\d\s*$"
)
BATHS = re.compile(LEAST + r"\b(\d)\s*(?:banos?|wc|aseos?|bath(?:room)?s?|bader?|bad)\b")
PLOT = re.compile(
    r"\b(?:parcela|plot|grundstuck) (?:de |of |von )?(?:unos |minimo )?(\d[\d.]*) ?(?:m2|m²|m|mts?|metros)?|\b(\d+) ?(hectareas?|has?)\b"
)
AREA = re.compile(r"(\+ ?|(?:mas de|minimo|unos|about|mind\w*) )?\b(\d{2,4})(?:\.(\d{3}))? ?(?:m2|m²|m|mts?|metros|sqm|qm)(?![\w²])")
NUMBER = r"(\d{1,3}(?:[.,'’ ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?)"
UNIT = r"(?:\s*(k\b|mil\b|tausend\b|thousand\b|millon(?:es)?\b|million\w*\b|mio\b|m\b))?"
MONEY = r"(?:\s*(€|eur\w*\b|eu\b|leuros\b|pavos\b))?"
PER = r"(?:\s*(al mes|/ ?mes|por mes|mensual\w*|a month|per month|/ ?month|pcm|im monat))?"
SUM = rf"€?{NUMBER}{UNIT}{MONEY}{PER}"
UPPER = r"hasta|max(?:imo|imum)?\.?|menos de|no mas de|por debajo de|tope|como mucho|up to|under|below|less than|bis(?: zu)?|unter"
RANGE = re.compile(
    rf"(?:\b(?:entre|de|desde|between|from|zwischen|von)\s+)?€?{NUMBER}{UNIT}{MONEY}\s*(?:\by\b|\ba\b|-|/|\band\b|\bto\b|\bund\b|\bbis\b|\bhasta\b)\s*{SUM}"
)
CEILING = re.compile(rf"\b(?:{UPPER}|presupuesto|budget)\s*(?:(?:de|of|los|unos|es|is)\s+)*{SUM}")
ABOUT = re.compile(rf"\b(?:sobre|unos|alrededor de|rondando|around|about|etwa|ca\.?)\s*(?:los\s+)?{SUM}|{SUM} y pico\b")
FLOOR = re.compile(rf"\b(?:a partir de|desde|mas de|over|from|ab)\s+{SUM}")
BARE = re.compile(SUM)
STRETCH = re.compile(r"\bestirar\w*|\bapurando\b|\bflexible\b|\bun poco mas\b|\bstretch\b|\betwas mehr\b")
OPEN_END = re.compile(r"\bsin limite\b|\blo que sea\b|\bno limit\b")


SALES, RENTS, LIKELY_RENT = (20_000, 20_000_000), (200, 15_000), (500, 15_000)
THOUSANDS_LEFT_OUT = 1_000  # "hasta 300" in a sale


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the numbers of one text say; None = not said."""

    price_max: int | None = None
    price_min: int | None = None
    operation: str | None = None
    implied: bool = False
    doubtful: bool = False
    flexible: bool = False
    bedrooms_min: int | None = None
    bathrooms_min: int | None = None
    area_min: int | None = None
    plot_min: int | None = None


class _Tape:
    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if found := pattern.search(self.text):
            self.text = f"{self.text[: found.start()]} ; {self.text[found.end() :]}"
        return found


def digits(text: str) -> str:
    """Write spelt numbers as digits: doscientos mil -> 200 mil, medio millon -> 0,5 millon."""
    text = re.sub(r"\b(?:medio|half a|eine halbe) (?=mill)", "0,5 ", text)
    text = re.sub(r"\b(?:un|a|one|eine) (?=mill)", "1 ", text)
    text = SPELT.sub(lambda found: str(sum(WORTH[word] for word in found[0].replace(" y ", " ").split())), text)
    return re.sub(r"\b(\d) ?millon(?:es)? (\d)00\b(?! ?mil)", r"\1,\2 millones", text)


def amounts(text: str, *, operation: str | None, asked_price: bool = False) -> Amounts:
    """Read the amounts of one folded text; the operation known so far decides what a bare number means."""
    tape = _Tape(digits(text))
    for pattern in NO_PRICE:
        while tape.take(pattern):
            pass
    rooms, baths, plot, area = tape.take(ROOMS), tape.take(BATHS), tape.take(PLOT), tape.take(AREA)
    lone = None if rooms else tape.take(LONE_ROOMS)
    sized = Amounts(
        bedrooms_min=int(rooms[1]) if rooms else next((int(n) for n in lone.groups() if n), None) if lone else None,
        bathrooms_min=int(baths[1]) if baths else None,
        area_min=_area(area) if area else None,
        plot_min=_plot(plot) if plot else None,
        flexible=STRETCH.search(text) is not None,
    )
    return _priced(tape, sized, operation, asked_price)


def _area(found: re.Match[str]) -> int:
    metres = int(found[2] + (found[3] or ""))
    return metres * 9 // 10 if (found[1] or "").startswith(("unos", "about")) else metres


def _plot(found: re.Match[str]) -> int:
    return int(found[2]) * 10_000 if found[2] else int(found[1].replace(".", "") or 0)


def _priced(tape: _Tape, sized: Amounts, operation: str | None, asked: bool) -> Amounts:
    if (found := tape.take(RANGE)) and _looks_like_money(found[1], found[2] or found[5], found[3] or found[6] or found[7]):
        top = _worth(sized, found[4], found[5], found[7], operation)
        low = _worth(sized, found[1], found[2] or found[5], found[7], top.operation or operation)
        return replace(top, price_min=low.price_max)
    if (found := tape.take(CEILING)) or (found := tape.take(ABOUT)):
        said = found.groups()[:4] if found[1] else found.groups()[4:]
        about = found.re is ABOUT
        worth = _worth(sized, said[0], said[1], said[3], operation)
        return replace(worth, implied=worth.implied or about)
    if (found := tape.take(FLOOR)) and _looks_like_money(found[1], found[2], found[3] or found[4]):
        worth = _worth(sized, found[1], found[2], found[4], operation)
        return replace(worth, price_min=worth.price_max, price_max=None)
    for found in BARE.finditer(tape.text):
        if found[2] or found[3] or found[4] or (asked and len(found[1]) > 1) or _plain_price(found[1]):
            return _worth(sized, found[1], found[2], found[4], operation)
    return sized


def _looks_like_money(number: str, unit: str | None, money: str | None) -> bool:
    return bool(unit or money) or len(re.sub(r"\D", "", number)) >= 3  # noqa: PLR2004 - three figures: 180-220


def _plain_price(number: str) -> bool:
    plain = re.sub(r"\D", "", number)
    return len(plain) >= 6 or (len(plain) == 5 and plain.endswith("000"))  # noqa: PLR2004 - 29640 is a postcode, 85000 is not


def _value(number: str, unit: str | None) -> float:
    plain = re.sub(r"[.,'’ ](?=\d{3}(?!\d))", "", number).replace(",", ".")
    scale = {None: 1, "k": 1_000, "mil": 1_000, "tausend": 1_000, "thousand": 1_000}.get(unit, 1_000_000)
    return float(plain) * scale


def _worth(sized: Amounts, number: str, unit: str | None, per: str | None, operation: str | None) -> Amounts:
    """Read one sum by what is plausible: "hasta 900" is a rent, "hasta 300" a purchase in thousands (product.md 5)."""
    value = _value(number, unit)
    renting = bool(per) or operation in {"alquiler", "vacacional"} or (operation is None and LIKELY_RENT[0] <= value < LIKELY_RENT[1])
    short = not renting and not unit and value < THOUSANDS_LEFT_OUT
    euros = round(value * 1_000 if short else value)
    least, most = RENTS if renting else SALES
    if not least <= euros <= most:
        return replace(sized, doubtful=True)
    guessed = operation is None and not per
    told = None if operation and not per else "alquiler" if renting else "venta"
    return replace(sized, price_max=euros, operation=told, implied=guessed or short)
