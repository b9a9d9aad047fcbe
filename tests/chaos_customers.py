"""Many customers who write numbered messages in bursts, and go on while their answers are under way."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from chaos_front import TOKEN
from chaos_house import House, phone, words

MOST_OPEN = 6  # messages that a customer has open before she waits; far below the twenty that one answer may hold
PATIENCE = 12.0  # seconds after which she writes on all the same
GLANCE = 0.1
BURSTS = (1, 1, 2, 2, 3, 4, 5)


@dataclass
class Crowd:
    """The customers: `least` messages in all, and on until `over`."""

    house: House
    people: int
    least: int
    chance: random.Random
    over: Callable[[], bool]
    written: int = 0
    answered: dict[int, int] = field(default_factory=dict)
    """By customer: how many of her numbers were answered."""
    said: dict[int, int] = field(default_factory=dict)
    wamids: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Write until enough is written and the mischief is over."""
        async with httpx.AsyncClient(base_url=self.house.sandbox.url, timeout=20, trust_env=False) as http:
            reading = asyncio.create_task(self._read(http))
            again = asyncio.create_task(self._deliver_again(http))
            try:
                await asyncio.gather(*(self._customer(http, number) for number in range(1, self.people + 1)))
            finally:
                for task in (reading, again):
                    task.cancel()
                await asyncio.gather(reading, again, return_exceptions=True)

    @property
    def _enough(self) -> bool:
        return self.written >= self.least and self.over()

    async def _customer(self, http: httpx.AsyncClient, customer: int) -> None:
        await asyncio.sleep(self.chance.uniform(0, 2))
        while not self._enough:
            for _ in range(self.chance.choice((1, 1, 2))):  # a burst may come in two goes
                await self._burst(http, customer, self.chance.choice(BURSTS))
                await asyncio.sleep(self.chance.uniform(0, 0.3))
            await self._waits(customer)
            await asyncio.sleep(self.chance.uniform(0, 1.5))

    async def _burst(self, http: httpx.AsyncClient, customer: int, size: int) -> None:
        first = self.said.get(customer, 0) + 1
        self.said[customer] = first + size - 1
        self.written += size
        burst = [{"from": phone(customer), "text": words(customer, number)} for number in range(first, first + size)]
        answer = await http.post("/control/say", json=burst)
        self.wamids += answer.json()["wamids"]

    async def _waits(self, customer: int) -> None:
        for _ in range(int(PATIENCE / GLANCE)):
            if self.said[customer] - self.answered.get(customer, 0) <= MOST_OPEN:
                return
            await asyncio.sleep(GLANCE)

    async def _read(self, http: httpx.AsyncClient) -> None:
        after = 0
        while True:
            for entry in (await http.get("/control/sent", params={"after": after})).json():
                after = entry["seq"]
                for customer, _ in TOKEN.findall(entry["text"] or ""):
                    self.answered[int(customer)] = self.answered.get(int(customer), 0) + 1
            await asyncio.sleep(0.25)

    async def _deliver_again(self, http: httpx.AsyncClient) -> None:
        """Meta repeats itself: old and new messages, now and then in other bytes."""
        while True:
            await asyncio.sleep(0.15)
            if self.wamids:
                wamid = self.chance.choice(self.wamids[-400:])
                await http.post("/control/redeliver", json={"wamid": wamid, "bytes": self.chance.choice(("same", "other"))})
