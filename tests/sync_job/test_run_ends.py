import asyncio
from datetime import timedelta

import pytest

from panelin.errors import Unavailable
from panelin.runtime import failpoints
from sync_job import sync


@pytest.fixture
def plan_failure():
    yield lambda text: failpoints.configure({"FAILPOINTS": text})
    failpoints.configure({})


async def test_a_run_that_takes_too_long_ends_with_what_it_has(office, monkeypatch):
    monkeypatch.setattr(sync, "LONGEST", 0.5)
    office.sandbox.fault("openai", "hang", value=5)
    report = await office.sync()
    assert (report.exit_code, report.stopped) == (3, "it took too long")
    assert len(report.feeds) == 1
    assert len(await office.homes()) == 7


async def test_a_run_that_is_cancelled_says_so_and_gives_the_lease_back(office):
    office.sandbox.fault("inmoenter", "hang", value=5)
    task = asyncio.create_task(office.sync())
    await asyncio.sleep(0.3)
    task.cancel()
    report = await task
    assert (report.exit_code, report.stopped) == (3, "it was told to stop")
    assert await office.store.begin_sync(timedelta(seconds=1)) is not None


async def test_a_store_that_fails_on_the_way_ends_the_run_and_the_lease(office, plan_failure):
    plan_failure("sync.rows=lost")
    report = await office.sync()
    assert report.exit_code == 3
    assert "lost at sync.rows" in report.stopped
    assert (await office.sync()).exit_code == 0


async def test_a_run_that_lost_its_lease_says_so(office, monkeypatch):
    real = office.store.begin_sync

    async def begin(wait):
        lease = await real(timedelta(milliseconds=1))
        await asyncio.sleep(0.01)
        assert await real(timedelta(seconds=5)) is not None
        return lease

    monkeypatch.setattr(office.store, "begin_sync", begin)
    report = await office.sync()
    assert (report.exit_code, report.stopped) == (3, "it lost its lease to another run")


async def test_a_report_that_cannot_be_kept_is_partial_work(office, monkeypatch):
    async def end(run, report):
        raise Unavailable("the store is gone")

    monkeypatch.setattr(office.store, "end_sync", end)
    report = await office.sync()
    assert report.exit_code == 3
    assert "the store is gone" in report.stopped
