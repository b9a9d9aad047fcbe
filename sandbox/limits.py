"""Rates on the business clock: Meta's per number and per pair, changeable for load tests; and how late statuses come."""

from datetime import datetime

from sandbox.clock import Clock
from sandbox.database import Database, Document

_KIND, _KEY = "limits", "now"
# whatsapp.md section 17: 80 messages a second in and out together; one per 6 s to the same user, up to 45 of them borrowed at once
DEFAULTS: Document = {"per_second": 80, "pair_burst": 45, "pair_seconds": 6.0, "status_delay": 0.25}


class Limits:
    """Two token buckets and one delay; the buckets start anew when the clock is moved back."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._number: tuple[float, datetime] | None = None
        self._pairs: dict[str, tuple[float, datetime]] = {}
        self.reload()

    @property
    def values(self) -> Document:
        """The limits in force."""
        return dict(self._values)

    @property
    def status_delay(self) -> float:
        """Seconds between a status and the one before it."""
        return float(self._values["status_delay"])

    def change(self, wanted: Document) -> None:
        """Put other limits in force."""
        unknown = set(wanted) - set(DEFAULTS)
        if unknown:
            raise ValueError(f"unknown limit {', '.join(sorted(unknown))}; known are {', '.join(DEFAULTS)}")
        if not all(isinstance(value, int | float) and value >= 0 for value in wanted.values()):
            raise ValueError("a limit is a number from 0 on")
        self._values |= wanted
        self._database.put(_KIND, _KEY, self._values)

    def reload(self) -> None:
        """Read the limits again and forget what was counted."""
        self._values = {**DEFAULTS, **(self._database.get(_KIND, _KEY) or {})}
        self._number, self._pairs = None, {}

    def number_has_room(self, *, forced: bool = False) -> bool:
        """Count one message of the number; whether it was within the rate. Inbound is forced: it counts and is never refused."""
        rate = float(self._values["per_second"])
        left, now = self._left(self._number, capacity=max(rate, 1.0), per_second=rate)
        if left >= 1 or forced:
            self._number = (max(left - 1, 0.0), now)
        return left >= 1

    def pair_has_room(self, person: str) -> bool:
        """Count one message to a person; whether it was within the pair's rate."""
        capacity, seconds = float(self._values["pair_burst"]), float(self._values["pair_seconds"])
        if seconds == 0:
            return True
        left, now = self._left(self._pairs.get(person), capacity=capacity, per_second=1 / seconds)
        if left >= 1:
            self._pairs[person] = (left - 1, now)
        return left >= 1

    def _left(self, bucket: tuple[float, datetime] | None, *, capacity: float, per_second: float) -> tuple[float, datetime]:
        now = self._clock.now()
        if bucket is None or now < bucket[1]:
            return capacity, now
        return min(capacity, bucket[0] + (now - bucket[1]).total_seconds() * per_second), now
