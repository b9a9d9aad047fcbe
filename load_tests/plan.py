"""The plan of a run, made before it: who writes what when, and in which posts Meta delivers it. The same seed makes the same plan."""

import json
import random
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from load_tests.profiles import Profile

_BURST = (1, 5)  # short messages that one customer writes in a row
_PAUSE = (0.3, 1.1)  # seconds between them
_REST = 15.0  # seconds from the end of a customer's burst to the next: longer than a burst may be collected
_LATE = 0.15  # seconds by which an overtaken message arrives after the one that overtook it
_AGAIN_WITHIN = 3.0  # seconds until a second delivery


@dataclass(frozen=True, slots=True)
class Message:
    """One numbered message of one customer; `burst` is counted per customer."""

    customer: int
    number: int
    burst: int
    written: float
    """Seconds after the beginning."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One post: when it is due, and what it carries."""

    due: float
    messages: tuple[Message, ...]
    again: bool = False


def planned(profile: Profile, seed: int = 0) -> list[Parcel]:
    """Plan a run, in the order of the posts."""
    chance = random.Random(seed)  # noqa: S311 - a plan that can be repeated
    parcels: list[Parcel] = []
    for burst in _bursts(profile, chance):
        parcels += _posts(burst, profile, chance)
    second = [_again(parcel, profile, chance) for parcel in parcels if chance.random() < profile.again]
    return sorted([*parcels, *second], key=lambda parcel: (parcel.due, parcel.again))


def customers(parcels: Iterable[Parcel]) -> list[int]:
    """Everybody who writes in a plan."""
    return sorted({message.customer for parcel in parcels for message in parcel.messages})


def written(parcels: Iterable[Parcel], path: Path) -> None:
    """Write a plan down, a post a line."""
    path.write_text("".join(json.dumps(asdict(parcel)) + "\n" for parcel in parcels))


def kept(path: Path) -> list[Parcel]:
    """Read a plan that was written down."""
    lines = (json.loads(line) for line in path.read_text().splitlines())
    return [Parcel(line["due"], tuple(Message(**each) for each in line["messages"]), line["again"]) for line in lines]


def _bursts(profile: Profile, chance: random.Random) -> Iterator[list[Message]]:
    """Bursts at random moments; whoever has rested longest writes, and if nobody has rested, somebody new does."""
    resting = deque((0.0, customer) for customer in range(1, profile.customers + 1))
    newest, said, bursts = profile.customers, dict[int, int](), dict[int, int]()
    at = 0.0
    while True:
        at += chance.expovariate(profile.rate_at(at / profile.seconds) / (sum(_BURST) / 2))
        if at >= profile.seconds:
            return
        if resting and resting[0][0] <= at:
            customer = resting.popleft()[1]
        else:
            customer = newest = newest + 1
        messages = []
        bursts[customer] = bursts.get(customer, 0) + 1
        moment = at
        for _ in range(chance.randint(*_BURST)):
            said[customer] = said.get(customer, 0) + 1
            messages.append(Message(customer, said[customer], bursts[customer], round(moment, 3)))
            moment += chance.uniform(*_PAUSE)
        resting.append((moment + _REST, customer))
        yield messages


def _posts(burst: list[Message], profile: Profile, chance: random.Random) -> list[Parcel]:
    parcels: list[Parcel] = []
    for message in burst:
        if parcels and chance.random() < profile.packed:
            before = parcels.pop()
            parcels.append(Parcel(message.written, (*before.messages, message)))
        else:
            parcels.append(Parcel(message.written, (message,)))
    for earlier, later in zip(range(len(parcels) - 1), range(1, len(parcels)), strict=True):
        if chance.random() < profile.swapped:
            parcels[earlier] = replace(parcels[earlier], due=round(parcels[later].due + _LATE, 3))
    return parcels


def _again(parcel: Parcel, profile: Profile, chance: random.Random) -> Parcel:
    return replace(parcel, due=round(parcel.due + chance.uniform(0, _AGAIN_WITHIN * profile.scale), 3), again=True)
