"""Zones as people name them, matched against the places of the catalogue and the agency's own sets of towns (product sheet, section 6)."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from panelin.demand import Level, Zone
from panelin.listing import Listing, Place, Point
from panelin.numerals import fold

PIN_RADIUS_M: Final = 3_000
_EARTH_M: Final = 6_371_000
_AROUND: Final = 120  # letters before and after a name in which the words that exclude or widen it are looked for
_ARTICLE: Final = r"(?:el|la|los|las|the|der|die|das)"
_LEADING_ARTICLE: Final = re.compile(rf"^{_ARTICLE} ")
_EXCLUDES: Final = re.compile(
    r"\b(?:menos|excepto|salvo|fuera de|quitando|nada de|que no sea|no quiero|pero no|no en|ni"
    r"|except|but not|not in|ausser|nicht(?: in)?|aber nicht)"
    rf"(?: en| in)?(?: (?:la )?zona(?: de)?)?(?: {_ARTICLE}| del?)*(?: ·+ ?(?:,|y|ni|o|and|or|und|oder) ?(?:en )?(?:{_ARTICLE} )?)*\s*$"
)
_EXCLUDED_AFTER: Final = re.compile(r"^ (?:no|not|nicht)(?:$|[ ,.;](?! (?:importa|me importa)))")
_AROUND_AFTER: Final = re.compile(
    r"^ ?,? ?(?:o|y|and|or|und|oder) (?:sus |los |sus )?(?:alrededores|cercanias|cerca|surroundings|nearby|umgebung)\b"
)
_AROUND_BEFORE: Final = re.compile(rf"\b(?:alrededores|cercanias|cerca|near|close to|nahe|in der nahe) ?(?:de|von)?(?: {_ARTICLE})?\s*$")
_NEAR: Final = re.compile(
    r"\b(?:cerca (?:de|del)|al lado (?:de|del)|junto a(?:l)?|near|close to|in der nahe (?:von|der|des))"
    r" (?:la |el |las |los |the |un |una )?(\w+)"
)
_COAST: Final = re.compile(r"\b(?:(?:en|por) la costa|costa|the coast|kuste)\b(?! del?\b)")
_PROPER: Final = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñü]+"
_NAMED: Final = re.compile(
    rf"\b(?:en|por|zona(?: de)?|in|bei) (?:[Ll]a |[Ee]l |[Ll]os |[Ll]as )?({_PROPER}(?: (?:de |del |la )*{_PROPER})*)"
)
_NO_PLACE: Final = re.compile(
    r"idealista|fotocasa|habitaclia|kyero|whatsapp|semana santa|navidad|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
    r"|octubre|noviembre|diciembre|january|february|march|april|may|june|july|august|september|october|november|december|january|ordnung|spanien|spain"
)


@dataclass(frozen=True, slots=True)
class Atlas:
    """The places that can be found: towns with their districts, and the agency's sets; a set named like a town lists its neighbours."""

    districts: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, listings: Iterable[Listing], areas: Mapping[str, Sequence[str]] | None = None) -> "Atlas":
        """Draw the atlas of a catalogue."""
        districts: dict[str, set[str]] = {}
        for listing in listings:
            districts.setdefault(listing.place.town, set()).update({listing.place.district} - {None})  # type: ignore[arg-type]
        return cls(
            {town: frozenset(names) for town, names in districts.items()},
            {name: tuple(towns) for name, towns in (areas or {}).items()},
        )

    def neighbours(self, town: str) -> frozenset[str]:
        """The folded names of the towns next to a town: listed under its own name, else those of every set that holds it."""
        wanted = _key(town)
        own = [towns for name, towns in self.areas.items() if _key(name) == wanted]
        sets = own or [towns for towns in self.areas.values() if wanted in map(_key, towns)]
        return frozenset(_key(each) for towns in sets for each in towns) - {wanted}

    def towns_of(self, area: str) -> frozenset[str]:
        """The folded names of the towns of a set."""
        return frozenset(_key(town) for name, towns in self.areas.items() if _key(name) == _key(area) for town in towns)

    def named(self, name: str) -> Zone:
        """The zone that a name means: municipality, then district, then set of towns, then free text."""
        return _lookup(self).get(_key(name)) or Zone(name.strip(), Level.TEXT)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a message says about place: `near` needs coordinates that records may lack, `asks_towns` marks a bare "costa"."""

    zones: tuple[Zone, ...] = ()
    near: tuple[str, ...] = ()
    asks_towns: bool = False


class Fit(IntEnum):
    """How a home lies to the zones that were asked for."""

    INSIDE = 0
    NEIGHBOUR = 1
    OUTSIDE = 2
    EXCLUDED = 3


def pin(point: Point, radius_m: int = PIN_RADIUS_M) -> Zone:
    """The zone around a shared location."""
    return Zone("pin", Level.PIN, point=point, radius_m=radius_m)


def whereabouts(text: str, atlas: Atlas) -> Whereabouts:
    """Read the zones that a message names, wanted and excluded, in its order."""
    folded = fold(text).replace("-", " ")
    known = _lookup(atlas)
    names = _names(known)
    masked = names.sub(lambda found: "·" * len(found[0]), folded)
    read = [_as_said(known[found[0]], masked, *found.span()) for found in names.finditer(folded)]
    zones = _placed(read, atlas) or tuple(_unknown(text))
    return Whereabouts(
        zones=zones,
        near=tuple(match[1] for match in _NEAR.finditer(masked)),
        asks_towns=not zones and _COAST.search(masked) is not None,
    )


def fit(place: Place, zones: Sequence[Zone], atlas: Atlas) -> Fit:
    """Tell how a home lies to the zones: no wanted zone means everywhere, an exclusion always counts."""
    if any(_inside(place, zone, atlas) for zone in zones if zone.excluded):
        return Fit.EXCLUDED
    wanted = [zone for zone in zones if not zone.excluded]
    if not wanted or any(_inside(place, zone, atlas) for zone in wanted):
        return Fit.INSIDE
    return Fit.NEIGHBOUR if any(_beside(place, zone, atlas) for zone in wanted) else Fit.OUTSIDE


def metres_between(here: Point, there: Point) -> float:
    """The distance of two points as the crow flies."""
    north, south = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(chord))


def _key(name: str) -> str:
    return _LEADING_ARTICLE.sub("", fold(name).replace("-", " "))


def _lookup(atlas: Atlas) -> dict[str, Zone]:
    """The known names by key; a town beats a district, and a district a set."""
    known = {_key(name): Zone(name, Level.AREA) for name in atlas.areas}
    for town, districts in sorted(atlas.districts.items()):
        known |= {_key(name): _district(name, town, atlas) for name in sorted(districts)}
    towns = sorted({town for towns in atlas.areas.values() for town in towns} | set(atlas.districts))
    return known | {_key(town): Zone(town, Level.TOWN) for town in towns}


def _district(name: str, town: str, atlas: Atlas) -> Zone:
    """A district that several towns have ("centro") belongs to none until the message names one."""
    shared = sum(_key(name) in map(_key, names) for names in atlas.districts.values()) > 1
    return Zone(name, Level.DISTRICT, town=None if shared else town)


def _names(known: Mapping[str, Zone]) -> re.Pattern[str]:
    either = "|".join(re.escape(key) for key in sorted(known, key=len, reverse=True))
    return re.compile(rf"\b(?:{either or '(?!)'})\b")


def _as_said(zone: Zone, text: str, start: int, end: int) -> Zone:
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    return Zone(
        zone.name,
        zone.level,
        zone.town,
        excluded=bool(_EXCLUDES.search(before) or _EXCLUDED_AFTER.search(after)),
        around=bool(_AROUND_AFTER.search(after) or _AROUND_BEFORE.search(before)),
    )


def _placed(read: Sequence[Zone], atlas: Atlas) -> tuple[Zone, ...]:
    """Give shared districts the town of the message, and let "Burriana, Nerja" mean Burriana alone."""
    towns = [zone.name for zone in read if zone.level is Level.TOWN and not zone.excluded]
    placed = [_in_town(zone, towns, atlas) for zone in read]
    narrowed = {zone.town for zone in placed if zone.level is Level.DISTRICT and not zone.excluded}
    kept = [zone for zone in placed if zone.level is not Level.TOWN or zone.excluded or zone.around or zone.name not in narrowed]
    return tuple(dict.fromkeys(kept))


def _in_town(zone: Zone, towns: Sequence[str], atlas: Atlas) -> Zone:
    if zone.level is not Level.DISTRICT or zone.town:
        return zone
    home = next((town for town in towns if _key(zone.name) in map(_key, atlas.districts.get(town, ()))), None)
    return Zone(zone.name, zone.level, home, zone.excluded, zone.around)


def _unknown(text: str) -> Iterable[Zone]:
    """A capitalised name after "en" that the catalogue does not know is kept as it was written."""
    return (Zone(match[1], Level.TEXT) for match in _NAMED.finditer(text) if not _NO_PLACE.match(fold(match[1])))


def _inside(place: Place, zone: Zone, atlas: Atlas) -> bool:
    town = _key(place.town)
    match zone.level:
        case Level.TOWN:
            return town == _key(zone.name) or (zone.around and town in atlas.neighbours(zone.name))
        case Level.DISTRICT:
            return _in_district(place, zone)
        case Level.AREA:
            return town in atlas.towns_of(zone.name)
        case Level.TEXT:
            return _key(zone.name) in f"{town} {_key(place.district or '')}"
        case _:  # a pin
            return _within(place, zone)


def _in_district(place: Place, zone: Zone) -> bool:
    same_town = zone.town is None or _key(zone.town) == _key(place.town)
    return same_town and (_key(place.district or "") == _key(zone.name) or (zone.around and zone.town is not None))


def _within(place: Place, zone: Zone) -> bool:
    """A hidden address is not measured: many pins would give it away."""
    if place.hidden or place.point is None or zone.point is None:
        return False
    return metres_between(place.point, zone.point) <= (zone.radius_m or PIN_RADIUS_M)


def _beside(place: Place, zone: Zone, atlas: Atlas) -> bool:
    if zone.level is Level.DISTRICT:
        return zone.town is not None and _key(place.town) in {_key(zone.town)} | atlas.neighbours(zone.town)
    return zone.level is Level.TOWN and _key(place.town) in atlas.neighbours(zone.name)
