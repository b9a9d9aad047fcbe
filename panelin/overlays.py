"""What people know of a home and the feed does not, laid over the feed's record when it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from panelin.ids import AgentId, Reference
from panelin.listing import Extra, Feature, Listing, Place, Price, Source, State

# A person's or the CRM's word on a state outranks the file, which is as old as its last edit; between equals the newer one holds.
_RANK = {Source.FEED: 0, Source.FILE: 1, Source.CRM: 2, Source.DESK: 2}
_LEXICON = frozenset(Feature)


class Laid(Protocol):
    """An overlay as the store keeps it; a name that this release does not know is passed over."""

    @property
    def reference(self) -> Reference:
        """Which home it is about."""

    @property
    def state(self) -> State | None:
        """Whether the home may still be had."""

    @property
    def zone(self) -> str | None:
        """The zone it lies in."""

    @property
    def district(self) -> str | None:
        """The district; it is told before the zone."""

    @property
    def fees_note(self) -> str | None:
        """What the price says about fees."""

    @property
    def extras(self) -> tuple[tuple[str, int | None, bool], ...]:
        """Name, cents, included."""

    @property
    def features(self) -> Mapping[str, bool]:
        """Features that are there, or not there."""

    @property
    def agent(self) -> str | None:
        """Who looks after it."""

    @property
    def dossier_url(self) -> str | None:
        """Where its dossier lies."""


def merged(listing: Listing, overlay: Laid | None) -> Listing:
    """Lay one overlay over a home: what it says replaces what the record says, what it leaves open stays."""
    if overlay is None:
        return listing
    return replace(
        listing,
        place=_place(listing.place, overlay),
        price=_price(listing.price, overlay),
        state=prevailing(listing.state, overlay.state),
        features={**listing.features, **{Feature(name): had for name, had in overlay.features.items() if name in _LEXICON}},
        extras=_extras(listing.extras, overlay.extras),
        agent=AgentId(overlay.agent) if overlay.agent else listing.agent,
        dossier_url=overlay.dossier_url or listing.dossier_url,
    )


def prevailing(first: State | None, second: State | None) -> State | None:
    """Tell which of two words on a state holds; the second, where neither is better."""
    if first is None or second is None:
        return first or second
    return second if (_RANK[second.source], second.at) >= (_RANK[first.source], first.at) else first


def _place(place: Place, overlay: Laid) -> Place:
    return replace(place, district=overlay.district or overlay.zone or place.district)


def _price(price: Price, overlay: Laid) -> Price:
    return replace(price, fees_note=overlay.fees_note or price.fees_note)


def _extras(known: tuple[Extra, ...], laid: Sequence[tuple[str, int | None, bool]]) -> tuple[Extra, ...]:
    said = {Feature(name): Extra(Feature(name), cents, included) for name, cents, included in laid if name in _LEXICON}
    return (*(extra for extra in known if extra.name not in said), *said.values())
