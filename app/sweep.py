"""The sweep: whatever is due and past, in any process, as often as one likes (protocol.md 7).

A nudge is a hint; this is the guarantee. Recovery counts before it works, so that an item that kills its process is counted too.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from functools import partial

from app import agent_route
from app.identity import conversation_for
from app.turn import Errand
from app.workers import Workers
from panelin.errors import Conflict, PanelinError
from panelin.events import ItemDied
from panelin.ids import ConversationId, ItemId, OutboxId
from panelin.runtime.failpoints import reached
from panelin.store.documents import Chat, Due, DueKind, Item, ItemState

log = logging.getLogger(__name__)
PAGE, MOST_PAGES = 100, 20
MOST_AT_ONCE = 100
MOST_RECOVERIES = 5
# seconds until the next recovery; the first must outlast a burst, all of them may not hold an ordered chat for long
RECOVER_AFTER = (15, 15, 15, 30, 60)


class Sweep:
    """Finds work that nobody is doing."""

    def __init__(self, workers: Workers) -> None:
        self._workers, self._parts = workers, workers.parts
        self._under_way: set[tuple[DueKind, str]] = set()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def every(self, seconds: float) -> None:
        """Sweep for ever; a sweep that fails is logged and the next one comes."""
        while True:
            await asyncio.sleep(seconds * self._parts.scale)
            try:
                await self.once()
            except PanelinError as error:
                self._parts.count("sweep.error", 1)
                log.warning("a sweep failed: %s", type(error).__name__)
            except Exception as error:  # the guarantee must not end with a surprise
                self._parts.count("sweep.surprise", 1)
                log.exception("a sweep failed: %s", type(error).__name__)

    async def once(self) -> int:
        """Start on what is due now, oldest first, paging on past what is held; how many were found.

        Nothing is waited for: one conversation that hangs holds up no other's recovery.
        """
        found, last = 0, None
        for _ in range(MOST_PAGES):
            page = await self._parts.store.due(business_now=self._parts.now(), limit=PAGE, after=last)
            await reached("sweep.page")
            for due in page:
                if (due.kind, due.id) not in self._under_way:
                    self._under_way.add((due.kind, due.id))
                    self._workers.start(partial(self._guarded, due))
            found += len(page)
            if len(page) < PAGE:
                break
            last = page[-1]
        return found

    async def _guarded(self, due: Due) -> None:
        try:
            async with self._places:
                await self._handle(due)
        except Conflict:
            return  # somebody else is at it
        except Exception as error:
            self._parts.count("sweep.error", 1)
            log.exception("what was due failed: %s %s", due.kind, type(error).__name__)
        finally:
            self._under_way.discard((due.kind, due.id))

    async def _handle(self, due: Due) -> None:
        match due.kind:
            case DueKind.ITEM:
                await self._item(ItemId(due.id))
            case DueKind.RECORD:
                await self._record(OutboxId(due.id))
            case DueKind.CONVERSATION:
                await self._conversation(ConversationId(due.id), Errand(hears=False))
            case DueKind.ALARM:
                await self._conversation(ConversationId(due.id), Errand(hears=False, alarm=True))

    async def _conversation(self, conversation: ConversationId, errand: Errand) -> None:
        if not self._workers.busy(conversation):
            await self._workers.turn(conversation, errand)

    async def _record(self, record: OutboxId) -> None:
        stored = await self._parts.store.record(record)
        if stored is None or stored.value.due_at is None or self._workers.busy(stored.value.conversation):
            return
        conversation = stored.value.conversation
        if stored.value.settled:
            await self._workers.turn(conversation, Errand(hears=False, failed=(stored,)))
        elif not await self._workers.sender.drain(conversation):
            await self._workers.turn(conversation, Errand())

    async def _item(self, item_id: ItemId) -> None:
        item = await self._parts.store.item(item_id)
        if item is None or item.state is not ItemState.NEW:
            return
        if agent_route.agent_of(item, self._parts) is not None:
            await self._recover(item, None)
            return
        conversation = await conversation_for(self._parts.store, item)
        if self._workers.busy(conversation):
            return
        chat = await self._parts.store.open(conversation)
        if chat is not None and (chat.conversation.answering is not None or _is_behind(item, chat)):
            return  # the conversation's own due_at comes first (protocol.md 28), and so does an older item
        await self._recover(item, conversation)

    async def _recover(self, item: Item, conversation: ConversationId | None) -> None:
        if item.attempts >= MOST_RECOVERIES:
            if conversation is None or await self._told(conversation):
                await self._parts.store.bury(item, "recoveries")  # people know: told first, so that nobody is left to find it
                self._parts.count("inbox.dead", 1)
            return
        counted = await self._parts.store.attempt(item, timedelta(seconds=RECOVER_AFTER[item.attempts] * self._parts.scale))
        await reached("sweep.attempt.sent")
        if conversation is None:
            await self._workers.serve_agent(item.id)
            return
        with suppress(PanelinError):  # a store that is away is no fault of the item: only surprises use up a recovery
            await self._workers.turn(conversation, Errand(item=item, alone=item.id if counted.attempts > 1 else None))
        await self._give_back(counted)

    async def _told(self, conversation: ConversationId) -> bool:
        """Tell people of an item that cannot be heard; False while somebody else holds the conversation."""
        return (await self._workers.turn(conversation, Errand(hears=False, event=ItemDied(conversation)))).landed

    async def _give_back(self, counted: Item) -> None:
        """A run that stopped without hearing the item, and without dying of it, has not used up a recovery (protocol.md 29)."""
        item = await self._parts.store.item(counted.id)
        if item is not None and item.state is ItemState.NEW and item.version == counted.version:
            await self._parts.store.give_back(item, self._parts.wait(RECOVER_AFTER[0]))


def _is_behind(item: Item, chat: Chat) -> bool:
    """Whether a suspect, which would be heard alone, waits behind an older item: the order of a chat outlasts a poison (P3)."""
    return item.attempts > 0 and any(other.order < item.order for other in chat.waiting)
