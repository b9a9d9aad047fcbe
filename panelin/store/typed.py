"""Values to plain documents and back, by their annotations; the plan of each class is made once.

A plain document holds str, int, float, bool, bytes, datetime, lists and string-keyed dicts. None is never written: an absent field is None
or the field's default, so a release that adds a field reads what an older one wrote. Lists never hold lists (Firestore has no such thing).
"""

import base64
import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any, Literal, NewType, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from panelin.errors import Unavailable

Annotation: TypeAlias = Any  # a type, a union, an alias: what stands behind a colon
Anything: TypeAlias = Any  # a value whose class only the caller knows

Key = str | tuple[str, ...]  # the path of a field, plain when it is at the top
Patch = dict[Key, object]  # None removes the field


class UnknownKind(Unavailable):
    """The document holds something that a newer release wrote; it waits for an instance of that release."""


@dataclasses.dataclass(frozen=True, slots=True)
class Codec:
    """How values of one annotation are written; None stands for "as they are"."""

    encode: Callable[[Any], Any] | None
    decode: Callable[[Any], Any] | None
    changes: Callable[[Any, Any], Patch | None] | None = None  # None: cannot be told field by field, replace the whole


AS_IS = Codec(None, None)


class Shape:
    """How one dataclass is written, field by field."""

    def __init__(self, cls: type, parts: Mapping[str, Codec], optional: frozenset[str]) -> None:
        self._cls = cls
        self._parts = tuple(parts.items())
        self._encoders = tuple((name, codec.encode) for name, codec in self._parts)
        self._decoders = tuple((name, codec.decode) for name, codec in self._parts)
        self._absent = {field.name: None for field in dataclasses.fields(cls) if field.name in optional and _may_be_absent(field)}

    def encode(self, value: object) -> dict[str, Any]:
        """Write every field that is not None."""
        plain: dict[str, Any] = {}
        for name, encode in self._encoders:
            part = getattr(value, name)
            if part is not None:
                plain[name] = part if encode is None else encode(part)
        return plain

    def decode(self, plain: Mapping[str, Any], **given: object) -> Anything:
        """Read the fields that are known, leaving out the rest; `given` are those that do not stand in the document."""
        arguments: dict[str, Any] = {**self._absent, **given}
        for name, decode in self._decoders:
            part = plain.get(name)
            if part is not None:
                arguments[name] = part if decode is None else decode(part)
        return self._cls(**arguments)

    def changes(self, old: object, new: object) -> Patch:
        """Tell which fields differ, as deep as classes go, so that what this release does not know is left alone."""
        patch: Patch = {}
        for name, codec in self._parts:
            before, after = getattr(old, name), getattr(new, name)
            if before is not after and before != after:
                patch.update(_difference(name, codec, before, after))
        return patch


def _may_be_absent(field: "dataclasses.Field[object]") -> bool:
    """Whether None must be filled in; a default that is not None would take the place of a stored None, so there must be none."""
    if field.default not in (None, dataclasses.MISSING):
        raise TypeError(f"{field.name} may be None but has another default")
    return field.default is dataclasses.MISSING


def _difference(name: str, codec: Codec, before: object, after: object) -> Patch:
    if after is None:
        return {name: None}
    inner = codec.changes(before, after) if before is not None and codec.changes else None
    if inner is None:
        return {name: after if codec.encode is None else codec.encode(after)}
    return {(name, *((key,) if isinstance(key, str) else key)): value for key, value in inner.items()}


