"""Workers: a nudge starts a run for its conversation; in one process a lock per conversation stands in front of the fence."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager

from app import agent_route
from app.identity import conversation_for
from app.parts import Parts
from app.sender import Sender
from app.turn import Errand, Turn
from panelin.ids import ConversationId, ItemId, Lane
from panelin.store.documents import ItemState, NewItem

log = logging.getLogger(__name__)
FINISH_WITHIN = 4.0  # seconds that a turn gets to finish after SIGTERM (reliability sheet, section 9)


class Workers:
    """Runs turns; what dies here is due in the store and found by the sweep."""

    def __init__(self, parts: Parts, sender: Sender) -> None:
        self.parts, self.sender = parts, sender
        self._locks: dict[ConversationId, tuple[asyncio.Lock, int]] = {}  # and how many hold it or wait for it
        self._again: dict[Lane, list[NewItem]] = {}  # what came to a lane while it is being served
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def nudge(self, items: Sequence[NewItem]) -> None:
        """Start a run for each lane that got something; a lane that is being served looks again by itself."""
        for item in items:
            if item.lane in self._again:
                self._again[item.lane].append(item)
            elif not self._closing:
                self._again[item.lane] = []
                self._start(self._serve_lane(item))

    async def turn(self, conversation: ConversationId, errand: Errand) -> Turn:
        """Run one turn, alone with its conversation in this process; what it heard and whether it wrote stands on it."""
        turn = Turn(self.parts, self.sender, conversation, errand)
        async with self.alone_with(conversation):
            if not self._closing:
                await turn.run()
        return turn

    def busy(self, conversation: ConversationId) -> bool:
        """Whether this process is working on the conversation now."""
        return conversation in self._locks

    @asynccontextmanager
    async def alone_with(self, conversation: ConversationId) -> AsyncIterator[None]:
        """Hold a conversation against the other tasks of this process."""
        lock, holders = self._locks.get(conversation, (asyncio.Lock(), 0))
        self._locks[conversation] = (lock, holders + 1)
        try:
            async with lock:
                yield
        finally:
            _, holders = self._locks.pop(conversation)
            if holders > 1:  # somebody waits for this very lock
                self._locks[conversation] = (lock, holders - 1)

    async def serve_agent(self, item_id: ItemId) -> bool:
        """Serve an item if an agent of the agency sent it; False if a customer did."""
        item = await self.parts.store.item(item_id)
        agent = agent_route.agent_of(item, self.parts) if item else None
        if item is None or agent is None:
            return False
        if item.state is ItemState.NEW:
            await agent_route.serve(item, agent, self.parts, self.sender)
        return True

    def start(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run something beside, with the same last-resort frame; nothing is started any more once the process ends."""
        if not self._closing:
            self._start(work())

    async def close(self) -> None:
        """Start nothing new, let turns finish for a while, then have the rest let go of their conversations."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_WITHIN)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Awaitable[None]) -> None:
        """The outermost frame: nothing that happens in one conversation reaches another."""
        try:
            await work
        except Exception as error:
            self.parts.count("turn.error", 1)
            log.exception("a run failed: %s", type(error).__name__)

    async def _serve_lane(self, item: NewItem) -> None:
        came = self._again[item.lane]
        try:
            while True:
                served = await self._serve(item)
                came[:] = (each for each in came if each.id not in served)
                if not came or self._closing:
                    return
                item = came.pop(0)
        finally:
            self._again.pop(item.lane, None)

    async def _serve(self, item: NewItem) -> Collection[ItemId]:
        """Serve an item; what need not be served again, because it was heard with it."""
        if agent_route.agent_of(item, self.parts) is not None:
            await self.serve_agent(item.id)
            return {item.id}
        return (await self.turn(await conversation_for(self.parts.store, item), Errand(item=item))).heard
