"""Firestore's time, as well as it is known without asking."""

from datetime import UTC, datetime, timedelta


class ServerClock:
    """This machine's clock, moved by what the answers told: ages are never measured between two machines.

    An answer only proves that Firestore's time lay between two instants of this machine, the question and the answer, and a busy process
    reads the answer late. So the clock moves no further than an answer forces it to: two instances whose machines agree go on agreeing, and
    what was acknowledged first at one is older than what comes next at the other (P3).
    """

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self._told = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """Tell Firestore's time, never the same twice and never an earlier one: what arrived first is older."""
        self._told = max(datetime.now(UTC) + self._ahead, self._told + timedelta(microseconds=1))
        return self._told

    def observe(self, server: datetime, *, asked_at: datetime) -> None:
        """Learn from an answer that has just arrived to a question of this machine's `asked_at`."""
        least, most = server - datetime.now(UTC), server - asked_at
        self._ahead = min(max(self._ahead, least), most)
