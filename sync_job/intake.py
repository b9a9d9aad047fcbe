"""One feed into the store: fetched, read to its end, planned, and only then written."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import BinaryIO

from panelin.errors import Rejected, Unavailable
from panelin.ids import Reference
from panelin.listing import Listing
from panelin.overlays import merged
from panelin.runtime.failpoints import reached
from panelin.store.contract import Catalogue, Notes
from panelin.store.documents import ListingRow
from sync_job.feeds import Feed
from sync_job.feeds.download import Download, Marks
from sync_job.feeds.records import FeedRefused, Unreadable
from sync_job.markdown import document
from sync_job.overlays import OverlayFile, completed
from sync_job.plan import Plan, plan
from sync_job.report import FeedReport, Outcome

_FULL_READING = timedelta(days=7)  # an unchanged feed is read anew so often at least: a newer release may understand more of it
_BREATH = 50  # records between two chances to be stopped


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to read, and what people say about it."""

    feeds: tuple[Feed, ...]
    overlays: OverlayFile
    overlays_mark: str  # changes when the overlay file does
    now: datetime
    accepted: str = ""

    def owner(self, row: ListingRow) -> str:
        """Name the feed that answers for a row; those of a feed that is configured no more fall to the first."""
        return row.feed if any(row.feed == feed.name for feed in self.feeds) else self.feeds[0].name


@dataclass(slots=True)
class _Staged:
    """A feed read to its end; nothing of it is in the store yet."""

    outcome: Outcome
    listings: dict[Reference, Listing] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)


async def take_in(feed: Feed, order: Order, taken: set[Reference], *, store: Catalogue, notes: Notes, download: Download) -> FeedReport:
    """Bring one feed's homes into the store; `taken` are the references of earlier feeds, which are not theirs to change."""
    rows = [row for row in await store.rows() if order.owner(row) == feed.name]
    known = await _known(feed, order, rows, notes)
    try:
        staged = await _staged(feed, order, rows, known, download)
    except FeedRefused as refusal:
        return FeedReport(feed.name, Outcome.REFUSED, why=str(refusal))
    except (Rejected, Unavailable) as error:
        return FeedReport(feed.name, Outcome.FAILED, why=str(error))
    await reached("sync.staged")
    hashes = {name: document(merged(listing, order.overlays.overlays.get(name))).content_hash for name, listing in staged.listings.items()}
    planned = plan(rows, hashes, staged.unreadable, taken=taken, accepted=order.accepted)
    if planned.refused:
        return FeedReport(feed.name, Outcome.REFUSED, unreadable=tuple(staged.unreadable), why=planned.refused)
    listings = {reference: listing for reference, listing in staged.listings.items() if reference not in taken}
    taken |= set(listings)
    await store.put_rows(_rows(feed, order.now, rows, listings, hashes, planned))
    if not staged.unreadable:
        marks = {"etag": staged.marks.etag, "last_modified": staged.marks.last_modified, "overlays": order.overlays_mark}
        await notes.keep_note(_note(feed), marks, kept_for=_FULL_READING)
    return FeedReport(feed.name, staged.outcome, planned, tuple(staged.unreadable))


async def _known(feed: Feed, order: Order, rows: Sequence[ListingRow], notes: Notes) -> Marks | None:
    """What may be asked conditionally: a version that is wholly in the store, under the same overlay file."""
    note = await notes.note_of(_note(feed))
    if not note or note.get("overlays") != order.overlays_mark or not any(row.active for row in rows):
        return None
    etag, last_modified = note.get("etag"), note.get("last_modified")
    return Marks(str(etag) if etag else None, str(last_modified) if last_modified else None)


async def _staged(feed: Feed, order: Order, rows: Sequence[ListingRow], known: Marks | None, download: Download) -> _Staged:
    fetched = await download.fetch(feed.url, known)
    if fetched is None:
        again = {row.listing.reference: replace(row.listing, read_at=order.now) for row in rows if row.active}
        return _Staged(Outcome.UNCHANGED, again, marks=known or Marks())
    with closing(fetched.file):
        staged = await _read(feed, order, fetched.file)
    staged.marks = fetched.marks
    return staged


async def _read(feed: Feed, order: Order, file: BinaryIO) -> _Staged:
    staged = _Staged(Outcome.TAKEN)
    for place, record in enumerate(feed.parser(file, order.now)):
        match record:
            case Unreadable():
                staged.unreadable.append(record)
            case Listing(reference=reference):
                home = completed(record, order.overlays.details.get(reference))
                if staged.listings.setdefault(reference, home) != home:
                    staged.unreadable.append(Unreadable(reference, "its reference stands twice, for different homes; the first counts"))
        if place % _BREATH == 0:
            await asyncio.sleep(0)
    return staged


def _rows(
    feed: Feed,
    now: datetime,
    rows: Sequence[ListingRow],
    listings: Mapping[Reference, Listing],
    hashes: Mapping[Reference, str],
    planned: Plan,
) -> list[ListingRow]:
    before = {row.listing.reference: row for row in rows}
    files = {name: row.file_id for name, row in before.items() if row.active and row.content_hash == hashes.get(name)}
    found = [ListingRow(listing, hashes[name], feed.name, files.get(name), True, now) for name, listing in listings.items()]
    return [*found, *(replace(before[name], active=False, file_id=None) for name in planned.withdraw)]


def _note(feed: Feed) -> str:
    return f"feed:{feed.name}"
