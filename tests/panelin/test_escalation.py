"""When the next step of a request is due, and who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from conversations import JAVIER, MARTA, at

from panelin.actions import Reason
from panelin.agency import NEXT_OPENING, Hours
from panelin.conversation import OVERNIGHT, Requested
from panelin.escalation import due_at, next_agent
from panelin.ids import AgentId

SALES, RAFA = BRISA_SUR.teams["ventas"], AgentId("rafa")


def request(clock_from="11:00", day=24, told=(MARTA,), **more):
    started = at(clock_from, day)
    return Requested(Reason.ASKED, "ventas", started, started, told, **more)


def due(handoff, team=SALES, agency=BRISA_SUR):
    return due_at(handoff, team, agency)


def test_the_steps_of_a_request_made_in_hours():
    assert [due(request(step=step)) for step in (0, 1, 2)] == [at("11:15", 24), at("11:30", 24), at("16:30", 24)]
    assert due(request(step=3)) is None


def test_a_request_of_the_night_is_first_due_when_the_office_opens():
    assert due(request("9:30", 25, step=OVERNIGHT)) == at("9:30", 25)


@pytest.mark.parametrize(
    ("clock_from", "day", "then", "then_day"),
    [
        ("13:50", 24, "16:35", 24),  # the lunch break does not count
        ("13:45", 24, "16:30", 24),  # the minute of closing is no longer open
        ("19:55", 24, "9:40", 25),
        ("13:25", 28, "9:40", 30),  # Saturday noon to Monday
    ],
)
def test_waits_run_in_open_time_only(clock_from, day, then, then_day):
    assert due(request(clock_from, day)) == at(then, then_day)


def test_a_wait_longer_than_one_opening_runs_on_in_the_next():
    patient = replace(BRISA_SUR, handoff=replace(BRISA_SUR.handoff, escalate=(timedelta(hours=5),)))
    assert due(request("11:00"), agency=patient) == at("18:30", 24)


def test_a_team_that_never_opens_again_is_waited_for_by_nobody():
    never, no_holidays = replace(SALES, hours=Hours()), replace(BRISA_SUR, holidays=())
    assert [due(request(step=step), never, no_holidays) for step in (0, 1, 2)] == [None, None, None]


def test_a_request_that_may_only_wait_for_the_next_opening_does():
    sleepy = replace(BRISA_SUR, handoff=replace(BRISA_SUR.handoff, escalate=(NEXT_OPENING,)))
    assert due(request("11:00"), agency=sleepy) == at("16:30", 24)


def test_the_first_colleague_who_does_not_know_is_told_next():
    assert next_agent(request(), SALES) == JAVIER


@pytest.mark.parametrize(
    ("told", "next_"),
    [
        ((MARTA, JAVIER, RAFA), MARTA),
        ((RAFA, JAVIER, MARTA), JAVIER),
        ((MARTA, JAVIER, RAFA, MARTA), JAVIER),
        ((MARTA, JAVIER, RAFA, AgentId("left")), MARTA),
    ],
)
def test_when_all_know_it_goes_round_from_whoever_was_told_last(told, next_):
    assert next_agent(request(told=told), replace(SALES, agents=(MARTA, JAVIER, RAFA))) == next_
