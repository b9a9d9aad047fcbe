"""A witness of what processes did to the store and to Meta, in order; what breaks a promise of the design is noted at once."""

import asyncio
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.outcome import AFTER_TAKEOVER
from app.ports import Parcel
from app.whatsapp.payload import ECHOES
from panelin.actions import SendText, Voice
from panelin.conversation import Taken
from panelin.events import IdentityKind
from panelin.ids import ConversationId, ItemId, OutboxId
from panelin.store.documents import Record, RecordState

TOKEN = re.compile(r"\bm(\d+)x\b")
QUEUE = frozenset({Voice.ASSISTANT, Voice.SYSTEM})
WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class Mark:
    """What was known when a write left: its place, and why a claim in it would be wrong."""

    place: int
    wrong: dict[OutboxId, str] = field(default_factory=dict)


class Witness:
    """Sees every commit, claim, reading and POST of all processes."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.place = 0
        self.now: datetime | None = None
        self.last_wrote: dict[str, datetime] = {}  # customer: Meta's second of the newest message that Meta ever posted
        self.attempted: dict[int, int] = {}  # number: when Meta first posted it
        self.acknowledged: dict[int, int] = {}
        self.echoes: dict[ItemId, tuple[str, int]] = {}  # customer, and when its 200 was seen
        self.confirmed: dict[OutboxId, int] = {}  # when the 200 of a status was seen
        self.people: set[ConversationId] = set()  # a person was called, or had the chat
        self.posts: dict[OutboxId, int] = defaultdict(int)
        self._heard: dict[ItemId, int] = {}
        self._readings: dict[asyncio.Task | None, int] = {}
        self._chats: dict[ConversationId, object] = {}
        self._answered: dict[ConversationId, int] = defaultdict(int)
        self._claimed: dict[OutboxId, Record] = {}
        self._last: dict[ConversationId, int] = defaultdict(int)
        self._said: dict[str, list[int]] = defaultdict(list)

    def ticks(self) -> int:
        """One thing after another."""
        self.place += 1
        return self.place

    def before(self, name: str, given: tuple) -> Mark:
        """A call leaves."""
        place = self.ticks()
        if name in {"open", "peek"}:
            self._readings[asyncio.current_task()] = place
        if name == "write":
            return Mark(place, {old.value.id: self._why_not(old.value) for old, new in given[0] if _claims(old.value, new)})
        return Mark(place)

    def after(self, name: str, given: tuple, seen: Mark) -> None:
        """A call was carried out."""
        self.ticks()
        if name == "commit":
            self._committed(*given)
        if name == "write":
            for old, new in given[0]:
                if old.value.id in seen.wrong:
                    self._claimed[new.id] = new
                    self._breaks(seen.wrong[new.id])

    def posted(self, parcel: Parcel) -> None:
        """Meta has taken a message, whatever we may learn of it."""
        self.ticks()
        record = self._claimed.get(parcel.id)
        if record is None:
            self._breaks(f"P7: {parcel.id} left without a claim")
            return
        self.posts[parcel.id] += 1
        times = self.posts[parcel.id]
        if times > 2 or (times == 2 and record.unknowns == 0):
            self._breaks(f"P7: {parcel.id} left {times} times, marked {record.unknowns} times")
        if times == 1 and record.voice in QUEUE:
            if record.seq <= self._last[record.conversation]:
                self._breaks(f"P3: {parcel.id} overtaken by {self._last[record.conversation]}")
            self._last[record.conversation] = record.seq
            self._says(record)

    def _says(self, record: Record) -> None:
        said = self._said[record.to.value]
        for number in numbers_of(record):
            if number in said:
                self._breaks(f"P2: m{number} is answered a second time by {record.id}")
            known = self.acknowledged.get(number)
            for later in said:
                if number < later and known and known < self.attempted[later]:
                    self._breaks(f"P3: m{later} is answered before m{number}")
            said.append(number)

    def _committed(self, chat, change) -> None:
        new = change.conversation
        if new.handoff is not None or any(record.voice is Voice.NOTICE for record in change.records):
            self.people.add(new.id)
        for heard in change.heard:
            if heard.item.field == ECHOES:
                self.people.add(new.id)
            if heard.item.id in self._heard:
                self._breaks(f"P2: item {heard.item.id[:8]} is heard a second time")
            self._heard[heard.item.id] = self.place
        if any(record.voice is Voice.ASSISTANT for record in change.records):
            if new.turn <= self._answered[new.id]:
                self._breaks(f"P3: turn {new.turn} of {new.id} is answered a second time")
            self._answered[new.id] = new.turn
        known = self._chats.get(new.id)
        if known is None or (known.rev, known.seq) <= (new.rev, new.seq):
            self._chats[new.id] = new

    def _why_not(self, record: Record) -> str:
        """Say which promise a claim of this record would break, if it were made now."""
        chat = self._chats.get(record.conversation)
        if record.id in self.confirmed:
            return f"P7: {record.id} is claimed though a status came"
        if record.voice not in QUEUE or chat is None:
            return ""
        sentence = record.action.sentence if isinstance(record.action, SendText) else None
        if isinstance(chat.handoff, Taken) and not (record.voice is Voice.SYSTEM and sentence in AFTER_TAKEOVER):
            return f"P4: {record.id} is claimed after a takeover was committed"
        looked = self._readings.get(asyncio.current_task(), 0)
        if any(who == record.to.value and at < looked for item, (who, at) in self.echoes.items() if item not in self._heard):
            return f"P4: {record.id} is claimed though a person's words were stored before the last look"
        last = self.last_wrote.get(record.to.value)
        if record.to.kind is IdentityKind.WA_ID and (last is None or self.now >= last + WINDOW):
            return f"P5: {record.id} is claimed outside the window"
        return ""

    def _breaks(self, promise: str) -> None:
        if promise:
            self.broken.append(promise)


def numbers_of(record: Record) -> list[int]:
    """The customer's messages that a text answers."""
    return [int(number) for number in TOKEN.findall(record.action.body)] if isinstance(record.action, SendText) else []


def _claims(old: Record, new: Record) -> bool:
    return new.state is RecordState.SENDING and new.claim != old.claim
