"""The one writing thread: group commit, and what happens when the disk or another process is in the way (protocol.md section 9)."""

import asyncio
import sqlite3
import threading
import time
from contextlib import contextmanager

import pytest
from kept import NOW, a_conversation, an_item

from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.runtime.failpoints import configure
from panelin.store.documents import ABSENT, Put, Version
from panelin.store.engine import ANYWAY, EXISTING, Outcome, Write
from panelin.store.over import StoreOver
from panelin.store.sqlite.engine import SqliteEngine
from panelin.store.sqlite.writer import Writer, _commit


@pytest.fixture
async def engine(tmp_path):
    engine = SqliteEngine(str(tmp_path / "p.db"), patience=0.3)
    await engine.get("settings", ("x",))
    yield engine
    await engine.close()


def a_write(id_="a", at=ABSENT, **patch):
    return Write("settings", id_, at, patch or {"x": 1})


@contextmanager
def locked_by_another(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.execute("ROLLBACK")
        other.close()


def pragma(engine, name):
    async def ask():
        return await engine._writer.submit(lambda transaction: transaction._connection.execute(f"PRAGMA {name}").fetchone()[0])

    return ask()


@pytest.mark.promise("P1")
async def test_what_is_acknowledged_is_on_the_disk_also_at_power_loss(engine):
    assert await pragma(engine, "journal_mode") == "wal"
    assert await pragma(engine, "synchronous") == 2  # FULL


async def test_a_test_may_do_without_the_disk(tmp_path):
    engine = SqliteEngine(str(tmp_path / "p.db"), synchronous="OFF")
    assert await pragma(engine, "synchronous") == 0
    await engine.close()


async def test_what_is_in_flight_shares_one_transaction(engine, monkeypatch):
    transactions = []
    monkeypatch.setattr("panelin.store.sqlite.writer.passed", lambda name: transactions.append(name) if name == "sqlite.commit" else None)
    blocker = engine._writer.submit(lambda _: time.sleep(0.1))
    writes = [engine.commit([a_write(f"d{n}")]) for n in range(50)]
    await asyncio.gather(blocker, *writes)
    assert len(transactions) <= 3


async def test_one_refused_commit_does_not_take_its_neighbours_along(engine):
    await engine.commit([a_write("taken")])
    blocker = engine._writer.submit(lambda _: time.sleep(0.05))
    good = engine.commit([a_write("good")])
    half = engine.commit([a_write("half"), a_write("taken")])
    broken = engine.commit([Write("settings", "odd", ABSENT, {"x": object()})])
    last = engine.commit([a_write("last")])
    results = await asyncio.gather(blocker, good, half, broken, last, return_exceptions=True)
    assert [type(result) for result in results[2:4]] == [Conflict, TypeError]
    found = {found.id for found in (await engine.get("settings", ("good", "half", "odd", "last", "taken"))).found}
    assert found == {"good", "last", "taken"}


async def test_versions_come_from_one_sequence_so_that_none_is_used_twice(engine):
    (first,) = (await engine.commit([a_write("a")])).versions
    await engine._writer.submit(lambda transaction: transaction._connection.execute("DELETE FROM settings"))
    (again,) = (await engine.commit([a_write("a")])).versions
    assert int(again) > int(first)
    with pytest.raises(Conflict):
        await engine.commit([a_write("a", first, x=2)])


async def test_a_write_that_changes_nothing_keeps_its_version(engine):
    (version,) = (await engine.commit([a_write("a", x=1, y={"z": 1})])).versions
    for patch in ({"x": 1}, {("y", "z"): 1}, {"gone": None}, {}):
        assert (await engine.commit([Write("settings", "a", version, patch)])).versions == (version,)


@pytest.mark.parametrize(("at", "exists"), [(EXISTING, False), (Version("7"), False), (ABSENT, True), (Version("7"), True)])
async def test_a_precondition_that_fails_is_a_conflict(engine, at, exists):
    if exists:
        await engine.commit([a_write("a")])
    with pytest.raises(Conflict):
        await engine.commit([a_write("a", at, x=2)])


async def test_paths_reach_into_what_is_there_and_make_what_is_not(engine):
    await engine.commit([a_write("a", x=1)])
    await engine.commit([Write("settings", "a", ANYWAY, {("y", "z"): 1, ("x", "w"): 2, ("gone", "deep"): None})])
    (found,) = (await engine.get("settings", ("a",))).found
    assert found.plain == {"x": {"w": 2}, "y": {"z": 1}}


@pytest.mark.promise("P11")
async def test_a_lock_that_is_not_given_back_is_unavailable_and_nothing_was_done(engine, tmp_path):
    with locked_by_another(tmp_path / "p.db"):
        with pytest.raises(Unavailable, match="SQLITE_BUSY"):
            await engine.commit([a_write("a")])
        assert await engine.each([a_write("b")]) == [Outcome.LOST]
    assert (await engine.get("settings", ("a", "b"))).found == ()
    await engine.commit([a_write("a")])


@pytest.mark.promise("P11")
async def test_the_webhook_hears_within_a_second_and_a_half_that_nothing_can_be_stored(tmp_path):
    store = StoreOver(SqliteEngine(str(tmp_path / "p.db"), patience=30))
    await store.ready()
    with locked_by_another(tmp_path / "p.db"):
        started = time.monotonic()
        assert await store.put([an_item()]) == [Put.LOST]
        assert time.monotonic() - started < 2
    await store.close()


@pytest.mark.promise("P11")
async def test_a_full_disk_is_unavailable_and_passes_when_there_is_room_again(engine):
    pages = await pragma(engine, "page_count")
    assert await pragma(engine, f"max_page_count={pages + 2}") == pages + 2
    with pytest.raises(Unavailable, match="SQLITE_FULL"):
        await engine.commit([a_write("big", x="x" * 200_000)])
    assert await engine.each([a_write("big", x="x" * 200_000)]) == [Outcome.LOST]
    await engine.commit([a_write("small")])
    await pragma(engine, "max_page_count=100000")
    await engine.commit([a_write("big", x="x" * 200_000)])


async def test_a_lock_does_not_stop_the_event_loop_or_the_readers(engine, tmp_path):
    await engine.commit([a_write("a")])
    with locked_by_another(tmp_path / "p.db"):
        write = asyncio.ensure_future(engine.each([a_write("b")]))
        started = time.monotonic()
        assert (await engine.get("settings", ("a",))).found
        assert time.monotonic() - started < 0.2
        await write


async def test_closing_finishes_what_is_under_way(tmp_path):
    engine = SqliteEngine(str(tmp_path / "p.db"))
    writes = [asyncio.ensure_future(engine.commit([a_write(f"d{n}")])) for n in range(20)]
    await asyncio.sleep(0)
    await engine.close()
    assert len(await asyncio.gather(*writes)) == 20
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sqlite") and thread.is_alive()]


async def test_a_caller_who_gave_up_before_his_turn_has_done_nothing_and_disturbs_nobody(engine):
    blocker = asyncio.ensure_future(engine._writer.submit(lambda _: time.sleep(0.1)))
    impatient = asyncio.ensure_future(engine.commit([a_write("a")]))
    await asyncio.sleep(0.02)
    impatient.cancel()
    await blocker
    await engine.commit([a_write("b")])
    assert [found.id for found in (await engine.get("settings", ("a", "b"))).found] == ["b"]


async def test_memory_is_bounded_when_the_disk_stands_still(engine, monkeypatch):
    monkeypatch.setattr("panelin.store.sqlite.writer.MOST_WAITING", 3)
    blocker = asyncio.ensure_future(engine._writer.submit(lambda _: time.sleep(0.2)))
    await asyncio.sleep(0.05)
    waiting = [asyncio.ensure_future(engine.commit([a_write(f"d{n}")])) for n in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await engine.commit([a_write("one too many")])
    assert await engine.each([a_write("also")]) == [Outcome.LOST]
    await asyncio.gather(blocker, *waiting)
    await engine.commit([a_write("one too many")])


@pytest.mark.parametrize(("place", "landed"), [("sqlite.begin", False), ("sqlite.commit", False), ("group_commit.full", True)])
async def test_a_reply_lost_at_a_named_place_is_lost_for_all_of_the_transaction(engine, place, landed):
    configure({"FAILPOINTS": f"{place}=lost"})
    try:
        assert await engine.each([a_write("a"), a_write("b")]) == [Outcome.LOST, Outcome.LOST]
    finally:
        configure({})
    assert len((await engine.get("settings", ("a", "b"))).found) == (2 if landed else 0)


def test_a_commit_that_the_disk_does_not_confirm_is_uncertain():
    def failing(statement):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise error

    class Disk:
        execute = staticmethod(failing)

    with pytest.raises(Uncertain, match="SQLITE_IOERR_FSYNC"):
        _commit(Disk())


async def test_a_file_that_is_no_database_is_unavailable(tmp_path):
    (tmp_path / "p.db").write_bytes(b"no database, whatever it says" * 200)
    engine = SqliteEngine(str(tmp_path / "p.db"), patience=0.1)
    with pytest.raises(Unavailable, match="SQLITE_NOTADB"):
        await engine.get("settings", ("a",))
    assert await engine.each([a_write("a")]) == [Outcome.LOST]
    await engine.close()


async def test_a_file_that_breaks_while_it_is_read_is_unavailable(engine, tmp_path):
    await engine.commit([a_write("a")])
    await engine._writer.submit(lambda transaction: transaction._connection.execute("DROP TABLE settings"))
    with pytest.raises(Unavailable):
        await engine.get("settings", ("a",))


async def test_a_start_waits_for_another_process_and_gives_up_in_the_end(tmp_path):
    first = SqliteEngine(str(tmp_path / "p.db"))
    await first.get("settings", ("a",))
    await first.close()
    with locked_by_another(tmp_path / "p.db"):
        late = SqliteEngine(str(tmp_path / "p.db"), patience=0.1)
        with pytest.raises(Unavailable, match="SQLITE_BUSY"):
            await late.get("settings", ("a",))
    assert (await late.get("settings", ("a",))).found == ()
    await late.close()


def test_a_writer_whose_askers_loop_is_gone_goes_on(tmp_path):
    writer = Writer(str(tmp_path / "p.db"), synchronous="OFF", patience=1)

    async def leave():
        asyncio.ensure_future(writer.submit(lambda _: time.sleep(0.1)))  # noqa: RUF006
        await asyncio.sleep(0.01)

    asyncio.run(leave())
    assert asyncio.run(writer.submit(lambda _: a_conversation(last_interaction=NOW).seq)) == 0
    writer.close()
