"""Business time: real time plus an offset that people and tests may move; windows, expiries and opening hours follow it."""

from datetime import UTC, datetime, timedelta

from sandbox.database import Database

_KIND, _KEY = "clock", "offset"


class Clock:
    """A clock that runs at the speed of the real one and remembers how far it was moved."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._offset = timedelta(0)
        self.reload()

    def now(self) -> datetime:
        """The instant of the sandbox's world, aware and in UTC."""
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> float:
        """Seconds by which business time is ahead of real time."""
        return self._offset.total_seconds()

    def advance(self, seconds: float) -> None:
        """Move on (or back, if negative)."""
        self._move(self._offset + timedelta(seconds=seconds))

    def set(self, instant: datetime) -> None:
        """Make it this instant now; an instant without a zone is read as UTC."""
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        self._move(aware - datetime.now(UTC))

    def reset(self) -> None:
        """Be the real time again."""
        self._move(timedelta(0))

    def reload(self) -> None:
        """Read the offset again from the database."""
        kept = self._database.get(_KIND, _KEY)
        self._offset = timedelta(seconds=kept["seconds"] if kept else 0)

    def _move(self, offset: timedelta) -> None:
        self._offset = offset
        self._database.put(_KIND, _KEY, {"seconds": offset.total_seconds()})


def as_text(instant: datetime) -> str:
    """An instant as ISO 8601 in UTC with milliseconds."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read an ISO 8601 instant; one without a zone is UTC."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
