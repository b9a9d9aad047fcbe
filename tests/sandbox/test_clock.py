from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import Clock, as_text, from_text
from sandbox.database import Database


@pytest.fixture
def database():
    database = Database(":memory:")
    yield database
    database.close()


def close(left, right, seconds=2):
    return abs(left - right) < timedelta(seconds=seconds)


def test_an_untouched_clock_shows_the_real_time_in_utc(database):
    now = Clock(database).now()
    assert now.tzinfo is UTC
    assert close(now, datetime.now(UTC))


def test_advancing_adds_up_and_goes_on_running(database):
    clock = Clock(database)
    clock.advance(3600)
    clock.advance(1800)
    assert close(clock.now(), datetime.now(UTC) + timedelta(hours=1.5))
    assert clock.offset == 5400


def test_a_set_clock_shows_that_instant(database):
    clock = Clock(database)
    clock.set(from_text("2026-12-24T09:30:00+01:00"))
    assert close(clock.now(), datetime(2026, 12, 24, 8, 30, tzinfo=UTC))


def test_an_instant_without_a_zone_is_utc(database):
    clock = Clock(database)
    clock.set(datetime(2027, 1, 1, 12, 0))  # noqa: DTZ001 - this is what is tried
    assert close(clock.now(), datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert from_text("2027-01-01T12:00:00") == datetime(2027, 1, 1, 12, tzinfo=UTC)


def test_a_reset_clock_shows_the_real_time_again(database):
    clock = Clock(database)
    clock.advance(-99999)
    clock.reset()
    assert clock.offset == 0


def test_the_offset_survives_a_restart(tmp_path):
    first = Database(tmp_path / "state.db")
    Clock(first).advance(90)
    first.close()
    second = Database(tmp_path / "state.db")
    assert Clock(second).offset == 90
    second.close()


@pytest.mark.parametrize("text", ["2026-11-24T14:20:00.000Z", "2026-02-28T23:59:59.999Z"])
def test_an_instant_is_written_and_read_back_the_same(text):
    assert as_text(from_text(text)) == text
