"""Square metres, distances and floors as people write them: "unos 80", "a 500 m de la playa", "3º sin ascensor vale"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from panelin.demand import Area, Surface
from panelin.figures import NUMBER, number
from panelin.numerals import with_digits

_ABOUT_PERCENT: Final = 90  # "unos 80" is looked for from 72
_METRES_A_MINUTE: Final = 80  # walking
_SQUARE_METRES_A_HECTARE: Final = 10_000
_LEAST_M2: Final = 15
_SIZE_UP_TO: Final = 150  # "unos 80" alone is a size, "unos 250" is a price (see amounts)

_UNIT: Final = r"(?:m2|m\b|mts?2?\b|metros?\b|meters?\b|metres?\b|qm\b|sqm\b|quadratmeter\b|square met\w+)"
_ABOUT: Final = r"unos|unas|sobre|alrededor de|aprox\w*|mas o menos|about|around|etwa|ca\.?|ungefahr"
_AT_MOST: Final = r"menos de|maximo|max|como mucho|no mas de|hasta|less than|at most|under|up to|weniger als|hochstens|bis"
_PLOT: Final = r"parcela|terreno|finca|solar|suelo|plot|land|grundstuck\w*"
_AREA: Final = re.compile(
    rf"(?<![\w.,/])(?:(?P<most>{_AT_MOST}) |(?P<about>{_ABOUT}) )?\+? ?(?P<number>{NUMBER}) ?{_UNIT}(?: ?cuadra\w+)?"
    rf"(?P<usable> ?(?:utiles|de superficie util|usable|wohnflache))?(?P<plot> ?(?:de |of )?(?:{_PLOT}))?"
)
_BARE_ABOUT: Final = re.compile(rf"^(?:{_ABOUT}) (?P<number>\d{{2,3}})[.!]?$")
_PLOT_BEFORE: Final = re.compile(rf"\b(?:{_PLOT})\b(?: (?:de|con|of|von|minima|minimo|at least|mas de|unos|mindestens))*$")
_HECTARES: Final = re.compile(rf"(?<![\w.,])(?P<number>{NUMBER}|una?|media|a|eine?) ?(?:hectareas?|has?\b|hectares?|hektar)")
_WALKING: Final = r"(?: (?:andando|a pie|caminando|walking|walk|zu fuss))?"
_ARTICLE: Final = r"(?:la |el |l |las |los |the |dem |der )?"
_FAR: Final = rf"(?P<number>{NUMBER}) ?(?P<unit>km|m|mts?|metros?|met\w+|min(?:utos?|utes?|uten)?)\b"
_DISTANCE: Final = re.compile(
    rf"\b(?:a|within|unter|max(?:imo)?) (?:menos de |unos |less than |about )?{_FAR}(?! ?cuadra){_WALKING}"
    rf"(?: (?:de|del|from|of|to|zum|zur|bis|vom|von) {_ARTICLE}(?P<to>\w+))?"
)
_DISTANCE_OF: Final = re.compile(
    rf"(?<![\w.,]){_FAR}{_WALKING} (?:de|del|from|zum|zur|vom) {_ARTICLE}"
    r"(?P<to>playa|mar|centro|beach|sea|centre|strand|meer|zentrum)"
)
_ORDINAL: Final = r"(?:o|a|er|ro|ra|do|da|to|ta|th|st|nd|rd)?\.?"
_FLOOR_AT_MOST: Final = re.compile(
    rf"(?<![\w.,])(?P<walk_up>\d{{1,2}}){_ORDINAL} ?(?:piso |planta |floor )?sin ascensor (?:me |nos )?(?:vale|va bien|sirve|esta bien|ok)"
    rf"|(?:hasta|maximo|max|no mas de|como mucho)(?: un| una| el| la)? (?P<most>\d{{1,2}}){_ORDINAL} ?(?:piso|planta)"
)
_NO_GROUND: Final = re.compile(
    r"\b(?:bajos?|planta baja) no\b|\bno (?:quiero |sea |es )?(?:un |a |en )?(?:bajos?|planta baja)\b|\bnada de bajos\b"
    r"|\bque no sea (?:un |una )?(?:bajo|planta baja)\b|\b(?:no|not|not on)(?: the)? ground floor\b|\bkein erdgeschoss\b"
)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far from a place at most; whether a record can tell is another question."""

    metres: int
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """Which floors would do: at most `maximum` without a lift, and whether the ground floor is excluded."""

    maximum: int | None = None
    lift_required: bool | None = None
    excludes_ground: bool = False


def area(text: str, language: str = "es") -> Area | None:
    """Read the least size of a message: built square metres unless it says usable or plot."""
    folded = with_digits(text, language)
    if hectares := _HECTARES.search(folded):
        return Area(_hectares(hectares["number"]) * _SQUARE_METRES_A_HECTARE, Surface.PLOT)
    masked = _DISTANCE_OF.sub(" ", _DISTANCE.sub(" ", folded))
    found = _AREA.search(masked)
    if found is None:
        bare = _BARE_ABOUT.match(folded)
        return Area(_about(number(bare["number"]))) if bare and int(bare["number"]) <= _SIZE_UP_TO else None
    size = number(found["number"])
    if found["most"] or size < _LEAST_M2:
        return None
    return Area(_about(size) if found["about"] else size, _surface(found, masked))


def distance(text: str, language: str = "es") -> Distance | None:
    """Read how far something may be; minutes are walked at about 80 metres each."""
    folded = with_digits(text, language)
    found = _DISTANCE.search(folded) or _DISTANCE_OF.search(folded)
    if found is None:
        return None
    times = {"km": 1_000, "min": _METRES_A_MINUTE}.get("km" if found["unit"] == "km" else found["unit"][:3], 1)
    return Distance(int(number(found["number"]) * times), found["to"])


def floor(text: str, language: str = "es") -> Floor | None:
    """Read which floors would do."""
    folded = with_digits(text, language)
    at_most = _FLOOR_AT_MOST.search(folded)
    excludes = _NO_GROUND.search(folded) is not None
    if at_most:
        walk_up = at_most["walk_up"]
        return Floor(int(walk_up or at_most["most"]), lift_required=False if walk_up else None, excludes_ground=excludes)
    return Floor(excludes_ground=True) if excludes else None


def _about(size: Decimal) -> Decimal:
    return size * _ABOUT_PERCENT / 100


def _hectares(written: str) -> Decimal:
    if written == "media":
        return Decimal("0.5")
    return number(written) if written[0].isdecimal() else Decimal(1)


def _surface(found: re.Match[str], folded: str) -> Surface:
    if found["plot"] or _PLOT_BEFORE.search(folded[: found.start()].rstrip()):
        return Surface.PLOT
    return Surface.USABLE if found["usable"] else Surface.BUILT
