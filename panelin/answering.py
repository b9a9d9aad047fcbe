"""Answering: when the assistant is asked, and what becomes of its answer."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from panelin import handoff, noting
from panelin.actions import Action, AskAssistant, CallPerson, Reason, SendCard, SendText, Voice
from panelin.agency import Agency
from panelin.composing import composed
from panelin.conversation import (
    Answering,
    Conversation,
    Requested,
    Shown,
    Thread,
    interrupted,
    leaving,
    without_answering,
    without_thread,
)
from panelin.decision import Decision, then
from panelin.events import AssistantAnswered, Failure
from panelin.handoff import assistant_may_speak
from panelin.ids import Reference
from panelin.languages import text

MOST_ATTEMPTS = 2  # a question that is lost twice is a person's (core.md section 2)
WAITING_LINE_AGAIN = timedelta(hours=1)
STALE_AFTER = timedelta(minutes=15)  # the newest message of an outage is answered once, with an apology
QUIET_FROM, QUIET_UNTIL = time(22), time(8)  # local time in which a stale question is not answered
THREAD_ITEMS, THREAD_IDLE = 40, timedelta(days=7)  # then a thread is rotated (design section 4.7)
A_DAY = timedelta(days=1)
MOST_SHOWN = 20


def time_passed(conversation: Conversation, *, now: datetime, agency: Agency) -> Decision:
    """Ring what is due, then ask the assistant if words wait, nobody is answering and it may speak."""
    rung = handoff.timers(conversation, now=now, agency=agency)
    waiting = rung.conversation
    if not waiting.unanswered or waiting.answering is not None:
        return rung
    if not assistant_may_speak(waiting.handoff, now, agency):
        return replace(rung, conversation=without_answering(waiting))
    if (morning := quiet_until(waiting, now, agency)) is not None:
        del morning  # the alarm of `alarm_at` rings then
        return rung
    if _has_asked_enough(waiting, now, agency):
        return then(rung, handoff.requested(without_answering(waiting), Reason.OTHER, now=now, agency=agency))
    return then(rung, _asked(_rotated(waiting, now), now, agency))


def quiet_until(conversation: Conversation, now: datetime, agency: Agency) -> datetime | None:
    """Tell until when stale words wait: nobody is woken by the answer to yesterday's question; None = they need not wait."""
    if not is_stale(conversation, now):
        return None
    local = now.astimezone(agency.timezone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, agency.timezone).astimezone(now.tzinfo)


def is_stale(conversation: Conversation, now: datetime) -> bool:
    """Tell whether the newest waiting message has waited so long that an apology is due."""
    return bool(conversation.unanswered) and max(heard.at for heard in conversation.unanswered) + STALE_AFTER < now


def alarm_at(conversation: Conversation, *, now: datetime, agency: Agency) -> datetime | None:
    """Tell when this conversation must be looked at again though nobody writes; later than `now`, or None (protocol.md 31)."""
    waits = quiet_until(conversation, now, agency) if conversation.answering is None else None
    rings = handoff.alarm_at(conversation, now=now, agency=agency)
    return min(filter(None, (waits, rings)), default=None)


def answered(conversation: Conversation, event: AssistantAnswered, *, now: datetime, agency: Agency) -> Decision:
    """Judge an answer: stale or overruled words are dropped, an empty one is a failure, the rest becomes actions."""
    if conversation.answering is None or conversation.answering.turn != event.turn:
        return Decision(conversation)
    if not assistant_may_speak(conversation.handoff, now, agency):
        return Decision(interrupted(leaving(conversation, event.thread)))
    if not event.text.strip() and not event.proposals:
        return failed(leaving(conversation, event.thread), event.turn, Failure.CUT, now=now, agency=agency)
    late = is_stale(conversation, now)
    taken_in = _taken_in(conversation, event, now)
    shown = tuple(proposal for proposal in event.proposals if not isinstance(proposal, CallPerson))
    called = _called(taken_in, event, now=now, agency=agency)
    if not called.actions:  # nobody was called, or somebody was before: the words stand
        sorry = text("perdon_tardanza", agency.language(taken_in.language), agency) if late else ""
        words = "\n\n".join(filter(None, (sorry, event.text.strip())))
        return Decision(_showing(called.conversation, shown, now), composed(words, shown, _grounds(event)))
    if not assistant_may_speak(called.conversation.handoff, now, agency):
        return called
    return Decision(_showing(called.conversation, shown, now), (*composed("", shown, _grounds(event)), *called.actions))


def failed(conversation: Conversation, turn: int, why: Failure, *, now: datetime, agency: Agency) -> Decision:
    """The model gave nothing: the honest sentence, a person, and nothing is lost; while the outage lasts it is said once."""
    if conversation.answering is None or conversation.answering.turn != turn:
        return Decision(conversation)
    stopped = interrupted(conversation)
    reason = Reason.NOT_UNDERSTOOD if why is Failure.REFUSED else Reason.OUTAGE
    if not isinstance(stopped.handoff, Requested) or stopped.handoff.reason is reason:
        return handoff.requested(stopped, reason, now=now, agency=agency)
    body = text("fallo", agency.language(stopped.language), agency)
    return Decision(stopped, (SendText(body, voice=Voice.SYSTEM, sentence="fallo"),))


