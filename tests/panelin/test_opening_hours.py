"""The office of the dialogues: Monday to Friday 9:30-14:00 and 16:30-20:00, Saturday 10:00-13:30, Europe/Madrid (UTC+1 in winter)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from brisa_sur import BRISA_SUR

from panelin.agency import Holiday, Hours, OpenRange
from panelin.opening_hours import is_open, next_opening, open_from, open_time_between, openings_on, ranges_on

OFFICE = BRISA_SUR.office_hours


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BRISA_SUR.timezone).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "is_it"),
    [
        ("2026-11-23 09:29:59", False),
        ("2026-11-23 09:30", True),
        ("2026-11-23 13:59:59", True),
        ("2026-11-23 14:00", False),
        ("2026-11-23 16:30", True),
        ("2026-11-23 20:00", False),
        ("2026-11-28 13:00", True),
        ("2026-11-28 17:00", False),
        ("2026-11-29 11:00", False),
    ],
)
def test_the_office_opens_on_the_minute_and_closes_on_it(at, is_it):
    assert is_open(OFFICE, local(at), BRISA_SUR) is is_it


@pytest.mark.parametrize(
    ("after", "opening"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:30"),
        ("2026-11-23 09:30", "2026-11-23 16:30"),
        ("2026-11-23 15:00", "2026-11-23 16:30"),
        ("2026-11-23 22:45", "2026-11-24 09:30"),
        ("2026-11-28 17:00", "2026-11-30 09:30"),
        ("2026-12-07 20:30", "2026-12-09 09:30"),
        ("2026-12-23 22:00", "2026-12-24 10:00"),
        ("2026-12-24 13:00", "2026-12-26 10:00"),
    ],
)
def test_the_next_opening_skips_nights_sundays_and_holidays(after, opening):
    assert next_opening(OFFICE, local(after), BRISA_SUR) == local(opening)


def test_a_holiday_closes_and_one_with_hours_shortens_the_day():
    assert not is_open(OFFICE, local("2026-12-08 11:00"), BRISA_SUR)
    assert is_open(OFFICE, local("2026-12-24 12:59"), BRISA_SUR)
    assert not is_open(OFFICE, local("2026-12-24 17:00"), BRISA_SUR)


def test_an_exception_may_open_a_sunday():
    fair = replace(BRISA_SUR, holidays=(Holiday(date(2026, 11, 29), "Feria", (OpenRange(time(11), time(14)),)),))
    assert is_open(OFFICE, local("2026-11-29 12:00"), fair)
    assert next_opening(OFFICE, local("2026-11-28 15:00"), fair) == local("2026-11-29 11:00")


def test_nobody_is_written_to_unasked_on_a_holiday_even_if_it_has_hours():
    assert ranges_on(BRISA_SUR.follow_up_hours, date(2026, 12, 24), BRISA_SUR) == ()
    assert not is_open(BRISA_SUR.follow_up_hours, local("2026-12-24 11:00"), BRISA_SUR)
    assert is_open(BRISA_SUR.follow_up_hours, local("2026-11-23 15:00"), BRISA_SUR)


def test_a_team_with_hours_of_its_own_keeps_to_them():
    mornings = Hours((*(((OpenRange(time(10), time(12)),),) * 5), (), ()))
    assert not is_open(mornings, local("2026-11-23 17:00"), BRISA_SUR)
    assert next_opening(mornings, local("2026-11-27 12:00"), BRISA_SUR) == local("2026-11-30 10:00")


def test_the_office_opens_at_the_same_wall_clock_after_the_change_of_summer_time():
    friday, monday = local("2026-10-23 09:30"), local("2026-10-26 09:30")
    assert (friday.hour, monday.hour) == (7, 8)
    assert next_opening(OFFICE, local("2026-10-24 15:00"), BRISA_SUR) == monday
    assert monday - friday == timedelta(days=3, hours=1)


def test_an_hour_that_the_clock_skips_or_repeats_does_not_break_the_day():
    nights = Hours((*(((),) * 6), (OpenRange(time(2, 30), time(5)),)))
    spring, autumn = (openings_on(nights, on, BRISA_SUR)[0] for on in (date(2027, 3, 28), date(2026, 10, 25)))
    assert spring.closes - spring.opens == timedelta(hours=1, minutes=30)
    assert autumn.closes - autumn.opens == timedelta(hours=3, minutes=30)


def test_an_office_that_never_opens_has_no_next_opening():
    never = replace(BRISA_SUR, holidays=())
    assert next_opening(Hours(), local("2026-11-23 10:00"), never) is None
    assert open_from(Hours(), local("2026-11-23 10:00"), never) is None


def test_the_first_open_moment_is_now_while_open_and_the_opening_when_not():
    now = local("2026-11-23 10:00")
    assert open_from(OFFICE, now, BRISA_SUR) == now
    assert open_from(OFFICE, local("2026-11-23 14:00"), BRISA_SUR) == local("2026-11-23 16:30")


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:15", 15),
        ("2026-11-23 13:55", "2026-11-23 16:40", 15),
        ("2026-11-23 19:50", "2026-11-24 09:35", 15),
        ("2026-11-28 18:00", "2026-11-30 09:00", 0),
        ("2026-11-23 10:00", "2026-11-23 09:00", 0),
        ("2026-11-23 00:00", "2026-11-24 00:00", 480),
    ],
)
def test_only_open_minutes_count_as_waiting(start, end, minutes):
    assert open_time_between(OFFICE, local(start), local(end), BRISA_SUR) == timedelta(minutes=minutes)


def test_open_time_of_an_office_that_never_opens_is_none_at_all():
    never = replace(BRISA_SUR, holidays=())
    assert open_time_between(Hours(), local("2026-11-23 10:00"), local("2026-11-24 10:00"), never) == timedelta()
