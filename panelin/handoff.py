"""Handoff: none -> requested -> taken -> none (design section 6).

    none       the assistant speaks
    requested  silent while the office is open, because that is what the customer was told; helping while it is closed
    taken      silent

A request for a fact or an offer does not announce silence, so it causes none; a request because of an outage ends with the outage.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from panelin import opening_hours
from panelin.actions import NotifyAgent, Reason, SendText, Voice
from panelin.agency import Agency, Agent, Team
from panelin.conversation import OVERNIGHT, Conversation, Handoff, Requested, Taken, interrupted
from panelin.decision import Decision, then
from panelin.escalation import due_at, next_agent
from panelin.events import AgentWrote, SendFailed
from panelin.ids import AgentId
from panelin.languages import text
from panelin.languages.matching import is_closing_phrase

MOST_JUDGED = 1_000  # characters that are searched for a closing phrase
MOST_MINUTES = 15  # a longer wait is not promised (product sheet, section 12)
HOURS_AGAIN = timedelta(hours=1)
SOON = timedelta(minutes=1)  # a step that is overdue after an outage is made up, one at a time
NOT_SILENCING = frozenset({Reason.OUTAGE, Reason.UNKNOWN_FACT, Reason.NEGOTIATION})
SENTENCES = {Reason.OUTAGE: "fallo", Reason.UNKNOWN_FACT: "dato_no_consta", Reason.NEGOTIATION: "negociacion", Reason.SENSITIVE: "legal"}


def assistant_may_speak(handoff: Handoff | None, now: datetime, agency: Agency) -> bool:
    """Tell whether the assistant has the word: `ai_active` is this question, never a stored answer."""
    match handoff:
        case None:
            return True
        case Taken():
            return False
        case Requested(reason=reason) if reason in NOT_SILENCING:
            return True
        case Requested():
            team = team_of(handoff, agency)
            waited = now >= handoff.clock_from + timedelta(minutes=min(team.reply_minutes, MOST_MINUTES))
            return waited or not opening_hours.is_open(team.hours, now, agency)
        case _:
            assert_never(handoff)


def requested(conversation: Conversation, reason: Reason, *, now: datetime, agency: Agency, question: str | None = None) -> Decision:
    """Bring in a person: note it, tell the customer who and when, tell the agent."""
    if isinstance(conversation.handoff, Taken):
        return Decision(conversation)
    if isinstance(conversation.handoff, Requested) and not _replaces(conversation.handoff.reason, reason):
        return _asked_again(conversation, reason, now=now, agency=agency)
    team = _routed(conversation, reason, agency)
    is_open = opening_hours.is_open(team.hours, now, agency)
    first = team.agents[0]
    clock_from = now if is_open else opening_hours.next_opening(team.hours, now, agency) or now
    handoff = Requested(reason, team.id, now, clock_from, (first,), 0 if is_open else OVERNIGHT, question)
    conversation = replace(conversation, handoff=handoff, rev=conversation.rev + 1, hours_told_at=None if is_open else now)
    if not assistant_may_speak(handoff, now, agency):
        conversation = interrupted(conversation)
    return Decision(conversation, (_sentence(conversation, handoff, now=now, agency=agency), notice(conversation, first, reason, now)))


def taken_over(conversation: Conversation, agent: AgentId, *, now: datetime) -> Decision:
    """A person claims the chat: everything of the assistant that has not left stops; a chat that somebody has is not taken away."""
    if isinstance(conversation.handoff, Taken) and conversation.handoff.agent is not None:
        return Decision(conversation)
    return Decision(_taken(conversation, agent, now))


def agent_wrote(conversation: Conversation, event: AgentWrote, *, now: datetime, agency: Agency) -> Decision:
    """A person's own words take the chat, or give it back if they say so; words older than the last return do neither."""
    conversation = replace(conversation, seq=conversation.seq + 1, last_interaction=now)
    if conversation.returned_at is not None and event.at <= conversation.returned_at:
        return Decision(conversation)
    agent = event.agent or _who_was_told(conversation)
    if is_closing_phrase(event.text[:MOST_JUDGED], agency.handoff.closing_phrases):
        return Decision(given_back(_taken(conversation, agent, event.at), agent, returned_at=event.at))
    return Decision(_taken(conversation, agent, event.at))


