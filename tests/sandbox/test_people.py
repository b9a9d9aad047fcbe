from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import as_text
from sandbox.database import Database
from sandbox.identity import user_id_of
from sandbox.people import People

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def people():
    database = Database(":memory:")
    yield People(database)
    database.close()


def test_a_stranger_with_a_number_gets_a_user_id_and_is_known_by_both(people):
    lucia = people.meet("+34 600 000 001", None)
    assert (lucia.wa_id, lucia.user_id) == ("34600000001", user_id_of("34600000001"))
    assert people.find("+34600000001") == people.find(lucia.user_id) == lucia


def test_a_stranger_may_have_no_number(people):
    ana = people.meet(None, "ES.77")
    assert (ana.wa_id, ana.user_id) == (None, "ES.77")
    assert people.find("ES.77") == ana


def test_a_number_that_becomes_known_later_joins_the_user_id(people):
    people.meet(None, "ES.77")
    assert people.meet("34600000001", "ES.77").id == "ES.77"
    assert people.find("34600000001").user_id == "ES.77"


def test_nobody_is_known_by_what_was_never_said(people):
    assert people.find("34600000001") is None
    assert people.by_id("34600000001") is None


def test_a_change_of_number_changes_the_user_id_too_and_frees_the_old_ones(people):
    old = people.meet("34600000001", None)
    moved = people.moved(old, "+34600000099")
    assert (moved.id, moved.wa_id) == (old.id, "34600000099")
    assert moved.user_id == user_id_of("34600000099")
    assert people.find("34600000099") == moved
    assert people.find("34600000001") is None


def test_a_recycled_number_belongs_to_somebody_else(people):
    moved = people.moved(people.meet("34600000001", None), "34600000099")
    recycled = people.meet("34600000001", "ES.5")
    assert recycled.id != moved.id
    assert people.find("34600000001").id == recycled.id
    assert people.by_id(moved.id).wa_id == "34600000099"


def test_the_window_is_open_for_24_hours_after_the_last_message(people):
    lucia = people.meet("34600000001", None)
    assert lucia.window_left(NOON) is None
    lucia = people.keep(lucia.wrote(NOON))
    assert lucia.window_left(NOON + timedelta(hours=1)) == 23 * 3600
    assert lucia.window_left(NOON + timedelta(hours=24)) == 0
    assert lucia.window_left(NOON + timedelta(hours=99)) == 0


def test_an_older_message_that_comes_late_closes_nothing(people):
    lucia = people.meet("34600000001", None).wrote(NOON)
    assert lucia.wrote(NOON - timedelta(hours=5)).last_at == as_text(NOON)


def test_the_newest_twenty_offers_are_kept(people):
    lucia = people.meet("34600000001", None)
    for number in range(25):
        lucia = lucia.offered(f"wamid.{number}")
    people.keep(lucia)
    assert people.find("34600000001").choosable == tuple(f"wamid.{number}" for number in range(5, 25))


def test_everybody_is_listed_with_the_window(people):
    people.keep(people.meet("34600000001", None).wrote(NOON))
    people.meet(None, "ES.77")
    listed = people.all(NOON + timedelta(hours=23))
    assert [(person["id"], person["window_left"]) for person in listed] == [("34600000001", 3600), ("ES.77", None)]
