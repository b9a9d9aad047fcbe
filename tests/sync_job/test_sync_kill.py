import asyncio
import signal
import time
from datetime import timedelta

import pytest

HOMES = {
    "BS-1042": 320_000,
    "BS-1066": 275_000,
    "BS-1077": 215_000,
    "BS-1101": 189_000,
    "BS-1120": 289_000,
    "BS-1133": 595_000,
    "BS-1150": 245_000,
}
RARE = ("sync.begun", "sync.store.sent", "sync.file.sent", "sync.uploaded@7", "sync.removed")
PLACES = [
    "sync.staged",
    "sync.rows",
    "sync.file.sent@4",
    "sync.uploaded",
    "sync.noted@3",
    *(pytest.param(name, marks=pytest.mark.chaos) for name in RARE),
]
RARE_LATER = ("sync.staged", "sync.file.sent", "sync.noted", "sync.removed")
LATER = ["sync.rows", "sync.uploaded", *(pytest.param(name, marks=pytest.mark.chaos) for name in RARE_LATER)]


async def is_whole(office, homes: dict[str, int]) -> None:
    """One row, one document, one file of each home, and nothing besides."""
    assert await office.homes() == homes
    assert await office.files() == sorted((name, float(price)) for name, price in homes.items())
    noted = {row.file_id for row in await office.store.rows() if row.active}
    async with office.models() as models:
        assert {file.id async for file in models.files.list()} == noted
        assert len([store async for store in models.vector_stores.list()]) == 1


async def lease_is_over(office) -> None:
    """Wait until the run that died is forgotten; its lease was half a second."""
    deadline = time.monotonic() + 10
    while (lease := await office.store.begin_sync(timedelta(seconds=1))) is None:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    await office.store.end_sync(lease, {})


@pytest.mark.promise("P8")
@pytest.mark.parametrize("place", PLACES)
async def test_a_first_run_that_is_killed_anywhere_is_finished_by_the_next(office, place):
    name, _, count = place.partition("@")
    code, _ = office.ended(FAILPOINTS=f"{name}=kill@{count or 1}")
    assert code == -signal.SIGKILL
    assert set((await office.homes()).items()) <= set(HOMES.items())
    await lease_is_over(office)
    assert (await office.sync()).exit_code == 0
    await is_whole(office, HOMES)


@pytest.mark.promise("P8")
@pytest.mark.parametrize("place", LATER)
async def test_a_nightly_run_that_is_killed_anywhere_leaves_a_usable_catalogue(office, place):
    await office.sync()
    office.sandbox.control("crm", {"reference": "BS-1042", "price": 310_000})
    office.sandbox.control("crm", {"reference": "BS-1077", "state": "vendido"})
    code, _ = office.ended(FAILPOINTS=f"{place}=kill")
    assert code == -signal.SIGKILL
    after = {name: price for name, price in HOMES.items() if name != "BS-1077"} | {"BS-1042": 310_000}
    assert await office.homes() in (HOMES, after)
    assert {name for name, _ in await office.files()} >= set(after)
    await lease_is_over(office)
    assert (await office.sync()).exit_code == 0
    await is_whole(office, after)


@pytest.mark.promise("P8")
async def test_a_run_that_is_told_to_stop_gives_the_lease_back_and_says_that_it_is_not_done(office):
    office.sandbox.fault("openai", "hang", value=30)
    with office.process(TIME_SCALE="1") as process:
        deadline = time.monotonic() + 20
        while not await office.homes():
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        _, err = process.communicate(timeout=10)
    assert process.returncode == 3
    assert time.monotonic() - told < 9
    assert "it was told to stop" in err
    assert "Traceback" not in err
    office.sandbox.client.delete("/control/faults")
    assert (await office.sync()).exit_code == 0
    await is_whole(office, HOMES)
