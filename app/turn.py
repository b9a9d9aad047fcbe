"""One turn of one conversation (protocol.md 4): open, hear, commit, ask, commit, and look once more before letting go.

    open -> decide each waiting item, then TimePassed -> COMMIT A -> ask the model, ticking -> peek -> decide -> COMMIT B -> look again
      ^        conflict or lost reply at any commit: open again, judge again with the answer in hand; the model is not asked again      |
      +---------------------------------------------------------------------------------------------------------------------------------+

The conversation's version is the only fence; `mine` = `answering` names this run and nobody has changed who speaks.
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from app import asking, listening
from app.draft import Draft
from app.identity import link
from app.parts import Parts
from app.reply_times import note_takeover
from app.sender import Sender
from panelin.actions import AskAssistant
from panelin.answering import question_of
from panelin.errors import Conflict, PanelinError, Unavailable, Uncertain
from panelin.events import AnswerOverdue, AssistantAnswered, AssistantFailed, Event
from panelin.ids import ConversationId, ItemId, RunId
from panelin.runtime.failpoints import reached
from panelin.store.documents import Chat, Item, NewItem, Record, Stored

Answer = AssistantAnswered | AssistantFailed
AGAIN_AFTER = 1.0  # seconds until a store that was away is asked again with an answer in hand
MOST_PASSES = 50  # a run that goes round for ever would be a defect; what it leaves is due, and the sweep finds it


@dataclass(frozen=True, slots=True)
class Errand:
    """Why a run was started.

    A run for an inbound item hears what waits; `alone` hears that one item only, a suspect of poison; a run that the sweep started for a
    conversation, a failed record or an alarm hears nothing (protocol.md 29). `event` is decided besides.
    """

    hears: bool = True
    item: Item | NewItem | None = None  # what the run was started for: it may have come on a lane that the conversation does not know yet
    alone: ItemId | None = None
    failed: tuple[Stored[Record], ...] = ()
    event: Event | None = None
    alarm: bool = False


class Turn:
    """One run: it holds its own id, the chat as it last read or wrote it, and the names of what it heard, nothing else."""

    def __init__(self, parts: Parts, sender: Sender, conversation: ConversationId, errand: Errand) -> None:
        self.parts, self.sender, self.errand = parts, sender, errand
        self.id = RunId(secrets.token_hex(8))
        self._conversation = conversation
        self.heard: set[ItemId] = set()
        self.chat: Chat | None = None
        self.landed = False  # whether anything it decided was written
        self.beside: set[asyncio.Task[bool]] = set()
        self._read_at = 0.0  # on the loop's clock, so that a hold is counted from now and not from the last read
        self.asked, self.asked_until = 0, 0.0  # the turn that is being asked about, and until when on the loop's clock

    async def run(self) -> None:
        """Do what there is to do; cancelled, let go of the conversation at once (protocol.md 30)."""
        try:
            for _ in range(MOST_PASSES):
                if not await self._pass():
                    break
            await self._forget_left_threads()
        except asyncio.CancelledError:
            await asyncio.shield(self._let_go())
            raise

    def draft(self, chat: Chat) -> Draft:
        """Begin a commit on what was just read."""
        return Draft(chat.conversation, now=self.parts.now(), agency=self.parts.agency, saw=self.parts.saw)

    def mine(self, rev: int) -> bool:
        """Whether this run still answers and nobody has changed who speaks."""
        conversation = self.chat.conversation if self.chat else None
        return bool(conversation and conversation.answering and conversation.answering.run == self.id and conversation.rev == rev)

    async def reopen(self) -> None:
        """Read the conversation anew after a refusal or a lost reply."""
        self.chat = await self.parts.store.open(self._conversation)
        self._read_at = asyncio.get_running_loop().time()

    async def write(self, chat: Chat, draft: Draft) -> None:
        """Write a draft; `self.chat` becomes the one to write on next."""
        loop = asyncio.get_running_loop()
        now = chat.now + timedelta(seconds=loop.time() - self._read_at)
        change = draft.change(run=self.id, now=now, scale=self.parts.scale)
        self.chat = await self.parts.store.commit(chat, change)
        self._read_at = loop.time()
        self.heard.update(each.item.id for each in change.heard)
        await note_takeover(self.parts.store, chat.conversation, self.chat.conversation, self.parts.agency)

    async def _pass(self) -> bool:
        """One way through the picture above; True if new items wait behind it."""
        await self.reopen()
        chat = self.chat
        if chat is None or self._held_by_another(chat) or (self.errand.alarm and chat.waiting):
            return False
        resumes = chat.conversation.answering is not None
        if not resumes and self.errand.item is not None and self.errand.item.lane not in chat.conversation.lanes:
            return await self._joined(chat, self.errand.item)
        if not resumes:
            chat = await listening.gathered(chat, self.parts, self.errand.hears, self.errand.alone)
        queued = self.parts.slots.locked()
        async with self.parts.slots:
            if queued:  # what was read while all were busy is old
                await self.reopen()
                if self.chat is None or self._held_by_another(self.chat) or (self.chat.conversation.answering is not None) != resumes:
                    return False
                chat = self.chat if resumes else listening.chosen(self.chat, self.errand.hears, self.errand.alone)
            draft = self._resumed(chat) if resumes else await listening.heard(self.draft(chat), chat, self.parts)
            if not resumes:
                listening.noted(draft, self.errand.failed, self.errand.event)
            return (draft.changed or not self.errand.hears) and await self._work(chat, draft)

    async def _joined(self, chat: Chat, item: Item | NewItem) -> bool:
        """A known person by a further name: its lane must be known before anything on it can be heard (protocol.md 4)."""
        draft = self.draft(chat)
        await link(self.parts.store, draft, item)
        with suppress(Conflict, Uncertain):  # somebody else wrote meanwhile: read it, and look again
            await self.write(chat, draft)
        return True

    def _held_by_another(self, chat: Chat) -> bool:
        """Whether somebody answers whose time is not up on the store's clock."""
        answering = chat.conversation.answering
        return answering is not None and answering.until is not None and answering.until > chat.now

    def _resumed(self, chat: Chat) -> Draft:
        """Whoever answered is gone: hear nothing new, take what is unanswered (protocol.md 6)."""
        draft = self.draft(chat)
        if chat.conversation.answering is not None:
            draft.decide(AnswerOverdue(chat.conversation.answering.turn))
        return draft

    async def _work(self, chat: Chat, draft: Draft) -> bool:
        await reached("a.before")
        need = self._asks(draft) if await self._written(chat, draft, "a") else None
        while need is not None:
            if draft.records:
                self.send_beside()
            draft, need = await self._answered(need)
        return await self._look_again()

    async def _written(self, chat: Chat, draft: Draft, stage: str) -> bool:
        """Commit, and know whether it landed: a lost reply is looked up by what only this commit can have written (protocol.md 9, 15)."""
        try:
            await self.write(chat, draft)
            await reached(f"{stage}.sent")
        except Conflict:
            await reached(f"{stage}.refused")
            await self.reopen()
            return False
        except Uncertain:
            await reached(f"{stage}.unknown")
            await self.reopen()
            return self.chat is not None and self.chat.conversation.seq >= draft.conversation.seq and self._holds(draft)
        await reached(f"{stage}.done")
        self.landed = True
        return True

    def _holds(self, draft: Draft) -> bool:
        """Whether the conversation just read is held by this run exactly as the draft says."""
        answering = self.chat.conversation.answering if self.chat else None
        return (answering is not None and answering.run == self.id) == (draft.conversation.answering is not None)

    def _asks(self, draft: Draft) -> AskAssistant | None:
        """The question that a commit allows: never on a version older than the one that shows this run answering (protocol.md 9)."""
        if draft.need is None or self.chat is None or not self.mine(draft.conversation.rev):
            return None
        return question_of(self.chat.conversation, self.parts.agency)

    def _anew(self) -> AskAssistant | None:
        """The question once more, on a new thread, because an answer to it was dropped."""
        question = question_of(self.chat.conversation, self.parts.agency) if self.chat else None
        return question and replace(question, thread=None, catch_up_from=None)

    async def _answered(self, need: AskAssistant) -> tuple[Draft, AskAssistant | None]:
        """Ask, look for what came meanwhile, commit the answer; what comes back is the draft written and the question still open."""
        rev = self.chat.conversation.rev if self.chat else 0
        answer = await asking.ask(self, need)
        while answer is not None and self.chat is not None and self.mine(rev):
            try:
                if (ended := await self._judged(answer, need)) is not None:
                    return ended
            except Unavailable:  # the answer is in hand for as long as this run holds the conversation
                if asyncio.get_running_loop().time() > self.asked_until:
                    raise
                await asyncio.sleep(AGAIN_AFTER * self.parts.scale)
        return self._nothing(), None

    async def _judged(self, answer: Answer, need: AskAssistant) -> tuple[Draft, AskAssistant | None] | None:
        """Judge an answer in hand by what is stored now; None: it was refused, look again."""
        assert self.chat is not None  # noqa: S101 - whoever judges holds the conversation
        if self.chat.conversation.unanswered != need.messages:  # a lost reply hid that a newer message was heard
            return self._nothing(), self._anew()
        chat = replace(self.chat, waiting=await self.parts.store.peek(self.chat.conversation))
        await reached("peeked")
        interruption = await listening.interruption(self.draft(chat), chat, self.parts)
        if interruption is not None:
            interruption.leave(answer)
            return (interruption, self._asks(interruption)) if await self._written(chat, interruption, "a") else None
        await reached("b.before")
        draft = self.draft(chat)
        draft.decide(answer)
        return (self._nothing(), None) if await self._written(chat, draft, "b") else None

    def send_beside(self) -> None:
        """Send what is committed while the model is asked: a slow Graph must not stop the ticking."""
        task = asyncio.create_task(self.sender.drain(self._conversation))
        self.beside.add(task)
        task.add_done_callback(self.beside.discard)

    def _nothing(self) -> Draft:
        assert self.chat is not None  # noqa: S101 - a run that answered has read a chat
        return self.draft(self.chat)

    async def _look_again(self) -> bool:
        """The query after release: an echo is heard before anything is sent, everything else after (protocol.md 12, 17)."""
        if self.chat is None:
            return False
        self.chat = chat = replace(self.chat, waiting=await self.parts.store.peek(self.chat.conversation))
        hears = self.errand.hears and self.errand.alone is None
        if not (hears and listening.person_wrote(chat.waiting)):
            await self.sender.drain(self._conversation, chat)
        return hears and bool(chat.waiting)

    async def _forget_left_threads(self) -> None:
        """Delete at OpenAI what was left; what cannot be deleted or noted now is tried by a later run."""
        chat = self.chat
        if chat is None or chat.conversation.answering is not None or not chat.conversation.left_threads:
            return
        try:
            for thread in chat.conversation.left_threads:
                await self.parts.assistant.forget(thread)
            draft = self.draft(chat)
            draft.conversation = replace(chat.conversation, left_threads=())
            await self.write(chat, draft)
        except PanelinError:
            self.parts.count("thread.left", 1)

    async def _let_go(self) -> None:
        """Leave the conversation to whoever comes next, and take back the attempt that was not used up."""
        chat = self.chat
        answering = chat.conversation.answering if chat else None
        if chat is None or answering is None or answering.run != self.id:
            return
        draft = self.draft(chat)
        draft.conversation = replace(chat.conversation, answering=replace(answering, attempt=answering.attempt - 1))
        change = draft.change(run=self.id, now=chat.now, hold=timedelta(0))
        try:
            await self.parts.store.commit(chat, change)
        except (Conflict, Uncertain):
            return