def still_answering(conversation: Conversation, turn: int, *, now: datetime, agency: Agency) -> Decision:
    """Say once an hour that it takes longer than usual."""
    said = conversation.waiting_line_at
    if conversation.answering is None or conversation.answering.turn != turn or (said is not None and now < said + WAITING_LINE_AGAIN):
        return Decision(conversation)
    body = text("espera", agency.language(conversation.language), agency)
    return Decision(replace(conversation, waiting_line_at=now), (SendText(body, voice=Voice.SYSTEM, sentence="espera"),))


def overdue(conversation: Conversation, turn: int, *, now: datetime, agency: Agency) -> Decision:
    """Take over a turn whose run is gone: once more on a new thread, then it is a failure."""
    answering = conversation.answering
    if answering is None or answering.turn != turn:
        return Decision(conversation)
    if not assistant_may_speak(conversation.handoff, now, agency) or not conversation.unanswered:
        return Decision(interrupted(conversation))
    if answering.attempt >= MOST_ATTEMPTS:
        return failed(conversation, turn, Failure.UNAVAILABLE, now=now, agency=agency)
    again = replace(without_thread(conversation), answering=replace(answering, attempt=answering.attempt + 1))
    return Decision(again, need=question_of(again, agency))


def restarted(conversation: Conversation, agency: Agency) -> Decision:
    """Ask again because the customer wrote while the answer was being made: on a new thread, at most once in a row."""
    answering = conversation.answering
    if answering is None or not conversation.unanswered:  # what was asked was deleted meanwhile
        return Decision(interrupted(conversation))
    again = replace(without_thread(conversation), answering=replace(answering, restarts=answering.restarts + 1))
    return Decision(again, need=question_of(again, agency))


def question_of(conversation: Conversation, agency: Agency) -> AskAssistant | None:
    """Put the question of the turn that is being answered."""
    answering, thread = conversation.answering, conversation.thread
    if answering is None or not conversation.unanswered:
        return None
    behind = thread is not None and conversation.unanswered[0].seq > thread.seq + 1
    return AskAssistant(
        conversation.id,
        answering.turn,
        conversation.unanswered,
        thread.id if thread else None,
        thread.seq if thread and behind else None,
        agency.language(conversation.language),
    )


def _has_asked_enough(conversation: Conversation, now: datetime, agency: Agency) -> bool:
    """Whether today's questions of one person are used up: what is beyond costs money and is a person's (agency sheet, `limits`)."""
    since = conversation.asked_since
    return since is not None and now < since + A_DAY and conversation.asked_times >= agency.limits.person_turns


def _asked(conversation: Conversation, now: datetime, agency: Agency) -> Decision:
    turn, since = conversation.turn + 1, conversation.asked_since
    goes_on = since is not None and now < since + A_DAY
    counted = replace(conversation, asked_since=since if goes_on else now, asked_times=conversation.asked_times + 1 if goes_on else 1)
    asking = replace(counted, turn=turn, answering=Answering(turn, since=now))
    return Decision(asking, need=question_of(asking, agency))


def _rotated(conversation: Conversation, now: datetime) -> Conversation:
    thread = conversation.thread
    if thread is None or (thread.items < THREAD_ITEMS and now < thread.used_at + THREAD_IDLE):
        return conversation
    return without_thread(conversation)


def _taken_in(conversation: Conversation, event: AssistantAnswered, now: datetime) -> Conversation:
    """Keep what an answer brings beside its words; an answer ends a request that was made because of an outage."""
    outage = isinstance(conversation.handoff, Requested) and conversation.handoff.reason is Reason.OUTAGE
    left = conversation if conversation.thread is None or conversation.thread.id == event.thread else without_thread(conversation)
    before = left.thread.items if left.thread else 0
    return replace(
        without_answering(left),
        thread=None if event.thread is None else Thread(event.thread, conversation.seq, before + event.thread_items, now),
        demand=noting.merged(conversation.demand, event.demand),
        handoff=None if outage else conversation.handoff,
        rev=conversation.rev + 1 if outage else conversation.rev,
        last_interaction=now,
    )


def _showing(conversation: Conversation, actions: tuple[Action, ...], now: datetime) -> Conversation:
    cards = tuple(Shown(action.card.reference, now) for action in actions if isinstance(action, SendCard))
    return replace(conversation, shown=(*conversation.shown, *cards)[-MOST_SHOWN:])


def _called(conversation: Conversation, event: AssistantAnswered, *, now: datetime, agency: Agency) -> Decision:
    """Bring in the person whom the model called, if it called one; the locked sentence then replaces the model's words."""
    call = next((proposal for proposal in event.proposals if isinstance(proposal, CallPerson)), None)
    if call is None:
        return Decision(conversation)
    return handoff.requested(conversation, call.reason, now=now, agency=agency, question=call.question)


def _grounds(event: AssistantAnswered) -> frozenset[Reference]:
    return frozenset(listing.reference for listing in event.facts.listings) if event.facts else frozenset()
