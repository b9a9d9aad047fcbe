"""Tables and their queries: each finds its rows by an index, and a file of an older release gets what is new."""

import sqlite3
from multiprocessing import get_context

import pytest
from kept import NOW, an_item, an_open_chat, make_expired, stored_items

from panelin.ids import ConversationId, Lane
from panelin.store import queries
from panelin.store.documents import Change, Due, DueKind, HeardItem
from panelin.store.engine import Query
from panelin.store.over import StoreOver
from panelin.store.sqlite.engine import SqliteEngine
from panelin.store.sqlite.tables import prepare, select
from panelin.store.sqlite.writer import open_store

C = ConversationId("c")
QUERIES = [
    queries.waiting((Lane("a"),)),
    queries.waiting((Lane("a"), Lane("b"))),
    queries.unsettled(C),
    queries.transcript(queries.INBOX, C, after=0, limit=40),
    queries.transcript(queries.OUTBOX, C, after=0, limit=40),
    *(queries.due(kind, NOW, 100, None) for kind in DueKind),
    *(queries.due(kind, NOW, 100, Due(DueKind.ITEM, "x", NOW)) for kind in DueKind),
    queries.dead_letters(10),
    queries.active_rows(),
]


@pytest.fixture
def connection(tmp_path):
    connection = open_store(str(tmp_path / "p.db"), synchronous="OFF", patience=1)
    yield connection
    connection.close()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.collection}-{query.order}")
def test_every_query_goes_by_an_index(connection: sqlite3.Connection, query: Query):
    sql, arguments = select(query, NOW)
    plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", arguments))
    assert f"SEARCH {query.collection} USING INDEX {query.collection}_" in plan


def test_a_file_of_an_older_release_gets_the_columns_and_indexes_of_this_one(tmp_path):
    path = str(tmp_path / "old.db")
    old = sqlite3.connect(path)
    old.execute("CREATE TABLE inbox (id TEXT PRIMARY KEY, doc TEXT NOT NULL, version INTEGER NOT NULL, changed_at TEXT NOT NULL)")
    old.execute(
        "INSERT INTO inbox VALUES ('a', '{\"dead_at\":\"2026-11-23T17:00:00.000000+00:00\"}', 1, '2026-11-23T17:00:00.000000+00:00')"
    )
    old.commit()
    old.close()
    connection = open_store(path, synchronous="OFF", patience=1)
    sql, arguments = select(queries.dead_letters(5), NOW)
    assert [row[0] for row in connection.execute(sql, arguments)] == ["a"]
    prepare(connection)
    connection.close()


def _open(path: str) -> None:
    open_store(path, synchronous="FULL", patience=10).close()


def test_processes_that_start_at_once_make_the_tables_together(tmp_path):
    context = get_context("spawn")
    starting = [context.Process(target=_open, args=(str(tmp_path / "p.db"),)) for _ in range(4)]
    for process in starting:
        process.start()
    for process in starting:
        process.join(30)
    assert [process.exitcode for process in starting] == [0] * 4


async def test_what_has_expired_is_removed_and_what_has_not_stays(tmp_path):
    engine = SqliteEngine(str(tmp_path / "p.db"))
    store = StoreOver(engine)
    chat = await an_open_chat(store)
    gone, heard, new = await stored_items(store, *(an_item() for _ in range(3)))
    await store.commit(chat, Change(chat.conversation, heard=(HeardItem(gone), HeardItem(heard))))
    await make_expired(store, "inbox", gone.id)
    assert await engine.purge() == 1
    assert {found.id for found in (await engine.get("inbox", (gone.id, heard.id, new.id), expired=True)).found} == {heard.id, new.id}
    assert await engine.purge() == 0
    await store.close()


async def test_the_sweep_tidies_once_an_hour(tmp_path, monkeypatch):
    engine = SqliteEngine(str(tmp_path / "p.db"))
    store = StoreOver(engine)
    item = an_item(dead="x")
    await store.put([item])
    await make_expired(store, "inbox", item.id)
    await store.due(business_now=NOW)
    assert (await engine.get("inbox", (item.id,), expired=True)).found
    engine._tidied_at -= 3_600
    await store.due(business_now=NOW)
    assert not (await engine.get("inbox", (item.id,), expired=True)).found
    await store.close()
