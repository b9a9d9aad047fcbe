from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from fixture_homes import HOMES
from stores import fresh_store
from sync_parts import NOW

from panelin.errors import Rejected, Unavailable, Uncertain
from panelin.ids import Reference
from panelin.store.documents import ListingRow
from sync_job.documents import MOST_FAILURES, catch_up
from sync_job.markdown import document
from sync_job.ports import Document, FileId, Held

ROWS = [ListingRow(home, document(home).content_hash, "feed", None, True, NOW) for home in HOMES]


@dataclass
class Shelf:
    """A vector store in memory that can be told to fail."""

    held: dict[FileId, Held] = field(default_factory=dict)
    full_after: int = 1_000
    down: Exception | None = None
    stuck: Exception | None = None
    tried: int = 0

    async def ensure_kept(self) -> None:
        if self.down:
            raise self.down

    async def manifest(self) -> tuple[Held, ...]:
        return tuple(self.held.values())

    async def upload(self, document: Document) -> FileId:
        self.tried += 1
        if self.tried > self.full_after:
            raise Unavailable("full")
        return self.put(document.reference, document.content_hash)

    async def remove(self, files: Sequence[FileId]) -> None:
        if self.stuck:
            raise self.stuck
        for file in files:
            del self.held[file]

    def put(self, reference: str | None, content_hash: str | None, *, usable: bool = True) -> FileId:
        """Lay a document on the shelf."""
        file = FileId(f"file-{len(self.held)}-{reference}")
        self.held[file] = Held(file, Reference(reference) if reference else None, content_hash, usable)
        return file


@pytest.fixture
async def store(tmp_path):
    store = fresh_store("sqlite", tmp_path)
    await store.put_rows(ROWS)
    yield store
    await store.close()


async def files(store) -> dict[str, str | None]:
    return {row.listing.reference: row.file_id for row in await store.rows()}


async def caught_up(store, shelf):
    return await catch_up(await store.rows(), {}, store=store, vectors=shelf)


async def test_each_row_gets_a_document_and_its_file_id(store):
    shelf = Shelf()
    report = await caught_up(store, shelf)
    assert (report.uploaded, report.adopted, report.removed, report.failed) == (10, 0, 0, ())
    assert set((await files(store)).values()) == set(shelf.held)
    again = await caught_up(store, shelf)
    assert (again.uploaded, again.adopted, again.removed) == (0, 0, 0)


async def test_a_document_that_a_dead_run_left_is_adopted_and_not_made_again(store):
    shelf = Shelf()
    left = shelf.put("BS-1042", ROWS[0].content_hash)
    report = await caught_up(store, shelf)
    assert (report.uploaded, report.adopted, report.removed) == (9, 1, 0)
    assert (await files(store))["BS-1042"] == left


async def test_of_two_documents_of_one_home_the_noted_one_stays_and_old_ones_go(store):
    shelf = Shelf()
    await caught_up(store, shelf)
    noted = (await files(store))["BS-1042"]
    shelf.put("BS-1042", ROWS[0].content_hash)
    shelf.put("BS-1042", "old price")
    shelf.put("BS-9999", "sold")
    assert (await caught_up(store, shelf)).removed == 3
    assert (await files(store))["BS-1042"] == noted
    assert noted in shelf.held
    assert len(shelf.held) == 10


async def test_a_document_that_was_never_indexed_is_made_again_and_removed(store):
    shelf = Shelf()
    stuck = shelf.put("BS-1042", ROWS[0].content_hash, usable=False)
    await store.put_rows([replace(ROWS[0], file_id=stuck)])
    assert (await caught_up(store, shelf)).uploaded == 10
    assert stuck not in shelf.held


async def test_what_others_laid_there_is_left_alone(store):
    shelf = Shelf()
    others = {shelf.put(None, None), shelf.put("faq", None)}
    assert (await caught_up(store, shelf)).removed == 0
    assert others <= set(shelf.held)


async def test_after_a_few_failures_no_more_is_tried_and_old_documents_stay(store):
    shelf = Shelf(full_after=2)
    old = {shelf.put(row.listing.reference, "old price") for row in ROWS}
    report = await caught_up(store, shelf)
    assert report.failed == ("full",) * MOST_FAILURES
    assert shelf.tried == 2 + MOST_FAILURES
    assert len(old & set(shelf.held)) == 8
    assert list((await files(store)).values()).count(None) == 8


@pytest.mark.parametrize("error", [Rejected("no"), Unavailable("later"), Uncertain("perhaps")])
async def test_old_documents_that_cannot_be_removed_are_reported_and_go_the_next_time(store, error):
    shelf = Shelf(stuck=error)
    shelf.put("BS-9999", "sold")
    assert (await caught_up(store, shelf)).failed == (str(error),)
    shelf.stuck = None
    assert (await caught_up(store, shelf)).removed == 1


@pytest.mark.parametrize("error", [Rejected("no"), Unavailable("later"), Uncertain("perhaps")])
async def test_a_store_that_is_down_is_one_failure_and_changes_nothing(store, error):
    before = await store.rows()
    assert (await caught_up(store, Shelf(down=error))).failed == (str(error),)
    assert await store.rows() == before
