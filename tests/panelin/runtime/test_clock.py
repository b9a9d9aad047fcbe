"""Business time: this machine's, or that of the clock it follows."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from scripted_http import answer, scripted

from panelin.runtime.clock import Clock

CHRISTMAS = datetime(2026, 12, 24, 18, 0, tzinfo=UTC)


def shows(at):
    return answer(body=json.dumps({"now": at.isoformat()}).encode())


def off(clock, from_):
    return abs(clock.now() - from_)


async def until(true, *, tries=100):
    for _ in range(tries):
        if true():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it never came true")


async def test_without_a_clock_to_follow_it_is_this_machines_time_and_following_ends_at_once():
    clock = Clock()
    await asyncio.wait_for(clock.follow(), 1)
    assert off(clock, datetime.now(UTC)) < timedelta(seconds=1)
    assert clock.now().tzinfo is UTC


async def test_a_clock_that_is_moved_is_followed_and_runs_on_between_two_looks():
    async with scripted([shows(CHRISTMAS), shows(CHRISTMAS), shows(CHRISTMAS + timedelta(days=7))]) as server:
        clock = Clock(server.url)
        following = asyncio.create_task(clock.follow())
        await until(lambda: off(clock, CHRISTMAS) < timedelta(minutes=1))
        first = clock.now()
        await until(lambda: clock.now() > first)
        await until(lambda: off(clock, CHRISTMAS + timedelta(days=7)) < timedelta(minutes=1))
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        answer("500 Internal Server Error", b"{}"),
        answer(body=b"noon"),
        answer(body=b"[]"),
        answer(body=b'{"now": "soon"}'),
        answer(body=b'{"now": 7}'),
        answer(body=b'{"at": "2026-12-24T18:00:00+00:00"}'),
        answer(body=b'{"now": "2026-12-24T18:00:00"}'),
        answer(body=b'{"now": "\xff"}'),
    ],
)
async def test_a_clock_that_answers_nonsense_stands_as_it_was_last_read_and_is_asked_again(nonsense):
    async with scripted([shows(CHRISTMAS), nonsense, nonsense, shows(CHRISTMAS + timedelta(days=7))]) as server:
        clock = Clock(server.url)
        following = asyncio.create_task(clock.follow())
        await until(lambda: len(server.asked) == 3)
        assert off(clock, CHRISTMAS) < timedelta(minutes=1)
        await until(lambda: off(clock, CHRISTMAS + timedelta(days=7)) < timedelta(minutes=1))
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_a_clock_that_is_not_there_yet_is_waited_for(unused_port):
    clock = Clock(f"http://127.0.0.1:{unused_port}/control/clock")
    following = asyncio.create_task(clock.follow())
    await asyncio.sleep(0.4)
    assert not following.done()
    assert off(clock, datetime.now(UTC)) < timedelta(seconds=1)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
