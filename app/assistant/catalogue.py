"""The active homes as this process last read them, so that a turn does not read every home from the store."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from panelin.ids import Reference
from panelin.listing import Listing
from panelin.numerals import fold
from panelin.zones import Atlas

T = TypeVar("T")
FRESH_FOR: Final = 60.0  # seconds of real time
REF: Final = re.compile(r"\bref(?:erencia|erence|erenz)?\b\.?[ :#]*(?:n[oº]?\.? )?([\w-]*\d[\w-]*)")
_WORD: Final = re.compile(r"\w[\w/.-]*")
_LEFT_OUT: Final = re.compile(r"[\s./-]+")


def bare(reference: str) -> str:
    """A reference without what people leave out: capitals, hyphens, dots, spaces."""
    return _LEFT_OUT.sub("", fold(reference))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All active homes of one reading, ready to be looked up; `readable` False means that they could not be read."""

    homes: Mapping[Reference, Listing]
    by_bare: Mapping[str, Listing]
    atlas: Atlas
    readable: bool = True

    @classmethod
    def of(cls, listings: Sequence[Listing], zones: Mapping[str, Sequence[str]] | None = None) -> "Catalogue":
        """Make the look-up tables once for all turns of a minute."""
        return cls(
            {home.reference: home for home in listings}, {bare(home.reference): home for home in listings}, Atlas.of(listings, zones)
        )

    def find(self, written: str) -> Listing | None:
        """Find the home that a reference means; "la 1042" is BS-1042 if no other home ends so."""
        wanted = bare(written)
        return self.by_bare.get(wanted) or self._by_number(wanted)

    def named(self, text: str) -> tuple[Listing, ...]:
        """The homes that a text names by their reference, whatever its hyphens and capitals, or by a number after "ref."."""
        folded = fold(text)
        words = (self.by_bare.get(bare(word)) for word in _WORD.findall(folded))
        numbers = (self.find(match[1]) for match in REF.finditer(folded))
        return tuple({home.reference: home for home in (*words, *numbers) if home is not None}.values())

    def _by_number(self, wanted: str) -> Listing | None:
        if not wanted.isdecimal():
            return None
        ending = [home for key, home in self.by_bare.items() if key.endswith(wanted) and not key.removesuffix(wanted)[-1:].isdecimal()]
        return ending[0] if len(ending) == 1 else None


UNREADABLE: Final = Catalogue({}, {}, Atlas(), readable=False)


class Homes(Protocol):
    """Whoever reads all active homes with their overlays; the store does."""

    async def active(self) -> tuple[Listing, ...]:
        """Read all active homes."""


class Kept(Generic[T]):
    """A value that is read again when it is older than a minute; many askers at once cause one reading."""

    def __init__(self, read: Callable[[], Awaitable[T]], *, fresh_for: float = FRESH_FOR) -> None:
        self._read = read
        self._fresh_for = fresh_for
        self._value: T | None = None
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def now(self) -> T:
        """The value, read anew if it is too old; what the reading raises goes to the asker."""
        async with self._reading:
            if self._read_at is None or time.monotonic() - self._read_at >= self._fresh_for:
                self._value = await self._read()
                self._read_at = time.monotonic()
            return self._value  # type: ignore[return-value]  # it was read
