"""How fast a number may send, and whether the account may send at all (WhatsApp sheet, sections 17 and 18)."""

import time
from collections.abc import Callable

PER_SECOND = 80.0  # Meta's throughput of an ordinary number, in and out together
SLOWEST = 5.0
SLOW_FOR = 60.0  # seconds that a slowed number stays slow
PROBE_AFTER = 60.0  # one try a minute while the account is broken, never one a message


class Bucket:
    """Tokens of one number; each send takes one."""

    def __init__(self, rate: float = PER_SECOND, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._full, self._clock = rate, clock
        self._rate, self._tokens, self._at, self._slow_until = rate, rate, clock(), 0.0

    def take(self, at_most: float) -> float | None:
        """Take a token and say how long to wait for it; None, and nothing taken, if that is longer than `at_most`."""
        self._refill()
        wait = max(0.0, (1 - self._tokens) / self._rate)
        if wait > at_most:
            return None
        self._tokens -= 1
        return wait

    def slow_down(self) -> None:
        """Meta says that the number is too fast: half the rate for a while, and nothing saved up."""
        self._refill()
        self._rate = min(self._rate, max(self._rate / 2, SLOWEST))
        self._tokens = min(self._tokens, 0.0)
        self._slow_until = self._clock() + SLOW_FOR

    def _refill(self) -> None:
        now = self._clock()
        if now > self._slow_until:
            self._rate = self._full
        self._tokens = min(self._rate, self._tokens + (now - self._at) * self._rate)
        self._at = now


class Breaker:
    """Open after a refusal that concerns the whole account: then one try a minute finds out whether somebody has mended it."""

    def __init__(self, probe_after: float = PROBE_AFTER, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._probe_after, self._clock = probe_after, clock
        self._code: int | None = None
        self._until = 0.0

    def held(self) -> tuple[int, float] | None:
        """None if a send may go; else the code that opened it and the seconds to wait. Whoever may go while it is open is the one probe."""
        if self._code is None:
            return None
        left = self._until - self._clock()
        if left > 0:
            return self._code, left
        self._until = self._clock() + self._probe_after
        return None

    @property
    def is_open(self) -> bool:
        """Whether something is known to be broken; asking does not use up the probe."""
        return self._code is not None

    def trip(self, code: int) -> None:
        """Hold everything up."""
        self._code, self._until = code, self._clock() + self._probe_after

    def mend(self) -> None:
        """Something went through."""
        self._code = None
