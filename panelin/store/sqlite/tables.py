"""Tables, indexes and the SQL of queries: one table a collection, the document as JSON, virtual columns for what is asked."""

import base64
import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from panelin.store.documents import Version
from panelin.store.engine import Found, Query, well_formed
from panelin.store.queries import COLLECTIONS, EXPIRING, INDEXES, LOCAL_ONLY

_OWN: Final = "id TEXT PRIMARY KEY, doc TEXT NOT NULL, version INTEGER NOT NULL, changed_at TEXT NOT NULL"
_OPTIONAL: Final = ("due_at", "alarm_at", "dead_at", "expires_at", "seq")  # where it is absent there is nothing to find
_INDEXES: Final = (
    *((name, tuple(field.lstrip("-") for field in fields)) for name, fields in INDEXES),
    *((name, ("expires_at",)) for name in EXPIRING),
)


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file, and add to those of an older release what this one asks for."""
    connection.execute("CREATE TABLE IF NOT EXISTS sequence (n INTEGER NOT NULL)")
    connection.execute("INSERT INTO sequence SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM sequence)")
    for name in COLLECTIONS:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({_OWN})")
        present = {row[1] for row in connection.execute(f"PRAGMA table_xinfo({name})")}
        for field in sorted(_fields(name) - present):
            connection.execute(f"ALTER TABLE {name} ADD COLUMN {field} AS (json_extract(doc, '$.{field}'))")
    for name, fields in _INDEXES:
        connection.execute(_index(name, fields))


def _fields(name: str) -> set[str]:
    fields = {field for collection, fields in _INDEXES if collection == name for field in fields}
    return fields | ({LOCAL_ONLY[1]} if name == LOCAL_ONLY[0] else set())


def _index(name: str, fields: tuple[str, ...]) -> str:
    partial = f" WHERE {fields[-1]} IS NOT NULL" if fields[-1] in _OPTIONAL else ""
    return f"CREATE INDEX IF NOT EXISTS {name}_{'_'.join(fields)} ON {name} ({', '.join(fields)}){partial}"


def to_json(plain: Mapping[str, Any]) -> str:
    """Write a document; bytes become base64, instants have one width so that they sort."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), default=_other)
    try:
        text.encode()
    except UnicodeEncodeError:
        return well_formed(text)
    return text


def _other(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"a document holds no {type(value).__name__}")


def instant(value: datetime) -> str:
    """Write an instant in UTC with six decimals."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def found(row: tuple[str, str, int, str]) -> Found:
    """Read a row."""
    id_, doc, version, changed_at = row
    return Found(id_, json.loads(doc), Version(str(version)), datetime.fromisoformat(changed_at))


def select(query: Query, now: datetime) -> tuple[str, list[object]]:
    """Write a query as SQL with its arguments."""
    order = query.order or "id"
    down = " DESC" if query.descending else ""
    conditions, arguments = _conditions(query, order)
    if not query.expired and query.collection in EXPIRING:
        conditions.append("(expires_at IS NULL OR expires_at > ?)")
        arguments.append(instant(now))
    where = " AND ".join(conditions) or "1"
    sql = f"SELECT id, doc, version, changed_at FROM {query.collection} WHERE {where} ORDER BY {order}{down}, id{down}"  # noqa: S608
    return (sql, arguments) if query.limit is None else (f"{sql} LIMIT ?", [*arguments, query.limit])


def _conditions(query: Query, order: str) -> tuple[list[str], list[object]]:
    pairs = [(f"{field} = ?", value) for field, value in query.equal]
    ranges = ((f"{order} <= ?", query.up_to), (f"{order} > ?", query.above), (f"{order} >= ?", query.at_least))
    pairs += [(text, value) for text, value in ranges if value is not None]
    conditions, arguments = [text for text, _ in pairs], [_bound(value) for _, value in pairs]
    if query.order is not None:
        conditions.append(f"{order} IS NOT NULL")
    if query.among is not None:
        conditions.append(f"{query.among[0]} IN ({', '.join('?' * len(query.among[1]))})")
        arguments += query.among[1]
    if query.after is not None:
        conditions.append(f"({order}, id) > (?, ?)")
        arguments += [_bound(query.after[0]), query.after[1]]
    return conditions, arguments


def _bound(value: object) -> object:
    return instant(value) if isinstance(value, datetime) else value


def connect(path: str, *, synchronous: str, patience: float) -> sqlite3.Connection:
    """Open a connection that waits for other processes instead of failing at once."""
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA synchronous={synchronous}")
    return connection
