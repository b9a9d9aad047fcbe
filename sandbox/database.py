"""What the sandbox remembers: JSON documents, logs and media bytes in one SQLite file that survives a kill and a restart."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Document = dict[str, Any]

_SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS logs (log TEXT NOT NULL, seq INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (log, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


class Database:
    """One file of documents by kind and key, append-only logs numbered from 1, and blobs; safe to call from several threads."""

    def __init__(self, path: str | Path) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        self._connection.executescript(_SCHEMA)

    def put(self, kind: str, key: str, value: Document) -> None:
        """Store a document, replacing what was there."""
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (kind, key, _dumps(value)))

    def get(self, kind: str, key: str) -> Document | None:
        """The document, or None."""
        with self._lock:
            row = self._connection.execute("SELECT value FROM documents WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return _loads(row[0]) if row else None

    def all(self, kind: str) -> dict[str, Document]:
        """Every document of a kind, by key, in the order of the keys."""
        with self._lock:
            rows = self._connection.execute("SELECT key, value FROM documents WHERE kind = ? ORDER BY key", (kind,)).fetchall()
        return {key: _loads(value) for key, value in rows}

    def delete(self, kind: str, key: str) -> bool:
        """Remove a document; whether there was one."""
        with self._lock:
            return self._connection.execute("DELETE FROM documents WHERE kind = ? AND key = ?", (kind, key)).rowcount > 0

    def append(self, log: str, entry: Document) -> int:
        """Add an entry to a log and return its number; the first is 1."""
        with self._lock:
            row = self._connection.execute(
                "INSERT INTO logs SELECT ?, coalesce(max(seq), 0) + 1, ? FROM logs WHERE log = ? RETURNING seq",
                (log, _dumps(entry), log),
            ).fetchone()
        return int(row[0])

    def read(self, log: str, after: int = 0, limit: int = -1) -> list[Document]:
        """Entries of a log after a number, each with its `seq`; a negative limit means all."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT seq, entry FROM logs WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?", (log, after, limit)
            ).fetchall()
        return [{"seq": seq, **_loads(entry)} for seq, entry in rows]

    def last(self, log: str) -> int:
        """The number of the newest entry of a log; 0 if it is empty."""
        with self._lock:
            row = self._connection.execute("SELECT coalesce(max(seq), 0) FROM logs WHERE log = ?", (log,)).fetchone()
        return int(row[0])

    def trim(self, log: str, keep: int) -> None:
        """Forget all but the newest entries of a log; the numbering goes on."""
        with self._lock:
            self._connection.execute(
                "DELETE FROM logs WHERE log = ? AND seq <= (SELECT max(seq) FROM logs WHERE log = ?) - ?", (log, log, keep)
            )

    def put_bytes(self, key: str, value: bytes) -> None:
        """Store bytes under a key."""
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (key, value))

    def get_bytes(self, key: str) -> bytes | None:
        """The bytes under a key, or None."""
        with self._lock:
            row = self._connection.execute("SELECT value FROM blobs WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def delete_bytes(self, key: str) -> None:
        """Remove the bytes under a key."""
        with self._lock:
            self._connection.execute("DELETE FROM blobs WHERE key = ?", (key,))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written inside lands as one: all of it or nothing."""
        with self._lock:
            self._depth += 1
            if self._depth == 1:
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._end("ROLLBACK")
                raise
            self._end("COMMIT")

    def clear(self) -> None:
        """Forget everything; every log starts at 1 again."""
        with self.together():
            for table in ("documents", "logs", "blobs"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - three names of our own

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _end(self, statement: str) -> None:
        self._depth -= 1
        if self._depth == 0 and self._connection.in_transaction:
            self._connection.execute(statement)


def _dumps(value: Document) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _loads(text: str) -> Document:
    value: Document = json.loads(text)
    return value
