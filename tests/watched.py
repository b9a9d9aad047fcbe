"""A process that a test may kill, freeze or blind wherever it touches the world, and a witness of what it did there."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from functools import partial

import httpx
from meta_posts import SECRET, signature
from office import NUMBER, LostReply, Office
from promise_witness import Witness
from starlette.applications import Starlette

from app.webhook import WebhookSettings, webhook_routes

Deed = Callable[[], Awaitable]
SETTINGS = WebhookSettings("verify-token", (SECRET,), frozenset({NUMBER}))
CURRENT: ContextVar["House | None"] = ContextVar("CURRENT", default=None)


class Killed(BaseException):
    """The process is gone; nothing of it goes on."""


class Gate:
    """Every touch of the outside passes here: `plans` holds what happens at the next touch of a name."""

    def __init__(self) -> None:
        self.dead = False
        self.plans: dict[str, list[Deed]] = defaultdict(list)

    async def passes(self, point: str) -> None:
        """Go through, unless something is planned here."""
        if self.dead:
            raise Killed
        if self.plans[point]:
            await self.plans[point].pop(0)()
        if self.dead:
            raise Killed


class WatchedStore:
    """A store as one process sees it: what has left is carried out, whether the process lives to see the reply or not."""

    def __init__(self, store, gate: Gate, witness: Witness, under_way: set[asyncio.Task]) -> None:
        self._store, self._gate, self._witness, self._under_way = store, gate, witness, under_way

    def __getattr__(self, name):
        method = getattr(self._store, name)

        async def call(*given, **named):
            await self._gate.passes(name)
            seen = self._witness.before(name, given)

            async def carried_out():
                result = await method(*given, **named)
                self._witness.after(name, given, seen)
                return result

            task = asyncio.ensure_future(carried_out())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            result = await asyncio.shield(task)
            await self._gate.passes(f"{name}.done")
            return result

        return call


class House(Office):
    """One process of the service with its webhook, behind a gate."""

    def __init__(self, store, witness: Witness, *, scale: float, now) -> None:
        self.gate, self.own_store, self.under_way = Gate(), store, set()
        super().__init__(WatchedStore(store, self.gate, witness, self.under_way), scale=scale, now=now)
        self.beside: set[asyncio.Task] = set()
        self.dies_at: str | None = None
        self.nudged = True
        self._witness, self._answer, self._take = witness, self.model.answer, self.meta.send
        self.model.answer, self.meta.send = self._asked, self._sent
        routes = webhook_routes(self.store, SETTINGS, lambda items: self.workers.nudge(items) if self.nudged else None)
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://app")

    async def receives(self, body: bytes) -> bool:
        """Meta posts: whether it was answered 200."""
        try:
            answer = await within(
                self, partial(self._client.post, "/webhook", content=body, headers={"X-Hub-Signature-256": signature(body)})
            )
        except Killed:
            return False
        return answer.status_code == 200

    def comes_to(self, place: str) -> None:
        """A failpoint of the protocol is reached: die here, if that is planned."""
        if self.dies_at == place:
            self.gate.dead = True
        if self.gate.dead:
            raise Killed

    def does(self, work: Deed) -> None:
        """Do something beside, as this process; killed or refused, the world goes on."""
        task = asyncio.ensure_future(within(self, work))
        self.beside.add(task)
        task.add_done_callback(self.beside.discard)

    @property
    def tasks(self) -> set[asyncio.Task]:
        """What is under way."""
        return {task for task in (*self.workers._tasks, *self.beside, *self.under_way) if not task.done()}

    async def dies(self) -> None:
        """Kill it: nothing lets go of anything."""
        self.gate.dead = True
        for task in list(self.workers._tasks):
            task.cancel()
        for task in self.beside:
            task.cancel()
        await asyncio.gather(*self.workers._tasks, *self.under_way, *self.beside, return_exceptions=True)

    async def ends(self) -> None:
        """SIGTERM: what is under way lets go of its conversation."""
        self.workers._closing = True
        for task in list(self.workers._tasks):
            task.cancel()
        await asyncio.gather(*self.workers._tasks, return_exceptions=True)
        await self.dies()

    async def _asked(self, question, *, still_ours):
        await self.gate.passes("model")
        answer = await self._answer(question, still_ours=still_ours)
        await self.gate.passes("model.done")
        return answer

    async def _sent(self, parcel):
        await self.gate.passes("send")
        error = self.meta.errors[0] if self.meta.errors else None
        if error is None or isinstance(error, LostReply):
            self._witness.posted(parcel)
        wamid = await self._take(parcel)
        await self.gate.passes("send.done")
        return wamid


async def within(house: House, work: Deed):
    """Do something as this process: its failpoints are the ones that are reached."""

    async def inside():
        CURRENT.set(house)
        return await work()

    return await asyncio.create_task(inside())


def reached(place: str) -> None:
    """What the failpoints of the whole test call: only the process that comes to the place is concerned."""
    house = CURRENT.get()
    if house is not None:
        house.comes_to(place)
