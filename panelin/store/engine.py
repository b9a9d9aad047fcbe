"""What the store asks of a database: documents with versions, atomic writes under preconditions, and a few queries.

Two engines stand behind it, `sqlite/` and `firestore/`; the rules of protocol.md are written once, above it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final, Protocol

from panelin.store.documents import Version
from panelin.store.typed import Key

EXISTING: Final = Version("+")  # the document exists, at whatever version
ANYWAY: Final = Version("*")  # whether it exists or not


def well_formed(text: str) -> str:
    """Replace lone surrogates: JSON may smuggle them in, and no database holds them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True)
class FromNow:
    """An instant that the engine fills in when it writes: its clock plus `wait`."""

    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Write:
    """Set or remove fields of one document if it is `at` that version; no fields at all is a *verify*, which never moves the version."""

    collection: str
    id: str
    at: Version
    patch: Mapping[str, object] | Mapping[Key, object]


@dataclass(frozen=True, slots=True)
class Query:
    """Documents by equality, by a range of the field that orders them, or both; ties are ordered by id."""

    collection: str
    order: str | None = None
    descending: bool = False
    equal: tuple[tuple[str, object], ...] = ()
    among: tuple[str, tuple[str, ...]] | None = None  # the field equals one of these
    up_to: object = None
    above: object = None
    at_least: object = None
    after: tuple[object, str] | None = None  # value and id of the last one seen
    only: tuple[str, ...] | None = None  # read these fields
    limit: int | None = None
    expired: bool = False  # read also what has expired


@dataclass(frozen=True, slots=True)
class Found:
    """A document as read."""

    id: str
    plain: Mapping[str, Any]
    version: Version
    changed_at: datetime

    def instant(self, name: str) -> datetime | None:
        """Read an instant that stands beside the fields of the document's class."""
        value = self.plain.get(name)
        return datetime.fromisoformat(value) if isinstance(value, str) else value

    def is_gone(self, now: datetime) -> bool:
        """Whether the document has expired: databases remove late, so readers look (design section 5)."""
        expires_at = self.instant("expires_at")
        return expires_at is not None and expires_at <= now


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found, and the engine's time of the read."""

    found: tuple[Found, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """The versions after a commit, one per write, the engine's time of the commit, and the instant from which `FromNow` counted."""

    versions: tuple[Version, ...]
    now: datetime
    counted_from: datetime


class Outcome(Enum):
    """What became of a write that stood for itself."""

    DONE = "done"
    REFUSED = "refused"
    LOST = "lost"


class Engine(Protocol):
    """A database of documents."""

    def now(self) -> datetime:
        """Tell the engine's time, as well as it is known without asking."""

    async def get(self, collection: str, ids: Sequence[str], *, expired: bool = False) -> Reading:
        """Read documents by id; those that do not exist or have expired are left out."""

    async def query(self, query: Query) -> Reading:
        """Read the documents that match and have not expired."""

    async def commit(self, writes: Sequence[Write]) -> Written:
        """Write all or nothing; `Conflict` if any precondition fails."""

    async def each(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write each for itself, together with whatever else is in flight; never raises."""

    async def tidy(self) -> None:
        """Remove what has expired, if the database does not do so itself."""

    async def close(self) -> None:
        """Finish what is under way and let go."""
