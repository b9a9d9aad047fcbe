"""What the run needs from outside, in its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import NewType, Protocol

from panelin.ids import Reference

FileId = NewType("FileId", str)
Attribute = str | float | bool


@dataclass(frozen=True, slots=True)
class Document:
    """One home as the vector store holds it: a text to be found by and attributes to filter by."""

    reference: Reference
    text: str
    attributes: Mapping[str, Attribute]

    @property
    def content_hash(self) -> str:
        """What tells two versions apart: neither the day of reading nor the state is in it."""
        return sha256(dumps([self.text, dict(self.attributes)], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Held:
    """A document that the vector store holds, as its attributes tell; `usable` once it is indexed."""

    file_id: FileId
    reference: Reference | None
    content_hash: str | None
    usable: bool


class VectorStore(Protocol):
    """Where the assistant searches by meaning."""

    async def ensure_kept(self) -> None:
        """Make sure that the store exists, does not expire and holds no left-overs of a run that died."""

    async def manifest(self) -> tuple[Held, ...]:
        """List what it holds."""

    async def upload(self, document: Document) -> FileId:
        """Add a document and return when it can be found."""

    async def remove(self, files: Sequence[FileId]) -> None:
        """Take files out for good; one that is gone already is fine."""
