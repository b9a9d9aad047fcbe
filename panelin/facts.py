"""What was read and what was done in a turn: the ground of everything the assistant states."""

from dataclasses import dataclass

from panelin.ids import OutboxId, Reference
from panelin.listing import Listing


@dataclass(frozen=True, slots=True)
class Facts:
    """The records read in this turn; `known` are all references that the catalogue holds among those named."""

    listings: tuple[Listing, ...] = ()
    known: frozenset[Reference] = frozenset()


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message was handed over."""

    record: OutboxId


Outcome = Delivered
