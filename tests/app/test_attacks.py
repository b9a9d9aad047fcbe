"""What an attacker tried: floods, seconds of another century, numbers of agents, pages of other sites."""

import json
import time
from datetime import timedelta

import pytest
from office import LUCIA, MARTA, OPEN, Office, a_text, an_echo, post

from app.assistant.privacy import masked
from app.listening import MOST_AT_ONCE
from app.whatsapp.payload import split
from panelin import consent
from panelin.languages import detect, matching

HOSTILE = ["1." * 2048, "x" * 4096, "+34 " * 1024, "a@" * 2048, "1" * 4096, "¿baja? " * 585, "🏠" * 4096, "quiero " * 585]
MATCHERS = [
    matching.wants_person,
    matching.is_complaint,
    matching.asks_data_rights,
    matching.asks_if_machine,
    consent.consent_word,
    detect.detected,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:6])
def test_no_text_keeps_the_fast_paths_busy(text):
    started = time.process_time()
    for matcher in MATCHERS:
        matcher(text[:1000])
    masked(text)
    assert time.process_time() - started < 1


async def test_a_flood_is_heard_in_portions_and_nobody_else_waits(office):
    flood = await office.gets(*(a_text(f"m{n}") for n in range(MOST_AT_ONCE + 10)))
    other = await office.gets(a_text("hola", "34600000002"))
    await office.works((*flood, *other))
    assert len(office.said("34600000002")) == 1
    assert (await office.store.peek(await office.chat())) == ()


@pytest.mark.promise("P5")
async def test_a_second_of_another_century_opens_no_window_for_ever(office):
    await office.works(await office.gets(a_text("hola", at=OPEN + timedelta(days=4000))))
    assert (await office.chat()).last_customer_at <= OPEN + timedelta(minutes=5)
    assert len(office.said()) == 1


async def test_an_echo_of_another_century_returns_after_a_day_all_the_same(office):
    await office.hears("hola")
    await office.works(await office.gets(an_echo("Hola", at=OPEN + timedelta(days=365)), field="smb_message_echoes"))
    office.passes(hours=25)
    await office.sweeps(2)
    assert (await office.chat()).handoff is None


@pytest.mark.promise("P9")
async def test_a_change_to_an_agents_number_links_nothing(office):
    await office.hears("hola")
    system = {"body": "changed", "type": "user_changed_number", "wa_id": MARTA}
    changed = {"from": LUCIA, "id": "wamid.change", "timestamp": str(int(OPEN.timestamp())), "type": "system", "system": system}
    await office.works(await office.gets(changed))
    assert (await office.chat()).wa_id == LUCIA


@pytest.mark.promise("P9")
@pytest.mark.parametrize("number", [999, True, ["1055"], "999"])
def test_a_number_that_is_not_ours_is_ignored_whatever_its_type(number):
    body = post(a_text("hola"))
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = number
    found = split(json.dumps(body).encode(), {"1055"})
    assert (found.items, found.ignored["foreign_number"]) == ((), 1)


@pytest.mark.promise("P10")
@pytest.mark.parametrize("words", ["34600000001", "(600) 000001", "0171 1234567", "07700 900123", "６００１２３１２３"])
def test_a_phone_is_masked_however_it_is_written(words):
    assert not any(sign.isdecimal() for sign in masked(f"llámame al {words}"))


@pytest.mark.parametrize("words", ["320.000 €", "1.250.000", "hasta 300000 €", "BS-1042", "78 m²", "2026-11-24"])
def test_what_is_no_phone_stays(words):
    assert masked(words) == words


async def test_a_customer_who_asks_and_asks_gets_a_person_instead_of_the_model(store):
    from dataclasses import replace

    from brisa_sur import BRISA_SUR

    capped = replace(BRISA_SUR, limits=replace(BRISA_SUR.limits, person_turns=3))
    office = Office(store, agency=capped)
    for n in range(5):
        await office.hears(f"pregunta {n}")
    assert len(office.model.asked) == 3
    assert office.said(MARTA) == ["notice: other"]
    office.passes(days=1)
    await office.hears("otra más")
    assert len(office.model.asked) == 4
