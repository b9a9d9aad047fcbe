"""Locust's side: Meta's connections. Each takes the next post of the plan when it is due, and repeats what was not answered 200."""

import heapq
import os
import time
from itertools import count
from pathlib import Path

import gevent
from locust import FastHttpUser, constant, events, task
from locust.env import Environment
from locust.exception import StopUser

from load_tests.ledger import ACKNOWLEDGED, NO_ANSWER, Attempt, line
from load_tests.plan import Parcel, kept
from load_tests.posts import body_of, headers, stamp
from load_tests.targets import loopback

PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before a refused post comes again
PATIENCE = 10.0  # seconds for one answer


class Box:
    """All posts that are still to be made, the next due first, and the book of those that were."""

    def __init__(self) -> None:
        self.began = time.time() + 1.0  # by then all connections are there
        self._order = count()
        self._waiting = [(parcel.due, next(self._order), parcel, 0) for parcel in kept(Path(os.environ["LOAD_PLAN"]))]
        heapq.heapify(self._waiting)
        self._under_way = 0
        self._ledger = Path(os.environ["LOAD_LEDGER"]).open("a", buffering=1)  # noqa: SIM115 - open until the process ends
        self.secret, self.number_id = os.environ["APP_SECRET"], os.environ["PHONE_NUMBER_ID"]

    @property
    def done(self) -> bool:
        """Whether everything was delivered."""
        return not self._waiting and not self._under_way

    def take(self) -> tuple[float, Parcel, int] | None:
        """Take the next post: its time, itself, and how often it was tried."""
        if not self._waiting:
            return None
        due, _, parcel, tries = heapq.heappop(self._waiting)
        self._under_way += 1
        return due, parcel, tries

    def concluded(self, parcel: Parcel, tries: int, *, due: float, began: float, status: int) -> None:
        """Write down how a post ended; what was not stored comes again."""
        ended = time.time()
        messages = parcel.messages
        attempt = Attempt(
            customer=messages[0].customer,
            numbers=tuple(message.number for message in messages),
            stamps=tuple(stamp(message, self.began) for message in messages),
            bursts=tuple(message.burst for message in messages),
            due=self.began + due,
            began=began,
            ended=ended,
            status=status,
            again=parcel.again,
        )
        self._ledger.write(line(attempt))
        if status != ACKNOWLEDGED:
            later = ended - self.began + PAUSES[min(tries, len(PAUSES) - 1)]
            heapq.heappush(self._waiting, (later, next(self._order), parcel, tries + 1))
        self._under_way -= 1


BOX: list[Box] = []


@events.test_start.add_listener  # type: ignore[untyped-decorator]  # Locust's decorators have no types
def open_box(environment: Environment, **_: object) -> None:
    """Begin; the target is checked here too, for whoever starts Locust by hand."""
    loopback(environment.host or "")
    BOX.append(Box())


class Meta(FastHttpUser):
    """One of Meta's connections."""

    wait_time = constant(0)
    network_timeout = connection_timeout = PATIENCE

    @task
    def deliver(self) -> None:
        """Make one post."""
        box = BOX[0]
        if (taken := box.take()) is None:
            if box.done:
                raise StopUser
            gevent.sleep(0.05)
            return
        due, parcel, tries = taken
        gevent.sleep(max(0.0, box.began + due - time.time()))
        began, status = time.time(), NO_ANSWER
        try:
            status = self._posted(parcel, box)
        finally:
            box.concluded(parcel, tries, due=due, began=began, status=status)

    def _posted(self, parcel: Parcel, box: Box) -> int:
        body = body_of(parcel, began=box.began, number_id=box.number_id)
        name = "webhook, delivered again" if parcel.again else "webhook"
        signed = dict(headers(box.secret, body))
        # Locust declares no bytes here and hands them on as they are.
        with self.client.post("/webhook", data=body, headers=signed, name=name, catch_response=True) as answer:  # type: ignore[arg-type]
            if answer.status_code == ACKNOWLEDGED:
                answer.success()
            else:
                answer.failure(f"answered {answer.status_code}")
            return int(answer.status_code)


@events.init.add_listener  # type: ignore[untyped-decorator]
def end_when_done(environment: Environment, **_: object) -> None:
    """End the run as soon as everything was delivered."""

    def watch() -> None:
        while not (BOX and BOX[0].done):
            gevent.sleep(0.1)
        if environment.runner is not None:
            environment.runner.quit()

    gevent.spawn(watch)
