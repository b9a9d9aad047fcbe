"""The client against the sandbox's Graph over a real socket: the same bytes that Meta would get."""

import logging

import httpx
import pytest
from fixture_homes import BS_1042, TODAY
from parcels import ANA, LUCIA, NUMBER, TEMPLATES_FILE, WORDING, parcel
from sandbox_server import SECRETS, sandbox_thread

from app.whatsapp.client import GraphClient
from app.whatsapp.download import download
from app.whatsapp.graph import GraphSettings
from panelin.actions import Choice, SendCard, SendDossier, SendLocation, SendTemplate, SendText
from panelin.cards import card
from panelin.errors import Rejected, Unavailable, Uncertain


@pytest.fixture(scope="module")
def module_sandbox(tmp_path_factory):
    with sandbox_thread(tmp_path_factory.mktemp("graph") / "sandbox.db", TEMPLATES_FILE=str(TEMPLATES_FILE)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(module_sandbox):
    module_sandbox.control("reset")
    return module_sandbox


@pytest.fixture
async def client(sandbox):
    settings = GraphSettings(sandbox.graph_url, "v26.0", SECRETS["WHATSAPP_TOKEN"])
    async with httpx.AsyncClient(trust_env=False) as http:
        yield GraphClient(settings, http, WORDING)


@pytest.mark.parametrize("to", [LUCIA, ANA])
@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (SendText("**Hola** mundo"), "text"),
        (SendText("😀" * 4096), "text"),
        (SendText("¿Sí?", (Choice("v1:si", "Sí"),)), "interactive"),
        (SendText("¿Cuál?", tuple(Choice(f"v1:{n}", str(n)) for n in range(10))), "interactive"),
        (SendCard(card(BS_1042, "es", now=TODAY)), "interactive"),
        (SendLocation("BS-1042", 36.7489, -3.8662, "Ref. BS-1042"), "location"),
        (SendTemplate("respuesta_pendiente", ("Lu\ncía", "BS-1042")), "template"),
    ],
)
async def test_graph_takes_whatever_we_send(sandbox, client, to, action, kind):
    wamid = await client.send(parcel(action, to))
    (sent,) = sandbox.sent()
    assert (sent["wamid"], sent["type"], sent["biz_opaque_callback_data"]) == (wamid, kind, "c1.00000007")
    assert sent["to"] == ("+34600111222" if to is LUCIA else to.value)


async def test_a_document_goes_in_two_phases(sandbox, client):
    media = await client.upload(NUMBER, b"%PDF-1.7 dossier", filename="BS-1042.pdf", mime="application/pdf")
    await client.send(parcel(SendDossier("BS-1042", "https://x.es/d.pdf", "Ático BS-1042.pdf", "Aquí")), media)
    (sent,) = sandbox.sent()
    assert sent["body"]["document"] == {"id": media, "filename": "Ático BS-1042.pdf", "caption": "Aquí"}
    assert (await download(client.graph, NUMBER, media)).content == b"%PDF-1.7 dossier"


@pytest.mark.parametrize(
    ("code", "expected"),
    [(131047, Rejected), (131056, Unavailable), (130429, Unavailable), (190, Unavailable), (131031, Rejected)],
)
async def test_graphs_codes_come_through(sandbox, client, code, expected):
    sandbox.fault("graph", str(code), count=1)
    with pytest.raises(expected) as error:
        await client.send(parcel("hola"))
    assert error.value.code == code
    assert sandbox.sent() == []


@pytest.mark.promise("P7")
async def test_a_reply_that_is_lost_after_the_message_was_accepted_leaves_it_uncertain(sandbox, client):
    sandbox.fault("graph", "lost_reply", count=1)
    with pytest.raises(Uncertain):
        await client.send(parcel("hola"))
    assert len(sandbox.sent()) == 1


@pytest.mark.parametrize(("kind", "value"), [("reset", None), ("status", 500)])
async def test_a_connection_that_breaks_leaves_it_uncertain(sandbox, client, kind, value):
    sandbox.fault("graph", kind, value=value, count=1)
    with pytest.raises(Uncertain):
        await client.send(parcel("hola"))


async def test_a_graph_that_is_not_there_is_unavailable(sandbox):
    async with httpx.AsyncClient(trust_env=False) as http:
        client = GraphClient(GraphSettings("http://127.0.0.1:9", "v26.0", "t"), http, WORDING)
        with pytest.raises(Unavailable):
            await client.send(parcel("hola"))


async def test_typing_is_seen_by_the_person(sandbox, client):
    wamid = sandbox.say("34600111222", "hola")
    await client.show_typing(NUMBER, wamid)
    assert sandbox.requests("graph")[-1]["status"] == 200


@pytest.mark.promise("P10")
async def test_the_token_is_in_no_address_and_no_log_line(sandbox, client, caplog):
    caplog.set_level(logging.DEBUG)
    await client.send(parcel("hola"))
    sandbox.fault("graph", "131026", how="reply", count=1)
    with pytest.raises(Rejected):
        await client.send(parcel("hola"))
    assert SECRETS["WHATSAPP_TOKEN"] not in str(sandbox.requests("graph")) + caplog.text
    assert "34600111222" not in caplog.text
