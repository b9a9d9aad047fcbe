"""When a burst is over: quiet for a moment, never longer than eight seconds, at once after a tap (product sheet, 7.4 and 17.10)."""

from datetime import timedelta

import pytest
from conversations import at
from hypothesis import given
from hypothesis import strategies as st

from panelin.burst import LONGEST, QUIET, over_at

START = at("10:00")


def after(*seconds):
    """Instants of arrival, counted from the first message."""
    return [START + timedelta(seconds=each) for each in seconds]


def waits(*seconds, choice=False, scale=1):
    """Seconds from the first message until the burst is over."""
    return (over_at(after(*seconds), choice=choice, scale=scale) - START).total_seconds()


def test_the_quiet_that_is_waited_for_is_what_the_sheet_allows():
    assert timedelta(seconds=1.5) <= QUIET <= timedelta(seconds=3)
    assert timedelta(seconds=8) == LONGEST


@pytest.mark.promise("P3")
@pytest.mark.parametrize(
    ("received", "seconds"),
    [
        ((0,), 2.5),
        ((0, 1), 3.5),
        ((0, 1, 2, 3, 4), 6.5),
        ((0, 2, 4, 5.4), 7.9),
        ((0, 2, 4, 5.5), 8),
        ((0, 2, 4, 6, 7.9), 8),
    ],
)
def test_one_two_or_five_messages_are_over_when_it_is_quiet_and_after_eight_seconds_all_the_same(received, seconds):
    assert waits(*received) == seconds


def test_a_message_that_arrives_after_the_eight_seconds_does_not_put_them_off():
    assert waits(0, 2, 4, 6, 9) == 8


def test_a_tap_in_the_middle_ends_it_with_the_newest_message():
    assert waits(0, 1, 2, choice=True) == 2


def test_media_at_the_end_is_waited_for_like_words():
    assert waits(0, 0.5, 3) == 5.5


def test_messages_are_read_in_any_order():
    assert waits(3, 0, 1) == waits(0, 1, 3)


def test_a_quick_test_clock_shortens_both_waits():
    assert waits(0, scale=0.1) == 0.25
    assert waits(0, 0.2, 0.4, 0.6, 0.7, scale=0.1) == 0.8


@given(st.lists(st.floats(0, 60), min_size=1, max_size=20), st.booleans())
def test_nobody_waits_longer_than_eight_seconds_from_the_first_message_nor_is_cut_before_the_quiet(seconds, choice):
    over = over_at(after(*seconds), choice=choice)
    first, newest = min(after(*seconds)), max(after(*seconds))
    assert over == newest if choice else over <= first + LONGEST
    assert choice or over in {newest + QUIET, first + LONGEST}
