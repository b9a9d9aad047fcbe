import asyncio

import pytest
from assistant_bench import Shelf

from app.assistant.catalogue import Kept
from panelin.errors import Unavailable


async def test_a_minute_of_turns_reads_the_homes_once():
    shelf = Shelf()
    kept = Kept(shelf.active)
    assert await kept.now() == await kept.now() == shelf.homes
    assert shelf.readings == 1


async def test_many_turns_at_once_cause_one_reading():
    shelf = Shelf()
    kept = Kept(shelf.active)
    await asyncio.gather(*(kept.now() for _ in range(50)))
    assert shelf.readings == 1


async def test_what_is_too_old_is_read_again():
    shelf = Shelf()
    kept = Kept(shelf.active, fresh_for=0)
    await kept.now()
    shelf.homes = ()
    assert await kept.now() == ()
    assert shelf.readings == 2


async def test_a_reading_that_failed_is_tried_again_at_the_next_turn():
    shelf = Shelf(error=Unavailable("down"))
    kept = Kept(shelf.active)
    with pytest.raises(Unavailable):
        await kept.now()
    shelf.error = None
    assert await kept.now() == shelf.homes


async def test_a_turn_that_is_called_off_while_reading_does_not_hold_the_others_up():
    async def read():
        await gate.wait()
        return 7

    gate = asyncio.Event()
    kept = Kept(read)
    first, second = asyncio.create_task(kept.now()), asyncio.create_task(kept.now())
    await asyncio.sleep(0)
    first.cancel()
    gate.set()
    assert await second == 7
