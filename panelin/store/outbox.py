"""The outbox over an engine: what we say and do, in order (protocol.md section 5)."""

from collections.abc import Sequence

from panelin.errors import Conflict
from panelin.ids import ConversationId, OutboxId
from panelin.store import queries
from panelin.store.codec import record_changes, record_from
from panelin.store.documents import ABSENT, Chat, Record, Stored
from panelin.store.engine import Engine, Found, Reading, Write


class OutboxOver:
    """What we say and do, over an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def record(self, record: OutboxId) -> Stored[Record] | None:
        """Read one record."""
        reading = await self._engine.get(queries.OUTBOX, (record,))
        return next((_stored(found, reading) for found in reading.found), None)

    async def unsettled(self, conversation: ConversationId) -> tuple[Stored[Record], ...]:
        """Read the unsettled records of a conversation, lowest seq first."""
        reading = await self._engine.query(queries.unsettled(conversation))
        found = [_stored(found, reading) for found in reading.found]
        return tuple(sorted((stored for stored in found if not stored.value.settled), key=lambda stored: stored.value.seq))

    async def write(self, changes: Sequence[tuple[Stored[Record], Record]], *, verify: Chat | None = None) -> tuple[Stored[Record], ...]:
        """Replace records at their versions, all or nothing, and verify that the conversation is still at `verify.version`."""
        writes = [Write(queries.OUTBOX, old.value.id, old.version, record_changes(old.value, new)) for old, new in changes]
        if verify is not None and verify.version == ABSENT:
            raise Conflict("there is no conversation yet that could allow it")
        if verify is not None:
            writes.append(Write(queries.CONVERSATIONS, verify.conversation.id, verify.version, {}))
        written = await self._engine.commit(writes)
        return tuple(
            Stored(new, version, written.now, old.changed_at if version == old.version else written.now)
            for (old, new), version in zip(changes, written.versions, strict=False)
        )


def _stored(found: Found, reading: Reading) -> Stored[Record]:
    return Stored(record_from(found.id, found.plain), found.version, reading.now, found.changed_at)
