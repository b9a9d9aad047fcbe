"""Delivery of webhooks: a queue that survives a restart, repeated until 200 with falling frequency, as Meta does."""

import asyncio
import heapq
import random
import time
from collections import defaultdict, deque
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

import httpx

from sandbox.clock import Clock, as_text, from_text
from sandbox.database import Database, Document
from sandbox.envelope import LARGEST_BATCH, Entries, body_of, packed, signature, updates_in
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal
from sandbox.settings import Settings

_PENDING, _HISTORY = "webhooks.pending", "webhooks.known"
_PAUSES = (0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
_GIVEN_UP_AFTER = timedelta(days=7)  # Meta, Webhooks overview
_IN_FLIGHT = 48
_TIMEOUT = 10.0  # Meta publishes none; 5 to 20 s are reported
_WITHHELD = ("status", "hang", "reset")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST that waits for its 200; `due` is real time, so that the clock's owner can bring it nearer."""

    id: int
    entries: Entries
    lane: str
    names: list[str]
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
        self._last = 0
        self.reload()

    def deliver(self, change: Document, *, lane: str, name: str, delay: float = 0.0) -> None:
        """Queue one change (`field`, `value`) under a name by which it can be asked for again; faults of `webhook` strike here."""
        field = change["field"] if "statuses" not in change["value"] else "statuses"
        strikes = {kind: self._faults.take("webhook", kind, field=field) for kind in ("delay", "latency", "shuffle", "batch", "duplicate")}
        due = time.time() + delay + _seconds(strikes["delay"], 0.0) + _seconds(strikes["latency"], 0.0)
        with self._database.together():
            self._database.put(_HISTORY, name, change)
            if strikes["shuffle"]:
                due, lane = due + self._chance.uniform(0, _seconds(strikes["shuffle"], 0.5)), ""
            if strikes["batch"]:
                self._join_batch(change, name, due + _seconds(strikes["batch"], 0.5))
            else:
                self._queue(entries=[[change]], lane=lane, names=[name], due=due)
            for _ in range(int(_seconds(strikes["duplicate"], 2)) - 1 if strikes["duplicate"] else 0):
                self._queue(entries=[[change]], lane="", names=[name], due=due)

    def redeliver(self, name: str, *, escaped: bool = True) -> bool:
        """Send a known update once more, if wanted in other bytes; whether it was known."""
        change = self._database.get(_HISTORY, name)
        if change is not None:
            self._queue(entries=[[change]], lane="", names=[name], due=time.time(), escaped=escaped)
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

    async def run(self) -> None:
        """Deliver until cancelled."""
        limits = httpx.Limits(max_connections=_IN_FLIGHT, max_keepalive_connections=_IN_FLIGHT)
        async with httpx.AsyncClient(timeout=_TIMEOUT, limits=limits, trust_env=False) as client:
            try:
                while True:
                    self._wake.clear()
                    self._start_due(client)
                    pause = self._heap[0][0] - time.time() if self._heap else None
                    await _woken(self._wake, pause)
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start_due(self, client: httpx.AsyncClient) -> None:
        while self._heap and self._heap[0][0] <= time.time():
            due, number = heapq.heappop(self._heap)
            delivery = self._pending.get(number)
            if delivery is None or delivery.due != due or number in self._taken:
                continue
            self._taken.add(number)
            lane = delivery.lane if delivery.attempts == 0 else ""
            if lane:
                self._lanes[lane].append(number)
            if not lane or len(self._lanes[lane]) == 1:
                self._start(client, number, lane)

    def _start(self, client: httpx.AsyncClient, number: int, lane: str) -> None:
        task = asyncio.create_task(self._attempt(client, number, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, client: httpx.AsyncClient, number: int, lane: str) -> None:
        async with self._places:
            delivery = self._pending.get(number)
            if delivery is not None:
                await self._post(client, delivery)
        self._taken.discard(number)
        queue = self._lanes.get(lane) if lane else None
        if queue and queue[0] == number:
            queue.popleft()
            if queue:
                self._start(client, queue[0], lane)
            else:
                del self._lanes[lane]

    async def _post(self, client: httpx.AsyncClient, delivery: Delivery) -> None:
        if self._faults.take("webhook", _WITHHELD) is not None:
            status = None
        else:
            status = await _answer(client, self._settings, delivery)
            if status is not None and self._faults.take("webhook", "lost_reply") is not None:
                status = None
        if delivery.id not in self._pending:  # forgotten by a reset meanwhile
            return
        tries = delivery.attempts + 1
        self._journal.event(
            "webhook", {"names": delivery.names, "attempt": tries, "status": status, "updates": updates_in(delivery.entries)}
        )
        if status == httpx.codes.OK or self._clock.now() - from_text(delivery.since) > _GIVEN_UP_AFTER:
            self._forget(delivery)
        else:
            pause = _PAUSES[min(delivery.attempts, len(_PAUSES) - 1)]
            self._keep(replace(delivery, attempts=tries, due=time.time() + pause))
            self._wake.set()

    def _join_batch(self, change: Document, name: str, due: float) -> None:
        for delivery in reversed(self._pending.values()):
            if delivery.batch and delivery.attempts == 0 and delivery.due > time.time() and updates_in(delivery.entries) < LARGEST_BATCH:
                self._keep(replace(delivery, entries=packed(delivery.entries, change), names=[*delivery.names, name]))
                return
        self._queue(entries=[[change]], lane="", names=[name], due=due, batch=True)

    def _queue(self, *, entries: Entries, lane: str, names: list[str], due: float, escaped: bool = True, batch: bool = False) -> None:
        self._last += 1
        since = as_text(self._clock.now())
        self._keep(Delivery(self._last, entries, lane, names, due, since, escaped=escaped, batch=batch))
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


async def _answer(client: httpx.AsyncClient, settings: Settings, delivery: Delivery) -> int | None:
    body = body_of(delivery.entries, settings.tokens.waba_id, escaped=delivery.escaped)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature-256": signature(settings.tokens.app_secret, body),
    }
    try:
        return (await client.post(settings.webhook_url, content=body, headers=headers)).status_code
    except httpx.HTTPError:
        return None


async def _woken(event: asyncio.Event, pause: float | None) -> None:
    try:
        await asyncio.wait_for(event.wait(), None if pause is None else max(0.0, pause))
    except TimeoutError:
        return


def _seconds(fault: Fault | None, default: float) -> float:
    return float(fault.value) if fault is not None and fault.value is not None else default
