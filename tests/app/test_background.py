"""The vendors are built for the first turn, not for the first webhook, and once; the end has an order."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from brisa_sur import BRISA_SUR
from office import Mailbox, ScriptedMeta, ScriptedModel, a_text, echo

from app.background import HEAVY, Vendors, running
from panelin.errors import Unavailable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def built():
    return []


@pytest.fixture
def vendors(built):
    def build(name, vendor):
        def once():
            built.append(name)
            return vendor

        return once

    return Vendors(build("model", ScriptedModel()), build("meta", ScriptedMeta()), build("mail", Mailbox()))


async def test_nothing_is_built_before_it_is_wanted(vendors, built):
    assert built == []
    await vendors.show_typing("1055", "wamid.A")
    assert built == ["meta"]


async def test_each_vendor_is_built_once(vendors, built):
    for _ in range(2):
        await vendors.show_typing("1055", "wamid.A")
        await vendors.send("parcel")
        await vendors.forget("conv_1")
        await vendors.tell(BRISA_SUR.agent("marta"), "a notice")
    assert sorted(built) == ["mail", "meta", "model"]


def test_what_only_turns_want_is_not_imported_by_the_time_the_webhook_answers():
    late = {"httpx", "rich", "app.whatsapp.client", "app.assistant.responses_api", "smtplib"}
    program = f"import app.__main__, sys; print(sorted({late!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


async def test_a_file_is_uploaded_by_whoever_sends(vendors, built):
    with pytest.raises(NotImplementedError):  # the scripted Meta takes no files
        await vendors.upload("1055", b"%PDF", filename="d.pdf", mime="application/pdf")
    assert built == ["meta"]


async def test_the_model_is_asked_with_the_proof_that_the_turn_is_still_ours(vendors, office):
    await office.hears("hola")
    (question,) = office.model.asked

    async def still_ours():
        return True

    assert (await vendors.answer(question, still_ours=still_ours)).text == "hola"


def test_what_is_warmed_can_be_imported():
    assert [name for name in HEAVY if find_spec(name) is None] == []


def test_the_heavy_parts_are_imported_a_moment_after_the_start_without_being_asked():
    program = """
import asyncio, sys
from app import background

async def main():
    background.WARM_AFTER = 0.05
    before = "openai" in sys.modules
    await background._warm()
    print(before, "openai" in sys.modules, "app.whatsapp.client" in sys.modules)

asyncio.run(main())
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False True True"


class Ended:
    """Clock, counts and store that write down when they end."""

    def __init__(self, office):
        self.order, self._office = [], office

    def __getattr__(self, name):
        return getattr(self._office.store, name)

    async def follow(self):
        try:
            await asyncio.sleep(60)
        finally:
            self.order.append("clock")

    async def tell(self):
        await asyncio.sleep(60)

    def flush(self):
        self.order.append("counts")

    async def close(self):
        self.order.append("store")


def process(office, ended, *, sweep_every=0.5):
    """What `running` keeps going beside the requests of an office."""
    return running(ended, office.workers, ended, ended, sweep_every=sweep_every)


@pytest.mark.promise("P1")
async def test_at_the_end_nothing_new_begins_turns_finish_then_the_store_is_left_and_the_counts_are_told(office):
    ended, asked = Ended(office), asyncio.Event()

    async def slow(question):
        asked.set()
        await asyncio.sleep(0.1)
        ended.order.append("answer")
        return echo(question)

    office.model.answers = [slow]
    async with process(office, ended):
        office.workers.nudge(await office.gets(a_text("hola")))
        await asyncio.wait_for(asked.wait(), 5)
    assert ended.order == ["clock", "answer", "store", "counts"]
    assert len(office.said()) == 1
    office.workers.nudge(await office.gets(a_text("¿hay alguien?", who="34600000002")))
    await office.works()
    assert len(office.model.asked) == 1


async def test_an_error_while_serving_ends_in_the_same_order(office):
    ended = Ended(office)
    with suppress(ZeroDivisionError):
        async with process(office, ended):
            await asyncio.sleep(0)
            raise ZeroDivisionError
    assert ended.order == ["clock", "store", "counts"]


@pytest.mark.promise("P1")
async def test_while_it_runs_the_sweep_finds_what_no_nudge_told(office):
    async with process(office, Ended(office)):
        await office.gets(a_text("hola"))
        for _ in range(200):
            if office.said():
                break
            await asyncio.sleep(0.05)
    assert len(office.said()) == 1


async def test_customers_are_promised_the_measured_minutes_from_the_start_on(office):
    await office.store.keep_note("reply_minutes:ventas", {"minutes": [4] * 10})
    async with process(office, Ended(office)):
        for _ in range(100):
            if office.parts.agency.teams["ventas"].reply_minutes == 4:
                break
            await asyncio.sleep(0.02)
    assert office.parts.agency.teams["ventas"].reply_minutes == 4


async def test_minutes_that_cannot_be_read_now_are_the_teams_own(office):
    asked = asyncio.Event()

    class Away(Ended):
        async def note_of(self, key):
            asked.set()
            raise Unavailable("down")

    async with process(office, Away(office)):
        await asyncio.wait_for(asked.wait(), 5)
    assert office.parts.agency.teams["ventas"].reply_minutes == 15