class Codecs:
    """Codecs by annotation. `kinds` names the members of unions in the documents, so that renaming a class breaks nothing stored."""

    def __init__(self, kinds: Mapping[str, type], names: Callable[[], Mapping[str, Any]]) -> None:
        self._tags = {cls: tag for tag, cls in kinds.items()}
        self._names = names
        self._shapes: dict[object, Shape] = {}

    def shape(self, annotation: Annotation, *, without: tuple[str, ...] = ()) -> Shape:
        """Plan a dataclass; `without` are fields that stand elsewhere, such as the document's id."""
        if annotation not in self._shapes:
            cls = _origin(annotation) or annotation
            bound = dict(zip(getattr(cls, "__parameters__", ()), get_args(annotation), strict=False))
            hints = get_type_hints(cls, localns=dict(self._names()))
            fields = [field.name for field in dataclasses.fields(cls) if field.name not in without]
            optional = frozenset(name for name in fields if type(None) in get_args(hints[name]))
            self._shapes[annotation] = Shape(cls, {name: self.of(_bound(hints[name], bound)) for name in fields}, optional)
        return self._shapes[annotation]

    def of(self, annotation: Annotation) -> Codec:
        """Choose how values of an annotation are written."""
        if isinstance(annotation, NewType):
            return self.of(annotation.__supertype__)
        if annotation in _SCALARS:
            return _SCALARS[annotation]
        origin = _origin(annotation)
        if origin in (Union, types.UnionType):
            return self._union([member for member in get_args(annotation) if member is not type(None)])
        if origin is Literal:
            return AS_IS
        if dataclasses.is_dataclass(origin or annotation):
            shape = self.shape(annotation)
            return Codec(shape.encode, shape.decode, shape.changes)
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return _enum(annotation)
        return self._container(origin, get_args(annotation))

    def _container(self, origin: object, arguments: tuple[Any, ...]) -> Codec:
        if origin is tuple and arguments[-1] is not Ellipsis:
            return _row([self.of(argument) for argument in arguments])
        if origin is tuple:
            return _many(tuple, list, self.of(arguments[0]))
        if origin is frozenset:
            return _many(frozenset, lambda parts: sorted(parts, key=str), self.of(arguments[0]))
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return _mapping(self.of(arguments[0]), self.of(arguments[1]))
        raise TypeError(f"no way is known to write {origin or arguments}")

    def _union(self, members: list[Any]) -> Codec:
        if len(members) == 1:
            return self.of(members[0])
        by_tag = {self._tags[member]: member for member in members}
        plans: dict[object, tuple[str, Codec]] = {}

        def plan(cls: type) -> tuple[str, Codec]:
            if cls not in plans:
                plans[cls] = (self._tags[cls], self.of(cls))
            return plans[cls]

        def encode(value: Anything) -> dict[str, Any]:
            tag, codec = plan(type(value))
            plain = value if codec.encode is None else codec.encode(value)
            return {"kind": tag, **plain} if codec.changes else {"kind": tag, "value": plain}

        def decode(plain: Mapping[str, object]) -> object:
            cls = by_tag.get(str(plain.get("kind")))
            if cls is None:
                raise UnknownKind("a kind that this release does not know")
            _, codec = plan(cls)
            inner = plain if codec.changes else plain["value"]
            return inner if codec.decode is None else codec.decode(inner)

        def changes(old: object, new: object) -> Patch | None:
            codec = plan(type(new))[1]
            return codec.changes(old, new) if codec.changes and type(old) is type(new) else None

        return Codec(encode, decode, changes)


def _origin(annotation: Annotation) -> Annotation:
    return get_origin(annotation)


def _bound(hint: Annotation, bound: Mapping[Annotation, Annotation]) -> Annotation:
    return bound.get(hint, hint) if isinstance(hint, TypeVar) else hint


def _enum(cls: type[Enum]) -> Codec:
    members = {member.value: member for member in cls}

    def decode(value: object) -> Enum:
        if value not in members:
            raise UnknownKind(f"a {cls.__name__.lower()} that this release does not know")
        return members[value]

    return Codec(attrgetter("_value_"), decode)


def _many(build: Callable[[Any], object], arrange: Callable[[Any], list[Any]], inner: Codec) -> Codec:
    encode, decode = inner.encode, inner.decode
    if encode is None and decode is None:
        return Codec(arrange, build)

    def write(values: object) -> list[object]:
        return [encode(value) if encode else value for value in arrange(values)]

    return Codec(write, lambda plain: build(decode(part) if decode else part for part in plain))


def _row(codecs: list[Codec]) -> Codec:
    """A tuple of fixed length, as a map of places: Firestore has no list of lists."""

    def encode(values: tuple[object, ...]) -> dict[str, object]:
        pairs = enumerate(zip(codecs, values, strict=True))
        return {str(place): codec.encode(value) if codec.encode else value for place, (codec, value) in pairs if value is not None}

    def decode(plain: Mapping[str, object]) -> tuple[object, ...]:
        parts = ((codec, plain.get(str(place))) for place, codec in enumerate(codecs))
        return tuple(codec.decode(part) if codec.decode and part is not None else part for codec, part in parts)

    return Codec(encode, decode)


def _mapping(key: Codec, value: Codec) -> Codec:
    def encode(values: Mapping[Any, Any]) -> dict[str, Any]:
        return {(key.encode(k) if key.encode else k): (value.encode(v) if value.encode else v) for k, v in values.items()}

    def decode(plain: Mapping[str, object]) -> dict[object, object]:
        return {(key.decode(k) if key.decode else k): (value.decode(v) if value.decode else v) for k, v in plain.items()}

    return Codec(encode, decode)


def _instant(plain: datetime | str) -> datetime:
    return plain if isinstance(plain, datetime) else datetime.fromisoformat(plain)


def _raw(plain: bytes | str) -> bytes:
    return plain if isinstance(plain, bytes) else base64.b64decode(plain)


def _utc(value: datetime) -> datetime:
    return value if value.tzinfo is UTC else value.astimezone(UTC)


_SCALARS: Mapping[object, Codec] = {
    str: AS_IS,
    int: AS_IS,
    bool: AS_IS,
    float: Codec(float, float),
    bytes: Codec(None, _raw),  # a database that has no bytes writes them as base64
    datetime: Codec(_utc, _instant),
    date: Codec(date.isoformat, date.fromisoformat),
    Decimal: Codec(str, Decimal),
    object: Codec(lambda value: json.dumps(value, ensure_ascii=False, default=str), json.loads),  # somebody's JSON, unread
}
