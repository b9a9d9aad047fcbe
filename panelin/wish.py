"""A search as the catalogue can answer it, made from a demand or given by the model's search tool."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from panelin.demand import Area, Demand, Flexibility, Level, Said, Zone
from panelin.ids import Reference
from panelin.listing import Feature, Kind, Listing, Operation, Term

_A_LITTLE_PERCENT: Final = 10  # "me puedo estirar un poco"; the same as the search relaxes by itself

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for; money in cents, and an empty field wishes nothing. `flexible_to` is how far above `max_cents` the customer goes."""

    operation: Operation | None = None
    kinds: frozenset[Kind] = frozenset()
    zones: tuple[Zone, ...] = ()
    min_cents: int | None = None
    max_cents: int | None = None
    flexible_to: int | None = None
    bedrooms_min: int | None = None
    bedrooms_max: int | None = None
    bathrooms_min: int | None = None
    area: Area | None = None
    floor_max: int | None = None
    term: Term | None = None
    needed_by: date | None = None
    must: frozenset[Feature] = frozenset()
    nice: frozenset[Feature] = frozenset()
    excludes: frozenset[Feature | Kind] = frozenset()
    discarded: frozenset[Reference] = frozenset()


def wish_of(demand: Demand) -> Wish:
    """Turn what a customer has said into a search."""
    ceiling = value_of(demand.budget_max)
    return Wish(
        operation=value_of(demand.operation),
        kinds=value_of(demand.kinds) or frozenset(),
        zones=value_of(demand.zones) or (),
        min_cents=value_of(demand.budget_min),
        max_cents=ceiling,
        flexible_to=stretched(ceiling, value_of(demand.flexibility)),
        bedrooms_min=value_of(demand.bedrooms_min),
        bedrooms_max=value_of(demand.bedrooms_max),
        bathrooms_min=value_of(demand.bathrooms_min),
        area=value_of(demand.area),
        must=_must(demand),
        nice=value_of(demand.nice) or frozenset(),
        excludes=value_of(demand.excludes) or frozenset(),
        discarded=frozenset(each.reference for each in value_of(demand.discarded) or ()),
    )


def alike(listing: Listing) -> Wish:
    """The search for homes like one that is reserved or gone."""
    return Wish(
        operation=listing.operation,
        kinds=frozenset({listing.kind}),
        zones=(Zone(listing.place.town, Level.TOWN),),
        max_cents=listing.price.cents,
        bedrooms_min=listing.bedrooms,
        term=listing.term,
        discarded=frozenset({listing.reference}),
    )


def stretched(ceiling: int | None, flexibility: Flexibility | None) -> int | None:
    """The figure up to which the customer would go."""
    if ceiling is None or flexibility is None:
        return None
    if flexibility.cents is not None:
        return flexibility.cents
    return ceiling + ceiling * (flexibility.percent or _A_LITTLE_PERCENT) // 100


def value_of(said: Said[T] | None) -> T | None:
    """The value without its origin."""
    return None if said is None else said.value


def _must(demand: Demand) -> frozenset[Feature]:
    pets = {Feature.MASCOTAS} if value_of(demand.pets) else set()
    return (value_of(demand.must) or frozenset()) | pets
