import asyncio
from dataclasses import replace

import pytest
from assistant_bench import Shelf, catalogue_of
from fixture_homes import BS_1042

from app.assistant.catalogue import Kept
from panelin.errors import Unavailable
from panelin.ids import Reference


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


@pytest.mark.parametrize("written", ["BS-1042", "bs-1042", "BS1042", "bs 1042", "1042", " BS-1042 "])
def test_a_home_is_found_as_people_write_its_reference(written):
    assert catalogue_of().find(written) is BS_1042


@pytest.mark.parametrize("written", ["BS-9999", "42", "042", "", "BS", "nerja", "1042b"])
def test_what_is_no_reference_finds_nothing(written):
    assert catalogue_of().find(written) is None


def test_a_number_that_two_homes_share_finds_neither():
    twins = catalogue_of((BS_1042, replace(BS_1042, reference=Reference("AL-1042"))))
    assert twins.find("1042") is None
    assert twins.find("al1042").reference == "AL-1042"


def test_a_reference_that_is_a_number_only_is_found():
    assert catalogue_of((replace(BS_1042, reference=Reference("1042")),)).find("1042").reference == "1042"


@pytest.mark.parametrize(
    "text", ["la ref. 1042", "referencia nº 1042", "Ref 1042 de Idealista", "ref: bs-1042", "mira la BS-1042, por favor."]
)
def test_a_text_names_a_home_by_reference_or_by_a_number_after_ref(text):
    assert catalogue_of().named(text) == (BS_1042,)


@pytest.mark.parametrize("text", ["BS-10421", "xBS-1042", "1042", "hasta 1042 €", ""])
def test_a_reference_inside_another_word_is_none(text):
    assert catalogue_of().named(text) == ()


def test_references_with_slashes_and_dots_are_found():
    odd = replace(BS_1042, reference=Reference("A/12.3-B"))
    assert catalogue_of((odd,)).named("mira la a/12.3-b, por favor.") == (odd,)
