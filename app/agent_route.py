"""Inbound from an agent's own number: never a customer, and no conversation is opened for it (protocol.md 25a).

A tap on a notice takes the chat or passes it on; any other text gets a short help line, once an hour.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from app.draft import Draft
from app.parts import Parts
from app.reply_times import note_takeover
from app.sender import LEAVING_FOR, Sender
from app.whatsapp.incoming import event
from panelin.actions import SendSummary, Voice
from panelin.agency import Agent
from panelin.conversation import Conversation, Requested, Taken
from panelin.decision import Decision
from panelin.errors import Conflict, Uncertain
from panelin.events import AgentDeclined, AgentTookOver, ChoiceMade, IdentityKind
from panelin.ids import ConversationId, RunId
from panelin.languages import text
from panelin.runtime.failpoints import reached
from panelin.store.documents import Chat, HeardItem, Item, NewItem, RecordState
from panelin.summary import claimed_line, summary

LOOKS = 10
HELP_AGAIN = timedelta(hours=1)
TAKE, LATER = "take", "later"
NOBODY = RunId("agent")


def agent_of(item: Item | NewItem, parts: Parts) -> Agent | None:
    """Find the agent who wrote this item, if an agent did."""
    numbers = [identity.value for identity in item.identities if identity.kind is IdentityKind.WA_ID]
    found = (parts.agency.agent_with_number(number) for number in numbers)
    return next((agent for agent in found if agent is not None), None)


async def serve(item: Item, agent: Agent, parts: Parts, sender: Sender) -> None:
    """Handle what an agent sent to the agency's number."""
    happened = event(item)
    verb, conversation, request = _payload(happened.choice) if isinstance(happened, ChoiceMade) else ("", "", 0)
    if verb in {TAKE, LATER}:
        await _tapped(item, agent, ConversationId(conversation), request, takes=verb == TAKE, parts=parts, sender=sender)
    else:
        await _helped(item, agent, parts, sender)


def _payload(choice: str) -> tuple[str, str, int]:
    verb, _, rest = choice.partition(":")
    conversation, _, request = rest.rpartition(":")
    return verb, conversation, int(request) if request.isdecimal() else 0


async def _tapped(
    item: Item, agent: Agent, conversation: ConversationId, request: int, *, takes: bool, parts: Parts, sender: Sender
) -> None:
    """Write the takeover, the item and the summary together; refused: read again, decide again."""
    for _ in range(LOOKS):
        chat = await parts.store.open(conversation)
        if chat is None:
            return await _helped(item, agent, parts, sender)
        draft = Draft(chat.conversation, now=parts.now(), agency=parts.agency)
        reason_and_wish = summary(chat.conversation, now=parts.now(), agency=parts.agency)
        if takes and _still_wanted(chat.conversation, request):
            draft.decide(AgentTookOver(agent.id))
        elif not takes:
            draft.decide(AgentDeclined(agent.id))
        draft.add(_reply(draft.conversation, agent, reason_and_wish, takes=takes, parts=parts))
        change = draft.change(run=NOBODY, now=chat.now, scale=parts.scale)
        try:
            written = await parts.store.commit(chat, replace(change, heard=(HeardItem(item),)))
        except (Conflict, Uncertain):
            again = await parts.store.item(item.id)
            if again is None or again.conversation is not None or again.due_at is None:
                return None
            item = again
            continue
        await reached("takeover.sent")
        await note_takeover(parts.store, chat.conversation, written.conversation, parts.agency)
        return await _confirmed(written, parts, sender)
    return None


def _still_wanted(conversation: Conversation, request: int) -> bool:
    """A tap on an old notice takes nothing: `request` is the rev at which the notice was written."""
    handoff = conversation.handoff
    return isinstance(handoff, Requested) or (handoff is None and conversation.rev == request)


def _reply(conversation: Conversation, agent: Agent, about: str, *, takes: bool, parts: Parts) -> Decision:
    line = claimed_line(conversation, agent.id, parts.agency) if takes else text("aviso_declinado", parts.agency.languages[0])
    own = takes and isinstance(conversation.handoff, Taken) and conversation.handoff.agent == agent.id
    return Decision(conversation, (SendSummary(agent.id, f"{line}\n\n{about}" if own else line),))


async def _confirmed(chat: Chat, parts: Parts, sender: Sender) -> None:
    """Say "yours" only when no text of the assistant is leaving any more."""
    await reached("takeover.done")
    loop = asyncio.get_running_loop()
    until = loop.time() + LEAVING_FOR.total_seconds() * parts.scale
    while loop.time() < until:
        records = await parts.store.unsettled(chat.conversation.id)
        if not any(each.value.voice is Voice.ASSISTANT and each.value.state is RecordState.SENDING for each in records):
            break
        await asyncio.sleep(0.2 * parts.scale)
    await reached("takeover.confirmed")
    await sender.drain(chat.conversation.id)


async def _helped(item: Item, agent: Agent, parts: Parts, sender: Sender) -> None:
    """Keep a help line for the agent; her notices live in a document of their own, which no customer's names lead to."""
    own = ConversationId(f"agent.{agent.id}")
    for _ in range(LOOKS):
        chat = await parts.store.open(own)
        if chat is None:
            with suppress(Conflict):
                await parts.store.create(Conversation(own, item.number), ())
            continue
        draft = Draft(chat.conversation, now=parts.now(), agency=parts.agency)
        told = chat.conversation.hours_told_at
        if told is None or parts.now() >= told + HELP_AGAIN:
            helped = replace(draft.conversation, hours_told_at=parts.now())
            draft.add(Decision(helped, (SendSummary(agent.id, text("ayuda_agente", parts.agency.languages[0])),)))
        change = draft.change(run=NOBODY, now=chat.now, scale=parts.scale)
        try:
            await parts.store.commit(chat, replace(change, heard=(HeardItem(item),)))
        except (Conflict, Uncertain):
            again = await parts.store.item(item.id)
            if again is None or again.due_at is None:
                return
            item = again
            continue
        await sender.drain(own)
        return
