"""What concerns more than one message: the token, the account, the number's pace, the spare template."""

import asyncio
import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from meta_answers import SETTINGS, TOKEN, Meta, ok, refused
from parcels import ANA, NUMBER, WORDING, parcel

from app.whatsapp.outgoing import Wording
from panelin.actions import SendTemplate
from panelin.agency import ApprovedTemplate
from panelin.errors import Rejected, Unavailable


async def test_an_exchanged_token_is_read_once_more_and_the_message_sent_again():
    meta, reads = Meta(refused(190, 401), ok()), []

    async def fresh() -> str:
        reads.append(1)
        return "EAAG-next"

    client = meta.client(fresh_token=fresh)
    assert await client.send(parcel("hola")) == "wamid.OUT"
    assert await client.send(parcel("hola")) == "wamid.OUT"
    assert [request.headers["authorization"] for request in meta.requests] == [f"Bearer {TOKEN}", "Bearer EAAG-next", "Bearer EAAG-next"]
    assert len(reads) == 1


@pytest.mark.parametrize("fresh", [TOKEN, "EAAG-also-wrong"])
async def test_a_token_that_stays_unknown_holds_everything_up(fresh):
    meta, counted = Meta(refused(190, 401)), []

    async def read() -> str:
        return fresh

    client = meta.client(fresh_token=read, count=counted.append)
    for _ in range(5):
        with pytest.raises(Unavailable) as error:
            await client.send(parcel("hola"))
    assert error.value.code == 190
    assert timedelta(seconds=59) < error.value.retry_after <= timedelta(seconds=60)
    assert len(meta.requests) == (1 if fresh == TOKEN else 2)
    assert counted == ["graph.refused.config"]


async def test_what_holds_everything_up_is_tried_again_and_mends():
    client = Meta(refused(131042), ok()).client(replace(SETTINGS, scale=0.005))
    with pytest.raises(Unavailable):
        await client.send(parcel("hola"))
    with pytest.raises(Unavailable):
        await client.send(parcel("hola"))
    await asyncio.sleep(0.35)  # a minute, scaled
    assert [await client.send(parcel("hola")) for _ in range(2)] == ["wamid.OUT"] * 2


async def test_a_pair_limit_holds_nobody_else_up():
    client = Meta(refused(131056), ok()).client()
    with pytest.raises(Unavailable):
        await client.send(parcel("hola"))
    assert await client.send(parcel("hola", ANA)) == "wamid.OUT"


async def test_a_number_that_is_too_fast_slows_down():
    client = Meta(refused(130429), ok()).client(replace(SETTINGS, per_second=40))
    with pytest.raises(Unavailable):
        await client.send(parcel("hola"))
    began = time.monotonic()
    assert [await client.send(parcel("hola")) for _ in range(2)] == ["wamid.OUT"] * 2
    assert time.monotonic() - began > 0.05  # 20 a second from now on, and nothing saved up


async def test_more_than_the_number_may_send_goes_back_to_the_outbox():
    meta = Meta()
    client = meta.client(replace(SETTINGS, per_second=0.2))
    with pytest.raises(Unavailable) as error:
        await client.send(parcel("hola"))
    assert error.value.code == 130429
    assert meta.requests == []


async def test_a_broken_account_is_not_asked_to_type():
    meta = Meta(refused(190, 401))
    client = meta.client()
    with pytest.raises(Unavailable):
        await client.send(parcel("hola"))
    await client.show_typing(NUMBER, "wamid.IN")
    assert len(meta.requests) == 1


SPARE = replace(BRISA_SUR, templates={"aviso": ApprovedTemplate("respuesta_pendiente_v1", "utility", spare="agente_disponible_v1")})


@pytest.mark.parametrize("code", [132001, 132015, 132016])
async def test_a_paused_template_is_sent_under_its_spare(code):
    meta = Meta(refused(code), ok())
    client = meta.client(wording=Wording(SPARE, WORDING.templates))
    assert await client.send(parcel(SendTemplate("aviso", ("Lucía", "BS-1042")))) == "wamid.OUT"
    names = [json.loads(request.content)["template"]["name"] for request in meta.requests]
    assert names == ["respuesta_pendiente_v1", "agente_disponible_v1"]


async def test_a_template_whose_spare_is_paused_too_fails():
    meta = Meta(refused(132015))
    with pytest.raises(Rejected) as error:
        await meta.client(wording=Wording(SPARE, WORDING.templates)).send(parcel(SendTemplate("aviso", ("Lucía", "BS-1042"))))
    assert error.value.code == 132015
    assert len(meta.requests) == 2


async def test_a_text_has_no_spare():
    meta = Meta(refused(132015))
    with pytest.raises(Rejected) as error:
        await meta.client().send(parcel("hola"))
    assert error.value.code == 132015
    assert len(meta.requests) == 1
