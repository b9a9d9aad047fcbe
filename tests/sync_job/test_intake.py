from dataclasses import dataclass, field
from pathlib import Path

import pytest
from scripted_http import answer, scripted
from stores import fresh_store
from sync_parts import NOW
from xcp_feed import a_feed, a_record

from panelin.ids import Reference
from panelin.store.contract import Store
from sync_job.feeds import read_feeds
from sync_job.feeds.download import Download, client
from sync_job.intake import Order, take_in
from sync_job.overlays import OverlayFile
from sync_job.report import FeedReport, Outcome


@dataclass
class Desk:
    """A store, and feeds that are served as a script."""

    store: Store
    asked: list[str] = field(default_factory=list)

    async def take(self, *feeds: bytes, accepted: str = "") -> list[FeedReport]:
        """Take in these files one run after the other, as the same feed."""
        async with scripted([answer(body=feed, ETag='"1"') for feed in feeds]) as server, client() as http:
            configured, _ = read_feeds(f"xcp+{server.url}/xcp.xml")
            order = Order(configured, OverlayFile(), "", NOW, accepted)
            download = Download(http, pause=0)
            reports = [await take_in(configured[0], order, set(), store=self.store, notes=self.store, download=download) for _ in feeds]
            self.asked += server.asked
        return reports

    async def prices(self) -> dict[Reference, int]:
        """What stands in the active rows, in euros."""
        return {row.listing.reference: row.listing.price.cents // 100 for row in await self.store.rows() if row.active}


@pytest.fixture
async def desk(tmp_path: Path):
    store = fresh_store("sqlite", tmp_path)
    yield Desk(store)
    await store.close()


async def test_a_home_that_can_no_longer_be_read_keeps_its_last_good_version(desk):
    _, report = await desk.take(a_feed(a_record("A"), a_record("B")), a_feed(a_record("A"), a_record("B", precio="1", localidad="")))
    assert report.plan.broken == ("B",)
    assert await desk.prices() == {"A": 200_000, "B": 200_000}


async def test_the_same_home_twice_is_one_and_two_homes_of_one_reference_are_reported(desk):
    (report,) = await desk.take(a_feed(a_record("A"), a_record("A"), a_record("B"), a_record("B", precio="1")))
    assert [record.reference for record in report.unreadable] == ["B"]
    assert await desk.prices() == {"A": 200_000, "B": 200_000}


async def test_a_feed_with_unreadable_homes_is_read_in_full_again(desk):
    await desk.take(a_feed(a_record("A"), a_record(None)), a_feed(a_record("A")), a_feed(a_record("A")))
    assert ["If-None-Match" in asked for asked in desk.asked] == [False, False, True]


@pytest.mark.promise("P8")
async def test_a_cut_feed_is_refused_though_its_first_homes_could_be_read(desk):
    whole = a_feed(a_record("A"), a_record("B"))
    _, report = await desk.take(whole, whole.replace(b"200000", b"1")[:-60])
    assert report.outcome is Outcome.REFUSED
    assert await desk.prices() == {"A": 200_000, "B": 200_000}


async def test_a_withdrawn_row_has_no_document_and_is_kept(desk):
    await desk.take(a_feed(a_record("A"), a_record("B")), a_feed(a_record("A")))
    (gone,) = [row for row in await desk.store.rows() if not row.active]
    assert (gone.listing.reference, gone.file_id) == ("B", None)


async def test_a_reference_with_signs_accents_and_slashes_is_a_row_like_any_other(desk):
    await desk.take(a_feed(a_record("A&amp;N Señuelo/3"), a_record("A&amp;N Senuelo/3"), a_record("../x")))
    assert set(await desk.prices()) == {"A&N Señuelo/3", "A&N Senuelo/3", "../x"}
    (home,) = await desk.store.listings([Reference("A&N Señuelo/3")])
    assert home.reference == "A&N Señuelo/3"
