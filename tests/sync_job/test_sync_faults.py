from datetime import timedelta

import pytest
from sync_parts import NOW

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
WRONG = [
    ("empty", None, "no home that can be read"),
    ("empty", "nothing", "no whole XML"),
    ("cut", None, "no whole XML"),
    ("cut", 0.99, "no whole XML"),
    ("html", None, "DOCTYPE"),
    ("shrunk", None, "6 of 7 homes are gone"),
    *(("hostile", attack, "DOCTYPE|no whole XML|nested") for attack in ("entities", "external", "deep", "huge", "binary")),
]


@pytest.mark.promise("P8")
async def test_a_feed_that_went_wrong_in_any_way_changes_nothing_and_the_next_good_one_does(office):
    await office.sync()
    before = await office.store.rows()
    office.sandbox.control("crm", {"reference": "BS-1042", "price": 310_000})
    for kind, value, why in WRONG:
        office.sandbox.fault("inmoenter", kind, value=value, count=1)
        report = await office.sync(now=NOW + timedelta(days=1))
        assert (report.exit_code, report.feeds[0].outcome) == (4, Outcome.REFUSED), (kind, value)
        assert any(part in report.feeds[0].why for part in why.split("|")), (kind, value, report.feeds[0].why)
        assert await office.store.rows() == before, (kind, value)
    assert len(await office.files()) == 7
    assert (await office.sync()).exit_code == 0
    assert (await office.homes())["BS-1042"] == 310_000


@pytest.mark.promise("P8")
async def test_a_first_run_on_a_bad_feed_leaves_an_empty_catalogue_and_no_mark_of_having_been(office):
    office.sandbox.fault("inmoenter", "cut", count=1)
    assert (await office.sync()).exit_code == 4
    assert await office.homes() == {}
    assert (await office.sync()).exit_code == 0
    assert await office.homes() == HOMES


async def test_a_collapse_that_a_person_has_looked_at_is_let_through_once(office):
    await office.sync()
    office.sandbox.fault("inmoenter", "shrunk")
    token = (await office.sync()).feeds[0].why.rsplit("=", 1)[1]
    report = await office.sync(accepted=token)
    assert report.exit_code == 0
    assert await office.homes() == {"BS-1042": 320_000}
    assert await office.files() == [("BS-1042", 320_000.0)]


async def test_a_feed_that_lost_a_few_homes_is_believed(office):
    await office.sync()
    office.sandbox.fault("inmoenter", "shrunk", value=0.4, count=1)
    report = await office.sync()
    assert report.exit_code == 0
    assert len(await office.homes()) == 5


@pytest.mark.parametrize(("kind", "value"), [("status", 503), ("reset", None)])
async def test_a_server_that_stumbles_once_is_asked_again(office, kind, value):
    office.sandbox.fault("inmoenter", kind, value=value, count=2, options={"headers": {}})
    assert (await office.sync()).exit_code == 0
    assert await office.homes() == HOMES


async def test_a_server_that_is_down_all_night_is_partial_work(office):
    await office.sync()
    office.sandbox.fault("inmoenter", "status", value=500)
    report = await office.sync()
    assert (report.exit_code, report.feeds[0].outcome) == (3, Outcome.FAILED)
    assert await office.homes() == HOMES


async def test_orders_in_an_advertisement_reach_the_listing_as_text_only(office):
    office.sandbox.fault("inmoenter", "hostile", value="instructions", count=1)
    assert (await office.sync()).exit_code == 0
    (home,) = await office.store.listings(["BS-1042"])
    assert "Bizum" in home.text["es"]
    assert home.price.cents == 320_000_00


@pytest.mark.promise("P11")
@pytest.mark.parametrize(("kind", "value"), [("status", 500), ("status", 429), ("status", 401), ("reset", None)])
async def test_a_price_changes_though_openai_is_down_and_the_document_follows_later(office, kind, value):
    await office.sync()
    office.sandbox.control("crm", {"reference": "BS-1042", "price": 310_000})
    office.sandbox.fault("openai", kind, value=value)
    report = await office.sync()
    assert report.exit_code == 3
    assert report.documents.failed
    assert (await office.homes())["BS-1042"] == 310_000
    office.sandbox.client.delete("/control/faults")
    report = await office.sync()
    assert (report.exit_code, report.documents.uploaded, report.documents.removed) == (0, 1, 1)
    assert dict(await office.files())["BS-1042"] == 310_000.0


async def test_uploads_that_fail_one_by_one_keep_their_old_document_and_end_soon(office):
    await office.sync()
    for reference in HOMES:
        office.sandbox.control("crm", {"reference": reference, "price": 100_000})
    office.sandbox.fault("openai", "status", value=500, path="/v1/files", method="POST")
    report = await office.sync()
    assert report.exit_code == 3
    assert sum(1 for _ in report.documents.failed) >= 5
    assert await office.files() == sorted((name, float(price)) for name, price in HOMES.items())
    office.sandbox.client.delete("/control/faults")
    assert (await office.sync()).exit_code == 0
    assert await office.files() == sorted((name, 100_000.0) for name in HOMES)


async def test_a_reply_that_is_lost_after_an_upload_leaves_nothing_behind_for_good(office):
    office.sandbox.fault("openai", "lost_reply", path="/v1/files", method="POST", count=2)
    assert (await office.sync()).exit_code == 3
    assert (await office.sync()).exit_code == 0
    async with office.models() as models:
        assert len([file async for file in models.files.list()]) == 7


async def test_the_clock_of_a_run_that_read_nothing_new_does_not_make_a_home_fresh(office):
    await office.sync()
    office.sandbox.fault("inmoenter", "html", count=1)
    await office.sync(now=NOW.replace(year=2027))
    assert {home.read_at for home in await office.store.active()} == {NOW}
