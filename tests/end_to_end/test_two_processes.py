"""Two processes, one that ends and one that comes after, a store that is gone for a while: nothing is lost and nothing is said twice."""

import asyncio
import json
import signal
import sqlite3
import threading
import time

import httpx
import pytest
from meta_posts import change, post, signature, text
from sandbox_server import free_port, wait_until
from town import LUCIA, Town, to, town
from wires import Wire

QUESTION = "busco piso en nerja"


@pytest.fixture
def place(tmp_path, store_url):
    with town(tmp_path, store_url, synced=False) as opened:
        opened.sandbox.control("model", {"model": "sandbox-echo"})
        yield opened


@pytest.fixture
def beside(place, tmp_path):
    """A second process on the same store."""
    other = Town(place.sandbox, {**place.environment, "PORT": str(free_port())}, tmp_path / "other.log")
    other.start()
    yield other
    other.stop()


def bodies(place):
    """The same message in other bytes."""
    contacts = [{"profile": {"name": "Lucía"}, "wa_id": LUCIA}]
    said = text("wamid.same", QUESTION, sender=LUCIA, timestamp=str(int(time.time())))
    body = post(change(messages=[said], contacts=contacts, number=place.environment["PHONE_NUMBER_ID"]))
    return [body, json.dumps(json.loads(body), indent=2).encode(), body.replace(b"busco", b"\\u0062usco")]


async def posted(url, body, client):
    answer = await client.post(f"{url}/webhook", content=body, headers={"X-Hub-Signature-256": signature(body)})
    return answer.status_code


async def fifty(urls, copies):
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        return await asyncio.gather(*(posted(urls[n % len(urls)], copies[n % len(copies)], client) for n in range(50)))


@pytest.mark.promise("P2")
def test_the_same_message_fifty_times_at_once_on_two_processes_is_answered_once_and_not_again_after_a_restart(place, beside):
    copies = bodies(place)
    assert asyncio.run(fifty([place.url, beside.url], copies)) == [200] * 50
    place.quiet(0)
    (answer,) = answers(place)
    assert answer.endswith(QUESTION)
    place.stop(signal.SIGKILL)
    place.start()
    assert asyncio.run(fifty([place.url], copies)) == [200] * 50
    place.quiet(0)
    assert answers(place) == [answer]


def answers(place):
    """What the customer reads, the line that it takes longer apart."""
    return [words for words in to(LUCIA, place.sandbox.sent()) if QUESTION in words]


@pytest.mark.promise("P1")
def test_a_process_that_is_told_to_end_in_mid_turn_ends_with_zero_in_time_and_the_next_one_answers(place):
    place.stop()
    place.start(TIME_SCALE="1")  # a turn that takes longer than the end may
    place.sandbox.fault("openai", "latency", value=30)
    place.sandbox.say(LUCIA, QUESTION)
    wait_until(lambda: any(chat["answering"] for chat in place.chats()), seconds=20)
    started = time.monotonic()
    assert place.stop() == 0
    assert time.monotonic() - started < 9
    assert answers(place) == []
    place.sandbox.client.delete("/control/faults")
    place.start(TIME_SCALE="1")
    wait_until(lambda: answers(place), seconds=30)
    place.quiet(0)
    assert len(answers(place)) == 1
    assert "Traceback" not in place.logs.read_text()


class LockedFile:
    """An SQLite file that somebody else holds."""

    def __init__(self, place):
        path = place.environment["STORE_URL"].removeprefix("sqlite:///")
        self.connection = sqlite3.connect(path, isolation_level=None)

    def goes(self):
        self.connection.execute("BEGIN EXCLUSIVE")

    def comes_back(self):
        self.connection.execute("ROLLBACK")

    def closes(self):
        self.connection.close()


class CutWire:
    """A line to Firestore that is unplugged."""

    def __init__(self, place):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.wire = Wire(place.environment["FIRESTORE_EMULATOR_HOST"])
        self._does(self.wire.plug_in())
        place.environment["FIRESTORE_EMULATOR_HOST"] = self.wire.address
        place.stop()
        place.start()

    def goes(self):
        self._does(self.wire.unplug())

    def comes_back(self):
        self._does(self.wire.plug_in(int(self.wire.address.split(":")[1])))

    def closes(self):
        self._does(self.wire.unplug())
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _does(self, what):
        asyncio.run_coroutine_threadsafe(what, self.loop).result(10)


@pytest.fixture
def store_that_goes(place, store_kind):
    """The store of this place, which may go and come back."""
    store = LockedFile(place) if store_kind == "sqlite" else CutWire(place)
    yield store
    store.closes()


@pytest.mark.promise("P11")
def test_while_the_store_is_gone_meta_is_told_to_come_again_and_then_it_is_answered(place, store_that_goes):
    async def once():
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            return await posted(place.url, bodies(place)[0], client)

    store_that_goes.goes()
    started = time.monotonic()
    assert asyncio.run(once()) == 503
    assert time.monotonic() - started < 3
    place.sandbox.say(LUCIA, QUESTION)
    time.sleep(3)
    assert place.sandbox.sent() == []
    store_that_goes.comes_back()
    wait_until(lambda: answers(place), seconds=40)
