"""Escalation: when nobody takes a request, the next colleague is told, then the customer, then everybody at the next opening."""

from datetime import datetime, timedelta

from panelin import opening_hours
from panelin.agency import Agency, Team
from panelin.conversation import OVERNIGHT, Requested
from panelin.ids import AgentId


def due_at(handoff: Requested, team: Team, agency: Agency) -> datetime | None:
    """Tell when the next step of a request is due; None after the last one. Waits run in the team's open time only."""
    if handoff.step == OVERNIGHT:
        return handoff.clock_from
    if handoff.step >= len(agency.handoff.escalate):
        return None
    due: datetime | None = handoff.clock_from
    for wait in agency.handoff.escalate[: handoff.step + 1]:
        if isinstance(wait, timedelta):
            due = _open_after(handoff.clock_from, wait, team, agency)
        elif due is not None:
            due = opening_hours.next_opening(team.hours, due, agency)
    return due


def _open_after(start: datetime, wait: timedelta, team: Team, agency: Agency) -> datetime | None:
    """Find the moment at which the team has been open for `wait` since `start`; None for a team that never opens again."""
    at = opening_hours.open_from(team.hours, start, agency)
    while at is not None:
        closes = next(
            opening.closes
            for opening in opening_hours.openings_on(team.hours, at.astimezone(agency.timezone).date(), agency)
            if opening.closes > at
        )
        if at + wait < closes:
            return at + wait
        wait -= closes - at
        at = opening_hours.next_opening(team.hours, closes, agency)
    return None


def next_agent(handoff: Requested, team: Team) -> AgentId:
    """Choose whom to tell next: the first of the team who does not know yet, else round again from whoever was told last."""
    unaware = [agent for agent in team.agents if agent not in handoff.told]
    if unaware:
        return unaware[0]
    last = handoff.told[-1]
    position = team.agents.index(last) if last in team.agents else -1
    return team.agents[(position + 1) % len(team.agents)]
