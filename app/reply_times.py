"""How long a team really needs: the median of its last ten takeovers is what customers are promised (design section 6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import ceil
from statistics import median

from panelin import opening_hours
from panelin.agency import Agency, Team
from panelin.conversation import Conversation, Requested, Taken
from panelin.errors import PanelinError
from panelin.store.contract import Notes

REMEMBERED = 10  # takeovers; with fewer the team's own `reply_minutes` are told


async def note_takeover(notes: Notes, before: Conversation, after: Conversation, agency: Agency) -> None:
    """Remember how long a request waited, in open minutes; a note that cannot be kept is no reason to stop."""
    if not isinstance(before.handoff, Requested) or not isinstance(after.handoff, Taken):
        return
    team = agency.teams.get(before.handoff.team)
    if team is None:
        return
    waited = opening_hours.open_time_between(team.hours, before.handoff.clock_from, after.handoff.at, agency)
    try:
        known = await _remembered(notes, team)
        await notes.keep_note(_key(team), {"minutes": [*known, ceil(waited / timedelta(minutes=1))][-REMEMBERED:]})
    except PanelinError:
        return


async def measured(notes: Notes, agency: Agency) -> Agency:
    """The agency with the minutes that its teams really need, where ten takeovers are known."""
    teams = {name: _with(team, await _remembered(notes, team)) for name, team in agency.teams.items()}
    return replace(agency, teams=teams)


def _with(team: Team, minutes: Sequence[int]) -> Team:
    return replace(team, reply_minutes=max(1, ceil(median(minutes)))) if len(minutes) == REMEMBERED else team


async def _remembered(notes: Notes, team: Team) -> list[int]:
    note = await notes.note_of(_key(team))
    minutes = note.get("minutes") if note else None
    return [int(each) for each in minutes] if isinstance(minutes, list) else []


def _key(team: Team) -> str:
    return f"reply_minutes:{team.id}"
