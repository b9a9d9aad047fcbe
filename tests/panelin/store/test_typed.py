"""Values to plain documents by their annotations."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Literal, NewType, TypeVar

import pytest

from panelin.store.typed import Codecs, UnknownKind

Name = NewType("Name", str)
T = TypeVar("T")
AT = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Size(StrEnum):
    BIG = "big"


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Wrapped(Generic[T]):
    value: T
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cat:
    name: Name
    lives: int = 9


@dataclass(frozen=True, slots=True)
class Dog:
    name: Name
    at: Point | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    text: str = ""
    name: Name = Name("")
    number: int = 0
    truth: bool = False
    real: float = 0.0
    blob: bytes = b""
    instant: datetime = AT
    day: date | None = None
    exact: Decimal | None = None
    colour: Colour | None = None
    language: Literal["es", "en"] | None = None
    point: Point | None = None
    pet: Cat | Dog | None = None
    wrapped: Wrapped[int] | None = None
    pets: tuple[Cat | Dog, ...] = ()
    tags: frozenset[Colour] = frozenset()
    mixed: frozenset[Colour | Size] = frozenset()
    moment: Colour | date | None = None
    row: tuple[str, int | None, bool] = ("", None, False)
    rows: tuple[tuple[str, int | None, bool], ...] = ()
    map: Mapping[Colour, bool] = field(default_factory=dict)
    points: Mapping[str, Point] = field(default_factory=dict)
    json: Mapping[str, object] = field(default_factory=dict)


def codecs():
    return Codecs({"cat": Cat, "dog": Dog, "colour": Colour, "size": Size, "date": date}, dict)


SHAPE = codecs().shape(Everything)
FULL = Everything(
    "ñ🏠", Name("a"), 7, True, 1.5, b"\x00\xff", AT, date(2026, 1, 1), Decimal("78.50"), Colour.BLUE, "en", Point(1.0, 2.0), Dog(Name("Rex"), Point(1.0)),
    Wrapped(3, "n"), (Cat(Name("a"), 1), Dog(Name("b"))), frozenset(Colour), frozenset({Colour.RED, Size.BIG}), date(2026, 2, 2), ("a", None, True),
    (("a", 1, True), ("b", None, False)), {Colour.RED: True}, {"p": Point(0.0)}, {"n": [1, [2, None]], "f": 1.0},
)  # fmt: skip


@pytest.mark.parametrize("value", [FULL, Everything(), replace(FULL, pet=Cat(Name("Tom")), moment=Colour.RED)])
def test_what_was_written_is_read_again(value):
    assert SHAPE.decode(SHAPE.encode(value)) == value


def test_none_is_never_written():
    assert not {"day", "exact", "colour", "point", "pet"} & set(SHAPE.encode(Everything()))
    assert None not in SHAPE.encode(FULL).values()


def test_a_union_is_told_apart_by_its_tag_and_not_by_the_name_of_the_class():
    plain = SHAPE.encode(FULL)
    assert plain["pet"] == {"kind": "dog", "name": "Rex", "at": {"x": 1.0}}
    assert plain["moment"] == {"kind": "date", "value": "2026-02-02"}
    assert sorted(tagged["kind"] for tagged in plain["mixed"]) == ["colour", "size"]


def test_no_list_holds_a_list():
    assert SHAPE.encode(FULL)["rows"] == [{"0": "a", "1": 1, "2": True}, {"0": "b", "2": False}]


def test_instants_are_written_in_utc():
    east = timezone(timedelta(hours=5))
    assert SHAPE.encode(Everything(instant=AT.astimezone(east)))["instant"].tzinfo is UTC


def test_what_json_makes_of_instants_and_bytes_is_read_too():
    plain = SHAPE.encode(FULL) | {"instant": AT.isoformat(timespec="microseconds"), "blob": "AP8="}
    assert SHAPE.decode(plain) == FULL


def test_a_whole_number_where_a_real_one_is_meant_becomes_real():
    assert isinstance(SHAPE.encode(Everything(real=3))["real"], float)


def test_fields_of_a_newer_release_are_passed_over():
    assert SHAPE.decode(SHAPE.encode(FULL) | {"later": 1}) == FULL


@pytest.mark.parametrize(
    "field", [{"pet": {"kind": "parrot"}}, {"pet": {}}, {"colour": "green"}, {"tags": ["red", "green"]}, {"mixed": [{"kind": "taste"}]}]
)
def test_a_kind_or_a_word_of_a_newer_release_waits_for_it(field):
    with pytest.raises(UnknownKind):
        SHAPE.decode(SHAPE.encode(FULL) | field)


def test_a_document_without_a_field_that_must_be_there_is_not_read():
    with pytest.raises(TypeError):
        codecs().shape(Cat).decode({"lives": 3})


CHANGES = [
    (FULL, {}),
    (replace(FULL, number=8, colour=None), {"number": 8, "colour": None}),
    (replace(FULL, point=Point(1.0, 3.0)), {("point", "y"): 3.0}),
    (replace(FULL, point=None), {"point": None}),
    (replace(FULL, pet=Dog(Name("Rex"), Point(2.0))), {("pet", "at", "x"): 2.0}),
    (replace(FULL, pet=Cat(Name("Tom"))), {"pet": {"kind": "cat", "name": "Tom", "lives": 9}}),
    (replace(FULL, wrapped=Wrapped(4, "n")), {("wrapped", "value"): 4}),
    (replace(FULL, tags=frozenset()), {"tags": []}),
    (replace(FULL, map={Colour.BLUE: False}), {"map": {"blue": False}}),
    (replace(FULL, moment=Colour.RED), {"moment": {"kind": "colour", "value": "red"}}),
]


@pytest.mark.parametrize(("new", "patch"), CHANGES)
def test_only_what_differs_is_written(new, patch):
    assert SHAPE.changes(FULL, new) == patch


def test_what_appears_is_written_whole():
    assert SHAPE.changes(Everything(), Everything(pet=Dog(Name("Rex")))) == {"pet": {"kind": "dog", "name": "Rex"}}


@dataclass(frozen=True)
class Doubtful:
    colour: Colour | None = Colour.RED


@dataclass(frozen=True)
class Strange:
    thing: list[int] = field(default_factory=list)


@pytest.mark.parametrize("cls", [Doubtful, Strange])
def test_a_class_that_could_not_be_read_back_is_refused_when_it_is_planned(cls):
    with pytest.raises(TypeError):
        codecs().shape(cls)
