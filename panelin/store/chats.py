"""Conversations over an engine: each is one document and its version is the only fence (protocol.md sections 3, 4 and 7)."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from panelin.conversation import Conversation
from panelin.errors import Conflict
from panelin.events import Identity
from panelin.ids import ConversationId, IdentityKey, Number
from panelin.store import queries
from panelin.store.codec import conversation_changes, conversation_document, conversation_from, item_from, record_document, record_from
from panelin.store.documents import (
    ABSENT,
    KEPT_FOR,
    TRANSCRIPT_KEPT_FOR,
    Change,
    Chat,
    Due,
    DueKind,
    HeardItem,
    Item,
    ItemState,
    Record,
    Stored,
    Version,
)
from panelin.store.engine import ANYWAY, Engine, Found, FromNow, Write
from panelin.store.identities import SLACK, Memory, identity_key, keys_in_order, must_be_renewed
from panelin.store.typed import Key

UNSENT_FOR = timedelta(seconds=5)  # how long the run that committed a record has before the sweep takes it up


class ChatsOver:
    """Conversations, over an engine."""

    def __init__(self, engine: Engine, *, time_scale: float = 1.0, kept_for: timedelta = TRANSCRIPT_KEPT_FOR) -> None:
        self._engine = engine
        self._unsent_for = UNSENT_FOR * time_scale
        self._kept_for = kept_for
        self._memory = Memory()

    async def find(self, number: Number, identities: Sequence[Identity]) -> ConversationId | None:
        """Tell whose conversation these names belong to, business-scoped id first."""
        keys = keys_in_order(number, identities)
        for key in keys:
            owner = self._memory.recall(key) or await self._owner(key)
            if owner is not None:
                self._memory.remember((key,), owner)
                return owner
        return None

    async def _owner(self, key: IdentityKey) -> ConversationId | None:
        found = (await self._engine.get(queries.IDENTITIES, (key,))).found
        return await self._living(found[0]) if found else None

    async def _living(self, name: Found) -> ConversationId | None:
        """The owner of a name; asked itself only in the last weeks of the name, before which it cannot have expired."""
        owner = ConversationId(name.plain["conversation"])
        expires_at = name.instant("expires_at")
        if expires_at is not None and expires_at - SLACK > self._engine.now():
            return owner
        return owner if (await self._engine.get(queries.CONVERSATIONS, (owner,))).found else None

    async def open(self, conversation: ConversationId) -> Chat | None:
        """Read a conversation and the new items of its lanes; one that is gone is forgotten under all its names."""
        reading = await self._engine.get(queries.CONVERSATIONS, (conversation,))
        if not reading.found:
            self._memory.forget(conversation)
            return None
        found = reading.found[0]
        value = conversation_from(found.id, found.plain)
        items, now = await self._waiting(value)
        return Chat(value, found.version, items, now or reading.now)

    async def peek(self, conversation: Conversation) -> tuple[Item, ...]:
        """Read the new items of its lanes, in order, and nothing else."""
        return (await self._waiting(conversation))[0]

    async def _waiting(self, conversation: Conversation) -> tuple[tuple[Item, ...], datetime | None]:
        if not conversation.lanes:
            return (), None
        reading = await self._engine.query(queries.waiting(conversation.lanes))
        items = (item_from(found.id, found.plain, found.version) for found in reading.found)
        return tuple(sorted(items, key=lambda item: item.order)), reading.now

    async def create(self, conversation: Conversation, identities: Sequence[Identity]) -> Chat:
        """Write a new conversation with its identities; a name whose conversation has expired is free."""
        keys = keys_in_order(conversation.number, identities)
        first = self._first_write(conversation, ai_active=True)
        try:
            written = await self._engine.commit([first, *(self._named(key, ABSENT, conversation.id) for key in keys)])
        except Conflict:
            free = await self._free(keys, conversation.id)
            if len(free) < len(keys) or set(free.values()) <= {ABSENT}:
                raise
            written = await self._engine.commit([first, *(self._named(key, at, conversation.id) for key, at in free.items())])
        self._memory.remember(keys, conversation.id)
        return Chat(conversation, written.versions[0], (), written.now)

    async def commit(self, chat: Chat, change: Change) -> Chat:
        """Write a change if the conversation is still at `chat.version`."""
        new = change.conversation
        keys = keys_in_order(new.number, change.identities)
        free = await self._free(keys, new.id) if keys else {}
        writes = [
            self._conversation(chat, change),
            *(self._done(heard, new.id) for heard in change.heard),
            *(_noted(stored) for stored in change.noted),
            *(self._recorded(record) for record in change.records),
            *(self._named(key, at, new.id) for key, at in free.items()),
            *self._renewed(chat, new, free),
        ]
        written = await self._engine.commit(writes)
        self._memory.remember(keys, new.id)
        return Chat(new, written.versions[0], (), written.now)

    def _conversation(self, chat: Chat, change: Change) -> Write:
        new = change.conversation
        if chat.version == ABSENT:
            return self._first_write(new, ai_active=change.ai_active)
        patch = conversation_changes(chat.conversation, new, ai_active=change.ai_active)
        if chat.conversation.last_interaction != new.last_interaction:
            patch["expires_at"] = FromNow(self._kept_for)
        return Write(queries.CONVERSATIONS, new.id, chat.version, patch)

    def _first_write(self, conversation: Conversation, *, ai_active: bool) -> Write:
        plain = conversation_document(conversation, ai_active=ai_active) | {"expires_at": FromNow(self._kept_for)}
        return Write(queries.CONVERSATIONS, conversation.id, ABSENT, plain)

    def _done(self, heard: HeardItem, conversation: ConversationId) -> Write:
        kept_for = KEPT_FOR if heard.seq is None else max(KEPT_FOR, self._kept_for)
        patch: dict[Key, object] = {
            "state": ItemState.DONE.value,
            "due_at": None,
            "conversation": conversation,
            "expires_at": FromNow(kept_for),
        }
        if heard.seq is not None:
            patch["seq"] = heard.seq
        return Write(queries.INBOX, heard.item.id, heard.item.version, patch)

    def _recorded(self, record: Record) -> Write:
        """A new record is due soon unless it says otherwise: the sweep sends what the run that committed it could not."""
        plain = record_document(record) | {"expires_at": FromNow(max(KEPT_FOR, self._kept_for))}
        if not record.settled:
            plain.setdefault("due_at", FromNow(self._unsent_for))
        return Write(queries.OUTBOX, record.id, ABSENT, plain)

    def _named(self, key: IdentityKey, at: Version, conversation: ConversationId) -> Write:
        return Write(queries.IDENTITIES, key, at, {"conversation": conversation, "expires_at": FromNow(self._kept_for + SLACK)})

    def _renewed(self, chat: Chat, new: Conversation, written: Iterable[IdentityKey]) -> list[Write]:
        """Now and then the names are kept longer too; the conversation's own version proves that they are still its own."""
        if not must_be_renewed(chat.conversation.last_interaction, new.last_interaction):
            return []
        keys = dict.fromkeys(identity_key(new.number, identity) for identity in new.identities)
        return [self._named(key, ANYWAY, new.id) for key in keys if key not in set(written)]

    async def _free(self, keys: Sequence[IdentityKey], conversation: ConversationId) -> dict[IdentityKey, Version]:
        """Which of the names must be written, and at which version; `Conflict` if another living conversation has one."""
        found = {IdentityKey(name.id): name for name in (await self._engine.get(queries.IDENTITIES, keys, expired=True)).found}
        free = {}
        for key in keys:
            owner = await self._living(found[key]) if key in found else None
            if owner not in (None, conversation):
                raise Conflict("a name belongs to another conversation")
            if owner is None:
                free[key] = found[key].version if key in found else ABSENT
        return free

    async def transcript(self, conversation: ConversationId, *, after: int = 0, limit: int = 40) -> tuple[Item | Record, ...]:
        """Read the newest heard items and records with a higher seq, in order of seq."""
        items, records = await asyncio.gather(
            *(
                self._engine.query(queries.transcript(name, conversation, after=after, limit=limit))
                for name in (queries.INBOX, queries.OUTBOX)
            )
        )
        entries: list[Item | Record] = [item_from(found.id, found.plain, found.version) for found in items.found]
        entries += [record_from(found.id, found.plain) for found in records.found]
        return tuple(sorted(entries, key=lambda entry: entry.seq or 0))[-limit:]

    async def recent(self, limit: int) -> tuple[Conversation, ...]:
        """Read the conversations with the newest contact first."""
        reading = await self._engine.query(queries.recent(limit))
        return tuple(conversation_from(found.id, found.plain) for found in reading.found)

    async def due(self, *, business_now: datetime, limit: int = 100, after: Due | None = None) -> tuple[Due, ...]:
        """List what is due, oldest first."""
        await self._engine.tidy()
        pages = await asyncio.gather(*(self._due(kind, business_now, limit, after) for kind in DueKind))
        return tuple(sorted(chain.from_iterable(pages), key=lambda due: (due.due_at, due.kind.value, due.id))[:limit])

    async def _due(self, kind: DueKind, business_now: datetime, limit: int, after: Due | None) -> list[Due]:
        now = business_now if kind is DueKind.ALARM else self._engine.now()
        reading = await self._engine.query(queries.due(kind, now, limit, after))
        found = ((found.id, found.instant(queries.due_field(kind))) for found in reading.found)
        return [Due(kind, id_, due_at) for id_, due_at in found if due_at is not None]


def _noted(stored: Stored[Record]) -> Write:
    return Write(queries.OUTBOX, stored.value.id, stored.version, {"due_at": None})
