"""What is done to the instances: each life begins with failpoints and ends by one of them, by a signal, or in order."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from chaos_house import House, Instance

SHARED = (
    "webhook.verified",
    "webhook.store.sent",
    "webhook.store.done",
    "webhook.answered",
    "webhook.status.sent",
    "identity.read",
    "identity.create.sent",
    "burst.waiting",
    "inbox.queried",
    "a.before",
    "a.sent",
    "a.done",
    "thread.create.sent",
    "model.sent",
    "model.done",
    "peeked",
    "b.before",
    "b.sent",
    "b.done",
    "outbox.peeked",
    "outbox.claim.sent",
    "outbox.claim.done",
    "graph.sent",
    "graph.done",
    "outbox.result.sent",
    "sweep.page",
    "group_commit.full",
    "group_commit.partial",
)
ONLY_SQLITE = ("sqlite.begin", "sqlite.commit")
# What is reached only after something else has gone wrong in the same life: first that, then the kill.
AFTERWARDS = (
    "a.sent=lost@3,a.unknown=kill",
    "b.sent=lost@3,b.unknown=kill",
    "model.sent=sleep:1.4@4,tick.sent=kill",
    "outbox.claim.sent=lost@4,outbox.result.sent=lost@6,graph.done=kill@12",
    "graph.sent=lost@3,webhook.store.sent=lost@5,webhook.status.sent=lost@6,inbox.queried=kill@14",
    "sweep.attempt.sent=kill",
    "outbox.unknown=kill",
    "outbox.resend=kill",
    "outbox.result.refused=kill",
    "a.refused=kill",
    "b.refused=kill",
)
STOPS = ("a.before=stop@4", "b.before=stop@4", "outbox.claim.done=stop@4", "graph.sent=stop@4", "model.done=stop@3")
LONGEST_LIFE = 7.0  # seconds after which a failpoint that was not reached gives way to a kill at random


@dataclass
class Tally:
    """What was done."""

    named: Counter[str] = field(default_factory=Counter)
    random_kills: int = 0
    stops: int = 0
    terms: int = 0
    exits: list[int] = field(default_factory=list)
    slowest_exit: float = 0

    @property
    def kills(self) -> int:
        """Every `kill -9`."""
        return self.named.total() + self.random_kills


class Mischief:
    """One thread an instance, so that both may be down at once."""

    def __init__(self, house: House, plans: Sequence[str], chance: random.Random, *, frozen_for: float) -> None:
        self.tally = Tally()
        self._house, self._chance, self._frozen_for = house, chance, frozen_for
        self._plans = list(plans)
        self._taking = threading.Lock()
        self._problems: list[BaseException] = []
        self._threads = [threading.Thread(target=self._all_of, args=(instance,)) for instance in house.instances]

    def begin(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    @property
    def over(self) -> bool:
        """Whether every plan has been carried out and both instances run whole."""
        if self._problems:
            raise self._problems[0]
        return not any(thread.is_alive() for thread in self._threads)

    def join(self, *, at_once: bool = False) -> None:
        """Wait for the end, or end after the present lives."""
        if at_once:
            self._plans.clear()
        for thread in self._threads:
            thread.join()

    def _next(self) -> str | None:
        with self._taking:
            return self._plans.pop(0) if self._plans else None

    def _all_of(self, instance: Instance) -> None:
        try:
            while (plan := self._next()) is not None:
                self._life(instance, plan)
            instance.start()
        except BaseException as problem:  # noqa: BLE001 - told in the main thread
            self._problems.append(problem)

    def _life(self, instance: Instance, plan: str) -> None:
        match plan:
            case "SIGKILL":
                instance.start()
                time.sleep(self._chance.uniform(0.3, 3))
                instance.kill()
                self.tally.random_kills += 1
            case "SIGSTOP":
                instance.start()
                time.sleep(self._chance.uniform(0.5, 1.5))
                instance.send(signal.SIGSTOP)
                self._frozen(instance)
                self._terminated(instance)
            case "SIGTERM":
                instance.start()
                time.sleep(self._chance.uniform(0.5, 2))
                self._terminated(instance)
            case _:
                instance.start(plan)
                self._until_it_strikes(instance, plan)

    def _until_it_strikes(self, instance: Instance, plan: str) -> None:
        until = time.monotonic() + LONGEST_LIFE
        while instance.alive and time.monotonic() < until:
            if instance.stopped:
                self._frozen(instance)
            time.sleep(0.02)
        if instance.alive:
            instance.kill()
            self.tally.random_kills += 1
        elif instance.process is not None and instance.process.returncode == -signal.SIGKILL:
            self.tally.named[plan.rpartition(",")[2].partition("=")[0]] += 1

    def _frozen(self, instance: Instance) -> None:
        self.tally.stops += 1
        time.sleep(self._frozen_for)
        instance.send(signal.SIGCONT)
        time.sleep(0.5)

    def _terminated(self, instance: Instance) -> None:
        began = time.monotonic()
        self.tally.terms += 1
        self.tally.exits.append(instance.terminate())
        self.tally.slowest_exit = max(self.tally.slowest_exit, time.monotonic() - began)


def plans(kind: str, chance: random.Random) -> list[str]:
    """Every failpoint once, the others mixed among them."""
    named = [f"{name}=kill@{chance.randint(1, 9)}" for name in (*SHARED, *(ONLY_SQLITE if kind == "sqlite" else ()))]
    mixed = [*named, *AFTERWARDS, *STOPS, *(["SIGKILL"] * 4), *(["SIGSTOP"] * 2), *(["SIGTERM"] * 3)]
    chance.shuffle(mixed)
    return mixed
