"""What the store keeps and hands out: items, records, chats, rows, each with the version that a write must name."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, NewType, TypeVar

from panelin.actions import Action, Voice
from panelin.conversation import Conversation
from panelin.events import Identity, SendFailure
from panelin.ids import ConversationId, ItemId, Lane, MessageId, Number, OutboxId, Reference, RunId
from panelin.listing import Listing, State

T = TypeVar("T")
Version = NewType("Version", str)  # Firestore: update time; SQLite: a number of one sequence
ABSENT = Version("")  # the document does not exist yet

KEPT_FOR = timedelta(days=8)  # Meta repeats for 7 days: what is done must outlive that (protocol.md 1)
TRANSCRIPT_KEPT_FOR = timedelta(days=365)


class Put(StrEnum):
    """What became of an inbound item: NEW and KNOWN are both stored, LOST is not."""

    NEW = "new"
    KNOWN = "known"
    LOST = "lost"


class ItemState(StrEnum):
    """An inbound item waits, was handled, or is a dead letter."""

    NEW = "new"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class NewItem:
    """One message or echo as the webhook received it; `raw` is Meta's JSON of the item with its contact, UTF-8.

    `due_at` is set by the store: now + 15 s. `dead` stores it at once as a dead letter with that reason.
    """

    id: ItemId
    field: str
    number: Number
    lane: Lane
    identities: tuple[Identity, ...] = dataclasses.field(repr=False)
    at: datetime
    pos: int
    raw: bytes = dataclasses.field(repr=False)
    trace: str | None = None
    dead: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An inbox item as stored."""

    id: ItemId
    field: str
    number: Number
    lane: Lane
    identities: tuple[Identity, ...] = dataclasses.field(repr=False)
    at: datetime
    received_at: datetime
    pos: int
    raw: bytes = dataclasses.field(repr=False)
    state: ItemState
    attempts: int
    due_at: datetime | None
    version: Version
    trace: str | None = None
    conversation: ConversationId | None = None
    seq: int | None = None
    reason: str | None = None

    @property
    def order(self) -> tuple[datetime, datetime, int, str]:
        """The order in which a lane is heard: Meta's second, then arrival (protocol.md 7)."""
        return (self.at, self.received_at, self.pos, self.id)


class RecordState(StrEnum):
    """The life of an outbox record (protocol.md 5)."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    LOST = "lost"


UNSETTLED = frozenset({RecordState.READY, RecordState.SENDING, RecordState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is sending a record, since when on the store's clock."""

    run: RunId
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """One outbox record: an action, to whom, and what became of it."""

    id: OutboxId
    conversation: ConversationId
    seq: int
    turn: int
    number: Number
    to: Identity = dataclasses.field(repr=False)
    voice: Voice
    rev: int
    action: Action = dataclasses.field(repr=False)
    created_at: datetime  # the business clock
    state: RecordState = RecordState.READY
    attempt: int = 0
    claim: Claim | None = None
    unknowns: int = 0
    due_at: datetime | None = None  # the store's clock; only while unsettled or a failure is not yet noted
    wamid: MessageId | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed: str | None = None
    failure: SendFailure | None = None
    phase: str | None = None  # "uploaded:<media id>" between the two phases of a document

    @property
    def settled(self) -> bool:
        """Whether nothing more will be tried."""
        return self.state not in UNSETTLED


def record_id(conversation: ConversationId, seq: int) -> OutboxId:
    """Name a record by its place in the transcript; the digits sort."""
    return OutboxId(f"{conversation}.{seq:08d}")


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A document with the version last read or written, the store's time of that read or write, and the time of its last change."""

    value: T
    version: Version
    now: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A status of Meta for one of our records: at most one of the instants is set, `failed` is Meta's code and details."""

    record: OutboxId
    wamid: MessageId
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as opened: `version` is ABSENT for one that was never written; `waiting` are its new items in order."""

    conversation: Conversation
    version: Version
    waiting: tuple[Item, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class HeardItem:
    """An item that this commit marks done, with its place in the transcript."""

    item: Item
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One commit: all or nothing.

    The conversation by compare-and-set; items [their version] -> done; records [their version] whose failure is noted -> no due_at;
    records created; identities created for this conversation (they must be unowned, or this conversation's own).
    """

    conversation: Conversation
    heard: tuple[HeardItem, ...] = ()
    noted: tuple[Stored[Record], ...] = ()
    records: tuple[Record, ...] = ()
    identities: tuple[Identity, ...] = ()
    ai_active: bool = True  # may the assistant speak, as of this commit: for whoever reads the document, never for us


class DueKind(StrEnum):
    """What the sweep finds."""

    ITEM = "item"
    RECORD = "record"
    CONVERSATION = "conversation"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time is past; the item, record or conversation is read anew by whoever handles it."""

    kind: DueKind
    id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Overlay:
    """What the feed does not know of a home, with its source."""

    reference: Reference
    state: State | None = None
    zone: str | None = None
    district: str | None = None
    fees_note: str | None = None
    extras: tuple[tuple[str, int | None, bool], ...] = ()  # name, cents, included
    features: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    agent: str | None = None
    dossier_url: str | None = None


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A listing as the sync keeps it: the content hash decides what is uploaded again, `active` False = withdrawn."""

    listing: Listing
    content_hash: str
    feed: str
    file_id: str | None
    active: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SyncRun:
    """The lease of one sync and its report."""

    id: str
    until: datetime
    version: Version
