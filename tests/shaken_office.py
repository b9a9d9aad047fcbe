"""Two processes of the service on one store, customers, agents and a Meta that repeats itself: what a state machine may do to them."""

import asyncio
import json
from datetime import timedelta
from functools import partial

from meta_posts import status
from office import MARTA, NUMBER, OPEN, LostReply, a_tap, a_text, an_echo, echo, post, stamp
from promise_witness import Witness, numbers_of
from watched import Deed, House

from app.whatsapp.payload import item_id
from panelin.actions import NotifyAgent, SendText, Voice
from panelin.errors import Rejected, Unavailable, Uncertain
from panelin.events import AssistantFailed, Failure
from panelin.store.documents import DueKind, Item, ItemState, Record, RecordState

CUSTOMERS = ("34600000001", "34600000002", "34600000003")
WORDS = ("busco piso", "quiero hablar con un agente", "BAJA", "poison")
PARKED_FOR = 0.03  # seconds that everything else gets while something stands still
META_ERRORS = {
    "lost reply": lambda: LostReply(Uncertain("cut")),
    "never arrived": lambda: Uncertain("cut"),
    "pair limit": lambda: Unavailable("pair", code=131056),
    "down": lambda: Unavailable("down"),
    "refused": lambda: Rejected("no", code=131026),
}


