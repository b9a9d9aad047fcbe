"""The overlay file: what XCP cannot say of a home, by reference. All faults are reported in one message.

The store lays state, district, fees, extras, features, agent and dossier over the record when it is read. What the store's overlay has
no field for (a price that is "from" or plus VAT, plot, floor, distance to the beach, delivery) completes the record when the feed is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from panelin.ids import Reference
from panelin.listing import Availability, Feature, Listing, Source, State, Term
from panelin.runtime.toml_table import Faults, Table, Wanted, nearest, read_table
from panelin.store.documents import Overlay
from sync_job.feeds.values import address

_MOST_CENTS = 10**11
_LONGEST = 200
_TEXT = Wanted(str, f"a text of 1-{_LONGEST} characters", lambda text: 0 < len(text.strip()) <= _LONGEST)
_BOOL = Wanted(bool, "true or false")
_DATE = Wanted(date, "a date such as 2026-11-23", lambda day: not isinstance(day, datetime))
_EUROS = Wanted(int, "whole euros", lambda euros: 0 < euros < _MOST_CENTS)
_METRES = Wanted(int, "whole metres", lambda metres: 0 < metres < 100_000)  # noqa: PLR2004 - no home is said to be further from the beach
_AREA = Wanted(int, "whole square metres", lambda area: 0 < area < 100_000_000)  # noqa: PLR2004 - 10,000 hectares
_FLOOR = Wanted(int, "a floor from -5 to 200", lambda floor: -5 <= floor <= 200)  # noqa: PLR2004
_URL = Wanted(str, "an address that begins with https://", lambda url: url.startswith("https://") and address(url) is not None)
_STATE = Wanted(str, f"one of {', '.join(Availability)}", lambda value: value in set(Availability))
_TERM = Wanted(str, f"one of {', '.join(Term)}", lambda value: value in set(Term))
_LEXICON = frozenset(feature.value for feature in Feature)


@dataclass(frozen=True, slots=True)
class Details:
    """What completes the record itself; None leaves it as the feed has it."""

    from_: bool | None = None
    plus_vat: bool | None = None
    plot_m2: Decimal | None = None
    floor: int | None = None
    beach_m: int | None = None
    delivery: str | None = None
    term: Term | None = None
    available_from: date | None = None


@dataclass(frozen=True, slots=True)
class OverlayFile:
    """Everything that the file says, by reference."""

    overlays: Mapping[Reference, Overlay] = field(default_factory=dict)
    details: Mapping[Reference, Details] = field(default_factory=dict)


def completed(listing: Listing, details: Details | None) -> Listing:
    """Fill in what the feed cannot say."""
    if details is None:
        return listing
    known = {part.name: value for part in fields(details) if (value := getattr(details, part.name)) is not None}
    price = {name: known.pop(name) for name in ("from_", "plus_vat") if name in known}
    return replace(listing, price=replace(listing.price, **price), **known)


def read_overlays(path: Path, *, now: datetime) -> OverlayFile:
    """Read the file; a state without a date holds as of this run."""
    faults = Faults()
    homes = dict(read_table(path, faults).named())
    overlays = {Reference(name): _overlay(Reference(name), home, now) for name, home in homes.items()}
    details = {Reference(name): _details(home) for name, home in homes.items()}
    for home in homes.values():
        home.close()
    faults.report(path)
    return OverlayFile(overlays, details)


def _overlay(reference: Reference, home: Table, now: datetime) -> Overlay:
    return Overlay(
        reference,
        state=_state(home, now),
        zone=home.optional("zone", _TEXT, None),
        district=home.optional("district", _TEXT, None),
        fees_note=home.optional("fees_note", _TEXT, None),
        extras=_extras(home.inner("extras")),
        features=_features(home.inner("features")),
        agent=home.optional("agent", _TEXT, None),
        dossier_url=home.optional("dossier_url", _URL, None),
    )


def _details(home: Table) -> Details:
    plot, term = home.optional("plot_m2", _AREA, None), home.optional("term", _TERM, None)
    return Details(
        from_=home.optional("price_from", _BOOL, None),
        plus_vat=home.optional("plus_vat", _BOOL, None),
        plot_m2=Decimal(plot) if plot is not None else None,
        floor=home.optional("floor", _FLOOR, None),
        beach_m=home.optional("beach_m", _METRES, None),
        delivery=home.optional("delivery", _TEXT, None),
        term=Term(term) if term is not None else None,
        available_from=home.optional("available_from", _DATE, None),
    )


def _state(home: Table, now: datetime) -> State | None:
    value, since = home.optional("state", _STATE, None), home.optional("since", _DATE, None)
    if value is None:
        return None
    at = datetime(since.year, since.month, since.day, tzinfo=UTC) if since else now
    return State(Availability(value), Source.FILE, min(at, now))


def _features(table: Table) -> Mapping[str, bool]:
    found = {name: table.optional(name, _BOOL, False) for name in table.values}
    _check_names(table)
    return found


def _extras(table: Table) -> tuple[tuple[str, int | None, bool], ...]:
    _check_names(table)
    return tuple(_extra(name, extra) for name, extra in table.named() if name in _LEXICON)


def _extra(name: str, extra: Table) -> tuple[str, int | None, bool]:
    euros, included = extra.optional("price", _EUROS, None), extra.optional("included", _BOOL, False)
    if euros is not None and included:
        extra.fault("price", "an extra that is included has no price of its own")
    extra.close()
    return name, euros * 100 if euros is not None else None, included


def _check_names(table: Table) -> None:
    for name in table.values:
        if name not in _LEXICON:
            table.fault(name, f"unknown feature{nearest(name, _LEXICON)}")
