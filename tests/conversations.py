"""Builders that make a test read like the chat it is about; local times are Madrid's, on Monday 2026-11-23 unless said."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

from brisa_sur import BRISA_SUR

from panelin.actions import Heard, Reason
from panelin.conversation import Answering, Conversation, Greeted, Requested, Taken, Thread
from panelin.decide import decide
from panelin.decision import Decision
from panelin.events import (
    AgentWrote,
    AssistantAnswered,
    Event,
    Identity,
    IdentityKind,
    TextReceived,
    WroteBy,
)
from panelin.ids import AgentId, ConversationId, Lane, MessageId, Number, RunId, ThreadId
from panelin.languages import greeting_version

MADRID = ZoneInfo("Europe/Madrid")
MARTA, JAVIER = AgentId("marta"), AgentId("javier")
_ids = count(1)


def at(clock: str, day: int = 23) -> datetime:
    """An instant by the clock on the wall of the office."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime(2026, 11, day, hour, minute, *(second or [0]), tzinfo=MADRID).astimezone(UTC)


def a_chat(*, greeted: bool = True, taken_by: AgentId | None = None, asked_for_person_at: str | None = None, **changes) -> Conversation:
    """A customer's conversation; greeted and quiet unless said otherwise."""
    chat = Conversation(
        ConversationId("c1"),
        Number("1055"),
        (Identity(IdentityKind.WA_ID, "34600000001"),),
        (Lane("lane"),),
        language="es",
        last_customer_at=at("10:00"),
        last_interaction=at("10:00"),
    )
    if greeted:
        chat = replace(chat, greeted=Greeted(greeting_version(BRISA_SUR), at("9:00")))
    if taken_by:
        chat = replace(chat, handoff=Taken(taken_by, at("10:00"), at("10:00")), rev=1)
    if asked_for_person_at:
        asked = at(asked_for_person_at)
        chat = replace(chat, handoff=Requested(Reason.ASKED, "ventas", asked, asked, (MARTA,)), rev=1)
    return replace(chat, **changes)


def answering(chat: Conversation, *words: str, when: str = "10:00", attempt: int = 1, **changes) -> Conversation:
    """The chat while the model thinks about these words."""
    heard = tuple(Heard(chat.seq + n, MessageId(f"wamid.q{n}"), at(when), text) for n, text in enumerate(words, 1))
    busy = Answering(chat.turn + 1, at(when), RunId("run"), attempt=attempt)
    return replace(chat, unanswered=heard, answering=busy, turn=chat.turn + 1, seq=chat.seq + len(words), **changes)


def a_thread(seq: int = 0, items: int = 2, used: str = "10:00") -> Thread:
    """The thread of a chat."""
    return Thread(ThreadId("conv_1"), seq, items, at(used))


def a_text(words: str, when: str = "10:00", day: int = 23, wamid: str | None = None) -> TextReceived:
    """The customer writes."""
    return TextReceived(MessageId(wamid or f"wamid.t{next(_ids)}"), at(when, day), words)


def an_echo(words: str, when: str = "10:00", day: int = 23) -> AgentWrote:
    """A person answers from the phone app."""
    return AgentWrote(MessageId(f"wamid.e{next(_ids)}"), at(when, day), words, WroteBy.PHONE_APP)


def an_answer(words: str = "Tengo tres áticos.", turn: int = 1, **more) -> AssistantAnswered:
    """The model answers."""
    return AssistantAnswered(turn, words, thread=ThreadId("conv_1"), thread_items=2, **more)


def decided(chat: Conversation, *events: Event, now: str = "10:00", day: int = 23, agency=BRISA_SUR) -> Decision:
    """Play events one after another; the actions of all, the last need."""
    decision = Decision(chat)
    for event in events:
        step = decide(decision.conversation, event, now=at(now, day), agency=agency)
        decision = Decision(step.conversation, decision.actions + step.actions, step.need or decision.need)
    return decision
