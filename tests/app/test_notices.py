"""Agents are told beside WhatsApp by the first channel that works, over real sockets."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, at
from mailroom import mailroom, unvouched_certificate
from scripted_http import answer, scripted

from app.notices import OtherNotices
from panelin.actions import NotifyAgent, Reason, SendSummary
from panelin.agency import Channel, ChannelKind
from panelin.errors import Rejected, Unavailable

EMAIL, WEBHOOK, WHATSAPP = Channel(ChannelKind.EMAIL), Channel(ChannelKind.WEBHOOK, "marta-hook"), Channel(ChannelKind.WHATSAPP)
ASKED = NotifyAgent(MARTA, Reason.NEGOTIATION, 3, at("10:00"), "Lucía Gómez")
SUMMARY = SendSummary(MARTA, "El chat es tuyo.\n\nCliente: Lucía Gómez")


def marta(*channels, **changes):
    return replace(BRISA_SUR.agent(MARTA), notify=channels, **changes)


@pytest.fixture
async def http():
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


@pytest.fixture
def told(http):
    """Tell an agent at 10:12."""

    async def tell(agent, notice=ASKED, *, smtp_url=None, agency=BRISA_SUR, **secrets):
        await OtherNotices(agency, http, smtp_url, secrets.get, lambda: at("10:12")).tell(agent, notice)

    return tell


def smtp(room):
    return f"smtp://127.0.0.1:{room.port}"


async def test_a_notice_by_mail_says_who_asks_why_and_for_how_long(told):
    async with mailroom() as room:
        await told(marta(EMAIL), smtp_url=smtp(room))
    (letter,) = room.letters
    assert letter["To"] == "marta@brisasur.example"
    assert letter["Subject"] == "Piden una persona: un cliente"
    assert letter.get_content().strip() == "Aviso: Lucía Gómez pide una persona: quiere negociar el precio. Espera 12 min."


async def test_a_notice_is_written_in_the_agencys_language(told):
    async with mailroom() as room:
        await told(marta(EMAIL), smtp_url=smtp(room), agency=replace(BRISA_SUR, languages=("de", "en")))
    assert "Lucía Gómez" in room.letters[0].get_content()
    assert "Aviso" not in room.letters[0].get_content()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.CUSTOMER_WAITS, "Lucía Gómez sigue esperando y nadie ha contestado."),
        (Reason.UNDELIVERED, "Un mensaje para Lucía Gómez no ha podido entregarse."),
        (Reason.UNREADABLE, "Un mensaje de Lucía Gómez no se ha podido procesar. Míralo en el teléfono de la agencia."),
    ],
)
async def test_what_nobody_asked_for_is_not_called_a_request(told, reason, words):
    async with mailroom() as room:
        await told(marta(EMAIL), replace(ASKED, reason=reason), smtp_url=smtp(room))
    assert room.letters[0].get_content().strip() == words


async def test_a_fresh_request_has_waited_a_minute_and_a_nameless_customer_is_a_customer(told):
    async with mailroom() as room:
        await told(marta(EMAIL), replace(ASKED, waiting_since=at("10:12") + timedelta(hours=9), customer=None), smtp_url=smtp(room))
    assert room.letters[0].get_content().startswith("Aviso: un cliente pide")
    assert "Espera 1 min." in room.letters[0].get_content()


async def test_the_summary_goes_as_it_was_written(told):
    async with mailroom() as room:
        await told(marta(EMAIL), SUMMARY, smtp_url=smtp(room))
    assert room.letters[0].get_content().splitlines() == SUMMARY.body.split("\n")


async def test_a_webhook_is_posted_the_words(told):
    async with scripted([answer("204 No Content", length=-1)]) as hook:
        await told(marta(WEBHOOK), SUMMARY, **{"marta-hook": f"{hook.url}/notices?key=1"})
    head, *_ = hook.asked
    assert head.startswith("POST /notices?key=1 HTTP/1.1")
    assert "content-type: application/json" in head.lower()
    assert f"content-length: {len(json.dumps({'text': SUMMARY.body}, ensure_ascii=False, separators=(',', ':')).encode())}" in head.lower()


async def test_the_first_channel_that_works_is_enough(told):
    async with mailroom() as room, scripted([answer()]) as hook:
        await told(marta(EMAIL, WEBHOOK), smtp_url=smtp(room), **{"marta-hook": hook.url})
    assert (len(room.letters), hook.asked) == (1, [])


async def test_where_the_mail_server_is_down_the_webhook_is_used(told, unused_port):
    async with scripted([answer()]) as hook:
        await told(marta(WHATSAPP, EMAIL, WEBHOOK), smtp_url=f"smtp://127.0.0.1:{unused_port}", **{"marta-hook": hook.url})
    assert len(hook.asked) == 1


@pytest.mark.parametrize("status", ["500 Internal Server Error", "404 Not Found", "302 Found"])
async def test_a_webhook_that_does_not_take_it_is_no_end_while_mail_works(told, status):
    async with mailroom() as room, scripted([answer(status, location="https://elsewhere.example")]) as hook:
        await told(marta(WEBHOOK, EMAIL), smtp_url=smtp(room), **{"marta-hook": hook.url})
    assert (len(hook.asked), len(room.letters)) == (1, 1)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "http://[broken", "carrier-pigeon://loft"])
async def test_a_webhook_that_cannot_be_reached_is_tried_later(told, unused_port, url):
    with pytest.raises(Unavailable, match="did not answer"):
        await told(marta(WEBHOOK), **{"marta-hook": url.format(port=unused_port)})


async def test_a_webhook_that_refuses_says_so_with_its_status(told):
    async with scripted([answer("503 Service Unavailable")]) as hook:
        with pytest.raises(Unavailable) as refused:
            await told(marta(WEBHOOK), **{"marta-hook": hook.url})
    assert refused.value.code == 503


@pytest.mark.parametrize("fault", ["refuses", "hangs_up"])
async def test_a_letter_that_is_not_taken_is_tried_later_and_its_words_stay_out_of_the_error(told, fault):
    async with mailroom() as room:
        setattr(room, fault, True)
        with pytest.raises(Unavailable) as refused:
            await told(marta(EMAIL), smtp_url=smtp(room))
    assert room.letters == []
    assert not any(secret in str(refused.value) for secret in ("Lucía", "marta@", "127.0.0.1"))


@pytest.mark.parametrize(
    ("agent", "given"),
    [
        (marta(), {}),
        (marta(WHATSAPP), {}),
        (marta(EMAIL), {}),
        (marta(EMAIL, email=None), {"smtp_url": "smtp://127.0.0.1:1"}),
        (marta(WEBHOOK), {"another-hook": "http://127.0.0.1:1"}),
        (marta(Channel(ChannelKind.WEBHOOK)), {"marta-hook": "http://127.0.0.1:1"}),
    ],
)
async def test_an_agent_whom_no_channel_reaches_is_told_by_nobody(told, agent, given):
    with pytest.raises(Rejected) as refused:
        await told(agent, **given)
    assert refused.value.code == "no_channel"


async def test_the_error_of_the_last_channel_tried_is_the_one_that_counts(told, unused_port):
    async with scripted([answer("500 Internal Server Error")]) as hook:
        with pytest.raises(Unavailable, match="webhook answered 500"):
            await told(marta(EMAIL, WEBHOOK, WHATSAPP), smtp_url=f"smtp://127.0.0.1:{unused_port}", **{"marta-hook": hook.url})


@pytest.mark.promise("P9")
async def test_a_password_is_never_sent_in_the_clear(told):
    async with mailroom() as room:
        with pytest.raises(Unavailable):
            await told(marta(EMAIL), smtp_url=f"smtp://panelin%40brisasur.example:hush@127.0.0.1:{room.port}")
    assert not any(line.upper().startswith("AUTH") for line in room.heard)
    assert room.letters == []


@pytest.mark.promise("P9")
async def test_a_mail_server_whose_certificate_nobody_vouches_for_gets_nothing(told, tmp_path):
    async with mailroom(unvouched_certificate(tmp_path)) as room:
        with pytest.raises(Unavailable, match="SSLCertVerificationError"):
            await told(marta(EMAIL), smtp_url=f"smtps://panelin:hush@127.0.0.1:{room.port}")
    assert (room.heard, room.letters) == ([], [])


async def test_a_mail_server_with_a_certificate_that_is_vouched_for_is_told_the_password(told, tmp_path, monkeypatch):
    certificate = unvouched_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    async with mailroom(certificate) as room:
        await told(marta(EMAIL), smtp_url=f"smtps://panelin%40brisasur.example:hush%2Fhush@127.0.0.1:{room.port}")
    (sent,) = [line for line in room.heard if line.startswith("AUTH PLAIN ")]
    assert b64decode(sent.split()[-1]) == b"\0panelin@brisasur.example\0hush/hush"
    assert room.letters[0]["From"] == "panelin@brisasur.example"
