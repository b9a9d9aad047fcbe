from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from fixture_homes import HOME
from sync_parts import NOW

from panelin.listing import Availability, Source, State
from panelin.overlays import merged
from panelin.store.documents import Overlay
from sync_job.overlays import OverlayFile
from sync_job.plan import Plan
from sync_job.report import Outcome

HOMES = {
    "BS-1042": 320_000,
    "BS-1066": 275_000,
    "BS-1077": 215_000,
    "BS-1101": 189_000,
    "BS-1120": 289_000,
    "BS-1133": 595_000,
    "BS-1150": 245_000,
}


async def test_the_homes_of_the_feed_become_listings_and_documents(office):
    report = await office.sync()
    assert report.exit_code == 0
    assert [len(part) for part in (report.feeds[0].plan.add, report.feeds[0].plan.keep)] == [7, 0]
    assert await office.homes() == HOMES
    assert await office.files() == sorted((name, float(price)) for name, price in HOMES.items())


async def test_feed_and_overlays_together_say_of_each_home_what_the_dialogues_say(office):
    await office.sync()
    for home in await office.store.active():
        wanted = HOME[home.reference]
        for name in ("reference", "operation", "kind", "place", "price", "bedrooms", "bathrooms", "built_m2", "plot_m2", "terrace_m2", "floor",
                     "beach_m", "energy", "extras", "url", "agent", "dossier_url", "delivery"):  # fmt: skip
            assert getattr(home, name) == getattr(wanted, name), (home.reference, name)
        assert home.state.value is wanted.state.value
        assert all(home.has(feature) is had for feature, had in wanted.features.items()), home.reference
        assert len(home.photos) == len(wanted.photos)
        assert home.read_at == NOW


async def test_a_second_run_uploads_nothing_and_reads_the_feed_conditionally(office):
    await office.sync()
    uploads, asked = office.asked("POST", "/files"), office.sandbox.requests("inmoenter")[-1]["seq"]
    report = await office.sync(now=NOW + timedelta(days=1))
    assert report.exit_code == 0
    assert report.feeds[0].outcome is Outcome.UNCHANGED
    assert office.asked("POST", "/files") == uploads
    assert [entry["status"] for entry in office.sandbox.requests("inmoenter", after=asked)] == [304]


async def test_a_home_that_did_not_change_was_still_seen_today(office):
    await office.sync()
    await office.sync(now=NOW + timedelta(days=1))
    assert {home.read_at for home in await office.store.active()} == {NOW + timedelta(days=1)}
    assert {row.seen_at for row in await office.store.rows()} == {NOW + timedelta(days=1)}


async def test_a_price_that_changed_is_in_the_row_and_in_one_new_document(office):
    await office.sync()
    office.sandbox.control("crm", {"reference": "BS-1042", "price": 310_000})
    report = await office.sync()
    assert report.feeds[0].plan.replace == ("BS-1042",)
    assert (report.documents.uploaded, report.documents.removed) == (1, 1)
    assert (await office.homes())["BS-1042"] == 310_000
    assert [price for name, price in await office.files() if name == "BS-1042"] == [310_000.0]


async def test_a_home_that_left_the_feed_is_withdrawn_and_one_that_comes_back_returns(office):
    await office.sync()
    office.sandbox.control("crm", {"reference": "BS-1077", "state": "vendido"})
    report = await office.sync()
    assert report.feeds[0].plan.withdraw == ("BS-1077",)
    assert "BS-1077" not in await office.homes()
    assert "BS-1077" not in dict(await office.files())
    assert [row.active for row in await office.store.rows() if row.listing.reference == "BS-1077"] == [False]
    office.sandbox.control("crm", {"reference": "BS-1077", "state": "disponible"})
    assert (await office.sync()).feeds[0].plan.add == ("BS-1077",)
    assert await office.homes() == HOMES
    assert len(await office.files()) == 7


async def test_a_change_of_the_overlay_file_alone_is_taken_in(office):
    await office.sync()
    laid = replace(office.overlays.overlays["BS-1077"], district="Balcón de Europa", state=State(Availability.VENDIDO, Source.FILE, NOW))
    details = replace(office.overlays.details["BS-1077"], plot_m2=Decimal(9))
    office.overlays = OverlayFile(office.overlays.overlays | {"BS-1077": laid}, office.overlays.details | {"BS-1077": details})
    report = await office.sync(mark="edited")
    assert report.feeds[0].outcome is Outcome.TAKEN
    assert report.documents.uploaded == 1
    (home,) = await office.store.listings(["BS-1077"])
    assert (home.place.district, home.state.value, home.plot_m2) == ("Balcón de Europa", Availability.VENDIDO, Decimal(9))
    assert not home.may_be_shown


async def test_what_is_laid_over_a_document_is_what_the_store_lays_over_a_row(office):
    await office.sync()
    rows = {row.listing.reference: row.listing for row in await office.store.rows()}
    for home in await office.store.active():
        assert merged(rows[home.reference], office.overlays.overlays[home.reference]) == home


async def test_an_overlay_of_a_home_that_is_in_no_feed_is_reported_and_harmless(office):
    office.overlays = OverlayFile({**office.overlays.overlays, "BS-1402": Overlay("BS-1402")}, office.overlays.details)
    report = await office.sync()
    assert report.unknown_overlays == ("BS-1402",)
    assert report.exit_code == 0


async def test_of_two_feeds_the_first_owns_a_home_that_both_carry_and_one_that_fails_stops_nothing(office):
    office.feeds += f",xcp+{office.sandbox.url}/inmoenter/xcp.xml?second,xcp+{office.sandbox.url}/inmoenter/nothing.xml"
    report = await office.sync()
    assert [feed.outcome for feed in report.feeds] == [Outcome.TAKEN, Outcome.TAKEN, Outcome.FAILED]
    assert report.feeds[1].plan == Plan()
    assert report.exit_code == 3
    assert {row.feed for row in await office.store.rows()} == {report.feeds[0].name}
    assert await office.homes() == HOMES


async def test_a_second_feed_of_the_same_homes_stays_quiet_night_after_night(office):
    office.feeds += f",xcp+{office.sandbox.url}/inmoenter/xcp.xml?second"
    for _ in range(2):
        report = await office.sync()
        assert report.exit_code == 0
        assert {row.feed for row in await office.store.rows()} == {report.feeds[0].name}
    assert report.documents.uploaded == 0


async def test_homes_of_a_feed_that_moved_to_another_address_stay(office):
    await office.sync()
    office.feeds = office.feeds.replace("xcp.xml", "xcp.xml?key=new")
    report = await office.sync()
    assert (report.exit_code, len(report.feeds[0].plan.keep), report.documents.uploaded) == (0, 7, 0)
    assert {row.feed for row in await office.store.rows()} == {report.feeds[0].name}


async def test_two_runs_at_once_are_one(office):
    lease = await office.store.begin_sync(timedelta(minutes=1))
    report = await office.sync()
    assert report.exit_code == 3
    assert "another sync is running" in report.stopped
    assert await office.homes() == {}
    await office.store.end_sync(lease, {})
    assert (await office.sync()).exit_code == 0
