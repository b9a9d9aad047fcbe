"""The homes: rows of the sync, what people added, one sync at a time (design section 7)."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from fixture_homes import BS_1042, READ_AT
from kept import write_raw

from panelin.errors import Conflict
from panelin.ids import AgentId, Reference
from panelin.listing import Availability, Extra, Feature, Source, State
from panelin.store.codec import overlay_document
from panelin.store.documents import ListingRow, Overlay

ODD = replace(BS_1042, reference=Reference("Ref. 7/ñ"), text={"es": "Ático"}, features={Feature.ASCENSOR: False})
DOTTED = replace(BS_1042, reference=Reference("..7"), energy=None, photos=())
RESERVED = State(Availability.RESERVADO, Source.DESK, READ_AT)


def a_row(listing, **changes):
    given = {"content_hash": "h1", "feed": "xcp", "file_id": None, "active": True, "seen_at": READ_AT}
    return ListingRow(listing, **(given | changes))


async def test_rows_come_back_as_they_were_written(store):
    rows = {row.listing.reference: row for row in (a_row(BS_1042, file_id="file-1"), a_row(ODD), a_row(DOTTED, active=False))}
    await store.put_rows(list(rows.values()))
    assert {row.listing.reference: row for row in await store.rows()} == rows


async def test_a_row_written_again_replaces_what_was_there(store):
    await store.put_rows([a_row(BS_1042, file_id="file-1")])
    changed = a_row(replace(BS_1042, features={Feature.ASCENSOR: True}, beach_m=None, extras=()), content_hash="h2")
    await store.put_rows([changed])
    (row,) = await store.rows()
    assert replace(row, file_id=None) == changed


async def test_homes_are_read_by_reference_in_the_order_asked_for(store):
    await store.put_rows([a_row(BS_1042), a_row(ODD), a_row(DOTTED, active=False)])
    asked = (ODD.reference, Reference("unknown"), BS_1042.reference, DOTTED.reference, ODD.reference)
    assert await store.listings(asked) == (ODD, BS_1042)
    assert await store.listings(()) == ()


async def test_all_active_homes_are_read_without_those_withdrawn(store):
    assert await store.active() == ()
    await store.put_rows([a_row(BS_1042), a_row(ODD, active=False)])
    assert await store.active() == (BS_1042,)


async def test_overlays_of_the_file_are_laid_over_the_home(store):
    await store.put_rows([a_row(BS_1042)])
    overlay = Overlay(
        BS_1042.reference, state=RESERVED, zone="Costa", district="Burriana", fees_note="gastos aparte", extras=(("garaje", 1_500_000, False),),
        features={"piscina_comunitaria": True, "terraza": False}, agent="javier", dossier_url="https://brisasur.example/d.pdf",
    )  # fmt: skip
    await store.put_overlays([overlay])
    (home,) = await store.listings((BS_1042.reference,))
    assert (home.state, home.price.fees_note, home.agent) == (RESERVED, "gastos aparte", AgentId("javier"))
    assert Extra(Feature.GARAJE, 1_500_000) in home.extras
    assert (home.features[Feature.PISCINA_COMUNITARIA], home.features[Feature.TERRAZA]) == (True, False)
    assert (home,) == await store.active()
    (row,) = await store.rows()
    assert row.listing == BS_1042


async def test_a_new_file_replaces_the_old_one_and_leaves_the_desk_alone(store):
    await store.put_rows([a_row(BS_1042), a_row(ODD)])
    await store.put_overlays([Overlay(BS_1042.reference, district="Burriana"), Overlay(ODD.reference, district="Ñora", agent="javier")])
    at_the_desk = overlay_document(Overlay(BS_1042.reference, state=RESERVED, district="Carabeo"))
    await write_raw(store, "overlays", "BS-1042", desk=at_the_desk)
    await store.put_overlays([Overlay(BS_1042.reference, district="Capistrano", fees_note="IBI aparte")])
    home, odd = await store.listings((BS_1042.reference, ODD.reference))
    assert (home.place.district, home.state, home.price.fees_note) == ("Carabeo", RESERVED, "IBI aparte")
    assert odd == ODD
    await store.put_overlays([])
    (home,) = await store.listings((BS_1042.reference,))
    assert (home.place.district, home.price.fees_note) == ("Carabeo", None)


async def test_a_big_catalogue_is_written_in_slices(store):
    homes = [replace(BS_1042, reference=Reference(f"BS-{n}"), text={"es": "x" * 3_000}) for n in range(250)]
    await store.put_rows([a_row(home) for home in homes])
    assert len(await store.active()) == 250


async def test_one_sync_runs_at_a_time(store):
    runs = await asyncio.gather(*(store.begin_sync(timedelta(minutes=10)) for _ in range(4)))
    assert sum(run is not None for run in runs) == 1
    assert await store.begin_sync(timedelta(minutes=10)) is None


async def test_a_sync_that_ended_makes_room_and_leaves_its_report(store):
    run = await store.begin_sync(timedelta(minutes=10))
    await store.end_sync(run, {"added": 3, "refused": ["BS-9"]})
    (report,) = (await store._engine.get("sync_runs", (run.id,))).found
    assert '"added": 3' in report.plain["report"]
    assert (await store.begin_sync(timedelta(minutes=10))).id != run.id


async def test_a_sync_that_died_is_followed_by_another_and_cannot_end_it(store):
    dead = await store.begin_sync(timedelta(seconds=-1))
    follower = await store.begin_sync(timedelta(minutes=10))
    assert follower is not None
    with pytest.raises(Conflict):
        await store.end_sync(dead, {})
    await store.end_sync(follower, {})


async def test_notes_are_kept_under_any_key_and_the_last_writer_wins(store):
    assert await store.note_of("vector_store") is None
    await store.keep_note("media:https://x/ñ.pdf", {"id": "1"})
    await store.keep_note("media:https://x/ñ.pdf", {"id": "2", "minutes": [1, [2.5]]}, kept_for=timedelta(hours=1))
    assert await store.note_of("media:https://x/ñ.pdf") == {"id": "2", "minutes": [1, [2.5]]}
    await store.keep_note("short", {"x": 1}, kept_for=timedelta(seconds=-1))
    assert await store.note_of("short") is None
    await store.keep_note("short", {"x": 2})
    assert await store.note_of("short") == {"x": 2}


async def test_a_store_that_answers_is_ready(store):
    await store.ready()
