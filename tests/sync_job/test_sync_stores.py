import asyncio
import signal
from datetime import timedelta

import pytest
from sync_parts import NOW, an_office

HOMES = {
    "BS-1042": 320_000,
    "BS-1066": 275_000,
    "BS-1077": 215_000,
    "BS-1101": 189_000,
    "BS-1120": 289_000,
    "BS-1133": 595_000,
    "BS-1150": 245_000,
}


@pytest.fixture
async def office(running_sandbox, store_url):
    """The same office on either store."""
    running_sandbox.control("reset")
    async with an_office(running_sandbox, store_url) as office:
        yield office


async def test_a_run_and_its_repetition_are_the_same_on_both_stores(office):
    assert (await office.sync()).exit_code == 0
    assert await office.homes() == HOMES
    uploads = office.asked("POST", "/files")
    report = await office.sync(now=NOW + timedelta(days=1))
    assert (report.exit_code, report.documents.uploaded, len(report.feeds[0].plan.keep)) == (0, 0, 7)
    assert office.asked("POST", "/files") == uploads
    assert {home.read_at for home in await office.store.active()} == {NOW + timedelta(days=1)}


@pytest.mark.promise("P8")
async def test_a_run_that_is_killed_is_finished_by_the_next_on_both_stores(office):
    code, _ = office.ended(FAILPOINTS="sync.noted=kill@3")
    assert code == -signal.SIGKILL
    assert await office.homes() == HOMES
    while (report := await office.sync()).stopped:
        assert "another sync" in report.stopped
        await asyncio.sleep(0.1)
    assert report.exit_code == 0
    assert await office.files() == sorted((name, float(price)) for name, price in HOMES.items())
    assert None not in {row.file_id for row in await office.store.rows()}


async def test_a_collapse_is_refused_on_both_stores(office):
    await office.sync()
    office.sandbox.fault("inmoenter", "shrunk", count=1)
    assert (await office.sync()).exit_code == 4
    assert await office.homes() == HOMES
