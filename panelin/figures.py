"""The figures of a text that may be money: numbers in Spanish, English and German notation with their scale, unit and role."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

# A dot, an apostrophe, a blank or (English) a comma before exactly three digits groups thousands: no price has three decimals.
NUMBER: Final = r"\d{1,3}(?:[.,' ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_SCALE: Final = r"k\b|mil\b|m(?:io|ill)?\b\.?|millon(?:es)?\b|million(?:s|en)?\b|thousand\b|tsd\b\.?|tausend\b"
_CURRENCY: Final = r"€|eur(?:os?)?\b|l?euros\b|eu\b|pavos\b"
_MONTHLY: Final = r"(?:/|al\b|por\b|cada\b|a\b|per\b|pro\b|im\b|je\b) ?(?:mes|month|monat)\b|mensual(?:es)?\b|monthly\b|pcm\b|monatlich\b"
_FIGURE: Final = re.compile(
    rf"(?<![\w.,'])(?:€ ?)?(?P<number>{NUMBER}) ?(?P<scale>{_SCALE})?"
    rf"(?: ?(?P<some>y pico)\b)?(?: ?(?P<currency>{_CURRENCY}))?(?: ?(?P<monthly>{_MONTHLY}))?"
)


class Role(StrEnum):
    """What the words around a figure make of it."""

    MAX = "max"
    MIN = "min"
    ABOUT = "about"
    STRETCH = "stretch"


_STRETCH: Final = r"(?:llegar|estirar(?:me|nos)?|subir) (?:a|hasta)|stretch to|at a push|zur not(?: bis)?"
_MAX: Final = (
    r"hasta|max|maxim[oa]|no (?:quiero )?(?:mas de|pasar de)|menos de|por debajo de|tope|techo|como mucho|presupuesto"
    r"|up to|maximum|under|below|no more than|less than|budget|bis(?: zu)?|hochstens|maximal|unter"
)
_MIN: Final = r"desde|min(?:im[oa])?|a partir de|mas de|por encima de|from|at least|over|more than|ab|mindestens|uber"
_ABOUT: Final = (
    r"sobre|unos|unas|alrededor de|aprox(?:imadamente)?|cerca de|en torno a|rondando|ronda|about|around|roughly"
    r"|circa|ca|etwa|ungefahr|um"
)
_BEFORE: Final = ((Role.STRETCH, _STRETCH), (Role.MAX, _MAX), (Role.MIN, _MIN), (Role.ABOUT, _ABOUT))
_LEADS: Final = tuple(
    (role, re.compile(rf"(?<!\w)(?:{words})[.:]?(?: (?:de|a|los|las|the|die|unos|of|es))*[ :]*$")) for role, words in _BEFORE
)
_TRAILS: Final = (
    (Role.STRETCH, re.compile(r"^ ?(?:apurando|estirando|estirandome|si me estiro|al limite|a lo sumo|at a push|zur not)\b")),
    (Role.MAX, re.compile(r"^ ?,? ?(?:como mucho|maximo|max|tope|de tope|de maximo|maximum|hochstens)\b(?! ?\d)")),
    (Role.MIN, re.compile(r"^ ?,? ?(?:como minimo|minimo|de minimo|o mas|minimum|or more|oder mehr)\b(?! ?\d)")),
    (Role.ABOUT, re.compile(r"^ ?,? ?(?:mas o menos|aprox|aproximadamente|o asi|or so|ungefahr)\b")),
)
_RANGE_OPENS: Final = re.compile(r"(?:\bentre|\bde|\bdesde|\bbetween|\bfrom|\bvon|\bzwischen) (?:los |unos )?$")
_RANGE_JOINS: Final = re.compile(r" ?(?:[-–/]|a|y|hasta|o|to|and|bis|und) ?(?:los )?")
_RANGE_SIGNS: Final = re.compile(r" ?[-–/] ?")
_RANGE_TO: Final = re.compile(r" (?:a|hasta|to|bis) ")

_ROOM: Final = r"(?:h|habs?|habi|hab\w+|d|dorms?|dorm\w+|cuartos?|recamaras?|ambientes?|bed\w*|schlafzimmer|zimmer)"
_COUNTED: Final = r"(?:wc|baños?|aseos?|bath\w*|bader|bad|personas?|people|person\w*|plantas?|dias?|days?|noches?|nights?|semanas?|meses)"
_SIZE: Final = r"(?:m2|mts?|metros?|meters?|metres?|qm|has?|hectareas?|km|min(?:utos?|utes?|uten)?)"
_MONTH_NAME: Final = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
_DAY_NAME: Final = r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
_OTHER_MONEY: Final = (
    r"(?:gano|ganamos|cobro|cobramos|ingresos?|nominas?|sueldos?|cuotas?|hipoteca|comunidad|ibi|fianza|income|salary|mortgage)"
)
_NO_PRICE: Final = re.compile(
    "|".join(
        (
            # money of another kind: what somebody earns, has saved or pays every month
            rf"\b{_OTHER_MONEY}(?: (?:de|del|es|son|of|is|unos|mensual(?:es)?|al mes|hasta))* (?:{NUMBER}) ?(?:{_SCALE})?",
            rf"(?<![\w.,])(?:{NUMBER}) ?(?:{_SCALE})? ?(?:{_CURRENCY})? (?:de entrada|ahorrad\w+|de ahorros?|deposit|in savings)\b",
            r"(?<!\d)(?:\+\d{2,3} ?)?[6789]\d{2}(?:[ .-]?\d{3}){2}(?!\d)",  # phones, in threes
            r"(?<!\d)(?:\+\d{2,3} ?)?[6789]\d{2}(?:[ .-]?\d{2}){3}(?!\d)",  # and in twos
            r"\+\d{6,}",
            r"\b\d{1,2}[:.]\d{2} ?h?(?!\d)",  # times
            r"\b(?:a|sobre|hacia|desde|de|para|partir de) las? \d{1,2}(?:[:.]\d{2})?\b",
            rf"\b\d{{1,2}} (?:de )?{_MONTH_NAME}\b",
            rf"\b{_DAY_NAME} \d{{1,2}}\b",
            r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b(?! ?(?:k|mil|€))",
            r"(?<![\d.,])\d+(?:[.,]\d+)? ?%",
            r"\b(?:(?!max|min|eur?\d)[a-z]{1,4}-?\d{3,6}|ref(?:erencia|erence|erenz)?\.? ?:?#? ?(?:[a-z]{1,4}-?)?\d+)\b",
            rf"(?<![\w.,])(?:{NUMBER}) ?{_SIZE}\b(?: cuadra\w+)?",
            r"(?<![\w.,])\d{2,}(?:[.,]\d{3})? ?m\b",  # "80m": a million is written with one figure before the m
            r"\b(?:parcela|terreno|plot) de \d+(?:[.,]\d+)?\b",
            rf"\b\d{{1,2}} ?(?:-|o|y|a|or|to|oder|bis) ?\d{{1,2}} ?{_ROOM}\b",
            rf"\b\d{{1,2}}\+? ?{_ROOM}\b",
            rf"\b\d{{1,2}} ?{_COUNTED}\b",
            r"\b\d{1,2} ?(?:o|a|er|er?a|th|st|nd|rd|\.) (?:planta|piso|sin|con|floor|stock)\b",
            r"\b\d{1,2}(?:o|a|er|th|st|nd|rd)\b",
        )
    )
)
_AROUND: Final = 48  # letters before and after a figure in which the words that give it a role are looked for
_GLUED: Final = re.compile(r"\b(hasta|max|min|maximo|tope)\.?(?=\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be a price; `scale` is the thousand or million that was written after it."""

    number: Decimal
    scale: int = 1
    currency: bool = False
    monthly: bool = False
    role: Role | None = None

    @property
    def value(self) -> Decimal:
        """The number with its scale."""
        return self.number * self.scale


