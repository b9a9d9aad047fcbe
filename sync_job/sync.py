"""One run: each feed becomes rows, then the vector store follows the rows.

The rows come first: they are what is stated to customers, and an OpenAI that is down must not hold back a new price. A row without a file
id is a document to be made, so a run that dies anywhere leaves a usable catalogue and the next one goes on where it stopped (P8).
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from panelin.errors import Conflict, Misconfigured, PanelinError
from panelin.ids import Reference
from panelin.runtime.failpoints import reached
from panelin.store.contract import Catalogue, Notes
from panelin.store.documents import SyncRun
from sync_job.documents import catch_up
from sync_job.feeds.download import Download
from sync_job.intake import Order, take_in
from sync_job.ports import VectorStore
from sync_job.report import Documents, FeedReport, Report

LEASE = timedelta(minutes=30)
LONGEST = 25 * 60.0  # seconds: a run ends before its lease does


@dataclass(frozen=True, slots=True)
class Parts:
    """The outside, opened by the composition root."""

    store: Catalogue
    notes: Notes
    vectors: VectorStore
    download: Download
    lease: timedelta = LEASE


@dataclass(slots=True)
class _Progress:
    """How far a run has come, so that one that is stopped can still say so."""

    feeds: list[FeedReport] = field(default_factory=list)
    documents: Documents = field(default_factory=Documents)
    unknown_overlays: tuple[str, ...] = ()
    stopped: str | None = None
    misconfigured: bool = False

    def report(self) -> Report:
        return Report(tuple(self.feeds), self.documents, self.unknown_overlays, self.stopped, self.misconfigured)


async def run(order: Order, parts: Parts) -> Report:
    """Sync every feed once; being cancelled (SIGTERM) is a report as well, and the lease is given back."""
    lease = await parts.store.begin_sync(parts.lease)
    if lease is None:
        return Report(stopped="another sync is running, or one died less than half an hour ago")
    progress = _Progress()
    try:
        async with asyncio.timeout(LONGEST):
            await _work(order, parts, progress)
    except TimeoutError:
        progress.stopped = "it took too long"
    except asyncio.CancelledError:
        progress.stopped = "it was told to stop"
    except Misconfigured as error:
        progress.stopped, progress.misconfigured = str(error), True
    except PanelinError as error:
        progress.stopped = str(error)
    await _give_back(parts.store, lease, progress)
    return progress.report()


async def _work(order: Order, parts: Parts, progress: _Progress) -> None:
    await reached("sync.begun")
    await parts.store.put_overlays(list(order.overlays.overlays.values()))
    taken: set[Reference] = set()
    for feed in order.feeds:
        progress.feeds.append(await take_in(feed, order, taken, store=parts.store, notes=parts.notes, download=parts.download))
        await reached("sync.rows")
    rows = [row for row in await parts.store.rows() if row.active]
    known = {row.listing.reference for row in rows}
    progress.unknown_overlays = tuple(sorted(reference for reference in order.overlays.overlays if reference not in known))
    progress.documents = await catch_up(rows, order.overlays.overlays, store=parts.store, vectors=parts.vectors)
    await reached("sync.removed")


async def _give_back(store: Catalogue, lease: SyncRun, progress: _Progress) -> None:
    try:
        await store.end_sync(lease, progress.report().plain())
    except Conflict:
        progress.stopped = progress.stopped or "it lost its lease to another run"
    except PanelinError as error:
        progress.stopped = progress.stopped or f"its report could not be kept: {error}"
