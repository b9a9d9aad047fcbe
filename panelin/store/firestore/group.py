"""Group commit: what the webhook writes within two milliseconds leaves as one BatchWrite (reliability.md section 2)."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Final

from google.cloud.firestore_v1.types import firestore

from panelin.errors import PanelinError
from panelin.runtime.failpoints import reached
from panelin.store.documents import ABSENT
from panelin.store.engine import EXISTING, Outcome, Write
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.clock import ServerClock
from panelin.store.firestore.wire import Message, write_message

COLLECTED_FOR: Final = 0.002
MOST_WRITES: Final = 100
MOST_BYTES: Final = 3_500_000  # a call may hold 10 MiB, on the emulator 4 MB
MOST_IN_FLIGHT: Final = 20_000  # writes; beyond it the answer is LOST at once, and memory stays bounded
TRIES: Final = 2
TRY_FOR: Final = 0.7  # seconds; the webhook answers 503 within 1.5 s

_BatchWrite: Final = firestore.BatchWriteRequest.pb()
_DONE, _REFUSED = 0, (5, 6, 9)  # 6: exists already, 5: does not exist, 9: at another version


@dataclass(slots=True)
class _Waiting:
    """One document of the next call, and everybody who waits for it."""

    write: Write
    message: Message
    replies: list["asyncio.Future[Outcome]"] = field(default_factory=list)
    outcome: Outcome = Outcome.LOST

    def tell(self) -> None:
        """Of those who created the same document at once the first made it."""
        for number, reply in enumerate(self.replies):
            if not reply.done():
                known = number > 0 and self.write.at == ABSENT and self.outcome is Outcome.DONE
                reply.set_result(Outcome.REFUSED if known else self.outcome)


class Group:
    """Collects writes that stand for themselves; at most one write a document is in a call, or Firestore refuses it whole."""

    def __init__(self, calls: Calls, clock: ServerClock) -> None:
        self._calls = calls
        self._documents = f"{calls.database}/documents"
        self._clock = clock
        self._next: dict[tuple[str, str], _Waiting] = {}
        self._in_flight = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def each(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write each with the next call and say what became of it."""
        if self._in_flight + len(writes) > MOST_IN_FLIGHT:
            return [Outcome.LOST] * len(writes)
        self._in_flight += len(writes)
        try:
            arrived_at = self._clock.now()  # one instant for all of a POST: its own order is told by `pos`
            replies = [self._join(write, arrived_at) for write in writes]
            return [await reply for reply in replies]
        finally:
            self._in_flight -= len(writes)

    def _join(self, write: Write, arrived_at: datetime) -> "asyncio.Future[Outcome]":
        key = (write.collection, write.id)
        waiting = self._next.get(key)
        if waiting is not None and waiting.write.at != write.at:
            self._leave()  # a document that is made and changed at once: two calls
            waiting = None
        if waiting is None:
            waiting = self._next[key] = _Waiting(write, self._message(write, arrived_at))
        elif write.at == EXISTING:
            waiting.write = replace(waiting.write, patch=dict(chain(waiting.write.patch.items(), write.patch.items())))
            waiting.message = self._message(waiting.write, arrived_at)
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[Outcome] = loop.create_future()
        waiting.replies.append(reply)
        if self._timer is None:
            self._timer = loop.call_later(COLLECTED_FOR, self._leave)
        return reply

    def _message(self, write: Write, arrived_at: datetime) -> Message:
        return write_message(write, self._documents, arrived_at)

    def _leave(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        everything = list(self._next.values())
        self._next.clear()
        for part in _parts(everything):
            task = asyncio.get_running_loop().create_task(self._write(part))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _write(self, part: list[_Waiting]) -> None:
        try:
            left = part
            for _ in range(TRIES):
                left = await self._try(left)
                if not left:
                    break
            await reached("group_commit.full")
        except PanelinError:
            for waiting in part:
                waiting.outcome = Outcome.LOST
        finally:
            await self._tell(part)  # whatever happened, nobody waits for ever

    async def _try(self, part: list[_Waiting]) -> list[_Waiting]:
        """Send what is left and return what may be sent again: all of it is safe to repeat."""
        request = _BatchWrite(database=self._calls.database)
        request.writes.extend(waiting.message for waiting in part)
        try:
            response = await self._calls.batch_write(request, within=TRY_FOR)
        except PanelinError:
            return part
        for waiting, status in zip(part, response.status, strict=True):
            waiting.outcome = Outcome.DONE if status.code == _DONE else Outcome.REFUSED if status.code in _REFUSED else Outcome.LOST
        return [waiting for waiting in part if waiting.outcome is Outcome.LOST]

    async def _tell(self, part: list[_Waiting]) -> None:
        for number, waiting in enumerate(part):
            waiting.tell()
            if number == 0 and len(part) > 1:
                await _partial()

    async def close(self) -> None:
        """Send what is collected and wait for the answers."""
        if self._next:
            self._leave()
        while self._tasks:
            await asyncio.gather(*self._tasks)


async def _partial() -> None:
    try:
        await reached("group_commit.partial")
    except PanelinError:
        return


def _parts(everything: Iterable[_Waiting]) -> list[list[_Waiting]]:
    """Split by number and size."""
    parts: list[list[_Waiting]] = []
    size = 0
    for waiting in everything:
        length = waiting.message.ByteSize()
        if not parts or len(parts[-1]) >= MOST_WRITES or size + length > MOST_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(waiting)
        size += length
    return parts
