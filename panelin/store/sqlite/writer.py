"""The one thread of a process that writes: whatever is in flight shares one transaction, and so one fsync (group commit)."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from panelin.errors import Unavailable, Uncertain
from panelin.runtime.failpoints import passed
from panelin.store.sqlite.tables import connect, prepare
from panelin.store.sqlite.transaction import Transaction

T = TypeVar("T")

ONE_AFTER_ANOTHER = timedelta(microseconds=1)  # what arrived first in one transaction is also the older
UNDONE = ("SQLITE_BUSY", "SQLITE_FULL")  # a COMMIT refused with these has written nothing that counts
MOST_WAITING = 20_000  # jobs; beyond it nothing more is taken on, so memory stays bounded
MOST_AT_ONCE = 256  # jobs of one transaction: other processes wait for the lock meanwhile


@dataclass(slots=True)
class _Job:
    work: Callable[[Transaction], object]
    loop: asyncio.AbstractEventLoop
    reply: "asyncio.Future[Any]"
    result: object = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Hand the outcome to whoever waits, in the loop's own thread."""
        if self.reply.done():
            return
        if self.error is None:
            self.reply.set_result(self.result)
        else:
            self.reply.set_exception(self.error)


class Writer:
    """Writes one after another, many to a transaction."""

    def __init__(self, path: str, *, synchronous: str, patience: float) -> None:
        self._path = path
        self._synchronous = synchronous
        self._patience = patience
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def submit(self, work: Callable[[Transaction], T]) -> T:
        """Have work done in the next transaction and wait until it is committed."""
        if self._jobs.qsize() >= MOST_WAITING:
            raise Unavailable("too many writes wait for the database")
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future())
        self._jobs.put(job)
        result: T = await job.reply
        return result

    def close(self) -> None:
        """Finish what is queued and stop."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        while (jobs := self._next()) is not None:
            try:
                connection = connection or open_store(self._path, synchronous=self._synchronous, patience=self._patience)
                _transact(connection, jobs)
            except BaseException as error:  # noqa: BLE001 (the outermost frame of a thread: whoever waits must hear)
                _refuse(connection, jobs, error)
            _tell(jobs)
        if connection is not None:
            connection.close()

    def _next(self) -> list[_Job] | None:
        first = self._jobs.get()
        if first is None:
            return None
        jobs = [first]
        while len(jobs) < MOST_AT_ONCE:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            jobs.append(job)
        return jobs


def open_store(path: str, *, synchronous: str, patience: float) -> sqlite3.Connection:
    """Open the file for writing and make its tables; of several processes that start at once each waits for the other."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    connection = connect(path, synchronous=synchronous, patience=patience)
    give_up_at = time.monotonic() + patience
    while True:
        try:
            return _prepared(connection)
        except sqlite3.Error as error:
            _roll_back(connection)
            if not isinstance(error, sqlite3.OperationalError) or time.monotonic() > give_up_at:
                connection.close()
                raise
            time.sleep(0.02)  # the switch to WAL does not wait for a lock by itself


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("BEGIN IMMEDIATE")
    prepare(connection)
    connection.execute("COMMIT")
    return connection


def _transact(connection: sqlite3.Connection, jobs: list[_Job]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    passed("sqlite.begin")
    transaction = Transaction(connection)
    for number, job in enumerate(jobs):
        if job.reply.cancelled():
            continue  # whoever asked has given up: nothing was done
        transaction.now += ONE_AFTER_ANOTHER
        _perform(connection, transaction, job)
        if number == 0 and len(jobs) > 1:
            passed("group_commit.partial")
    transaction.finish()
    passed("sqlite.commit")
    _commit(connection)
    passed("group_commit.full")


def _commit(connection: sqlite3.Connection) -> None:
    """Make it last; a disk that fails in the middle may bring it back at the next start, so nobody may call it undone."""
    try:
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if error.sqlite_errorname in UNDONE:
            raise
        raise Uncertain(f"the disk did not confirm a write ({error.sqlite_errorname})") from None


def _perform(connection: sqlite3.Connection, transaction: Transaction, job: _Job) -> None:
    connection.execute("SAVEPOINT job")
    try:
        job.result = job.work(transaction)
    except sqlite3.Error:
        raise  # the transaction is lost, and with it everybody in it
    except Exception as error:  # noqa: BLE001 (the outermost frame of this job: the others in the transaction must not suffer)
        job.error = error
        connection.execute("ROLLBACK TO job")
    connection.execute("RELEASE job")


def _refuse(connection: sqlite3.Connection | None, jobs: list[_Job], error: BaseException) -> None:
    """Undo the transaction, and say to everybody in it what that means."""
    if connection is not None:
        _roll_back(connection)
    if isinstance(error, sqlite3.Error | OSError):
        error = Unavailable(f"the database could not be written: {getattr(error, 'sqlite_errorname', type(error).__name__)}")
    for job in jobs:
        job.error = error


def _roll_back(connection: sqlite3.Connection) -> None:
    """End a transaction that is open; a ROLLBACK may fail only where SQLite has rolled back by itself."""
    if connection.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _tell(jobs: list[_Job]) -> None:
    for job in jobs:
        with contextlib.suppress(RuntimeError):  # the loop that asked is closed
            job.loop.call_soon_threadsafe(job.tell)
