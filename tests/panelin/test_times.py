from datetime import time

import pytest

from panelin.agency import OpenRange
from panelin.numerals import with_digits
from panelin.times import Hours, hours, without_parts

OPEN = (OpenRange(time(9, 30), time(14)), OpenRange(time(16, 30), time(20)))


def moment(hour: int, minute: int = 0) -> Hours:
    return Hours(time(hour, minute), time(hour, minute))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a las 5", moment(17)),
        ("a las cinco", moment(17)),
        ("a la una", moment(13)),
        ("a las 10", moment(10)),
        ("a las 9", moment(9)),
        ("a las 8", moment(20)),
        ("a las 12", moment(12)),
        ("a las 5 y cuarto", moment(17, 15)),
        ("a las cinco menos cuarto", moment(16, 45)),
        ("a las 7 de la tarde", moment(19)),
        ("a las 7 de la mañana", moment(7)),
        ("mañana por la tarde a las 6", moment(18)),
        ("por la mañana a las 7", moment(7)),
        ("12:00", moment(12)),
        ("17h", None),
        ("17h30", moment(17, 30)),
        ("a las 0:15", moment(0, 15)),
        ("antes de las 12", Hours(latest=time(12))),
        ("después de las 6", Hours(earliest=time(18))),
        ("hacia las 12", Hours(time(11, 30), time(12, 30))),
        ("sobre las 0:10", Hours(time(0), time(0, 40))),
        ("sobre las 23:50", Hours(time(23, 20), time(23, 59))),
        ("a las 25", None),
        ("a las 5:75", None),
        ("hasta 300", None),
        ("a 500 m", None),
    ],
)
def test_an_hour_is_read_inside_opening_hours_where_it_can_be(text, expected):
    assert hours(with_digits(text), OPEN) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 5pm", moment(17)),
        ("at 9 am", moment(9)),
        ("9am", moment(9)),
        ("around 6", Hours(time(17, 30), time(18, 30))),
        ("ab 18 uhr", Hours(earliest=time(18))),
        ("um 5", moment(17)),
        ("17 uhr", moment(17)),
        ("in the afternoon", Hours(time(16), time(20))),
        ("vormittags", Hours(time(9, 30), time(14))),
        ("mittags", Hours(time(13), time(15))),
    ],
)
def test_hours_in_english_and_german(text, expected):
    assert hours(text, OPEN) == expected


def test_on_a_day_without_opening_a_morning_has_no_beginning():
    assert hours("por la mañana", ()) == Hours(None, time(14))


def test_the_word_for_morning_that_is_left_over_means_tomorrow():
    assert without_parts("mañana por la mañana").split() == ["mañana"]
    assert without_parts("por la tarde").strip() == ""
