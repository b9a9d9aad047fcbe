from datetime import UTC, datetime

import pytest
from meta_posts import NUMBERS, RECORD, change, post, sample, status

from app.whatsapp.payload import split
from app.whatsapp.status import delivery, instant
from panelin.store.documents import Delivery, record_id

AT = datetime(2026, 11, 23, 10, 33, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("status_sent", Delivery(RECORD, "wamid.OUT", sent_at=AT)),
        ("status_delivered", Delivery(RECORD, "wamid.OUT", delivered_at=AT)),
        ("status_read", Delivery(RECORD, "wamid.OUT", read_at=AT)),
        ("status_played", Delivery(RECORD, "wamid.OUT", read_at=AT)),
        ("status_failed", Delivery(RECORD, "wamid.OUT", failed="131026: Message Undeliverable.")),
    ],
)
def test_a_status_of_ours_sets_one_field(name, expected):
    assert split(sample(name), NUMBERS).deliveries == (expected,)


def test_the_names_of_records_are_recognised():
    assert isinstance(delivery(status(record=record_id("a" * 24, 12))), Delivery)
    assert isinstance(delivery(status(record=record_id("agent.marta", 1))), Delivery)


@pytest.mark.parametrize(
    "record",
    [None, "", 7, "campaign", "../x.00000001", "a/b.00000001", "__x__.00000001", ".00000001", RECORD + "\n", "x" * 500 + ".00000001"],
)
def test_what_another_system_wrote_never_becomes_the_name_of_a_document(record):
    assert delivery(status(record=record)) == "status.foreign"


@pytest.mark.parametrize(
    ("odd", "counted"),
    [
        ("no object", "status.unreadable"),
        (status("deleted"), "status.unknown"),
        (status(["sent"]), "status.unknown"),
        ({**status(), "id": ""}, "status.unreadable"),
        ({**status(), "timestamp": "soon"}, "status.unreadable"),
    ],
)
def test_what_cannot_be_read_is_counted(odd, counted):
    assert delivery(odd) == counted


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        (None, "unknown"),
        ([], "unknown"),
        (["x"], "unknown"),
        ([{"code": 131053}], "131053"),
        ([{"title": "Odd"}], "unknown: Odd"),
        ([{"code": 131047, "title": "Re-engagement message", "message": "Re-engagement"}], "131047: Re-engagement"),
        ([{"code": 131026, "error_data": {"details": "line one\nline\u202e two"}}], "131026: line one line two"),
    ],
)
def test_a_failure_keeps_code_and_details(errors, expected):
    found = delivery(status("failed", errors=errors))
    assert isinstance(found, Delivery)
    assert found.failed == expected


def test_a_failure_needs_no_time():
    assert isinstance(delivery({**status("failed"), "timestamp": None}), Delivery)


def test_statuses_and_messages_may_come_together_with_errors_of_the_notification():
    found = split(post(change(statuses=[status(), status("read")], errors=[{"code": 131000}])), NUMBERS)
    assert len(found.deliveries) == 2
    assert dict(found.ignored) == {"errors": 1}


def test_seconds_are_read_from_strings_and_numbers():
    assert instant("1795430010") == instant(1795430010) == AT
    assert [instant(odd) for odd in ("", "-1", "1.5", "٣", 0, -5, 1.5, True, None, 10**15, "0")] == [None] * 11
