"""What customers are promised is what the team has really needed."""

from dataclasses import replace

from office import OPEN, Office, a_tap

from app.reply_times import measured, note_takeover
from panelin.conversation import Taken


async def takes(office, minutes, who):
    """A request that is taken after so many minutes."""
    await office.hears("quiero hablar con un agente", who=who)
    chat = await office.chat(who)
    office.passes(minutes=minutes)
    await office.works(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}", at=office.business_now)))
    office.passes(minutes=-minutes)


async def test_fewer_than_ten_takeovers_leave_the_teams_own_figure(office):
    await takes(office, 3, "34600000031")
    assert (await measured(office.store, office.parts.agency)).teams["ventas"].reply_minutes == 15


async def test_the_median_of_the_last_ten_is_promised(office):
    for n, minutes in enumerate([99, 4, 4, 4, 4, 4, 8, 8, 8, 8, 8]):
        await takes(office, minutes, f"346000000{40 + n}")
    agency = await measured(office.store, office.parts.agency)
    assert agency.teams["ventas"].reply_minutes == 6
    assert agency.teams["alquiler"].reply_minutes == 15
    later = Office(office.store, agency=agency)
    await later.hears("quiero hablar con un agente", who="34600000077")
    assert "normalmente tardan menos de 6 min" in later.said("34600000077")[0]


async def test_minutes_run_in_open_time_only(office):
    office.business_now = office.business_now.replace(hour=12, minute=55)  # 13:55; closed from 14:00 to 16:30
    for n in range(10):
        await takes(office, 160, f"346000000{60 + n}")
    assert (await measured(office.store, office.parts.agency)).teams["ventas"].reply_minutes == 10


async def test_a_takeover_that_nobody_asked_for_is_no_measure(office):
    await office.hears("hola")
    chat = await office.chat()
    await office.works(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}")))
    assert await office.store.note_of("reply_minutes:ventas") is None


async def test_a_team_that_is_gone_has_no_minutes(office):
    await office.hears("quiero hablar con un agente")
    chat = await office.chat()
    left = {name: team for name, team in office.parts.agency.teams.items() if name != "ventas"}
    await note_takeover(office.store, chat, replace(chat, handoff=Taken("marta", OPEN, OPEN)), replace(office.parts.agency, teams=left))
    assert await office.store.note_of("reply_minutes:ventas") is None


async def test_a_note_that_is_no_list_of_minutes_counts_for_nothing(office):
    await office.store.keep_note("reply_minutes:ventas", {"minutes": "many"})
    assert (await measured(office.store, office.parts.agency)).teams["ventas"].reply_minutes == 15
