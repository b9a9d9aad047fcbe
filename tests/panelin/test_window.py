"""The service window: 24 hours from the customer's own last message, left a little before they are over."""

from datetime import timedelta

import pytest
from conversations import at

from panelin.window import closes_at, is_open

WROTE = at("10:00")
EXACTLY = timedelta(0)


@pytest.mark.promise("P5")
@pytest.mark.parametrize(
    ("hour", "day", "open_"),
    [
        ("10:00:00", 23, True),
        ("9:59:59", 24, True),
        ("10:00:00", 24, False),
        ("10:00:01", 24, False),
    ],
)
def test_the_window_is_open_at_23_59_59_and_closed_at_24_00_00(hour, day, open_):
    assert is_open(WROTE, at(hour, day), margin=EXACTLY) is open_


@pytest.mark.promise("P5")
@pytest.mark.parametrize(("hour", "open_"), [("9:58:29", True), ("9:58:30", False), ("9:59:59", False)])
def test_free_text_leaves_only_while_it_surely_arrives_inside(hour, open_):
    assert is_open(WROTE, at(hour, 24)) is open_


@pytest.mark.promise("P5")
def test_somebody_who_never_wrote_has_no_window():
    assert not is_open(None, WROTE)
    assert not is_open(None, WROTE, margin=EXACTLY)


def test_meta_closes_the_window_a_day_later_to_the_second():
    assert closes_at(WROTE) == at("10:00:00", 24)


def test_the_hour_that_the_clock_gains_in_autumn_is_no_hour_of_the_window():
    before = at("12:00", 23).replace(month=10, day=24)  # the night to the 25th has 25 hours in Madrid
    assert closes_at(before) - before == timedelta(hours=24)
