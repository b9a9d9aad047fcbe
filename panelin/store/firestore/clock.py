"""Firestore's time, as well as it is known without asking."""

from datetime import UTC, datetime, timedelta


class ServerClock:
    """This machine's clock, moved by what the last answer told: ages are never measured between two machines."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._told = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """Tell Firestore's time, never the same twice and never an earlier one: what arrived first is older."""
        self._told = max(datetime.now(UTC) + self._ahead, self._told + timedelta(microseconds=1))
        return self._told

    def observe(self, server: datetime) -> None:
        """Learn from an answer that has just arrived."""
        self._ahead = server - datetime.now(UTC)