class ShakenOffice:
    """Everything that a rule of the state machine moves; all of it in one event loop that stands still between the rules."""

    def __init__(self, stores, *, scale: float) -> None:
        self.stores, self.scale, self.now = stores, scale, OPEN
        self.witness = Witness()
        self.houses = [self.opened(place) for place in range(len(stores))]
        self.parked: list[asyncio.Event] = []
        self.unacknowledged: list[tuple[bytes, tuple]] = []
        self.bodies: list[tuple[bytes, tuple]] = []  # what Meta may send again
        self.items: set[str] = set()
        self._numbers = 0
        self.passes(seconds=0)

    def opened(self, place: int) -> House:
        """A fresh process."""
        return House(self.stores[place], self.witness, scale=self.scale, now=self.now)

    def passes(self, **time: float) -> None:
        """Business time passes, for everybody."""
        self.now += timedelta(**time)
        self.witness.now = self.now
        for house in self.houses:
            house.business_now = self.now

    # what comes from outside

    async def writes(self, who: str, words: str, house: House) -> None:
        """A customer writes a numbered message."""
        self.passes(seconds=1)
        self._numbers += 1
        number = self._numbers
        self.witness.attempted[number] = self.witness.ticks()
        self.witness.last_wrote[who] = self.now
        text = words if words in WORDS[1:] else f"{words} m{number}x"
        message = a_text(text, who, self.now, wamid=f"wamid.m{number}")
        await self._delivered(post(message), ("message", number), house)

    async def answers_from_the_phone(self, who: str, words: str, house: House) -> None:
        """A person of the agency answers from the phone app."""
        self.passes(seconds=1)
        self._numbers += 1
        wamid = f"wamid.e{self._numbers}"
        body = post(an_echo(words, who, self.now, wamid), field="smb_message_echoes")
        await self._delivered(body, ("echo", who, item_id("smb_message_echoes", wamid)), house)

    async def taps(self, house: House) -> None:
        """The agent who was told last takes the chat with a tap on the notice."""
        sent = [parcel for each in self.houses for parcel in each.meta.sent if isinstance(parcel.action, NotifyAgent)]
        if sent:
            told = max(sent, key=lambda parcel: (parcel.created_at, parcel.id))
            tap = a_tap(f"take:{told.conversation}:{told.action.request}", who=told.to.value or MARTA, at=self.now)
            await self._delivered(post(tap), ("tap",), house)

    async def status_comes(self, house: House) -> None:
        """Meta tells what became of the oldest record that nobody has heard of yet."""
        unheard = [record for record in self.witness.posts if record not in self.witness.confirmed]
        if unheard:
            report = {**status("delivered", unheard[0]), "id": f"wamid.{unheard[0]}", "timestamp": stamp(self.now)}
            body = post()
            body["entry"][0]["changes"][0]["value"] |= {"statuses": [report], "messages": []}
            await self._delivered(body, ("status", unheard[0]), house)

    async def repeats(self, which: int, house: House) -> None:
        """Meta sends something once more, in other bytes."""
        if self.bodies:
            body, what = self.bodies[which % len(self.bodies)]
            await self._posted(json.dumps(json.loads(body), indent=1).encode(), what, house)

    async def _delivered(self, body: dict, what: tuple, house: House) -> None:
        raw = json.dumps(body).encode()
        self.bodies.append((raw, what))
        await self._posted(raw, what, house)

    async def _posted(self, raw: bytes, what: tuple, house: House) -> None:
        if not await house.receives(raw):
            self.unacknowledged.append((raw, what))
            return
        place = self.witness.ticks()
        match what:
            case ("message", number):
                self.witness.acknowledged.setdefault(number, place)
                self.items.add(item_id("messages", f"wamid.m{number}"))
            case ("echo", who, item):
                self.witness.echoes.setdefault(item, (who, place))
                self.items.add(item)
            case ("status", record):
                self.witness.confirmed.setdefault(record, place)

    # what happens in the middle of work

    def plans(self, house: House, point: str, what: str, who: str) -> None:
        """The next time that this process touches the world at this point, something happens."""
        house.gate.plans[point].append(self._deed(house, what, who))

    def _deed(self, house: House, what: str, who: str) -> Deed:
        other = self.houses[1 - self.houses.index(house)]
        elsewhere = {
            "text": lambda: self.writes(who, WORDS[0], other),
            "echo": lambda: self.answers_from_the_phone(who, "Soy Marta", other),
            "echo and death": lambda: self._says_and_dies(who, other),
            "return": lambda: self.answers_from_the_phone(who, "Te dejo con el asistente", other),
            "tap": lambda: self.taps(other),
            "sweep": lambda: _at_once(other.does(other.sweep.once)),
        }
        here = {
            "kill": partial(self._killed, house),
            "park": self._parks,
            "lost": partial(_raises, Uncertain("the reply was lost")),
            "unavailable": partial(_raises, Unavailable("the store is gone")),
        }
        return here.get(what) or partial(self._meanwhile, elsewhere[what], other)

    async def _says_and_dies(self, who: str, house: House) -> None:
        """A person takes the chat at a process that dies before it can do more about it."""
        house.gate.plans["commit.done"].insert(0, partial(self._killed, house))
        await self.answers_from_the_phone(who, "Soy Marta", house)

    async def _killed(self, house: House) -> None:
        house.gate.dead = True

    async def _parks(self) -> None:
        event = asyncio.Event()
        self.parked.append(event)
        await event.wait()

    async def _meanwhile(self, what, other: House) -> None:
        """Something happens elsewhere, and is worked on there, before this one goes on."""
        if not other.gate.dead:
            task = asyncio.ensure_future(_harmless(what))
            await asyncio.wait({task}, timeout=PARKED_FOR)
            await self._quiet([other], PARKED_FOR)

    # letting it run

    async def settles(self) -> None:
        """Let everything run until nothing moves; a process that died is replaced by a fresh one."""
        await self._quiet(self.houses, PARKED_FOR if self.parked else 20)
        for place, house in enumerate(self.houses):
            if house.gate.dead:
                await house.dies()
                self.houses[place] = self.opened(place)

    async def _quiet(self, houses: list[House], seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while tasks := set().union(*(house.tasks for house in houses if not house.gate.dead)):
            if loop.time() >= until:
                break
            await asyncio.wait(tasks, timeout=PARKED_FOR / 3, return_when=asyncio.FIRST_COMPLETED)
            if self.parked:
                until = min(until, loop.time() + PARKED_FOR)

    async def goes_on(self) -> None:
        """What stood still goes on."""
        for event in self.parked:
            event.set()
        self.parked.clear()
        await self.settles()

    async def sweeps(self, house: House) -> None:
        """The sweep of one process comes round."""
        house.does(house.sweep.once)
        await self.settles()

    async def comes_to_rest(self) -> None:
        """No more faults: Meta repeats what was not acknowledged, and the sweep comes round until nothing is left."""
        await self.goes_on()
        for house in self.houses:
            house.gate.plans.clear()
            house.dies_at, house.nudged = None, True
            house.meta.errors.clear()
            house.model.answers.clear()
        for raw, what in self.unacknowledged:
            await self._posted(raw, what, self.houses[0])
        await self.settles()
        for _ in range(600):
            if not await self.restless():
                return
            await self.sweeps(self.houses[0])
            await asyncio.sleep(2 * self.scale)
        raise AssertionError(f"never at rest: {await self.restless()}")

    async def restless(self) -> list[str]:
        """What is still to be done."""
        store = self.stores[0]
        items = [(item, await store.item(item)) for item in self.items]
        left = [f"item {item} {found and found.attempts}" for item, found in items if found is None or found.state is ItemState.NEW]
        for chat in await store.recent(50):
            left += [f"{chat.id} is answered"] if chat.answering else []
            left += [f"{each.value.id} is {each.value.state}" for each in await store.unsettled(chat.id)]
        due = await store.due(business_now=self.now)
        return left + [f"{each.id} is due" for each in due if each.kind is DueKind.RECORD]

    async def entries(self) -> dict[str, list[Item | Record]]:
        """The transcript of each customer."""
        chats = [chat for chat in await self.stores[0].recent(50) if chat.wa_id in CUSTOMERS]
        return {chat.id: list(await self.stores[0].transcript(chat.id, limit=500)) for chat in chats}

    async def faults_of_the_end(self) -> list[str]:
        """What a customer could complain of when all is quiet."""
        found = []
        for conversation, entries in (await self.entries()).items():
            answers = [
                entry
                for entry in entries
                if isinstance(entry, Record) and entry.voice is Voice.ASSISTANT and isinstance(entry.action, SendText)
            ]
            said = [number for record in answers for number in numbers_of(record)]
            found += [f"P2: m{number} is answered by two records" for number in set(said) if said.count(number) > 1]
            delivered = {number for record in answers if record.state is RecordState.SENT for number in numbers_of(record)}
            asked = {number for entry in entries if isinstance(entry, Item) for number in _asked(entry)}
            if conversation not in self.witness.people:
                found += [f"P1: m{number} of {conversation} was never answered" for number in sorted(asked - delivered)]
        return found


def the_model(what: str, scale: float):
    """How the model answers once."""

    async def slow(question):
        await asyncio.sleep(25 * scale)
        return echo(question)

    async def breaks(question):
        raise RuntimeError("not in the port's contract")

    return {"fails": lambda question: AssistantFailed(question.need.turn, Failure.UNAVAILABLE), "slow": slow, "breaks": breaks}[what]


def _asked(item: Item) -> list[int]:
    wamid = json.loads(item.raw)["message"]["id"]
    text = json.loads(item.raw)["message"].get("text", {}).get("body", "")
    return [int(wamid.removeprefix("wamid.m"))] if item.number == NUMBER and f"{wamid.removeprefix('wamid.')}x" in text else []


async def _at_once(_: object) -> None:
    return


async def _raises(error: Exception) -> None:
    raise error


async def _harmless(work: Deed) -> None:
    """Killed or refused, the world goes on."""
    await asyncio.gather(work(), return_exceptions=True)
