"""Errors, told apart by what the caller should do next.

PanelinError
├── Misconfigured   stop at start, naming every setting at fault
├── Rejected        do not repeat: the request itself is wrong
├── Unavailable     try later: nothing was done
├── Uncertain       perhaps done: reconcile before repeating
└── Conflict        somebody else wrote: open again, decide again
"""

from datetime import timedelta


class PanelinError(Exception):
    """Anything that Panelin itself reports."""


class Misconfigured(PanelinError):
    """One or more settings are missing or malformed; each problem names the setting and what it is for."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Rejected(PanelinError):
    """The other side refused the request for good; `code` is the vendor's own code, if it gave one."""

    def __init__(self, reason: str, *, code: int | str | None = None) -> None:
        super().__init__(reason)
        self.code = code


class Unavailable(PanelinError):
    """The other side could not serve the request now and did nothing; `retry_after` is its own wish."""

    def __init__(self, reason: str, *, retry_after: timedelta | None = None, code: int | str | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.code = code


class Uncertain(PanelinError):
    """The request left and no answer came: it may have been carried out."""


class Conflict(PanelinError):
    """What was about to be replaced is no longer what was read."""
