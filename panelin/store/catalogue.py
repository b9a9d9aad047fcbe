"""The catalogue over an engine: the rows of the sync, what people added, and the lease of the one sync."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from urllib.parse import quote
from uuid import uuid4

from panelin.errors import Conflict
from panelin.ids import Reference
from panelin.listing import Listing, Source
from panelin.overlays import merged
from panelin.store import queries
from panelin.store.codec import overlay_document, overlay_from, report_document, row_document, row_from
from panelin.store.documents import ABSENT, ListingRow, Overlay, SyncRun
from panelin.store.engine import ANYWAY, Engine, Found, FromNow, Write

LEASE = "lease"
LAID_IN_ORDER = (Source.FILE, Source.CRM, Source.DESK)  # of two that say the same thing the later one holds
REPORTS_KEPT_FOR = timedelta(days=365)
AT_ONCE = 100  # writes in one commit: a home is some 5 kB, and a call may hold 10 MB


def document_id(name: str) -> str:
    """Turn a reference or a key into a document id: no slash, no dot and no underscores in front."""
    quoted = quote(name, safe="")
    return f"%{ord(quoted[0]):02X}{quoted[1:]}" if quoted.startswith((".", "_")) else quoted


class CatalogueOver:
    """The homes, over an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def listings(self, references: Sequence[Reference]) -> tuple[Listing, ...]:
        """Read active homes with their overlays merged in, in the order asked for."""
        ids = [document_id(reference) for reference in dict.fromkeys(references)]
        if not ids:
            return ()
        rows = {found.id: found for found in (await self._engine.get(queries.LISTINGS, ids)).found}
        overlays = (await self._engine.get(queries.OVERLAYS, list(rows))).found if rows else ()
        return _laid_over((rows[id_] for id_ in ids if id_ in rows), overlays)

    async def active(self) -> tuple[Listing, ...]:
        """Read all active homes with their overlays merged in."""
        rows = (await self._engine.query(queries.active_rows())).found
        return _laid_over(rows, (await self._engine.query(queries.everything(queries.OVERLAYS))).found)

    async def rows(self) -> tuple[ListingRow, ...]:
        """Read every row, withdrawn ones included, without overlays."""
        return tuple(row_from(found.plain) for found in (await self._engine.query(queries.everything(queries.LISTINGS))).found)

    async def put_rows(self, rows: Sequence[ListingRow]) -> None:
        """Write rows as they are."""
        await self._commit([Write(queries.LISTINGS, document_id(row.listing.reference), ANYWAY, row_document(row)) for row in rows])

    async def put_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Replace the overlays that came from the file; those of the desk and the CRM stay."""
        file = Source.FILE.value
        stored = (await self._engine.query(queries.everything(queries.OVERLAYS))).found
        patches: dict[str, object] = {found.id: None for found in stored if file in found.plain}
        patches |= {document_id(overlay.reference): overlay_document(overlay) for overlay in overlays}
        await self._commit([Write(queries.OVERLAYS, id_, ANYWAY, {file: value}) for id_, value in patches.items()])

    async def _commit(self, writes: Sequence[Write]) -> None:
        for start in range(0, len(writes), AT_ONCE):
            await self._engine.commit(writes[start : start + AT_ONCE])

    async def begin_sync(self, wait: timedelta) -> SyncRun | None:
        """Take the lease of the one sync, or None if another run holds it."""
        reading = await self._engine.get(queries.SYNC_RUNS, (LEASE,))
        held = reading.found[0] if reading.found else None
        until = held.instant("until") if held else None
        if until is not None and until > reading.now:
            return None
        id_ = uuid4().hex
        lease = Write(queries.SYNC_RUNS, LEASE, held.version if held else ABSENT, {"run": id_, "until": FromNow(wait)})
        try:
            written = await self._engine.commit([lease])
        except Conflict:
            return None
        return SyncRun(id_, written.counted_from + wait, written.versions[0])

    async def end_sync(self, run: SyncRun, report: Mapping[str, object]) -> None:
        """Give the lease back and keep the report; `Conflict` if another run has taken the lease meanwhile."""
        kept = {"report": report_document(report), "ended_at": FromNow(), "expires_at": FromNow(REPORTS_KEPT_FOR)}
        back = Write(queries.SYNC_RUNS, LEASE, run.version, {"run": None, "until": None})
        await self._engine.commit([back, Write(queries.SYNC_RUNS, run.id, ANYWAY, kept)])


def _laid_over(rows: Iterable[Found], overlays: Iterable[Found]) -> tuple[Listing, ...]:
    laid = {found.id: [overlay_from(found.plain[source]) for source in LAID_IN_ORDER if source in found.plain] for found in overlays}
    known = ((found.id, row_from(found.plain)) for found in rows)
    return tuple(reduce(merged, laid.get(id_, ()), row.listing) for id_, row in known if row.active)
