"""Bursts: people write two to six short messages in a row and expect one answer (product sheet, section 7.4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

QUIET = timedelta(seconds=2.5)  # silence after the newest message; the sheet allows 1.5 to 3
LONGEST = timedelta(seconds=8)  # who keeps writing is answered all the same


def over_at(received: Sequence[datetime], *, choice: bool, scale: float = 1) -> datetime:
    """Tell when a burst is over, on the clock of its arrivals; a tap ends it at once. `received` must not be empty."""
    if choice:
        return max(received)
    return min(max(received) + QUIET * scale, min(received) + LONGEST * scale)
