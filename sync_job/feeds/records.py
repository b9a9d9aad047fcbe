"""What a parser hands out, and how it says no."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from panelin.errors import Rejected
from panelin.ids import Reference
from panelin.listing import Listing


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record of the feed that is there but cannot be used; a known reference keeps its last good version."""

    reference: Reference | None
    reason: str


class FeedRefused(Rejected):
    """The file as a whole cannot be trusted, so nothing of it is."""


Parser = Callable[[BinaryIO, datetime], Iterator[Listing | Unreadable]]
