"""Bedrooms, bathrooms and people as they are counted in chats: "2 hab y 2 wc", "+3", "4 personas" (product sheet, section 5)."""

import re
from dataclasses import dataclass
from typing import Final

from panelin.listing import Feature
from panelin.numerals import with_digits

MOST_ROOMS: Final = 12
_ONE: Final = r"un[oa]?|one|a|eine?[mnrs]?"
_COUNT: Final = rf"\d{{1,2}}|{_ONE}"
_START: Final = r"(?<![\w.,/+-])"
_BEDROOM: Final = r"(?:h|habs?|habi|habita\w+|d|dorms?|dormi\w+|cuartos?|recamaras?|bed ?rooms?|beds?|schlafzimmern?)"
_WHOLE: Final = r"(?:ambientes?|zimmern?)"  # rooms with the living room counted in: one bedroom less
_ROOM: Final = rf"(?:(?P<bedroom>{_BEDROOM})|(?P<whole>{_WHOLE}))\b"
_LEAST: Final = r"min(?:im[oa])?|al menos|por lo menos|como minimo|mas de|at least|mindestens"
_MOST: Final = r"max(?:im[oa])?|hasta|como mucho|no mas de|at most|up to|hochstens|bis(?: zu)?"
_OR_MORE: Final = r"\+| o mas| y mas| or more| oder mehr| como minimo| minimo| al menos"
_OR: Final = r"(?:-|/|o|u|a|y|or|to|bis|oder)"
_RANGE: Final = re.compile(rf"{_START}(?P<low>{_COUNT}) ?(?:{_BEDROOM} )?{_OR} ?(?P<high>{_COUNT}) ?{_ROOM}")
_SPLIT_RANGE: Final = re.compile(rf"{_START}(?P<low>{_COUNT}) ?{_ROOM} (?:o|u|or|oder) (?P<high>\d{{1,2}})\b(?! ?(?:baño|wc|bath|bad|m))")
_COUNTED: Final = re.compile(rf"(?<![\w.,/-])(?:(?P<most>{_MOST}) |(?:{_LEAST}) |\+ ?)?(?P<low>{_COUNT})(?:{_OR_MORE})?[ -]?{_ROOM}")
_AT_AN_HOUR: Final = re.compile(r"(?:en|a|sobre|hacia|desde|de|las?) $")
_BARE: Final = re.compile(
    rf"^(?:(?:{_LEAST}) (?P<least>\d{{1,2}})|\+ ?(?P<plus>\d{{1,2}})|(?P<more>\d{{1,2}}) ?(?:{_OR_MORE})"
    r"|(?P<low>\d{1,2}) ?(?:-|o|a|or|oder) ?(?P<high>\d{1,2}))[.!]?$"
)
_NO_OTHER_UNIT: Final = r"(?! ?(?:[\d.,]|k|mil|m|€|eur|baño|wc|bath|bad|plaza|personas|planta|mes|%|hora|dia|noche|año))"
_IN_PASSING: Final = re.compile(rf"(?:\b(?:{_LEAST}) (?P<least>\d)|{_START}\+ ?(?P<plus>\d)|{_START}(?P<more>\d) o mas)\b{_NO_OTHER_UNIT}")
_STUDIO: Final = re.compile(r"\b(?:estudios?|studios?|einzimmerwohnung|de un (?:solo )?ambiente)\b")
_NOT_A_STUDIO: Final = re.compile(r"(?:\+|\by|\bcon|\bmas|\band|\bwith|\bund) (?:un |el |a )?$")
_OFFICE: Final = re.compile(r"\b(?:despacho|oficina en casa|estudio para trabajar|home office|study|arbeitszimmer)\b")
_BATHS: Final = re.compile(
    rf"(?<![\w.,/-])(?:(?:{_LEAST}) )?(?P<count>{_COUNT})(?:{_OR_MORE})?"
    r" ?(?:baños?|wcs?|aseos?|bath ?rooms?|baths?|bader|badezimmer|bad)\b"
)
_BETTER: Final = re.compile(
    r"\b(?:mejor|si puede ser|a ser posible|preferible(?:mente)?|ideal(?:mente)?|estaria bien|if possible|ideally|preferably"
    r"|wenn moglich|am liebsten)\b"
)
_PEOPLE: Final = re.compile(
    rf"(?<![\w.,/-])(?:(?P<count>{_COUNT}) ?(?:personas?|people|persons?|adultos?|adults?|personen|leute)"
    r"|(?:somos|seriamos|we are|wir sind) (?P<we>\d{1,2})|(?:para|for|fur) (?P<for>\d{1,2}))\b"
    r"(?! ?(?:meses|mes|months|dias?|semanas?|noches|años?|habita|dorm|h\b|de |[\d.,k€]))"
)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Bedrooms from `minimum` to `maximum`; a studio has 0, and an office at home is a nice-to-have beside them."""

    minimum: int | None = None
    maximum: int | None = None
    nice: frozenset[Feature] = frozenset()


@dataclass(frozen=True, slots=True)
class Bathrooms:
    """The least number of bathrooms, or only a preference."""

    minimum: int
    nice: bool = False


def rooms(text: str, language: str = "es") -> Rooms | None:
    """Read the bedrooms of a message; None if it names none."""
    folded = with_digits(text, language)
    found = _range(folded) or _with_studio(_counted(folded), folded) or _bare(folded)
    if found and _OFFICE.search(folded):
        return Rooms(found.minimum, found.maximum, frozenset({Feature.DESPACHO}))
    return found


def bathrooms(text: str, language: str = "es") -> Bathrooms | None:
    """Read the bathrooms of a message."""
    folded = with_digits(text, language)
    found = _BATHS.search(folded)
    if found is None or _number(found["count"]) > MOST_ROOMS:
        return None
    return Bathrooms(_number(found["count"]), nice=_BETTER.search(folded) is not None)


def occupants(text: str, language: str = "es") -> int | None:
    """Read for how many people the home is; never a number of bedrooms."""
    found = _PEOPLE.search(with_digits(text, language))
    return _number(found["count"] or found["we"] or found["for"]) if found else None


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else 1


def _range(folded: str) -> Rooms | None:
    found = _RANGE.search(folded) or _SPLIT_RANGE.search(folded)
    if found is None:
        return None
    less = 1 if found["whole"] else 0
    low, high = sorted(_number(found[end]) - less for end in ("low", "high"))
    return Rooms(low, high) if low < high <= MOST_ROOMS else None


def _counted(folded: str) -> Rooms | None:
    for found in _COUNTED.finditer(folded):
        count = _number(found["low"]) - (1 if found["whole"] else 0)
        if count > MOST_ROOMS or (found["bedroom"] == "h" and _AT_AN_HOUR.search(folded[: found.start()])):
            continue
        if found["most"]:
            return Rooms(maximum=count)
        return Rooms(0, 0) if count == 0 else Rooms(count)
    return None


def _bare(folded: str) -> Rooms | None:
    """A small number alone: "mínimo 3", "3+", "2-3"; in a longer message only with its words."""
    found = _BARE.match(folded) or _IN_PASSING.search(folded)
    if found is None:
        return None
    said = found.groupdict()
    low = int(said["least"] or said["plus"] or said["more"] or said["low"])
    high = int(said["high"]) if said.get("high") else None
    return Rooms(low, high) if max(low, high or 0) <= MOST_ROOMS else None


def _with_studio(counted: Rooms | None, folded: str) -> Rooms | None:
    """A studio has no bedroom; "estudio o un dormitorio" goes from none to one."""
    found = _STUDIO.search(folded)
    if found is None or _NOT_A_STUDIO.search(folded[: found.start()]):
        return counted
    return Rooms(0, counted.maximum or counted.minimum) if counted else Rooms(0, 0)
