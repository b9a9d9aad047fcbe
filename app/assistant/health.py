"""Whether the model may be asked at all: one breaker and one retry budget for the whole process (reliability sheet, section 7).

Time is passed in, so that a test needs no clock. Everything here runs on one event loop and never awaits.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

_WINDOW: Final = 30.0  # seconds that are looked back
_LEAST_CALLS: Final = 20  # fewer say nothing
_WORST_SHARE: Final = 0.5
_RETRIES_PER_CALL: Final = 0.1
_MOST_TOKENS: Final = 10.0


@dataclass(slots=True)
class Breaker:
    """Opens when half of the recent calls failed, or at once when none can succeed; then lets one probe through after a while."""

    stays_open: float = 15.0
    _calls: deque[tuple[float, bool]] = field(default_factory=deque)
    _open_until: float | None = None
    _probing: bool = False

    def admits(self, now: float) -> bool:
        """Whether a call may go; when the pause is over, exactly one may, as the probe."""
        if self._open_until is None:
            return True
        if now < self._open_until or self._probing:
            return False
        self._probing = True
        return True

    def is_open(self, now: float) -> bool:
        """Whether a call would be refused, without taking the probe."""
        return self._open_until is not None and (now < self._open_until or self._probing)

    def succeeded(self, now: float) -> None:
        """Note a call that was answered; a probe that was answered closes the breaker with a clean slate."""
        if self._open_until is not None:
            self._open_until = None
            self._calls.clear()
        self._probing = False
        self._note(now, failed=False)

    def failed(self, now: float, *, for_good: bool = False) -> bool:
        """Note a call that failed; True if this one opened the breaker, so that it is told once."""
        was_closed = self._open_until is None
        self._note(now, failed=True)
        if for_good or self._probing or self._too_many():
            self._open_until = now + self.stays_open
        self._probing = False
        return was_closed and self._open_until is not None

    def abandoned(self) -> None:
        """Give back the probe of a call whose outcome nobody will know."""
        self._probing = False

    def _note(self, now: float, *, failed: bool) -> None:
        self._calls.append((now, failed))
        while self._calls[0][0] < now - _WINDOW:
            self._calls.popleft()

    def _too_many(self) -> bool:
        failures = sum(failed for _, failed in self._calls)
        return len(self._calls) >= _LEAST_CALLS and failures >= _WORST_SHARE * len(self._calls)


@dataclass(slots=True)
class RetryBudget:
    """Retries may be a tenth of the calls, with a few in hand for a quiet start: an outage is not answered with twice the traffic."""

    _tokens: float = _MOST_TOKENS

    def called(self) -> None:
        """Earn the share of one first call."""
        self._tokens = min(_MOST_TOKENS, self._tokens + _RETRIES_PER_CALL)

    def take(self) -> bool:
        """Spend one retry, if there is one."""
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
