"""Hearing on the wire: wait for the end of a burst, take the waiting items down in order, and judge what comes while an answer is made."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from app.draft import Draft
from app.identity import link, unlinked
from app.parts import Parts
from app.whatsapp.incoming import contact_name, event
from app.whatsapp.payload import lane_of
from panelin import burst
from panelin.actions import NotifyAgent, Voice
from panelin.answering import restarted
from panelin.events import (
    AgentDeclined,
    AgentWrote,
    ChoiceMade,
    ContactShared,
    Event,
    IdentityChanged,
    LocationShared,
    MediaReceived,
    SendFailed,
    SendFailure,
    TextEdited,
    TextReceived,
    TextRevoked,
    TimePassed,
)
from panelin.handoff import assistant_may_speak
from panelin.ids import ItemId
from panelin.runtime.failpoints import reached
from panelin.store.documents import Chat, Item, Record, Stored

MOST_AT_ONCE = 50  # items of one conversation that are heard in one commit; the rest are heard by the next pass
AHEAD = timedelta(minutes=5)  # what Meta's clock may be ahead of ours; a later second would keep windows and returns open
WORDS = (TextReceived, ChoiceMade, MediaReceived, LocationShared, ContactShared)


async def gathered(chat: Chat, parts: Parts, hears: bool, alone: ItemId | None) -> Chat:
    """Wait until the customer has finished; what is heard alone, or by nobody, or by a person, is not waited for."""
    if not hears or alone is not None:
        return chosen(chat, hears, alone)
    if not assistant_may_speak(chat.conversation.handoff, parts.now(), parts.agency):
        return chat
    loop = asyncio.get_running_loop()
    read_at, started = chat.now, loop.time()
    while (left := _left(chat.waiting, read_at + timedelta(seconds=loop.time() - started), parts)) > 0:
        await reached("burst.waiting")
        await asyncio.sleep(left)
        chat = replace(chat, waiting=await parts.store.peek(chat.conversation))
    await reached("inbox.queried")
    return chat


def chosen(chat: Chat, hears: bool, alone: ItemId | None) -> Chat:
    """What a run may hear of what waits, without waiting for more."""
    return replace(chat, waiting=tuple(item for item in chat.waiting if hears and alone in (None, item.id)))


async def heard(draft: Draft, chat: Chat, parts: Parts) -> Draft:
    """Decide each waiting item in order."""
    for item in chat.waiting[:MOST_AT_ONCE]:
        await _hear(draft, item, parts)
        await asyncio.sleep(0)  # one customer's flood holds up nobody else
    return draft


def noted(draft: Draft, failed: Iterable[Stored[Record]], besides: Event | None) -> None:
    """Decide failures, then what else the run was started for, then let time ask."""
    for record in failed:
        draft.note(record, _failure(record.value))
    if besides is not None:
        draft.decide(besides)
    draft.decide(TimePassed())


async def interruption(draft: Draft, chat: Chat, parts: Parts) -> Draft | None:
    """Judge what came while the answer was made: a person's words end it, a customer's have it asked again, once (protocol.md 13)."""
    answering = chat.conversation.answering
    happened = [glance(item) for item in chat.waiting]
    person = any(isinstance(each, AgentWrote) for each in happened)
    fresh = answering is not None and answering.attempt == 1 and answering.restarts == 0
    if not person and not (fresh and any(_concerns(each, chat) for each in happened)):
        return None
    concerned = fresh and any(_concerns(each, chat) for each in happened)
    await heard(draft, chat, parts)
    if draft.conversation.answering is None:
        draft.decide(TimePassed())
    elif concerned:
        draft.add(restarted(draft.conversation, parts.agency))
    else:  # an old echo, or one of our own: the answer stands, and what came is heard behind it
        return None
    return draft


def person_wrote(items: Iterable[Item]) -> bool:
    """Tell whether an agent's own words are among the items."""
    return any(isinstance(glance(item), AgentWrote) for item in items)


def glance(item: Item) -> Event | None:
    """See what an item is without hearing it; one that cannot be read is nothing yet, so that it holds up nobody else's words."""
    try:
        return event(item)
    except Exception:  # noqa: BLE001 - whoever hears the item meets the same error, and its recoveries are counted
        return None


async def _hear(draft: Draft, item: Item, parts: Parts) -> None:
    happened = event(item)
    if happened.at > (latest := parts.now() + AHEAD):
        happened = replace(happened, at=latest)
    if isinstance(happened, AgentWrote) and await _is_ours(draft, happened, parts):
        draft.done(item)  # an echo of what we sent takes nothing over
        return
    await link(parts.store, draft, item)
    if isinstance(happened, IdentityChanged):
        others = tuple(name for name in happened.new if parts.agency.agent_with_number(name.value) is None)
        new = await unlinked(parts.store, draft.conversation, others)
        happened = replace(happened, new=new)
        draft.alias(new, lane_of(item.number, new) if new else item.lane)
    if (name := contact_name(item.raw)) is not None:
        draft.conversation = replace(draft.conversation, name=name)
    draft.hear(item, happened)


async def _is_ours(draft: Draft, echo: AgentWrote, parts: Parts) -> bool:
    entries = await parts.store.transcript(draft.conversation.id)
    return any(isinstance(entry, Record) and entry.wamid == echo.id for entry in entries)


def _left(waiting: tuple[Item, ...], now: datetime, parts: Parts) -> float:
    """Seconds until the burst is over, on the store's clock."""
    spoken = [(item, each) for item in waiting if isinstance(each := glance(item), WORDS)]
    if not spoken:
        return 0
    choice = any(isinstance(each, ChoiceMade) for _, each in spoken)
    over = burst.over_at([item.received_at for item, _ in spoken], choice=choice, scale=parts.scale)
    return (over - now).total_seconds()


def _concerns(happened: Event | None, chat: Chat) -> bool:
    """Whether it is a new text, or changes one that is being answered."""
    if isinstance(happened, TextEdited | TextRevoked):
        return any(waiting.id == happened.original for waiting in chat.conversation.unanswered)
    return isinstance(happened, WORDS)


def _failure(record: Record) -> Event:
    if record.voice is Voice.NOTICE and isinstance(record.action, NotifyAgent):
        return AgentDeclined(record.action.agent)
    return SendFailed(record.id, record.failure or SendFailure.UNDELIVERABLE)
