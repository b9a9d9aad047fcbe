"""A store that lets a person take the chat at a chosen point of a turn, and writes down who was first by the store's own time."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from office import MARTA, NUMBER, Office, a_tap, a_text, an_echo, echo

from panelin.actions import Voice
from panelin.conversation import Taken
from panelin.events import Identity, IdentityKind
from panelin.ids import ConversationId, Number
from panelin.store.documents import RecordState

POINTS = ("before A", "after A", "model", "peeked", "before B", "after B", "before claim", "after claim", "post", "any time")
PATIENCE = {"echo": 0.15, "tap": 2.0}  # seconds: an echo may have to wait for the very turn that waits for it, a tap never has to


@dataclass
class Race:
    """One customer: at which point of her turn a person comes, and whether the turn waits there."""

    who: str
    point: str
    waits: bool
    delay: float
    patience: float = 0
    take: Callable[[], Awaitable[None]] | None = None
    began: "asyncio.Task[None] | None" = None
    taken: asyncio.Event = field(default_factory=asyncio.Event)

    async def reached(self, point: str) -> None:
        """The turn is there."""
        if point != self.point or self.began is not None or self.take is None:
            return
        self.began = asyncio.ensure_future(self.take())
        if self.waits:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    await self.taken.wait()
        else:
            await asyncio.sleep(self.delay)


class RacedStore:
    """A store that knows the races; everything else is the store's own."""

    def __init__(self, store) -> None:
        self._store = store
        self.races: dict[str, Race] = {}
        self.takeovers: dict[ConversationId, datetime] = {}
        self.claims: list[tuple[ConversationId, datetime]] = []

    def __getattr__(self, name):
        return getattr(self._store, name)

    async def commit(self, chat, change):
        """A and B, and the commit of the takeover."""
        old, new = chat.conversation, change.conversation
        name = "A" if new.answering and not old.answering else "B" if old.answering and not new.answering else ""
        await self._reached(old, f"before {name}")
        written = await self._store.commit(chat, change)
        if isinstance(new.handoff, Taken) and not isinstance(old.handoff, Taken):
            self.takeovers[new.id] = written.now
            self.races[new.wa_id].taken.set()
        await self._reached(old, f"after {name}")
        return written

    async def peek(self, conversation):
        """The look before B, and those before a send."""
        waiting = await self._store.peek(conversation)
        if conversation.answering:
            await self._reached(conversation, "peeked")
        return waiting

    async def write(self, changes, *, verify=None):
        """Claims of the assistant's words."""
        claims = verify is not None and any(new.voice is Voice.ASSISTANT and new.state is RecordState.SENDING for _, new in changes)
        if not claims:
            return await self._store.write(changes, verify=verify)
        await self._reached(verify.conversation, "before claim")
        written = await self._store.write(changes, verify=verify)
        self.claims.append((verify.conversation.id, written[0].now))
        await self._reached(verify.conversation, "after claim")
        return written

    async def _reached(self, conversation, point: str) -> None:
        if race := self.races.get(conversation.wa_id):
            await race.reached(point)

    @property
    def late(self) -> list[str]:
        """What was claimed after the commit of a takeover."""
        return [f"{who}: {at - self.takeovers[who]}" for who, at in self.claims if who in self.takeovers and at > self.takeovers[who]]


class Contest:
    """Two instances on one store, and races between a turn in one of them and a person in either."""

    def __init__(self, store, chance: random.Random, by: str) -> None:
        self.store, self.chance, self.by = RacedStore(store), chance, by
        self.offices = (Office(self.store), Office(self.store))
        for office in self.offices:
            office.meta.before_send = self._posting
            office.model.answers = _Always(self._answering)

    async def run(self, races: list[Race]) -> None:
        """Run some races side by side, until nothing moves any more."""
        self.store.races = {race.who: race for race in races}
        await asyncio.gather(*(self._run(race) for race in races))
        await asyncio.gather(*(race.began for race in races if race.began is not None))
        for _ in range(3):
            await asyncio.gather(*(office.sweeps() for office in self.offices))
            await asyncio.sleep(0.05)

    async def _run(self, race: Race) -> None:
        writing, other = self.chance.sample(self.offices, 2)
        race.patience = PATIENCE[self.by]
        race.take = lambda: self._take(race, self.chance.choice((writing, other)))
        items = await writing.gets(a_text("busco piso", race.who))
        work = asyncio.create_task(writing.works(items))
        if race.point == "any time":
            await asyncio.sleep(race.delay * 8)
            await race.reached("any time")
        await work

    async def _take(self, race: Race, office: Office) -> None:
        if self.by == "echo":
            await office.works(await office.gets(an_echo("Hola, soy Marta", to=race.who), field="smb_message_echoes"))
            return
        identity = Identity(IdentityKind.WA_ID, race.who)
        for _ in range(1000):
            if (conversation := await self.store.find(Number(NUMBER), (identity,))) is not None:
                break
            await asyncio.sleep(0.005)
        await office.works(await office.gets(a_tap(f"take:{conversation}:0", who=MARTA)))

    async def _answering(self, question):
        await self.store._reached(question.conversation, "model")
        return question

    async def _posting(self, parcel) -> None:
        if race := self.store.races.get(parcel.to.value):
            await race.reached("post")


class _Always(list):
    """Answers that never run out: the point is reached first, then the customer's words are said back."""

    def __init__(self, reach) -> None:
        super().__init__()
        self._reach = reach

    def __bool__(self) -> bool:
        return True

    def pop(self, _place=-1):
        async def answer(question):
            return echo(await self._reach(question))

        return answer
