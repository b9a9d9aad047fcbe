"""Firestore's time as an instance knows it: moved by an answer no further than the answer proves."""

from datetime import UTC, datetime, timedelta

import pytest

from panelin.store.firestore.clock import ServerClock

SOON = timedelta(milliseconds=5)


def ahead(clock):
    """How far the clock is before this machine's."""
    return clock.now() - datetime.now(UTC)


@pytest.mark.promise("P3")
def test_an_answer_that_a_busy_process_reads_late_does_not_set_the_clock_back():
    clock = ServerClock()
    asked_at = datetime.now(UTC) - timedelta(milliseconds=400)
    clock.observe(asked_at + timedelta(milliseconds=1), asked_at=asked_at)
    assert abs(ahead(clock)) < SOON


@pytest.mark.parametrize("hours", [1, -1])
def test_a_machine_that_is_wrong_by_an_hour_is_put_right_by_the_first_answer(hours):
    clock = ServerClock()
    asked_at = datetime.now(UTC)
    clock.observe(asked_at + timedelta(hours=hours), asked_at=asked_at)
    assert abs(ahead(clock) - timedelta(hours=hours)) < SOON


def test_a_quick_answer_narrows_what_a_slow_one_left_open():
    clock, hour = ServerClock(), timedelta(hours=1)
    slow = datetime.now(UTC) - timedelta(milliseconds=400)
    clock.observe(slow + hour + timedelta(milliseconds=1), asked_at=slow)
    assert ahead(clock) < hour - timedelta(milliseconds=300)
    clock.observe(datetime.now(UTC) + hour, asked_at=datetime.now(UTC))
    assert abs(ahead(clock) - hour) < SOON
