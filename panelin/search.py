"""Search in the catalogue: hard filters in code, and near misses that name the wish they miss (product sheet 3, rule 6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Final

from panelin.demand import Area, Surface
from panelin.listing import Feature, Kind, Listing
from panelin.wish import Wish
from panelin.zones import Atlas, Fit, fit

ENOUGH: Final = 3  # with fewer exact homes, near misses are shown too
NEAR: Final = 2
_BUDGET_PERCENT: Final = 10

_FLATS: Final = frozenset({Kind.PISO, Kind.APARTAMENTO, Kind.ESTUDIO, Kind.ATICO, Kind.DUPLEX, Kind.BAJO, Kind.LOFT})
_DETACHED: Final = frozenset({Kind.CHALET, Kind.VILLA})
_COUNTRY: Final = frozenset({Kind.FINCA, Kind.CORTIJO})
_HOUSES: Final = _DETACHED | _COUNTRY | {Kind.CASA, Kind.ADOSADO, Kind.PAREADO, Kind.BUNGALOW, Kind.CASA_DE_PUEBLO}
_LAND: Final = frozenset({Kind.PARCELA, Kind.SOLAR})
_BUSINESS: Final = frozenset({Kind.LOCAL, Kind.OFICINA, Kind.NAVE, Kind.EDIFICIO})
_PARKING: Final = frozenset({Kind.GARAJE, Kind.TRASTERO})
_GROUPS: Final = (_FLATS | _HOUSES, _LAND, _BUSINESS, _PARKING)
# The generic words cover the particular ones ("piso" is any flat); a particular word means itself.
_COVERS: Final[Mapping[Kind, frozenset[Kind]]] = {
    Kind.PISO: _FLATS,
    Kind.APARTAMENTO: _FLATS - {Kind.BAJO, Kind.DUPLEX},
    Kind.CASA: _HOUSES,
    Kind.CHALET: _DETACHED,
    Kind.VILLA: _DETACHED,
    Kind.FINCA: _COUNTRY,
    Kind.PARCELA: _LAND,
}


class Relaxed(IntEnum):
    """The wishes that a near miss may miss, in the order in which they are given up."""

    AREA = 0
    BATHROOMS = 1
    NICE = 2
    KIND = 3
    BUDGET = 4
    BEDROOMS = 5
    MUST_UNKNOWN = 6  # never given up: the record does not say, so it is said that it does not say
    MUST_EXTRA = 7  # to be had at a price of its own
    ZONE = 8


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish that a home does not meet: by how much (cents, m², rooms; negative = too much), or None if the record does not say."""

    wish: Relaxed
    by: int | Decimal | None = None
    feature: Feature | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A home that was found; an exact one may miss nice-to-haves, a near one names each wish that it misses."""

    listing: Listing
    unmet: tuple[Unmet, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brings: the homes that meet every wish, best first, and what comes closest if they are few."""

    exact: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()

    @property
    def listings(self) -> tuple[Listing, ...]:
        """All homes, the exact ones first."""
        return tuple(match.listing for match in (*self.exact, *self.near))


def search(wish: Wish, listings: Iterable[Listing], zones: Mapping[str, Sequence[str]] | None = None) -> Found:
    """Find the homes that meet a wish; `zones` are the agency's sets of towns, which also say who is whose neighbour."""
    homes = tuple(listings)
    atlas = Atlas.of(homes, zones)
    matches = [Match(home, unmet) for home in homes if (unmet := _judged(wish, home, atlas)) is not None]
    exact = sorted((match for match in matches if not _misses(match)), key=lambda match: _rank(match, wish))
    if len(exact) >= ENOUGH:
        return Found(tuple(exact))
    closest = sorted((match for match in matches if _misses(match)), key=lambda match: (_distance(match), *_rank(match, wish)))
    # People picture a kind of home: among the closest, one of another kind comes last.
    near = sorted(closest[:NEAR], key=lambda match: any(unmet.wish is Relaxed.KIND for unmet in match.unmet))
    return Found(tuple(exact), tuple(near))


def covers(wanted: Kind, kind: Kind) -> bool:
    """Whether a home of a kind is what a word for a kind means."""
    return kind is wanted or kind in _COVERS.get(wanted, ())


def _judged(wish: Wish, home: Listing, atlas: Atlas) -> tuple[Unmet, ...] | None:
    """The wishes that a home misses; None if it cannot be offered, not even as a near miss."""
    place = fit(home.place, wish.zones, atlas)
    if place > Fit.NEIGHBOUR or _is_ruled_out(wish, home):
        return None
    unmet = [
        *_area(wish.area, home),
        *_count(Relaxed.BATHROOMS, wish.bathrooms_min, None, home.bathrooms),
        *_nice(wish, home),
        *_kind(wish, home),
        *_budget(wish, home),
        *_count(Relaxed.BEDROOMS, wish.bedrooms_min, wish.bedrooms_max, home.bedrooms),
        *_must(wish, home),
        *([Unmet(Relaxed.ZONE)] if place is Fit.NEIGHBOUR else []),
    ]
    return tuple(unmet) if all(_may_be_relaxed(each, wish) for each in unmet) else None


