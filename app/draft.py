"""A draft of one commit: decisions are taken down in order, then it becomes a `Change` of the store."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from app.whatsapp.splitting import parts
from panelin import answering
from panelin.actions import Action, Need, NotifyAgent, SendSummary, SendText, Voice, voice_of
from panelin.agency import Agency, digits
from panelin.conversation import NOBODY, Conversation, leaving
from panelin.decide import decide
from panelin.decision import Decision
from panelin.events import AssistantAnswered, AssistantFailed, Event, Identity, IdentityKind
from panelin.handoff import assistant_may_speak
from panelin.ids import RunId
from panelin.store.documents import Change, HeardItem, Item, Record, Stored, record_id

Saw = Callable[[Conversation, Event, Decision, datetime], None]  # told of every decision, on one machine only
ANSWER_WITHIN = timedelta(seconds=30)  # how long nobody else asks the model, on the store's clock (protocol.md 8)


class Draft:
    """Everything that will be written together, decided on one reading of the conversation."""

    def __init__(self, conversation: Conversation, *, now: datetime, agency: Agency, saw: Saw | None = None) -> None:
        self.conversation = conversation
        self.need: Need | None = None
        self.records: list[Record] = []
        self._before = conversation
        self._heard: list[HeardItem] = []
        self._noted: list[Stored[Record]] = []
        self._identities: list[Identity] = []
        self._now, self._agency, self._saw = now, agency, saw

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._heard or self._noted or self.records) or self.conversation != self._before

    def decide(self, event: Event) -> None:
        """Decide one event and take its actions down."""
        decision = decide(self.conversation, event, now=self._now, agency=self._agency)
        if self._saw is not None:
            self._saw(self.conversation, event, decision, self._now)
        self.add(decision)

    def add(self, decision: Decision) -> None:
        """Take a decision down: each action becomes a record with its place in the transcript."""
        thread_before = self.conversation.thread
        self.conversation = decision.conversation
        self.need = decision.need or self.need
        for action in self._leaving(decision.actions):
            self._record(action)
        thread = self.conversation.thread
        if thread is not None and thread != thread_before:  # the thread has seen its own answer
            self.conversation = replace(self.conversation, thread=replace(thread, seq=self.conversation.seq))

    def hear(self, item: Item, event: Event) -> None:
        """Decide an inbound item; it is done with this commit, and its place in the transcript is before what follows from it."""
        place = self.conversation.seq + 1
        self.decide(event)
        self._heard.append(HeardItem(item, place))

    def leave(self, answer: AssistantAnswered | AssistantFailed) -> None:
        """Remember the thread of an answer that will not be sent."""
        if isinstance(answer, AssistantAnswered):
            self.conversation = leaving(self.conversation, answer.thread)

    def done(self, item: Item) -> None:
        """Take an item as done that says nothing: an echo of what we sent ourselves."""
        self._heard.append(HeardItem(item))

    def note(self, record: Stored[Record], event: Event) -> None:
        """Decide the failure of a record; it is noted with this commit."""
        self.decide(event)
        self._noted.append(record)

    def alias(self, identities: Iterable[Identity], lane: str) -> None:
        """Link further names of the same person, and the lane on which they arrive."""
        new = [identity for identity in identities if identity not in self._identities]
        self._identities += new
        known = self.conversation
        names = tuple(i for i in known.identities if i not in new)
        lanes = known.lanes if lane in known.lanes else (*known.lanes, lane)
        self.conversation = replace(known, identities=(*names, *new), lanes=lanes)  # type: ignore[arg-type]

    def change(self, *, run: RunId, now: datetime, scale: float = 1, hold: timedelta = ANSWER_WITHIN) -> Change:
        """Close the draft: `run` answers for `hold` from the store's `now`, and both alarm clocks are set anew (protocol.md 8, 31)."""
        conversation = held(self.conversation, run, now, hold * scale)
        conversation = replace(conversation, alarm_at=answering.alarm_at(conversation, now=self._now, agency=self._agency))
        return Change(
            conversation,
            tuple(self._heard),
            tuple(self._noted),
            tuple(self.records),
            tuple(self._identities),
            ai_active=assistant_may_speak(conversation.handoff, self._now, self._agency),
        )

    def _leaving(self, actions: Iterable[Action]) -> Iterable[Action]:
        """One record is one message: long texts are cut before they are kept, so that each part is sent once."""
        for action in actions:
            if isinstance(action, SendText) and action.voice is not Voice.AGENT:
                pieces = parts(action.body)
                yield from (replace(action, body=piece, choices=()) for piece in pieces[:-1])
                yield replace(action, body=pieces[-1])
            else:
                yield action

    def _record(self, action: Action) -> None:
        seq = self.conversation.seq + 1
        chat = self.conversation = replace(self.conversation, seq=seq)
        self.records.append(
            Record(
                id=record_id(chat.id, seq),
                conversation=chat.id,
                seq=seq,
                turn=chat.turn,
                number=chat.number,
                to=self._recipient(action),
                voice=voice_of(action),
                rev=chat.rev,
                action=action,
                created_at=self._now,
            )
        )

    def _recipient(self, action: Action) -> Identity:
        if isinstance(action, NotifyAgent | SendSummary):
            agent = self._agency.agent(action.agent)
            return Identity(IdentityKind.WA_ID, digits(agent.whatsapp or "") if agent else "")
        chat = self.conversation
        return Identity(IdentityKind.WA_ID, chat.wa_id) if chat.wa_id else Identity(IdentityKind.BSUID, chat.bsuid or "")


def held(conversation: Conversation, run: RunId, now: datetime, hold: timedelta) -> Conversation:
    """Say who answers, since when and until when on the store's clock; where nobody answers nothing is due."""
    answering = conversation.answering
    if answering is None:
        return replace(conversation, due_at=None)
    since = now if answering.run == NOBODY else answering.since
    return replace(conversation, answering=replace(answering, run=run, since=since, until=now + hold), due_at=now + hold)
