"""How long and how often the model may be asked (reliability sheet, section 7)."""

import time
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and counts; the seconds are multiplied by `TIME_SCALE` in tests."""

    turn: float = 90
    call: float = 30
    connect: float = 3
    tool: float = 8
    least: float = 2  # with less left no call is started
    pause: float = 0.5  # base of the back-off, doubled at each try
    longest_pause: float = 8
    stays_open: float = 15  # the breaker, before it lets a probe through
    tries: int = 2  # of one call that was refused before it ran
    rounds: int = 6  # of the tool loop; the last one may not call tools

    def scaled(self, factor: float) -> "Limits":
        """Multiply every wait, leaving the counts alone."""
        waits = (each.name for each in fields(self) if each.type is float)
        return replace(self, **{name: getattr(self, name) * factor for name in waits})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on this machine's monotonic clock, shared by everything that one answer does."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Set a deadline that many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """How many seconds are left; negative when it has passed."""
        return self.at - time.monotonic()
