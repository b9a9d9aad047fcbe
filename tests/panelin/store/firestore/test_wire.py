"""Documents, writes and queries as Firestore's protocol buffers."""

from datetime import UTC, datetime, timedelta

import pytest
from google.cloud.firestore_v1.types import document
from kept import NOW

from panelin.store.documents import ABSENT, Version
from panelin.store.engine import ANYWAY, EXISTING, FromNow, Query, Write
from panelin.store.firestore.clock import ServerClock
from panelin.store.firestore.wire import fill, found, plain_value, query_message, quoted, version, write_message

_Value = document.Value.pb()
_Document = document.Document.pb()
AT = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC)
PLAIN = {
    "text": "ñ🏠",
    "empty": "",
    "true": True,
    "zero": 0,
    "negative": -5,
    "real": 36.0,
    "bytes": b"\x00\xff",
    "at": AT,
    "before 1970": datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
    "epoch": datetime(1970, 1, 1, tzinfo=UTC),
    "list": [1, "a", {"b": []}],
    "map": {"a/b": {"c.d": False}, "": {}},
}


def test_a_plain_value_comes_back_with_its_type():
    value = _Value()
    fill(value, PLAIN)
    back = plain_value(_Value.FromString(value.SerializeToString()))
    assert back == PLAIN
    assert isinstance(back["real"], float)
    assert back["true"] is True


def test_kinds_that_we_never_write_are_unknown():
    assert plain_value(_Value(geo_point_value={"latitude": 1.0})) is None
    assert plain_value(_Value()) is None


def test_what_no_document_holds_is_a_mistake():
    with pytest.raises(KeyError):
        fill(_Value(), object())


def test_a_version_is_the_update_time_to_the_nanosecond():
    plain = _Document(name="projects/p/databases/d/documents/inbox/abc", update_time={"seconds": 5, "nanos": 7})
    assert version(plain.update_time) == "5.000000007"
    assert (found(plain).id, found(plain).version) == ("abc", "5.000000007")
    assert found(plain).changed_at == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


def written(at, **patch):
    return write_message(Write("inbox", "abc", at, patch), "projects/p/databases/d/documents", NOW)


def test_a_new_document_is_written_whole_where_there_is_none():
    message = written(ABSENT, x=1, due_at=FromNow(timedelta(seconds=15)), gone=None)
    assert message.update.name == "projects/p/databases/d/documents/inbox/abc"
    assert message.current_document.HasField("exists")
    assert not message.current_document.exists
    assert not message.HasField("update_mask")
    assert set(message.update.fields) == {"x", "due_at"}
    assert plain_value(message.update.fields["due_at"]) == NOW + timedelta(seconds=15)


def test_a_patch_names_what_it_sets_and_what_it_removes():
    message = write_message(Write("inbox", "abc", Version("5.000000007"), {"x": 1, "gone": None, ("a", "b-c"): 2}), "documents", NOW)
    assert list(message.update_mask.field_paths) == ["x", "gone", "a.`b-c`"]
    assert set(message.update.fields) == {"x", "a"}
    assert plain_value(message.update.fields["a"]) == {"b-c": 2}
    assert (message.current_document.update_time.seconds, message.current_document.update_time.nanos) == (5, 7)


def test_a_verify_touches_nothing():
    message = written(Version("5.000000007"))
    assert message.HasField("update_mask")
    assert not message.update_mask.field_paths
    assert not message.update.fields


@pytest.mark.parametrize(("at", "present", "exists"), [(EXISTING, True, True), (ABSENT, True, False), (ANYWAY, False, False)])
def test_preconditions_of_existence(at, present, exists):
    message = written(at, x=1)
    assert message.current_document.HasField("exists") is present
    assert message.current_document.exists is exists
    assert message.HasField("update_mask") is (at != ABSENT)


@pytest.mark.parametrize(
    ("name", "path"), [("due_at", "due_at"), ("_x9", "_x9"), ("0", "`0`"), ("a.b", "`a.b`"), ("a`b\\", "`a\\`b\\\\`"), ("ñ", "`ñ`")]
)
def test_field_names_are_quoted_where_they_must_be(name, path):
    assert quoted(name) == path


def test_a_query_says_where_in_which_order_and_from_where():
    query = Query(
        "inbox",
        order="due_at",
        equal=(("state", "new"),),
        among=("lane", ("a", "b")),
        up_to=NOW,
        after=(NOW, "x"),
        only=("due_at",),
        limit=5,
    )
    message = query_message(query, "documents").structured_query
    filters = [(each.field_filter.field.field_path, each.field_filter.op) for each in message.where.composite_filter.filters]
    assert filters == [("state", 5), ("lane", 8), ("due_at", 2)]
    assert [order.field.field_path for order in message.order_by] == ["due_at", "__name__"]
    assert message.start_at.values[1].reference_value == "documents/inbox/x"
    assert not message.start_at.before
    assert (message.limit.value, [field.field_path for field in message.select.fields]) == (5, ["due_at"])


def test_a_whole_collection_is_asked_for_without_conditions():
    message = query_message(Query("overlays"), "documents").structured_query
    assert not message.HasField("where")
    assert not message.order_by


def test_the_servers_clock_is_followed_and_never_told_twice():
    clock = ServerClock()
    clock.observe(datetime.now(UTC) + timedelta(hours=1), asked_at=datetime.now(UTC))
    first = clock.now()
    assert timedelta(minutes=59) < first - datetime.now(UTC) < timedelta(minutes=61)
    clock.observe(datetime.now(UTC), asked_at=datetime.now(UTC))
    told = [clock.now() for _ in range(3)]
    assert first < told[0] < told[1] < told[2]
