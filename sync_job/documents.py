"""The vector store brought after the rows: what is missing is uploaded, what is there is adopted, what is old goes last."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from panelin.errors import Rejected, Unavailable, Uncertain
from panelin.ids import Reference
from panelin.overlays import Laid, merged
from panelin.runtime.failpoints import reached
from panelin.store.contract import Catalogue
from panelin.store.documents import ListingRow
from sync_job.markdown import document
from sync_job.ports import Document, FileId, Held, VectorStore
from sync_job.report import Documents

MOST_FAILURES = 5  # then the other side is taken to be down


@dataclass(slots=True)
class _Work:
    """One run over the documents."""

    store: Catalogue
    vectors: VectorStore
    overlays: Mapping[Reference, Laid]
    uploaded: int = 0
    failed: list[str] = field(default_factory=list)
    held_back: set[Reference] = field(default_factory=set)  # their old document stays, since the new one could not be made

    def document(self, row: ListingRow) -> Document:
        return document(merged(row.listing, self.overlays.get(row.listing.reference)))


async def catch_up(rows: Sequence[ListingRow], overlays: Mapping[Reference, Laid], *, store: Catalogue, vectors: VectorStore) -> Documents:
    """Make the vector store hold one document for each active row, and nothing of ours besides."""
    work = _Work(store, vectors, overlays)
    try:
        await vectors.ensure_kept()
        manifest = await vectors.manifest()
    except (Rejected, Unavailable, Uncertain) as error:
        return Documents(failed=(str(error),))
    usable = _usable(manifest)
    wanted = [replace(row, content_hash=work.document(row).content_hash) for row in rows]
    there = {
        row.listing.reference: _chosen(row, files) for row in wanted if (files := usable.get((row.listing.reference, row.content_hash)))
    }
    adopted = [
        replace(row, file_id=there[name]) for row in wanted if row.file_id != there.get(name := row.listing.reference) and name in there
    ]
    await store.put_rows(adopted)
    await asyncio.gather(*(_upload(row, work) for row in wanted if row.listing.reference not in there))
    old = _old(manifest, set(there.values()), work.held_back)
    await _remove(old, work)
    return Documents(work.uploaded, len(adopted), len(old), tuple(work.failed))


def _chosen(row: ListingRow, files: Sequence[FileId]) -> FileId:
    return next((file for file in files if file == row.file_id), files[0])


def _usable(manifest: Sequence[Held]) -> dict[tuple[Reference, str], list[FileId]]:
    found: dict[tuple[Reference, str], list[FileId]] = {}
    for held in manifest:
        if held.usable and held.reference is not None and held.content_hash is not None:
            found.setdefault((held.reference, held.content_hash), []).append(held.file_id)
    return found


async def _upload(row: ListingRow, work: _Work) -> None:
    reference = row.listing.reference
    if len(work.failed) >= MOST_FAILURES:
        work.held_back.add(reference)
        return
    try:
        file_id = await work.vectors.upload(work.document(row))
    except (Rejected, Unavailable, Uncertain) as error:
        work.failed.append(str(error))
        work.held_back.add(reference)
        return
    await reached("sync.uploaded")
    await work.store.put_rows([replace(row, file_id=file_id)])
    work.uploaded += 1
    await reached("sync.noted")


def _old(manifest: Sequence[Held], kept: set[FileId], held_back: set[Reference]) -> list[FileId]:
    """Name what no row points to; documents that we did not write are not ours to remove."""
    ours = [held for held in manifest if held.reference is not None and held.content_hash is not None]
    return [held.file_id for held in ours if held.file_id not in kept and held.reference not in held_back]


async def _remove(old: Sequence[FileId], work: _Work) -> None:
    try:
        await work.vectors.remove(old)
    except (Rejected, Unavailable, Uncertain) as error:
        work.failed.append(str(error))