def _is_ruled_out(wish: Wish, home: Listing) -> bool:
    """What is never relaxed: state, operation, term, a must that the home surely lacks, an exclusion that it surely meets."""
    return (
        not home.may_be_shown
        or home.reference in wish.discarded
        or _is_another_offer(wish, home)
        or any(home.has(feature) is False and _extra(home, feature) is None for feature in wish.must)
        or any(_meets_exclusion(home, excluded) for excluded in wish.excludes)
        or _is_too_high(wish, home)
    )


def _is_another_offer(wish: Wish, home: Listing) -> bool:
    return (
        (wish.operation is not None and home.operation is not wish.operation)
        or (wish.term is not None and home.term not in {None, wish.term})
        or (wish.needed_by is not None and home.available_from is not None and home.available_from > wish.needed_by)
        or _is_unrelated(wish, home)
    )


def _meets_exclusion(home: Listing, excluded: Feature | Kind) -> bool:
    if isinstance(excluded, Feature):
        return home.has(excluded) is True
    return covers(excluded, home.kind) or (excluded is Kind.BAJO and home.floor == 0 and home.kind in _FLATS)


def _is_too_high(wish: Wish, home: Listing) -> bool:
    return wish.floor_max is not None and home.floor is not None and home.floor > wish.floor_max


def _may_be_relaxed(unmet: Unmet, wish: Wish) -> bool:
    """Budget up to ten percent, rooms by one; the rest as it is."""
    if unmet.by is None:
        return True
    by = abs(Decimal(unmet.by))
    if unmet.wish is Relaxed.BUDGET:
        limit = (wish.max_cents if unmet.by > 0 else wish.min_cents) or 0
        return by * 100 <= limit * _BUDGET_PERCENT
    return unmet.wish not in {Relaxed.BEDROOMS, Relaxed.BATHROOMS} or by <= 1


def _area(area: Area | None, home: Listing) -> Iterable[Unmet]:
    if area is None:
        return
    had = {Surface.BUILT: home.built_m2 or home.usable_m2, Surface.USABLE: home.usable_m2, Surface.PLOT: home.plot_m2}[area.surface]
    if had is None:
        yield Unmet(Relaxed.AREA, unknown=True)
    elif had < area.minimum_m2:
        yield Unmet(Relaxed.AREA, by=area.minimum_m2 - had)


def _count(relaxed: Relaxed, least: int | None, most: int | None, had: int | None) -> Iterable[Unmet]:
    if least is None and most is None:
        return
    if had is None:
        yield Unmet(relaxed, unknown=True)
    elif least is not None and had < least:
        yield Unmet(relaxed, by=least - had)
    elif most is not None and had > most:
        yield Unmet(relaxed, by=most - had)


def _nice(wish: Wish, home: Listing) -> Iterable[Unmet]:
    return (
        Unmet(Relaxed.NICE, feature=feature, unknown=home.has(feature) is None) for feature in sorted(wish.nice) if not home.has(feature)
    )


def _kind(wish: Wish, home: Listing) -> Iterable[Unmet]:
    if wish.kinds and not any(covers(wanted, home.kind) for wanted in wish.kinds):
        yield Unmet(Relaxed.KIND)


def _is_unrelated(wish: Wish, home: Listing) -> bool:
    """Another kind is a near miss among homes, or among plots; a garage is never a near miss of a flat."""
    return bool(wish.kinds) and not any(home.kind in group and not group.isdisjoint(wish.kinds) for group in _GROUPS)


def _budget(wish: Wish, home: Listing) -> Iterable[Unmet]:
    cents = home.price.cents
    ceiling = max(wish.max_cents or 0, wish.flexible_to or 0) or None
    if ceiling is None and wish.min_cents is None:
        return
    if cents is None:
        yield Unmet(Relaxed.BUDGET, unknown=True)
    elif ceiling is not None and cents > ceiling:
        yield Unmet(Relaxed.BUDGET, by=cents - (wish.max_cents or ceiling))
    elif wish.min_cents is not None and cents < wish.min_cents:
        yield Unmet(Relaxed.BUDGET, by=cents - wish.min_cents)


def _must(wish: Wish, home: Listing) -> Iterable[Unmet]:
    for feature in sorted(wish.must):
        if home.has(feature):
            continue
        extra = _extra(home, feature)
        yield Unmet(Relaxed.MUST_EXTRA, by=extra, feature=feature) if extra else Unmet(Relaxed.MUST_UNKNOWN, feature=feature, unknown=True)


def _extra(home: Listing, feature: Feature) -> int | None:
    return next((extra.cents for extra in home.extras if extra.name is feature and not extra.included), None)


def _misses(match: Match) -> bool:
    return any(unmet.wish is not Relaxed.NICE for unmet in match.unmet)


def _distance(match: Match) -> int:
    """Later wishes weigh more than all earlier ones together: they are given up last."""
    return sum({1 << unmet.wish for unmet in match.unmet})


def _rank(match: Match, wish: Wish) -> tuple[int, bool, int, str]:
    """More nice-to-haves first, then what needs no stretching, then the lower price, then the reference: always the same order."""
    cents = match.listing.price.cents
    above = wish.max_cents is not None and cents is not None and cents > wish.max_cents
    return (len(match.unmet), above, cents if cents is not None else 1 << 62, match.listing.reference)
