"""A home as the agency knows it: the feed's record with what the feed does not know laid over it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from panelin.ids import AgentId
from panelin.listing import Extra, Feature, Listing, Source
from panelin.store.documents import Overlay

# Later ones win: what a person typed at the desk is nearer to the truth than the CRM, and the file is the oldest of the three.
PRECEDENCE: Final = (Source.FILE, Source.CRM, Source.DESK)


def overlaid(listing: Listing, overlays: Mapping[str, Overlay]) -> Listing:
    """Lay overlays, keyed by source, over a home in their order of precedence."""
    for source in PRECEDENCE:
        if source.value in overlays:
            listing = _laid(listing, overlays[source.value])
    return listing


def _laid(listing: Listing, overlay: Overlay) -> Listing:
    district = overlay.district or overlay.zone or listing.place.district
    return replace(
        listing,
        place=replace(listing.place, district=district),
        price=replace(listing.price, fees_note=overlay.fees_note or listing.price.fees_note),
        state=overlay.state or listing.state,
        features={**listing.features, **{Feature(name): has for name, has in overlay.features.items() if name in _FEATURES}},
        extras=_extras(listing.extras, overlay.extras),
        agent=AgentId(overlay.agent) if overlay.agent else listing.agent,
        dossier_url=overlay.dossier_url or listing.dossier_url,
    )


_FEATURES: Final = frozenset(feature.value for feature in Feature)


def _extras(known: Sequence[Extra], laid: Sequence[tuple[str, int | None, bool]]) -> tuple[Extra, ...]:
    by_name = {extra.name: extra for extra in known}
    by_name.update((Feature(name), Extra(Feature(name), cents, included)) for name, cents, included in laid if name in _FEATURES)
    return tuple(by_name.values())
