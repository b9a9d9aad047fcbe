from datetime import UTC, datetime, timedelta

import pytest

from sandbox.database import Database
from sandbox.limits import Limits

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self):
        self.instant = NOON

    def now(self):
        return self.instant

    def advance(self, seconds):
        self.instant += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture
def database():
    database = Database(":memory:")
    yield database
    database.close()


@pytest.fixture
def limits(database, clock):
    return Limits(database, clock)


def count(ask, most=200):
    """How many in a row have room."""
    return next(n for n in range(most) if not ask())


def test_a_number_takes_80_messages_a_second(limits, clock):
    assert count(limits.number_has_room) == 80
    clock.advance(0.5)
    assert count(limits.number_has_room) == 40
    clock.advance(3600)
    assert count(limits.number_has_room) == 80


def test_a_pair_takes_45_at_once_and_then_one_every_six_seconds(limits, clock):
    assert count(lambda: limits.pair_has_room("lucia")) == 45
    clock.advance(5.9)
    assert count(lambda: limits.pair_has_room("lucia")) == 0
    clock.advance(0.2)
    assert count(lambda: limits.pair_has_room("lucia")) == 1
    clock.advance(600)
    assert count(lambda: limits.pair_has_room("lucia")) == 45


def test_one_pair_does_not_hold_another_up(limits):
    count(lambda: limits.pair_has_room("lucia"))
    assert limits.pair_has_room("klaus")


def test_inbound_takes_room_but_is_never_owed(limits, clock):
    for _ in range(500):
        limits.number_has_room(forced=True)
    assert not limits.number_has_room()
    clock.advance(1)
    assert count(limits.number_has_room) == 80


def test_a_clock_moved_back_locks_nobody_out(limits, clock):
    count(limits.number_has_room)
    count(lambda: limits.pair_has_room("lucia"))
    clock.advance(-90_000)
    assert limits.number_has_room()
    assert limits.pair_has_room("lucia")


def test_changed_limits_hold_at_once_and_after_a_restart(database, limits, clock):
    limits.change({"per_second": 1000, "pair_seconds": 0, "status_delay": 0.5})
    again = Limits(database, clock)
    assert (again.values["per_second"], again.status_delay) == (1000, 0.5)
    assert count(again.number_has_room, 2000) == 1000
    assert all(again.pair_has_room("lucia") for _ in range(100))


@pytest.mark.parametrize("wanted", [{"speed": 1}, {"per_second": -1}, {"per_second": "fast"}])
def test_a_limit_that_cannot_be_is_refused(limits, wanted):
    with pytest.raises(ValueError, match="limit"):
        limits.change(wanted)
    assert limits.values["per_second"] == 80