def given_back(conversation: Conversation, agent: AgentId | None, *, returned_at: datetime | None) -> Conversation:
    """The assistant has its turn back, silently; `handoff_vuelta` is said when the customer writes again."""
    had = conversation.handoff.agent if isinstance(conversation.handoff, Taken) else agent
    return replace(
        conversation,
        handoff=None,
        rev=conversation.rev + 1,
        returned_at=returned_at or conversation.returned_at,
        was_taken=True,
        back_from=had,
    )


def declined(conversation: Conversation, agent: AgentId, *, now: datetime, agency: Agency) -> Decision:
    """The agent told last cannot: the next colleague is told at once."""
    handoff = conversation.handoff
    if not isinstance(handoff, Requested) or handoff.told[-1] != agent:
        return Decision(conversation)
    return _told_next(conversation, handoff, now=now, agency=agency)


def timers(conversation: Conversation, *, now: datetime, agency: Agency) -> Decision:
    """Do what is due by the business clock: the silent return, or the next step of the escalation."""
    match conversation.handoff:
        case Taken(last_agent_at=last) if now >= last + agency.handoff.return_after:
            return _returned_by_time(conversation, conversation.handoff, now=now)
        case Requested() as handoff if (due := due_at(handoff, team_of(handoff, agency), agency)) and due <= now:
            return _escalated(conversation, handoff, now=now, agency=agency)
        case _:
            return Decision(conversation)


def alarm_at(conversation: Conversation, *, now: datetime, agency: Agency) -> datetime | None:
    """Tell when the next timer of this conversation rings; always later than `now` (protocol.md 31)."""
    match conversation.handoff:
        case Taken(last_agent_at=last):
            due: datetime | None = last + agency.handoff.return_after
        case Requested() as handoff:
            due = due_at(handoff, team_of(handoff, agency), agency)
        case _:
            due = None
    return None if due is None else max(due, now + SOON)


def not_delivered(conversation: Conversation, event: SendFailed, *, now: datetime, agency: Agency) -> Decision:
    """Words of ours never arrived: a person is told, because the customer cannot be."""
    del event  # the reason stands on the record, which people see
    return Decision(conversation, (notice(conversation, _responsible(conversation, agency), Reason.UNDELIVERED, now),))


def item_died(conversation: Conversation, *, now: datetime, agency: Agency) -> Decision:
    """A message could not be read after all attempts: a person is told, and the conversation goes on."""
    return Decision(conversation, (notice(conversation, _responsible(conversation, agency), Reason.UNREADABLE, now),))


def notice(conversation: Conversation, agent: AgentId, reason: Reason, now: datetime) -> NotifyAgent:
    """Word the notice to an agent; `request` ties a tap on it to this request and no later one."""
    handoff = conversation.handoff
    since = handoff.at if isinstance(handoff, Requested) else now
    return NotifyAgent(agent, reason, conversation.rev, since, conversation.name)


def _replaces(standing: Reason, new: Reason) -> bool:
    """A call for a person outranks a question, an offer or an outage that silenced nobody."""
    return standing in NOT_SILENCING and new not in NOT_SILENCING


def _asked_again(conversation: Conversation, reason: Reason, *, now: datetime, agency: Agency) -> Decision:
    """The request stands: the hours are said again after a while, nobody is told twice."""
    handoff = conversation.handoff
    assert isinstance(handoff, Requested)  # noqa: S101 - the caller says so
    told = conversation.hours_told_at
    if reason in NOT_SILENCING or not assistant_may_speak(handoff, now, agency) or (told is not None and now < told + HOURS_AGAIN):
        return Decision(conversation)
    return Decision(replace(conversation, hours_told_at=now), (_hours(conversation, handoff, now=now, agency=agency),))


def _sentence(conversation: Conversation, handoff: Requested, *, now: datetime, agency: Agency) -> SendText:
    team, person = team_of(handoff, agency), _named(handoff.told[-1], agency)
    language = agency.language(conversation.language)
    if (key := SENTENCES.get(handoff.reason)) is not None:
        values = {"agente": person} if key == "negociacion" else {}
        return _system(key, text(key, language, agency, **values))
    if not opening_hours.is_open(team.hours, now, agency):
        return _hours(conversation, handoff, now=now, agency=agency)
    if team.reply_minutes > MOST_MINUTES:
        return _system("handoff_abierto_sin_minutos", text("handoff_abierto_sin_minutos", language, agency, equipo_o_agente=person))
    minutes = str(team.reply_minutes)
    return _system("handoff_abierto", text("handoff_abierto", language, agency, equipo_o_agente=person, minutos=minutes))


