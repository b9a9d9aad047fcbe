"""What became of a run, for the log, the store and the exit code."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sync_job.feeds.records import Unreadable
from sync_job.plan import Plan

DONE, MISCONFIGURED, PARTIAL, REFUSED = 0, 2, 3, 4
# One listing of an unknown kind must not raise an alarm every night; one in twenty says that the feed has changed (feeds.md 4.2).
MOST_UNREADABLE_SHARE = 0.05


class Outcome(StrEnum):
    """How one feed went."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One feed: what was planned and done, or why nothing was."""

    name: str
    outcome: Outcome
    plan: Plan = field(default_factory=Plan)
    unreadable: tuple[Unreadable, ...] = ()
    why: str | None = None

    @property
    def is_partial(self) -> bool:
        """Whether something of the feed is missing that should be there."""
        read = len(self.plan.add) + len(self.plan.replace) + len(self.plan.keep)
        return self.outcome is Outcome.FAILED or len(self.unreadable) > MOST_UNREADABLE_SHARE * (read + len(self.unreadable))

    def plain(self) -> dict[str, object]:
        """Write it as the store and the log keep it; no address of a feed, no text of a listing."""
        counts = {name: len(getattr(self.plan, name)) for name in ("add", "replace", "keep", "withdraw", "broken")}
        reasons = dict(Counter(record.reason for record in self.unreadable))
        return {"feed": self.name, "outcome": self.outcome.value, "why": self.why or "", **counts, "unreadable": reasons}


@dataclass(frozen=True, slots=True)
class Documents:
    """What was done to the vector store."""

    uploaded: int = 0
    adopted: int = 0
    removed: int = 0
    failed: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """Write it as the store and the log keep it."""
        return {"uploaded": self.uploaded, "adopted": self.adopted, "removed": self.removed, "failed": _told(self.failed)}


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run; `stopped` says why it did not come to its end."""

    feeds: tuple[FeedReport, ...] = ()
    documents: Documents = field(default_factory=Documents)
    unknown_overlays: tuple[str, ...] = ()
    stopped: str | None = None
    misconfigured: bool = False

    @property
    def exit_code(self) -> int:
        """0 everything done, 4 something refused that a person must look at, 2 a setting is wrong, 3 not everything done."""
        if self.misconfigured:
            return MISCONFIGURED
        if any(feed.outcome is Outcome.REFUSED for feed in self.feeds):
            return REFUSED
        partial = self.stopped or self.documents.failed or any(feed.is_partial for feed in self.feeds)
        return PARTIAL if partial else DONE

    def plain(self) -> dict[str, object]:
        """Write it as the store and the log keep it."""
        return {
            "exit_code": self.exit_code,
            "feeds": [feed.plain() for feed in self.feeds],
            "documents": self.documents.plain(),
            "unknown_overlays": list(self.unknown_overlays[:20]),
            "stopped": self.stopped or "",
        }


def _told(reasons: Iterable[str]) -> dict[str, object]:
    return dict(Counter(reasons))
