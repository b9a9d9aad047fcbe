"""Asking the model: while it thinks, the turn says every ten seconds that it is still ours (protocol.md 10, 11)."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from app.parts import Parts
from app.ports import Line, Question
from app.transcript import lines
from panelin.actions import AskAssistant
from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.events import AssistantAnswered, AssistantFailed, Failure, StillAnswering
from panelin.runtime.failpoints import reached
from panelin.store.documents import Chat

if TYPE_CHECKING:
    from app.turn import Turn

TICK, WAITING_LINE_AT = 10.0, 2  # seconds, ticks
DEADLINE = 90.0  # seconds of a turn in all, those of an attempt that died included (protocol.md 16)
TRANSCRIPT = 40  # entries that a new thread gets
TRIES = 5


async def ask(turn: "Turn", need: AskAssistant) -> AssistantAnswered | AssistantFailed | None:
    """Get an answer, or None if the turn is no longer ours: the call is abandoned then, and its thread is left."""
    chat = turn.chat
    assert chat is not None  # noqa: S101 - whoever asks has committed A
    rev = chat.conversation.rev
    _keep_deadline(turn, chat)
    question = await _question(turn.parts, chat, need)
    call = asyncio.create_task(turn.parts.assistant.answer(question, still_ours=partial(tick, turn, rev)))
    typing = asyncio.create_task(turn.parts.messenger.show_typing(chat.conversation.number, need.messages[-1].id))
    try:
        return await _awaited(turn, call, need, rev)
    finally:
        call.cancel()
        typing.cancel()
        await asyncio.gather(call, typing, *turn.beside, return_exceptions=True)


def _keep_deadline(turn: "Turn", chat: Chat) -> None:
    """The first question of a turn sets the time by which it must be answered; asking once more does not put it off."""
    answering = chat.conversation.answering
    if answering is None or turn.asked == answering.turn:
        return
    turn.asked = answering.turn
    used = (chat.now - answering.since).total_seconds()
    turn.asked_until = asyncio.get_running_loop().time() + DEADLINE * turn.parts.scale - used


async def tick(turn: "Turn", rev: int, waiting_line_of: int | None = None) -> bool:
    """Prove that the turn is ours, and hold it for longer; the second tick may bring the line that it takes longer."""
    for _ in range(TRIES):
        chat = turn.chat
        if chat is None or not turn.mine(rev):
            return False
        draft = turn.draft(chat)
        if waiting_line_of is not None:
            draft.decide(StillAnswering(waiting_line_of))
        try:
            await turn.write(chat, draft)
            await reached("tick.sent")
        except (Conflict, Uncertain):
            await turn.reopen()
            continue
        except Unavailable:  # the hold is not longer for it, and not lost
            return True
        if draft.records:
            turn.send_beside()
        return True
    return False


async def _awaited(
    turn: "Turn", call: asyncio.Task[AssistantAnswered | AssistantFailed], need: AskAssistant, rev: int
) -> AssistantAnswered | AssistantFailed | None:
    scale, ticks, loop = turn.parts.scale, 0, asyncio.get_running_loop()
    while not call.done():
        await asyncio.wait({call}, timeout=TICK * scale)
        if call.done():
            break
        ticks += 1
        if loop.time() >= turn.asked_until:
            return AssistantFailed(need.turn, Failure.UNAVAILABLE)
        if not await tick(turn, rev, need.turn if ticks == WAITING_LINE_AT else None):
            return None
    return call.result()


async def _question(parts: Parts, chat: Chat, need: AskAssistant) -> Question:
    """Put together what the thread has not seen before the waiting messages; a thread that has seen everything costs no read."""
    before = need.messages[0].seq

    async def read(after: int = 0) -> tuple[Line, ...]:
        entries = await parts.store.transcript(need.conversation, after=after, limit=TRANSCRIPT)
        return lines(entries, agency=parts.agency, before=before)

    unseen: tuple[Line, ...] = ()
    if need.thread is None and before > 1:
        unseen = await read()
    elif need.catch_up_from is not None:
        unseen = await read(need.catch_up_from)
    return Question(need, chat.conversation, unseen, parts.now(), read)
