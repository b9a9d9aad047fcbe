"""What happened to each post, a line each, written by the process that posts and read by the one that judges."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ACKNOWLEDGED, REFUSED = 200, 503
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One post of some messages of one customer; instants are seconds since 1970."""

    customer: int
    numbers: tuple[int, ...]
    stamps: tuple[int, ...]
    bursts: tuple[int, ...]
    due: float
    began: float
    ended: float
    status: int
    again: bool = False

    @property
    def took(self) -> float:
        """Seconds until the answer."""
        return self.ended - self.began


def line(attempt: Attempt) -> str:
    """Write an attempt as one line."""
    return json.dumps(asdict(attempt)) + "\n"


def attempts(path: Path) -> Sequence[Attempt]:
    """Read what was written; a last line that was cut off by the end of the process is none."""
    text = path.read_text() if path.exists() else ""
    return list(_read(each for each in text.split("\n")[:-1] if each))


def _read(lines: Iterable[str]) -> Iterable[Attempt]:
    for each in lines:
        found = json.loads(each)
        yield Attempt(**{**found, **{name: tuple(found[name]) for name in ("numbers", "stamps", "bursts")}})
