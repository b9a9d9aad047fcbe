"""Documents in one SQLite file."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Final, TypeVar

from panelin.errors import PanelinError, Unavailable
from panelin.store.engine import Outcome, Query, Reading, Write, Written
from panelin.store.queries import EXPIRING
from panelin.store.sqlite.tables import connect, found, select
from panelin.store.sqlite.transaction import Transaction
from panelin.store.sqlite.writer import Writer

T = TypeVar("T")

READERS: Final = 2
ACKNOWLEDGED_WITHIN: Final = 1.5  # seconds until the webhook must answer 503 (reliability.md section 2)
TIDIED_EVERY: Final = 3600.0
PURGED_AT_ONCE: Final = 500


class SqliteEngine:
    """Documents in one SQLite file; nothing here blocks the event loop."""

    def __init__(self, path: str, *, synchronous: str = "FULL", patience: float = 5.0) -> None:
        self._path = path
        self._patience = patience
        self._writer = Writer(path, synchronous=synchronous, patience=patience)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._own = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._ready = False
        self._tidied_at = time.monotonic()

    def now(self) -> datetime:
        """Tell the machine's time, which all processes on one file share."""
        return datetime.now(UTC)

    async def get(self, collection: str, ids: Sequence[str], *, expired: bool = False) -> Reading:
        """Read documents by id."""
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT id, doc, version, changed_at FROM {collection} WHERE id IN ({marks})"  # noqa: S608
        return await self._read(sql, list(ids), expired=expired)

    async def query(self, query: Query) -> Reading:
        """Read the documents that match."""
        sql, arguments = select(query, self.now())
        return await self._read(sql, arguments, expired=True)

    async def _read(self, sql: str, arguments: list[object], *, expired: bool) -> Reading:
        def read(connection: sqlite3.Connection) -> Reading:
            now = self.now()
            documents = (found(row) for row in connection.execute(sql, arguments).fetchall())
            return Reading(tuple(document for document in documents if expired or not document.is_gone(now)), now)

        if not self._ready:
            await self._writer.submit(lambda _transaction: None)  # the tables are there
            self._ready = True
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._with_connection, read)

    def _with_connection(self, read: Callable[[sqlite3.Connection], T]) -> T:
        try:
            connection = getattr(self._own, "connection", None)
            if connection is None:
                connection = self._own.connection = connect(self._path, synchronous="NORMAL", patience=self._patience)
                self._connections.append(connection)
            return read(connection)
        except sqlite3.Error as error:
            raise Unavailable(f"the database could not be read: {type(error).__name__}") from None

    async def commit(self, writes: Sequence[Write]) -> Written:
        """Write all or nothing."""
        return await self._writer.submit(lambda transaction: transaction.all_or_nothing(writes))

    async def each(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write each for itself, in one transaction with whatever else is in flight."""
        try:
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN):
                return await self._writer.submit(lambda transaction: transaction.each(writes))
        except (PanelinError, TimeoutError):
            return [Outcome.LOST] * len(writes)

    async def tidy(self) -> None:
        """Remove what has expired, once an hour at most."""
        if time.monotonic() - self._tidied_at >= TIDIED_EVERY:
            self._tidied_at = time.monotonic()
            await self.purge()

    async def purge(self) -> int:
        """Remove what has expired, a slice at a time so that nobody waits long, and say how much it was."""
        removed = 0
        for collection in EXPIRING:
            while count := await self._writer.submit(partial(_purge, collection)):
                removed += count
        return removed

    async def close(self) -> None:
        """Finish what is under way and let go."""
        await asyncio.to_thread(self._writer.close)
        await asyncio.to_thread(self._readers.shutdown)
        for connection in self._connections:
            connection.close()


def _purge(collection: str, transaction: Transaction) -> int:
    return transaction.purge(collection, PURGED_AT_ONCE)
