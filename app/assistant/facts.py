"""What was read while the model worked: the ground of everything it may state."""

from collections.abc import Iterable

from app.assistant.catalogue import Catalogue
from panelin.facts import Facts
from panelin.ids import Reference
from panelin.listing import Listing


class Reading:
    """The homes read in this turn; a home that the answer names is read from the same catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._read: dict[Reference, Listing] = {}

    def read(self, homes: Iterable[Listing]) -> None:
        """Note what a tool showed to the model."""
        self._read |= {home.reference: home for home in homes}

    def facts(self, text: str, shown: Iterable[Reference] = ()) -> Facts:
        """The facts behind a text: the homes read and named; with neither, the homes last shown, of which it must speak."""
        found = {**self._read, **{home.reference: home for home in self.catalogue.named(text)}}
        found = found or {reference: home for reference in shown if (home := self.catalogue.homes.get(reference))}
        return Facts(tuple(found.values()), frozenset(found))
