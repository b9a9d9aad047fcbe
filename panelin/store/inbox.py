"""The inbox over an engine: what Meta delivered (protocol.md sections 2 and 7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from panelin.errors import Unavailable
from panelin.ids import ItemId
from panelin.store import queries
from panelin.store.codec import item_from, new_item_document
from panelin.store.documents import ABSENT, Delivery, Item, ItemState, NewItem, Put
from panelin.store.engine import EXISTING, Engine, FromNow, Outcome, Write
from panelin.store.typed import Key

FRESH_FOR = timedelta(seconds=15)  # how long the nudge has before the sweep takes an item up

_PUT = {Outcome.DONE: Put.NEW, Outcome.REFUSED: Put.KNOWN, Outcome.LOST: Put.LOST}


class InboxOver:
    """What Meta delivered, over an engine."""

    def __init__(self, engine: Engine, *, time_scale: float = 1.0) -> None:
        self._engine = engine
        self._fresh_for = FRESH_FOR * time_scale

    async def put(self, items: Sequence[NewItem]) -> list[Put]:
        """Store each item on its own, reading nothing; the same id twice in one call counts once."""
        return [_PUT[outcome] for outcome in await self._engine.each([self._created(item) for item in items])]

    def _created(self, item: NewItem) -> Write:
        plain = new_item_document(item) | {"received_at": FromNow()}
        if item.dead is None:
            plain |= {"state": ItemState.NEW.value, "due_at": FromNow(self._fresh_for)}
        else:
            plain |= {"state": ItemState.DEAD.value, "reason": item.dead, "dead_at": FromNow()}
        return Write(queries.INBOX, item.id, ABSENT, plain)

    async def note(self, deliveries: Sequence[Delivery]) -> int:
        """Write status fields on records that exist and count those that do not; they commute, so nothing is read."""
        outcomes = await self._engine.each([_noted(delivery) for delivery in deliveries])
        if Outcome.LOST in outcomes:
            raise Unavailable("a delivery status could not be stored")
        return outcomes.count(Outcome.REFUSED)

    async def item(self, item: ItemId) -> Item | None:
        """Read one item; one that has expired is gone."""
        reading = await self._engine.get(queries.INBOX, (item,))
        return next((item_from(found.id, found.plain, found.version) for found in reading.found), None)

    async def attempt(self, item: Item, wait: timedelta) -> Item:
        """Count a recovery before it works."""
        return await self._recounted(item, item.attempts + 1, wait)

    async def give_back(self, item: Item, wait: timedelta) -> Item:
        """Take one attempt back: the run stopped without hearing the item."""
        return await self._recounted(item, max(0, item.attempts - 1), wait)

    async def _recounted(self, item: Item, attempts: int, wait: timedelta) -> Item:
        written = await self._engine.commit([Write(queries.INBOX, item.id, item.version, {"attempts": attempts, "due_at": FromNow(wait)})])
        return replace(item, attempts=attempts, due_at=written.counted_from + wait, version=written.versions[0])

    async def bury(self, item: Item, reason: str) -> Item:
        """Make a new item a dead letter; it keeps no expiry, so nothing takes it away unseen."""
        patch: dict[Key, object] = {"state": ItemState.DEAD.value, "reason": reason, "due_at": None, "dead_at": FromNow()}
        written = await self._engine.commit([Write(queries.INBOX, item.id, item.version, patch)])
        return replace(item, state=ItemState.DEAD, reason=reason, due_at=None, version=written.versions[0])

    async def dead_letters(self, limit: int = 100) -> tuple[Item, ...]:
        """List the dead letters, newest first."""
        reading = await self._engine.query(queries.dead_letters(limit))
        return tuple(item_from(found.id, found.plain, found.version) for found in reading.found)


def _noted(delivery: Delivery) -> Write:
    instants = {"sent_at": delivery.sent_at, "delivered_at": delivery.delivered_at, "read_at": delivery.read_at}
    patch: dict[Key, object] = {"wamid": delivery.wamid}
    patch.update((name, at) for name, at in instants.items() if at is not None)
    if delivery.failed is not None:
        patch |= {"failed": delivery.failed, "due_at": FromNow()}
    return Write(queries.OUTBOX, delivery.record, EXISTING, patch)
