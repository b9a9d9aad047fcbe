"""Documents, writes and queries as Firestore's protocol buffers.

The plain message classes behind the client library's wrappers are used: the wrappers cost several times the work of a whole request.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from google.cloud.firestore_v1.types import firestore, write

from panelin.store.documents import ABSENT, Version
from panelin.store.engine import ANYWAY, EXISTING, Found, FromNow, Query, Write, well_formed

Message: TypeAlias = Any  # a protocol buffer; the library has no types for the plain classes

_Write: Final = write.Write.pb()
_RunQuery: Final = firestore.RunQueryRequest.pb()

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SIMPLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").fullmatch
_EQUAL, _IN, _AND = 5, 8, 1
_LESS_OR_EQUAL, _GREATER, _GREATER_OR_EQUAL = 2, 3, 4
_ASCENDING, _DESCENDING = 1, 2


def instant(timestamp: Message) -> datetime:
    """Read a timestamp."""
    return _EPOCH + timedelta(0, timestamp.seconds, timestamp.nanos // 1000)


def version(timestamp: Message) -> Version:
    """Read an update time as a version, to the nanosecond."""
    return Version(f"{timestamp.seconds}.{timestamp.nanos:09d}")


def _fill_timestamp(timestamp: Message, value: datetime) -> None:
    passed = value - _EPOCH
    timestamp.seconds = passed.days * 86_400 + passed.seconds
    timestamp.nanos = passed.microseconds * 1000


def _text(value: Message, plain: str) -> None:
    try:
        value.string_value = plain
    except UnicodeEncodeError:
        value.string_value = well_formed(plain)


def _truth(value: Message, plain: bool) -> None:
    value.boolean_value = plain


def _integer(value: Message, plain: int) -> None:
    value.integer_value = plain


def _double(value: Message, plain: float) -> None:
    value.double_value = plain


def _bytes(value: Message, plain: bytes) -> None:
    value.bytes_value = plain


def _timestamp(value: Message, plain: datetime) -> None:
    _fill_timestamp(value.timestamp_value, plain)


def _list(value: Message, plain: Iterable[object]) -> None:
    value.array_value.SetInParent()
    for part in plain:
        fill(value.array_value.values.add(), part)


def _map(value: Message, plain: Mapping[str, object]) -> None:
    value.map_value.SetInParent()
    for name, part in plain.items():
        fill(value.map_value.fields[name], part)


_FILLERS: Final[Mapping[type, Callable[[Message, Message], None]]] = {
    str: _text,
    bool: _truth,
    int: _integer,
    float: _double,
    bytes: _bytes,
    datetime: _timestamp,
    list: _list,
    dict: _map,
}


def fill(value: Message, plain: object) -> None:
    """Write a plain value."""
    _FILLERS[type(plain)](value, plain)


def _plain_list(value: Message) -> list[object]:
    return [plain_value(part) for part in value.array_value.values]


def _plain_map(value: Message) -> dict[str, object]:
    return {name: plain_value(part) for name, part in value.map_value.fields.items()}


_READERS: Final[Mapping[str, Callable[[Message], object]]] = {
    "string_value": lambda value: value.string_value,
    "boolean_value": lambda value: value.boolean_value,
    "integer_value": lambda value: value.integer_value,
    "double_value": lambda value: value.double_value,
    "bytes_value": lambda value: value.bytes_value,
    "timestamp_value": lambda value: instant(value.timestamp_value),
    "array_value": _plain_list,
    "map_value": _plain_map,
}


def plain_value(value: Message) -> object:
    """Read a plain value; kinds that the store never writes are None."""
    reader = _READERS.get(value.WhichOneof("value_type"))
    return None if reader is None else reader(value)


def found(document: Message) -> Found:
    """Read a document."""
    plain = {name: plain_value(value) for name, value in document.fields.items()}
    return Found(document.name.rpartition("/")[2], plain, version(document.update_time), instant(document.update_time))


def write_message(write_: Write, documents: str, now: datetime) -> Message:
    """Write a write: the fields of a new document whole, of an old one those that the patch names."""
    message = _Write()
    message.update.name = f"{documents}/{write_.collection}/{write_.id}"
    _precondition(message.current_document, write_.at)
    if write_.at != ABSENT:
        message.update_mask.SetInParent()  # present and empty: a verify, which touches nothing
    for key, value in write_.patch.items():
        path = (key,) if isinstance(key, str) else key
        if write_.at != ABSENT:
            message.update_mask.field_paths.append(".".join(map(quoted, path)))
        if value is not None:
            _fill_at(message.update.fields, path, now + value.wait if isinstance(value, FromNow) else value)
    return message


def _precondition(condition: Message, at: Version) -> None:
    if at in (ABSENT, EXISTING):
        condition.exists = at == EXISTING
    elif at != ANYWAY:
        seconds, _, nanos = at.partition(".")
        condition.update_time.seconds, condition.update_time.nanos = int(seconds), int(nanos)


def _fill_at(fields: Message, path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        fields = fields[name].map_value.fields
    fill(fields[path[-1]], value)


def quoted(name: str) -> str:
    """Write one step of a field path."""
    return name if _SIMPLE(name) else "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def query_message(query: Query, documents: str) -> Message:
    """Write a query."""
    message = _RunQuery(parent=documents)
    structured = message.structured_query
    structured.from_.add(collection_id=query.collection)
    for field, operator, value in _conditions(query):
        part = structured.where.composite_filter.filters.add().field_filter
        part.field.field_path, part.op = field, operator
        fill(part.value, value)
    if structured.HasField("where"):
        structured.where.composite_filter.op = _AND
    for field in query.only or ():
        structured.select.fields.add(field_path=field)
    _order(structured, query, documents)
    if query.limit is not None:
        structured.limit.value = query.limit
    return message


def _conditions(query: Query) -> list[tuple[str, int, object]]:
    conditions: list[tuple[str, int, object]] = [(field, _EQUAL, value) for field, value in query.equal]
    if query.among is not None:
        conditions.append((query.among[0], _IN, list(query.among[1])))
    ranges = ((_LESS_OR_EQUAL, query.up_to), (_GREATER, query.above), (_GREATER_OR_EQUAL, query.at_least))
    return conditions + [(query.order or "", operator, value) for operator, value in ranges if value is not None]


def _order(structured: Message, query: Query, documents: str) -> None:
    if query.order is None:
        return
    direction = _DESCENDING if query.descending else _ASCENDING
    for name in (query.order, "__name__"):
        order = structured.order_by.add(direction=direction)
        order.field.field_path = name
    if query.after is not None:
        value, id_ = query.after
        fill(structured.start_at.values.add(), value)
        structured.start_at.values.add().reference_value = f"{documents}/{query.collection}/{id_}"