def _hours(conversation: Conversation, handoff: Requested, *, now: datetime, agency: Agency) -> SendText:
    language = agency.language(conversation.language)
    opening = opening_hours.next_opening(team_of(handoff, agency).hours, now, agency) or handoff.clock_from
    day, hour = opening_hours.opening_parts(opening, now, language, agency)
    person = _named(handoff.told[-1], agency)
    return _system("handoff_cerrado", text("handoff_cerrado", language, agency, agente_o_equipo=person, dia_apertura=day, hora=hour))


def _system(key: str, body: str) -> SendText:
    return SendText(body, voice=Voice.SYSTEM, sentence=key)


def _taken(conversation: Conversation, agent: AgentId | None, at: datetime) -> Conversation:
    handoff = conversation.handoff
    if isinstance(handoff, Taken):
        return replace(conversation, handoff=Taken(handoff.agent or agent, handoff.at, max(at, handoff.last_agent_at)))
    return replace(interrupted(conversation), handoff=Taken(agent, at, at), rev=conversation.rev + 1)


def _returned_by_time(conversation: Conversation, handoff: Taken, *, now: datetime) -> Decision:
    last = conversation.last_customer_at
    waits = last is not None and last > handoff.last_agent_at
    back = given_back(conversation, handoff.agent, returned_at=None)
    if not waits or handoff.agent is None:
        return Decision(back)
    return Decision(back, (notice(back, handoff.agent, Reason.CUSTOMER_WAITS, now),))


def _escalated(conversation: Conversation, handoff: Requested, *, now: datetime, agency: Agency) -> Decision:
    if handoff.step == OVERNIGHT:  # the office has opened: whoever was told last night is told again
        again = replace(conversation, handoff=replace(handoff, step=0))
        return Decision(again, (notice(again, handoff.told[-1], handoff.reason, now),))
    stepped = replace(handoff, step=handoff.step + 1)
    if handoff.step == 1:
        return _sorry(replace(conversation, handoff=stepped), stepped, now=now, agency=agency)
    return _told_next(replace(conversation, handoff=stepped), stepped, now=now, agency=agency)


def _sorry(conversation: Conversation, handoff: Requested, *, now: datetime, agency: Agency) -> Decision:
    """The honest sentence: still busy, who else knows, and when a call is possible."""
    told = _told_next(conversation, handoff, now=now, agency=agency)
    team = team_of(handoff, agency)
    opening = opening_hours.next_opening(team.hours, now, agency) or now
    language = agency.language(conversation.language)
    when = opening_hours.opening_phrase(opening, now, language, agency)
    second = _named(_who_was_told(told.conversation) or handoff.told[-1], agency)
    body = text("handoff_sin_respuesta", language, agency, segundo=second, siguiente_hueco=when)
    return then(told, Decision(told.conversation, (_system("handoff_sin_respuesta", body),)))


def _told_next(conversation: Conversation, handoff: Requested, *, now: datetime, agency: Agency) -> Decision:
    agent = next_agent(handoff, team_of(handoff, agency))
    told = replace(conversation, handoff=replace(handoff, told=(*handoff.told, agent)))
    return Decision(told, (notice(told, agent, handoff.reason, now),))


def team_of(handoff: Requested, agency: Agency) -> Team:
    """Find the team that was asked; one that no longer exists is replaced by whoever takes all."""
    return agency.teams.get(handoff.team) or agency.team_for(reason=handoff.reason)


def _routed(conversation: Conversation, reason: Reason, agency: Agency) -> Team:
    demand = conversation.demand
    operation = demand.operation.value if demand and demand.operation else None
    return agency.team_for(operation=operation, language=conversation.language, reason=reason)


def _responsible(conversation: Conversation, agency: Agency) -> AgentId:
    handoff = conversation.handoff
    agent = handoff.agent if isinstance(handoff, Taken) else _who_was_told(conversation)
    return agent or _routed(conversation, Reason.OTHER, agency).agents[0]


def _who_was_told(conversation: Conversation) -> AgentId | None:
    return conversation.handoff.told[-1] if isinstance(conversation.handoff, Requested) else None


def _named(agent: AgentId, agency: Agency) -> str:
    person: Agent | None = agency.agent(agent)
    return person.first_name if person else agency.name