@dataclass(frozen=True, slots=True)
class Span:
    """Two figures that were written as a range."""

    low: Figure
    high: Figure


def number(written: str, *, scaled: bool = False) -> Decimal:
    """Read a number; before "millones" a dot or comma is always decimal ("1,250 M"), elsewhere three digits after it are a group."""
    if scaled and re.fullmatch(r"\d{1,2}[.,]\d+", written):
        return Decimal(written.replace(",", "."))
    bare = re.sub(r"[.,' ](?=\d{3}(?!\d))", "", written)
    return Decimal(bare.replace(",", "."))


def figures(text: str) -> tuple[Figure | Span, ...]:
    """Find the figures of a folded text in order, each alone or as a range; what is surely no price is left out."""
    masked = _NO_PRICE.sub(lambda found: "·" * len(found[0]), _GLUED.sub(r"\1 ", text))
    found = [(match, _figure(match, masked)) for match in _FIGURE.finditer(masked)]
    out: list[Figure | Span] = []
    skip = False
    for (first, low), (second, high) in zip(found, [*found[1:], (None, None)], strict=False):
        if skip:
            skip = False
        elif second and high and _is_range(masked, first, second):
            out.append(_span(low, high))
            skip = True
        else:
            out.append(low)
    return tuple(out)


def _figure(match: re.Match[str], text: str) -> Figure:
    scale = _scale(match["scale"])
    around = (text[max(match.start() - _AROUND, 0) : match.start()], text[match.end() : match.end() + _AROUND])
    role = Role.ABOUT if match["some"] else _role(*around)
    return Figure(
        number=number(match["number"], scaled=scale > 1_000),  # noqa: PLR2004
        scale=scale,
        currency=bool(match["currency"]) or match[0].startswith("€"),
        monthly=bool(match["monthly"]),
        role=role,
    )


def _scale(word: str | None) -> int:
    if not word:
        return 1
    return 1_000 if word.startswith(("k", "t")) or word == "mil" else 1_000_000


def _role(before: str, after: str) -> Role | None:
    stretched = next((role for role, words in _TRAILS if words.search(after)), None)
    return stretched or next((role for role, words in _LEADS if words.search(before)), None)


def _is_range(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Two figures with a sign between them, after "entre" or "de", or each with its own scale: "180 mil a 220 mil"."""
    between = text[first.end() : second.start()]
    opened = _RANGE_OPENS.search(text[max(first.start() - _AROUND, 0) : first.start()])
    if opened and _RANGE_JOINS.fullmatch(between):
        return True
    return bool(_RANGE_SIGNS.fullmatch(between) or (first["scale"] and second["scale"] and _RANGE_TO.fullmatch(between)))


def _span(low: Figure, high: Figure) -> Span:
    """Both ends share what was written once: "180-220k", "de 800 a 900 al mes"."""
    shared = replace(low, currency=low.currency or high.currency, monthly=low.monthly or high.monthly)
    if low.scale == 1 and low.number < high.number * (high.scale > 1):
        shared = replace(shared, scale=high.scale)
    return Span(shared, replace(high, currency=shared.currency, monthly=shared.monthly))
