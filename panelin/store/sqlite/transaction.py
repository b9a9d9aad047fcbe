"""What happens between BEGIN IMMEDIATE and COMMIT: writes under preconditions, versions from one sequence."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from panelin.errors import Conflict
from panelin.store.documents import ABSENT, Version
from panelin.store.engine import ANYWAY, EXISTING, FromNow, Outcome, Write, Written
from panelin.store.sqlite.tables import instant, to_json
from panelin.store.typed import Key


class Transaction:
    """One open transaction; its time is taken after BEGIN, so versions and times run the same way."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sequence: int = connection.execute("SELECT n FROM sequence").fetchone()[0]
        self._began_with = self._sequence
        self.now = datetime.now(UTC)

    def all_or_nothing(self, writes: Sequence[Write]) -> Written:
        """Perform writes; `Conflict` leaves those before it to the caller's savepoint."""
        return Written(tuple(self._write(write) for write in writes), self.now, self.now)

    def each(self, writes: Sequence[Write]) -> list[Outcome]:
        """Perform writes, each for itself."""
        return [self._attempt(write) for write in writes]

    def purge(self, collection: str, most: int) -> int:
        """Delete some of what has expired."""
        expired = f"SELECT id FROM {collection} WHERE expires_at <= ? LIMIT ?"  # noqa: S608
        return self._connection.execute(f"DELETE FROM {collection} WHERE id IN ({expired})", (instant(self.now), most)).rowcount  # noqa: S608

    def finish(self) -> None:
        """Keep the sequence; before COMMIT."""
        if self._sequence != self._began_with:
            self._connection.execute("UPDATE sequence SET n = ?", (self._sequence,))

    def _attempt(self, write: Write) -> Outcome:
        try:
            self._write(write)
        except Conflict:
            return Outcome.REFUSED
        return Outcome.DONE

    def _write(self, write: Write) -> Version:
        if write.at == ABSENT:
            return self._insert(write)
        row = self._connection.execute(f"SELECT doc, version FROM {write.collection} WHERE id = ?", (write.id,)).fetchone()  # noqa: S608
        if row is None:
            if write.at == ANYWAY:
                return self._insert(write)
            raise Conflict("it does not exist")
        doc, version = row
        if write.at not in (ANYWAY, EXISTING, str(version)):
            raise Conflict("it has moved on")
        return self._update(write, doc, version)

    def _insert(self, write: Write) -> Version:
        plain: dict[str, object] = {}
        self._apply(plain, write.patch)
        sql = f"INSERT INTO {write.collection} (id, doc, version, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"  # noqa: S608
        done = self._connection.execute(sql, (write.id, to_json(plain), self._sequence + 1, instant(self.now)))
        if done.rowcount == 0:
            raise Conflict("it exists already")
        self._sequence += 1
        return Version(str(self._sequence))

    def _update(self, write: Write, doc: str, version: int) -> Version:
        if not write.patch:
            return Version(str(version))
        plain = json.loads(doc)
        self._apply(plain, write.patch)
        changed = to_json(plain)
        if changed == doc:
            return Version(str(version))
        self._sequence += 1
        sql = f"UPDATE {write.collection} SET doc = ?, version = ?, changed_at = ? WHERE id = ?"  # noqa: S608
        self._connection.execute(sql, (changed, self._sequence, instant(self.now), write.id))
        return Version(str(self._sequence))

    def _apply(self, plain: dict[str, object], patch: Mapping[str, object] | Mapping[Key, object]) -> None:
        for key, value in patch.items():
            filled = self.now + value.wait if isinstance(value, FromNow) else value
            _set(plain, (key,) if isinstance(key, str) else key, filled)


def _set(plain: dict[str, object], path: tuple[str, ...], value: object) -> None:
    """Set or remove a field; removing one makes no maps on its way (as Firestore does)."""
    for name in path[:-1]:
        inner = plain.get(name)
        if not isinstance(inner, dict):
            if value is None:
                return
            inner = plain[name] = {}
        plain = inner
    if value is None:
        plain.pop(path[-1], None)
    else:
        plain[path[-1]] = value
