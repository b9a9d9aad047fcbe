"""Group commit: one call for what is in flight, at most one write a document, an answer in time (reliability.md section 2)."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from google.cloud.firestore_v1.types import firestore
from kept import an_item

from panelin.errors import Conflict, Unavailable, Uncertain
from panelin.runtime.failpoints import configure, watch
from panelin.store.documents import ABSENT, Put
from panelin.store.engine import EXISTING, Outcome, Write
from panelin.store.firestore import group
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.clock import ServerClock
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.over import StoreOver

DONE, EXISTS, MISSING, ABORTED = 0, 6, 5, 10


class Line:
    """Answers as told, call by call: one code for all writes, a code for each, or an error."""

    database = "projects/demo/databases/(default)"

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    async def batch_write(self, request, *, within):
        assert within == 0.7
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else DONE
        if isinstance(answer, Exception):
            raise answer
        codes = answer if isinstance(answer, list) else [answer] * len(request.writes)
        return SimpleNamespace(status=[SimpleNamespace(code=code) for code in codes])

    def names(self):
        return [[write.update.name.rpartition("/")[2] for write in request.writes] for request in self.requests]


def a_group(*answers):
    line = Line(*answers)
    return group.Group(line, ServerClock()), line


def new(id_="a", **fields):
    return Write("inbox", id_, ABSENT, fields or {"x": 1})


def status(id_="r", **fields):
    return Write("outbox", id_, EXISTING, fields)


async def test_requests_within_two_milliseconds_share_a_call():
    collected, line = a_group()
    outcomes = await asyncio.gather(*(collected.each([new(f"d{n}")]) for n in range(40)))
    assert outcomes == [[Outcome.DONE]] * 40
    assert line.names() == [[f"d{n}" for n in range(40)]]


async def test_a_request_alone_waits_no_longer_than_it_must():
    collected, _ = a_group()
    started = time.perf_counter()
    await collected.each([new()])
    assert 0.001 < time.perf_counter() - started < 0.2


@pytest.mark.promise("P2")
async def test_a_document_is_in_a_call_once_and_the_second_to_make_it_hears_that_it_is_known():
    collected, line = a_group([DONE, EXISTS])
    outcomes = await asyncio.gather(collected.each([new("a"), new("b")]), collected.each([new("a")]), collected.each([new("b")]))
    assert outcomes == [[Outcome.DONE, Outcome.REFUSED], [Outcome.REFUSED], [Outcome.REFUSED]]
    assert line.names() == [["a", "b"]]


async def test_statuses_of_one_record_become_one_write():
    collected, line = a_group()
    writes = [status("r", sent_at="1"), status("r", delivered_at="2"), status("r", sent_at="3")]
    assert await collected.each(writes) == [Outcome.DONE] * 3
    (write,) = line.requests[0].writes
    assert list(write.update_mask.field_paths) == ["sent_at", "delivered_at"]
    assert write.update.fields["sent_at"].string_value == "3"
    assert write.current_document.exists


async def test_a_document_made_and_changed_at_once_takes_two_calls():
    collected, line = a_group()
    assert await collected.each([new("a"), Write("inbox", "a", EXISTING, {"y": 2})]) == [Outcome.DONE] * 2
    assert line.names() == [["a"], ["a"]]


async def test_what_could_not_be_written_now_is_tried_once_more_without_the_rest():
    collected, line = a_group([DONE, ABORTED, MISSING], DONE)
    assert await collected.each([new("a"), new("b"), status("r")]) == [Outcome.DONE, Outcome.DONE, Outcome.REFUSED]
    assert line.names() == [["a", "b", "r"], ["b"]]


async def test_what_cannot_be_written_twice_is_lost_and_the_others_are_not():
    collected, _ = a_group([DONE, ABORTED], [ABORTED])
    assert await collected.each([new("a"), new("b")]) == [Outcome.DONE, Outcome.LOST]


@pytest.mark.parametrize("error", [Unavailable("x"), Uncertain("x"), Conflict("x")])
async def test_a_call_that_fails_is_tried_twice_and_then_all_of_it_is_lost(error):
    collected, line = a_group(error, error, DONE)
    assert await collected.each([new("a"), new("b")]) == [Outcome.LOST] * 2
    assert len(line.requests) == 2


async def test_a_call_that_fails_once_is_saved_by_the_second():
    collected, _ = a_group(Uncertain("the reply was lost"), EXISTS)
    assert await collected.each([new()]) == [Outcome.REFUSED]


async def test_calls_stay_small(monkeypatch):
    collected, line = a_group()
    await collected.each([new(f"d{n}", x=b"x" * 1_000_000) for n in range(8)])
    await collected.each([new(f"e{n}") for n in range(250)])
    assert [len(names) for names in line.names()] == [3, 3, 2, 100, 100, 50]
    assert all(request.ByteSize() < 4_000_000 for request in line.requests)


async def test_memory_is_bounded_when_nothing_comes_back(monkeypatch):
    monkeypatch.setattr(group, "MOST_IN_FLIGHT", 10)
    collected, _ = a_group()
    held = asyncio.ensure_future(collected.each([new(f"d{n}") for n in range(10)]))
    await asyncio.sleep(0)
    assert await collected.each([new("more")]) == [Outcome.LOST]
    assert await held == [Outcome.DONE] * 10
    assert await collected.each([new("more")]) == [Outcome.DONE]


async def test_a_mistake_in_one_write_is_told_to_who_made_it_only():
    collected, line = a_group()
    good, odd = await asyncio.gather(collected.each([new("a")]), collected.each([new("b", x=object())]), return_exceptions=True)
    assert good == [Outcome.DONE]
    assert isinstance(odd, KeyError)
    assert line.names() == [["a"]]


async def test_closing_sends_what_is_collected():
    collected, line = a_group()
    held = asyncio.ensure_future(collected.each([new()]))
    await asyncio.sleep(0)
    await collected.close()
    assert line.names() == [["a"]]
    assert await held == [Outcome.DONE]


async def test_somebody_who_gave_up_leaves_the_others_their_answers():
    collected, _ = a_group()
    impatient = asyncio.ensure_future(collected.each([new("a")]))
    patient = asyncio.ensure_future(collected.each([new("a"), new("b")]))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == [Outcome.REFUSED, Outcome.DONE]


async def test_the_named_places_are_passed_with_part_of_the_answers_given():
    collected, _ = a_group()
    told = []
    watch("group_commit.full", lambda: told.append(("full", [task.done() for task in tasks])))
    tasks = [asyncio.ensure_future(collected.each([new(name)])) for name in "ab"]
    try:
        await asyncio.gather(*tasks)
    finally:
        watch("group_commit.full", None)
    assert told == [("full", [False, False])]
    configure({"FAILPOINTS": "group_commit.full=lost,group_commit.partial=lost@2"})
    try:
        assert await collected.each([new("c"), new("d")]) == [Outcome.LOST] * 2
        assert await collected.each([new("c"), new("d")]) == [Outcome.DONE] * 2
    finally:
        configure({})


async def test_a_batch_of_a_thousand_is_stored_at_the_latest_when_it_comes_again(firestore_emulator):
    store = StoreOver(FirestoreEngine(Calls("demo-thousand", "(default)")))
    items = [an_item() for _ in range(1_000)]
    for _ in range(5):  # an emulator that has just started is slow
        if Put.LOST not in await store.put(items):
            break
    assert set(await store.put(items[::-1])) == {Put.KNOWN}
    await store.close()


def test_the_plain_messages_are_those_of_the_library():
    assert group._BatchWrite is firestore.BatchWriteRequest.pb()
