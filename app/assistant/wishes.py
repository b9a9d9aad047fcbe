"""A search as the model asks for it, and its result as the model gets it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.assistant.arguments import Arguments
from app.assistant.records import seen
from app.assistant.vocabulary import features_in, kinds_in, name_of, operation_in
from panelin.agency import Agency
from panelin.demand import Area, Demand, Level, Zone
from panelin.languages.writing import money, square_metres
from panelin.listing import Feature, Kind, Listing, Operation
from panelin.numerals import fold
from panelin.search import Found, Match, Relaxed, Unmet
from panelin.wish import Wish, value_of
from panelin.zones import Atlas, whereabouts

MOST_EXACT: Final = 6  # of the homes that fit, best first; the model shows three
_SAYS: Final[Mapping[Operation, re.Pattern[str]]] = {
    Operation.VENTA: re.compile(r"\bcompr\w+|\b(?:en|la) venta\b|\bbuy\w*|\bpurchas\w+|\bfor sale\b|\bkauf\w*"),
    Operation.ALQUILER: re.compile(
        r"\balquil\w+|\barrend\w+|\barriendo\b|\brent\w*|\bto let\b|\bmiet\w*|\btodo el año\b|\blarga temporada\b"
    ),
    Operation.VACACIONAL: re.compile(r"\bvacaci\w+|\bpor semanas\b|\bpara el verano\b|\bholiday\w*|\bferien\w*"),
    Operation.TRASPASO: re.compile(r"\btraspaso\w*"),
}
_WISHES: Final[Mapping[Relaxed, str]] = {
    Relaxed.AREA: "superficie", Relaxed.BATHROOMS: "baños", Relaxed.KIND: "tipo", Relaxed.BUDGET: "presupuesto",
    Relaxed.BEDROOMS: "dormitorios", Relaxed.ZONE: "zona",
}  # fmt: skip


def says_operation(text: str, operation: Operation) -> bool:
    """Whether words name the operation, so that it need not be guessed."""
    return _SAYS[operation].search(fold(text)) is not None


def operation_said(text: str) -> Operation | None:
    """The one operation that words name; none if they name several."""
    found = [operation for operation in Operation if says_operation(text, operation)]
    return found[0] if len(found) == 1 else None


def zones_of(names: Sequence[str], atlas: Atlas, *, excluded: bool = False) -> tuple[Zone, ...]:
    """The places that names mean; "centro de Nerja" is a district of one town."""
    zones = (zone for name in names for zone in _places(name, atlas))
    return tuple(dict.fromkeys(replace(zone, excluded=excluded) for zone in zones))


def _places(name: str, atlas: Atlas) -> tuple[Zone, ...]:
    zone = atlas.named(name)
    return (whereabouts(name, atlas).zones or (zone,)) if zone.level is Level.TEXT else (zone,)


def wish_in(arguments: Arguments, known: Demand | None, atlas: Atlas) -> tuple[Wish, tuple[str, ...]]:
    """The search that a call asks for, and the words in it that mean nothing to us; homes that were refused stay out."""
    must, rest = features_in(arguments.words("must"))
    must_kinds, must_strange = kinds_in(rest)
    nice, nice_strange = features_in(arguments.words("nice"))
    unwanted, rest = features_in(arguments.words("must_not"))
    unwanted_kinds, not_strange = kinds_in(rest)
    kinds, kind_strange = kinds_in(arguments.words("types"))
    area = arguments.count("area_min")
    wish = Wish(
        operation=operation_in(arguments.text("operation")),
        kinds=kinds | must_kinds,
        zones=(*zones_of(arguments.words("zones"), atlas), *zones_of(arguments.words("excluded_zones"), atlas, excluded=True)),
        min_cents=_cents(arguments.count("price_min")),
        max_cents=_cents(arguments.count("price_max")),
        bedrooms_min=arguments.count("bedrooms_min"),
        bathrooms_min=arguments.count("bathrooms_min"),
        area=Area(Decimal(area)) if area else None,
        must=must,
        nice=nice,
        excludes=frozenset[Feature | Kind]({*unwanted, *unwanted_kinds}),
        discarded=frozenset(each.reference for each in (value_of(known.discarded) if known else None) or ()),
    )
    unknown_places = [zone.name for zone in wish.zones if zone.level is Level.TEXT]
    return wish, (*kind_strange, *must_strange, *nice_strange, *not_strange, *unknown_places)


def offered(found: Found) -> Found:
    """A must-have is not relaxed without asking (product sheet 3.6): a home that may lack it comes only where the place has no other."""
    of_the_place = [match for match in found.near if not _misses(match, Relaxed.MUST_UNKNOWN, Relaxed.ZONE)]
    if not found.exact and not of_the_place:
        return found
    return replace(found, near=tuple(match for match in found.near if not _misses(match, Relaxed.MUST_UNKNOWN)))


def _misses(match: Match, *wishes: Relaxed) -> bool:
    return any(unmet.wish in wishes for unmet in match.unmet)


def shown_of(found: Found) -> tuple[Listing, ...]:
    """The homes of a result that the model gets to see."""
    return tuple(match.listing for match in (*found.exact[:MOST_EXACT], *found.near))


def result_of(found: Found, strange: Sequence[str], *, now: datetime, agency: Agency) -> dict[str, Any]:
    """Write a result: the homes that fit, the near misses with the wish they miss, and what the model must know beside."""
    near = [{"listing": seen(match.listing, now=now, agency=agency), **_missed(match)} for match in found.near]
    return {
        "exact": [seen(match.listing, now=now, agency=agency) for match in found.exact[:MOST_EXACT]],
        "near": near,
        "relaxed": list(dict.fromkeys(miss["relaxed"] for miss in near)),
        "note": _note(found, strange),
    }


def _cents(euros: int | None) -> int | None:
    return euros * 100 if euros else None


def _missed(match: Match) -> dict[str, Any]:
    """The wish that weighs most, with its figure, and the others by name."""
    missed = sorted((unmet for unmet in match.unmet if unmet.wish is not Relaxed.NICE), key=lambda unmet: -unmet.wish)
    worst, *others = missed
    written: dict[str, Any] = {"relaxed": _name(worst), "by": _by(worst, match.listing)}
    if others:
        written["also"] = [{"relaxed": _name(unmet), "by": _by(unmet, match.listing)} for unmet in others]
    return written


def _name(unmet: Unmet) -> str:
    if unmet.feature is not None:
        return name_of(unmet.feature)
    if unmet.wish is Relaxed.BUDGET and unmet.unknown:
        return "importe"
    if unmet.by is not None and unmet.by < 0:
        return "por debajo del mínimo" if unmet.wish is Relaxed.BUDGET else "habitaciones de más"
    return _WISHES[unmet.wish]


def _by(unmet: Unmet, home: Listing) -> str | None:
    if unmet.wish is Relaxed.ZONE:
        return home.place.town
    if unmet.unknown and unmet.feature is None:
        return "a consultar" if unmet.wish is Relaxed.BUDGET else "no consta"
    if unmet.by is None:
        return None
    match unmet.wish:
        case Relaxed.BUDGET:
            return money(abs(int(unmet.by)), "es")
        case Relaxed.MUST_EXTRA:
            return f"{money(int(unmet.by), 'es')} aparte"
        case Relaxed.AREA:
            return square_metres(unmet.by, "es")
        case _:
            return str(abs(unmet.by))


def _note(found: Found, strange: Sequence[str]) -> str:
    notes = []
    if len(found.exact) > MOST_EXACT:
        notes.append(f"{len(found.exact)} homes fit; these are the first {MOST_EXACT}.")
    if not found.exact:
        notes.append("No home meets every wish." + ("" if found.near else " Nothing comes close either: ask what may change."))
    if strange:
        notes.append(f"Not in our vocabulary or not among the places of the catalogue: {', '.join(strange)}.")
    return " ".join(notes)
