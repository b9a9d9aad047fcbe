"""The vendors are built for the first turn, not for the first webhook, and once."""

import subprocess
import sys
from pathlib import Path

import pytest
from brisa_sur import BRISA_SUR
from office import Mailbox, ScriptedMeta, ScriptedModel

from app.background import Vendors

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
