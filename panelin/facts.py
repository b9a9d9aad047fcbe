"""What was read in a turn: the ground of everything the assistant states."""

from dataclasses import dataclass

from panelin.ids import Reference
from panelin.listing import Listing


@dataclass(frozen=True, slots=True)
class Facts:
    """The records read in this turn; `known` are all references that the catalogue holds among those named."""

    listings: tuple[Listing, ...] = ()
    known: frozenset[Reference] = frozenset()
