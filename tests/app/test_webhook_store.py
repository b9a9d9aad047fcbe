"""The webhook in front of a store that is slow or gone, at its failpoints, and on two processes."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from meta_posts import change, post, sample, signature, status, text
from sandbox_server import free_port, wait_until
from webhook_bench import SETTINGS, Shelf, Webhook

from app.whatsapp.payload import item_id
from panelin.errors import Unavailable, Uncertain
from panelin.runtime import failpoints
from panelin.store.open_store import open_store

ROOT = Path(__file__).parents[2]
BODY = sample("text")
STATUS = post(change(statuses=[status()]))
QUICK = replace(SETTINGS, store_within=0.05)


@pytest.mark.promise("P11")
@pytest.mark.parametrize("body", [BODY, STATUS])
async def test_a_store_that_is_too_slow_is_503_in_time(body):
    webhook = Webhook(Shelf(slow=30), QUICK)
    began = time.monotonic()
    answer = await webhook.post(body)
    assert (answer.status_code, answer.content) == (503, b"")
    assert time.monotonic() - began < 1
    assert webhook.nudged == []


def test_the_store_has_a_second_and_a_half():
    assert SETTINGS.store_within == 1.5


@pytest.mark.promise("P11")
async def test_a_store_that_is_gone_is_503():
    webhook = Webhook(Shelf(lost=True))
    assert (await webhook.post(BODY)).status_code == 503
    assert webhook.nudged == []


@pytest.mark.parametrize("error", [Unavailable("gone"), Uncertain("cut")])
@pytest.mark.parametrize("body", [STATUS, post(change(messages=[text()], statuses=[status()]))])
async def test_a_status_that_could_not_be_noted_is_503(error, body):
    assert (await Webhook(Shelf(error=error)).post(body)).status_code == 503


async def test_messages_and_statuses_of_one_post_are_stored_side_by_side():
    shelf = Shelf(slow=0.2)
    began = time.monotonic()
    assert (await Webhook(shelf).post(post(change(messages=[text()], statuses=[status()])))).status_code == 200
    assert time.monotonic() - began < 0.35
    assert (len(shelf.items), len(shelf.deliveries)) == (1, 1)


@pytest.mark.promise("P1")
async def test_one_lost_item_of_many_has_meta_send_all_again(monkeypatch):
    shelf = Shelf()
    webhook = Webhook(shelf)
    body = post(change(messages=[text("w1"), text("w2")]))
    shelf.lost = True
    assert (await webhook.post(body)).status_code == 503
    shelf.lost = False
    assert (await webhook.post(body)).status_code == 200
    assert set(shelf.items) == {item_id("messages", "w1"), item_id("messages", "w2")}


@pytest.fixture
def planned():
    def plan(text: str) -> None:
        failpoints.configure({"FAILPOINTS": text})

    yield plan
    failpoints.configure({})


@pytest.mark.promise("P1")
@pytest.mark.parametrize("place", ["webhook.verified", "webhook.store.sent", "webhook.store.done"])
async def test_a_reply_that_is_lost_before_the_answer_is_503_or_a_failure_and_never_200(planned, place):
    planned(f"{place}=lost")
    shelf = Shelf()
    transport = httpx.ASGITransport(Webhook(shelf).app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        answer = await client.post("/webhook", content=BODY, headers={"X-Hub-Signature-256": signature(BODY)})
    assert answer.status_code in (500, 503)
    assert len(shelf.items) == (0 if place == "webhook.verified" else 1)


async def test_the_places_where_a_test_may_kill_are_passed_in_order():
    passed = []
    names = ("webhook.verified", "webhook.store.sent", "webhook.store.done", "webhook.answered", "webhook.status.sent")
    for name in names:
        failpoints.watch(name, lambda name=name: passed.append(name))
    try:
        await Webhook(Shelf()).post(BODY)
        await Webhook(Shelf()).post(STATUS)
    finally:
        for name in names:
            failpoints.watch(name, None)
    assert passed == [*names[:4], "webhook.verified", "webhook.status.sent", "webhook.answered"]


@contextmanager
def process(store_url: str) -> Iterator[str]:
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "tests/webhook_bench.py", store_url, str(port)], cwd=ROOT, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    )
    try:
        url = f"http://127.0.0.1:{port}/webhook"
        wait_until(lambda: _answers(url), seconds=20)
        yield url
    finally:
        running.kill()
        running.wait(10)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 403
    except httpx.TransportError:
        return False


async def _post(client: httpx.AsyncClient, url: str, body: bytes) -> int:
    return (await client.post(url, content=body, headers={"X-Hub-Signature-256": signature(body)})).status_code


@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
async def test_the_same_message_fifty_times_at_once_on_two_processes_is_stored_once_and_survives_both(tmp_path):
    url = f"sqlite:///{tmp_path / 'panelin.db'}"
    copies = [BODY, BODY.replace(b"\n", b""), BODY.replace(b"Hola", b"\\u0048ola")]
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        with process(url) as one, process(url) as two:
            posts = [_post(client, (one, two)[n % 2], copies[n % 3]) for n in range(50)]
            assert await asyncio.gather(*posts) == [200] * 50
        with process(url) as again:  # both were killed; Meta sends once more
            assert await _post(client, again, BODY) == 200
    store = open_store(url)
    try:
        item = await store.item(item_id("messages", "wamid.text"))
        assert item is not None
        assert item.attempts == 0
        assert [due.id for due in await store.due(business_now=item.at) if due.id != item.id] == []
    finally:
        await store.close()
