"""The store's contract: who may write what, under which precondition (protocol.md).

Errors of every method: `Unavailable` (nothing was done), `Uncertain` (the write left, no reply came), `Conflict` (a precondition failed;
nothing of the batch was written). No query, batch, snapshot or transaction stands in a signature; a version is opaque.
Ages and `due_at` are on the store's clock, `alarm_at` on the business clock.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from panelin.conversation import Conversation
from panelin.events import Identity
from panelin.ids import ConversationId, ItemId, Number, OutboxId, Reference
from panelin.listing import Listing
from panelin.store.documents import (
    Change,
    Chat,
    Delivery,
    Due,
    Item,
    ListingRow,
    NewItem,
    Overlay,
    Put,
    Record,
    Stored,
    SyncRun,
)


class Inbox(Protocol):
    """What Meta delivered."""

    async def put(self, items: Sequence[NewItem]) -> list[Put]:
        """Store each item on its own, reading nothing; the same id twice in one call counts once. Never raises: what failed is LOST."""

    async def note(self, deliveries: Sequence[Delivery]) -> int:
        """Write status fields on records that exist, never create one; return how many did not exist. Only `failed` makes a record due."""

    async def item(self, item: ItemId) -> Item | None:
        """Read one item."""

    async def attempt(self, item: Item, wait: timedelta) -> Item:
        """Count a recovery before it works: attempts + 1, due after `wait` on the store's clock."""

    async def give_back(self, item: Item, wait: timedelta) -> Item:
        """Take one attempt back: the run stopped without hearing the item."""

    async def bury(self, item: Item, reason: str) -> Item:
        """Make a new item a dead letter, kept for people."""

    async def dead_letters(self, limit: int = 100) -> tuple[Item, ...]:
        """List the dead letters, newest first."""


class Chats(Protocol):
    """Conversations: each is one document and its version is the only fence."""

    async def find(self, number: Number, identities: Sequence[Identity]) -> ConversationId | None:
        """Tell whose conversation these names belong to, business-scoped id first; only expired or absent names give None."""

    async def open(self, conversation: ConversationId) -> Chat | None:
        """Read a conversation and the new items of its lanes."""

    async def create(self, conversation: Conversation, identities: Sequence[Identity]) -> Chat:
        """Write a new conversation with its identities, all of which must not exist; `Conflict`: look again."""

    async def commit(self, chat: Chat, change: Change) -> Chat:
        """Write a change if the conversation is still at `chat.version`; the result carries the new version and no waiting items."""

    async def peek(self, conversation: Conversation) -> tuple[Item, ...]:
        """Read the new items of its lanes, in order, and nothing else."""

    async def transcript(self, conversation: ConversationId, *, after: int = 0, limit: int = 40) -> tuple["Item | Record", ...]:
        """Read the newest `limit` heard items and records with seq > `after`, in order of seq."""

    async def recent(self, limit: int) -> tuple[Conversation, ...]:
        """Read the conversations with the newest contact first, for the sandbox's page on one machine."""

    async def due(self, *, business_now: datetime, limit: int = 100, after: Due | None = None) -> tuple[Due, ...]:
        """List what is due: items, records, conversations by the store's clock, alarms by `business_now`; oldest first."""


class Outbox(Protocol):
    """What we say and do, in order."""

    async def record(self, record: OutboxId) -> Stored[Record] | None:
        """Read one record."""

    async def unsettled(self, conversation: ConversationId) -> tuple[Stored[Record], ...]:
        """Read the unsettled records of a conversation, lowest seq first."""

    async def write(self, changes: Sequence[tuple[Stored[Record], Record]], *, verify: Chat | None = None) -> tuple[Stored[Record], ...]:
        """Replace records at their versions, all or nothing, and verify that the conversation is still at `verify.version`."""


class Catalogue(Protocol):
    """The homes: rows of the sync and what people added."""

    async def listings(self, references: Sequence[Reference]) -> tuple[Listing, ...]:
        """Read active homes with their overlays merged in; unknown references are left out."""

    async def active(self) -> tuple[Listing, ...]:
        """Read all active homes with their overlays merged in; cached by the caller."""

    async def rows(self) -> tuple[ListingRow, ...]:
        """Read every row, withdrawn ones included, without overlays."""

    async def put_rows(self, rows: Sequence[ListingRow]) -> None:
        """Write rows as they are."""

    async def put_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Replace the overlays that came from the file; those of the desk and the CRM stay."""

    async def begin_sync(self, wait: timedelta) -> SyncRun | None:
        """Take the lease of the one sync for `wait`, or None if another run holds it."""

    async def end_sync(self, run: SyncRun, report: Mapping[str, object]) -> None:
        """Give the lease back and keep the report."""


class Notes(Protocol):
    """Small named values: the vector store's id, reusable media ids, measured reply minutes."""

    async def note_of(self, key: str) -> Mapping[str, object] | None:
        """Read a value that has not expired."""

    async def keep_note(self, key: str, value: Mapping[str, object], *, kept_for: timedelta | None = None) -> None:
        """Write a value, the last writer wins."""


class Store(Inbox, Chats, Outbox, Catalogue, Notes, Protocol):
    """Everything a process may ask of the store."""

    async def ready(self) -> None:
        """Prove that the store answers, or raise `Unavailable`."""

    async def close(self) -> None:
        """Let go of connections; writes under way are finished first."""
