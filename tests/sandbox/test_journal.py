import asyncio

import pytest

from sandbox.clock import Clock
from sandbox.database import Database
from sandbox.journal import EVENTS, SENT, Journal


@pytest.fixture
def database():
    database = Database(":memory:")
    yield database
    database.close()


@pytest.fixture
def journal(database):
    return Journal(database, Clock(database))


async def gathered(stream, count):
    found = []
    async for event in stream:
        found.append(event)
        if len(found) == count:
            return found
    return found


def test_what_was_sent_is_numbered_and_dated(journal):
    assert journal.sent({"to": "a"}) == 1
    assert journal.sent({"to": "b"}) == 2
    (entry,) = journal.read(SENT, after=1)
    assert (entry["seq"], entry["to"]) == (2, "b")
    assert entry["at"].endswith("Z")


def test_requests_are_numbered_for_each_target(journal):
    journal.request("graph", {"path": "/g"})
    journal.request("openai", {"path": "/o"})
    (entry,) = journal.read("requests.openai")
    assert (entry["seq"], entry["target"], entry["path"]) == (1, "openai", "/o")


def test_events_show_everything_in_order_and_each_with_its_entry(journal):
    journal.sent({"to": "a"})
    journal.request("graph", {"path": "/g"})
    journal.event("clock", {"now": "noon"})
    assert [(event["seq"], event["kind"]) for event in journal.read(EVENTS)] == [(1, "sent"), (2, "request"), (3, "clock")]
    assert journal.read(EVENTS)[0]["entry"]["to"] == "a"
    assert journal.read(EVENTS)[2]["entry"] == {"now": "noon"}


def test_an_event_whose_entry_was_forgotten_is_left_out(journal, database):
    journal.request("graph", {"n": 1})
    journal.request("graph", {"n": 2})
    database.trim("requests.graph", 1)
    assert [event["entry"]["n"] for event in journal.read(EVENTS)] == [2]


async def test_a_follower_gets_what_was_and_what_comes(journal):
    journal.event("a", {})
    follower = asyncio.create_task(gathered(journal.follow(0), 3))
    await asyncio.sleep(0.01)
    journal.event("b", {})
    await asyncio.sleep(0.01)
    journal.event("c", {})
    assert [event["kind"] for event in await asyncio.wait_for(follower, 2)] == ["a", "b", "c"]


async def test_a_follower_resumes_after_the_number_it_knows(journal):
    for kind in "abc":
        journal.event(kind, {})
    found = await asyncio.wait_for(gathered(journal.follow(2), 1), 2)
    assert [event["kind"] for event in found] == ["c"]


async def test_a_follower_begins_anew_when_everything_was_forgotten(journal, database):
    for kind in "abc":
        journal.event(kind, {})
    follower = asyncio.create_task(gathered(journal.follow(3), 1))
    await asyncio.sleep(0.01)
    database.clear()
    journal.event("reset", {})
    assert [event["seq"] for event in await asyncio.wait_for(follower, 2)] == [1]


async def test_a_closed_journal_ends_its_streams(journal):
    follower = asyncio.create_task(gathered(journal.follow(0), 1))
    await asyncio.sleep(0.01)
    journal.close()
    assert await asyncio.wait_for(follower, 2) == []
