"""What was read while the model worked: the ground of everything it may state."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from panelin.facts import Facts
from panelin.ids import Reference
from panelin.listing import Listing
from panelin.numerals import fold

REF: Final = re.compile(r"\bref(?:erencia|erence|erenz)?\b\.?[ :#]*(?:n[oº]?\.? )?([\w-]*\d[\w-]*)")


class Reading:
    """The homes read in this turn; a home that is named later is read from the same catalogue."""

    def __init__(self, homes: Iterable[Listing], *, readable: bool = True) -> None:
        self.readable = readable  # False: the catalogue could not be read, so that an absent home means nothing
        self.homes: Mapping[Reference, Listing] = {home.reference: home for home in homes}
        self._read: dict[Reference, Listing] = {}

    def read(self, homes: Iterable[Listing]) -> None:
        """Note what a tool showed to the model."""
        self._read |= {home.reference: home for home in homes}

    def find(self, written: str) -> Listing | None:
        """Find the home that a reference means; "la 1042" is BS-1042 if no other home ends so."""
        wanted = bare(written)
        return next((home for home in self.homes.values() if bare(home.reference) == wanted), None) or self._by_number(wanted)

    def facts(self, text: str, shown: Iterable[Reference] = ()) -> Facts:
        """The facts behind a text: the homes read and named; with neither, the homes last shown, of which it must speak."""
        found = {**self._read, **{home.reference: home for home in self.named(text)}}
        found = found or {reference: self.homes[reference] for reference in shown if reference in self.homes}
        return Facts(tuple(found.values()), frozenset(found))

    def named(self, text: str) -> tuple[Listing, ...]:
        """The homes that a text names by their reference, or by its number after "ref."."""
        numbered = (self.find(match[1]) for match in REF.finditer(fold(text)))
        homes = (*named_in(text, self.homes.values()), *(home for home in numbered if home))
        return tuple({home.reference: home for home in homes}.values())

    def _by_number(self, wanted: str) -> Listing | None:
        if not wanted.isdecimal():
            return None
        ending = [home for home in self.homes.values() if re.search(rf"(?<!\d){wanted}$", bare(home.reference))]
        return ending[0] if len(ending) == 1 else None


def named_in(text: str, homes: Iterable[Listing]) -> tuple[Listing, ...]:
    """The homes whose reference stands in a text, whatever its hyphens and capitals."""
    words = {bare(word) for word in re.findall(r"[\w][\w/.-]*", fold(text))}
    return tuple(home for home in homes if bare(home.reference) in words)


def bare(reference: str) -> str:
    """A reference without what people leave out: capitals, hyphens, dots, spaces."""
    return re.sub(r"[\s./-]+", "", fold(reference))
