"""Delivery of webhooks: a queue that survives a restart, repeated until 200 with falling frequency, as Meta does."""

import asyncio
import heapq
import random
import time
from collections import defaultdict, deque
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sandbox.clock import Clock, as_text, from_text
from sandbox.database import Database, Document
from sandbox.envelope import LARGEST_BATCH, body_of, packed, signature
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.poster import Poster
from sandbox.settings import Settings

_PENDING, _HISTORY = "webhooks.pending", "webhooks.known"
_PAUSES = (0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
_GIVEN_UP_AFTER = timedelta(days=7)  # Meta, Webhooks overview
_IN_FLIGHT = 48
_TIMEOUT = 10.0  # Meta publishes none; 5 to 20 s are reported
_STORED = 200
_WITHHELD = ("status", "hang", "reset")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST that waits for its 200; `due` is real time, so that the clock's owner can bring it nearer."""

    id: int
    change: Document
    name: str
    lane: str
    due: float
    since: str
    attempts: int = 0
    escaped: bool = True
    batch: bool = False


class Webhooks:
    """The queue of deliveries to one address; within a lane first attempts go one after the other, lanes side by side."""

    def __init__(self, settings: Settings, *, database: Database, clock: Clock, journal: Journal, faults: Faults) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._pending: dict[int, Delivery] = {}
        self._heap: list[tuple[float, int]] = []
        self._lanes: dict[str, deque[int]] = defaultdict(deque)
        self._chance = random.Random(0)
        self._wake = asyncio.Event()
        self._places = asyncio.Semaphore(_IN_FLIGHT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._taken: set[int] = set()  # in flight, or waiting for the lane
        self._batch_leaves = 0.0
        self._last = 0
        self.reload()

    def deliver(self, change: Document, *, lane: str, name: str, delay: float = 0.0) -> None:
        """Queue one change (`field`, `value`) under a name by which it can be asked for again; faults of `webhook` strike here."""
        field = "statuses" if "statuses" in change["value"] else change["field"]
        strikes = {kind: self._faults.take("webhook", kind, field=field) for kind in ("delay", "latency", "shuffle", "batch", "duplicate")}
        due = time.time() + delay + _seconds(strikes["delay"], 0.0) + _seconds(strikes["latency"], 0.0)
        if strikes["shuffle"]:
            due, lane = due + self._chance.uniform(0, _seconds(strikes["shuffle"], 0.5)), ""
        if strikes["batch"]:
            due, lane = self._end_of_batch(due, _seconds(strikes["batch"], 0.5)), ""
        copies = int(_seconds(strikes["duplicate"], 2)) if strikes["duplicate"] else 1
        with self._database.together():
            self._database.put(_HISTORY, name, change)
            for copy in range(copies):
                self._queue(change, name=name, lane="" if copy else lane, due=due, batch=strikes["batch"] is not None)

    def redeliver(self, name: str, *, escaped: bool = True) -> bool:
        """Send a known update once more, if wanted in other bytes; whether it was known."""
        change = self._database.get(_HISTORY, name)
        if change is not None:
            self._queue(change, name=name, lane="", due=time.time(), escaped=escaped)
        return change is not None

    def pending(self) -> list[Document]:
        """What still waits for its 200."""
        return [asdict(delivery) for delivery in self._pending.values()]

    def hasten(self, seconds: float) -> None:
        """The clock was moved on: what was to come in that time comes now."""
        if seconds > 0:
            for delivery in list(self._pending.values()):
                self._keep(replace(delivery, due=delivery.due - seconds))
            self._wake.set()

    def reload(self) -> None:
        """Take up what the database holds."""
        self._pending, self._heap, self._taken = {}, [], set()
        self._lanes.clear()
        for kept in self._database.all(_PENDING).values():
            self._remember(Delivery(**kept))
        self._last = max(self._pending, default=self._last)
        self._wake.set()

    async def quiet(self, seconds: float) -> None:
        """Wait until nothing is in flight any more, so that what was forgotten does not arrive afterwards; after that cut it off."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    async def run(self) -> None:
        """Deliver until cancelled."""
        poster = Poster(self._settings.webhook_url, _TIMEOUT)
        try:
            while True:
                self._wake.clear()
                self._start_due(poster)
                pause = self._heap[0][0] - time.time() if self._heap else None
                await _woken(self._wake, pause)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await poster.close()

    def _start_due(self, poster: Poster) -> None:
        batch: list[int] = []
        while self._heap and self._heap[0][0] <= time.time():
            due, number = heapq.heappop(self._heap)
            delivery = self._pending.get(number)
            if delivery is None or delivery.due != due or number in self._taken:
                continue
            self._taken.add(number)
            if delivery.batch:
                batch.append(number)
            else:
                self._start_in_lane(poster, number, delivery.lane if delivery.attempts == 0 else "")
        for start in range(0, len(batch), LARGEST_BATCH):
            self._start(poster, batch[start : start + LARGEST_BATCH], "")

    def _start_in_lane(self, poster: Poster, number: int, lane: str) -> None:
        if lane:
            self._lanes[lane].append(number)
        if not lane or len(self._lanes[lane]) == 1:
            self._start(poster, [number], lane)

    def _start(self, poster: Poster, numbers: list[int], lane: str) -> None:
        task = asyncio.create_task(self._attempt(poster, numbers, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, poster: Poster, numbers: list[int], lane: str) -> None:
        async with self._places:
            await self._post(poster, [self._pending[number] for number in numbers if number in self._pending])
        self._taken.difference_update(numbers)
        queue = self._lanes.get(lane) if lane else None
        if queue and queue[0] == numbers[0]:
            queue.popleft()
            if queue:
                self._start(poster, [queue[0]], lane)
            else:
                del self._lanes[lane]

    async def _post(self, poster: Poster, deliveries: list[Delivery]) -> None:
        if not deliveries:
            return
        status = None
        if self._faults.take("webhook", _WITHHELD) is None:
            status = await _answer(poster, self._settings, deliveries)
        if status is not None and self._faults.take("webhook", "lost_reply") is not None:
            status = None
        left = [self._pending[delivery.id] for delivery in deliveries if delivery.id in self._pending]
        if not left:  # forgotten by a reset meanwhile
            return
        with self._database.together():
            self._journal.event("webhook", _told(left, status))
            for delivery in left:
                self._concluded(delivery, status)

    def _concluded(self, delivery: Delivery, status: int | None) -> None:
        if status == _STORED or self._clock.now() - from_text(delivery.since) > _GIVEN_UP_AFTER:
            self._forget(delivery)
        else:
            pause = _PAUSES[min(delivery.attempts, len(_PAUSES) - 1)]
            self._keep(replace(delivery, attempts=delivery.attempts + 1, due=time.time() + pause))
            self._wake.set()

    def _end_of_batch(self, due: float, seconds: float) -> float:
        """The moment at which the batch now being filled leaves."""
        if self._batch_leaves <= due:
            self._batch_leaves = due + seconds
        return self._batch_leaves

    def _queue(self, change: Document, *, name: str, lane: str, due: float, escaped: bool = True, batch: bool = False) -> None:
        self._last += 1
        since = as_text(self._clock.now())
        self._keep(Delivery(self._last, change, name, lane, due, since, escaped=escaped, batch=batch))
        self._wake.set()

    def _keep(self, delivery: Delivery) -> None:
        self._database.put(_PENDING, f"{delivery.id:012}", asdict(delivery))
        self._remember(delivery)

    def _remember(self, delivery: Delivery) -> None:
        self._pending[delivery.id] = delivery
        heapq.heappush(self._heap, (delivery.due, delivery.id))

    def _forget(self, delivery: Delivery) -> None:
        self._pending.pop(delivery.id, None)
        self._database.delete(_PENDING, f"{delivery.id:012}")


def _told(deliveries: list[Delivery], status: int | None) -> Document:
    return {"names": [delivery.name for delivery in deliveries], "attempt": deliveries[0].attempts + 1, "status": status}


async def _answer(poster: Poster, settings: Settings, deliveries: list[Delivery]) -> int | None:
    entries = packed(delivery.change for delivery in deliveries)
    body = body_of(entries, settings.tokens.waba_id, escaped=deliveries[0].escaped)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature-256": signature(settings.tokens.app_secret, body),
    }
    return await poster.post(body, headers)


async def _woken(event: asyncio.Event, pause: float | None) -> None:
    try:
        await asyncio.wait_for(event.wait(), None if pause is None else max(0.0, pause))
    except TimeoutError:
        return


def _seconds(fault: Fault | None, default: float) -> float:
    return float(fault.value) if fault is not None and fault.value is not None else default
