"""The state that the phone page shows: read-only, and what was decided without anybody's words."""

import json

import httpx
import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, a_chat, a_text, an_answer, answering, at
from office import LUCIA, Office, an_echo
from office import a_text as a_message
from starlette.applications import Starlette

from app.inspection import MOST_DECISIONS, Witness, inspection_routes
from panelin.decide import decide
from panelin.events import TextReceived, TimePassed
from panelin.ids import MessageId


@pytest.fixture
def witness():
    return Witness()


@pytest.fixture
async def watched(store, witness):
    """One process whose decisions are seen."""
    office = Office(store)
    office.parts.saw = witness.saw
    yield office
    await office.workers.close()


@pytest.fixture
async def page(watched, witness):
    """What the phone page asks with."""
    routes = inspection_routes(watched.store, witness, lambda: watched.business_now, BRISA_SUR)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://127.0.0.1:8080") as client:
        yield client


async def state_of(page, office):
    return (await page.get(f"/inspect/conversations/{(await office.chat()).id}")).json()


async def test_before_anybody_has_written_there_is_nobody(page):
    assert (await page.get("/inspect/conversations")).json() == []


async def test_everybody_is_listed_with_the_state_of_their_chat(page, watched):
    await watched.hears("hola, busco un piso en Nerja")
    (chat,) = (await page.get("/inspect/conversations")).json()
    assert chat == {
        "id": (await watched.chat()).id,
        "wa_id": LUCIA,
        "bsuid": None,
        "name": "Lucía",
        "handoff": None,
        "answering": False,
        "opted_out": False,
        "language": "es",
    }


async def test_who_has_the_chat_and_who_has_left_is_seen(page, watched):
    await watched.hears("quiero hablar con un agente", "baja")
    (chat,) = (await page.get("/inspect/conversations")).json()
    assert (chat["handoff"], chat["opted_out"]) == ("requested", True)
    await watched.works(await watched.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes"))
    (chat,) = (await page.get("/inspect/conversations")).json()
    assert chat["handoff"] == "taken"


async def test_one_chat_is_shown_whole(page, watched):
    await watched.hears("hola")
    state = await state_of(page, watched)
    assert set(state) == {"now", "store_now", "conversation", "inbox", "outbox", "decisions"}
    assert state["now"] == watched.business_now.isoformat()
    assert (state["conversation"]["ai_active"], state["conversation"]["wa_id"]) == (True, LUCIA)
    (item,), (record,) = state["inbox"], state["outbox"]
    assert (item["state"], item["seq"], item["attempts"], item["due_at"]) == ("done", 1, 0, None)
    assert (record["state"], record["seq"], record["voice"], record["action"], record["attempt"]) == ("sent", 2, "assistant", "SendText", 1)
    assert record["wamid"].startswith("wamid.out")


async def test_what_waits_is_shown_with_what_was_heard(page, watched):
    await watched.hears("hola")
    await watched.gets(a_message("¿sigues ahí?"))
    heard, waiting = (await state_of(page, watched))["inbox"]
    assert (heard["state"], waiting["state"], waiting["seq"]) == ("done", "new", None)
    assert waiting["due_at"] > waiting["received_at"]


async def test_a_chat_that_is_taken_is_shown_as_such(page, watched):
    await watched.hears("hola")
    await watched.works(await watched.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes"))
    assert (await state_of(page, watched))["conversation"]["ai_active"] is False


async def test_at_night_the_assistant_is_shown_to_speak_though_a_person_was_asked_for(page, watched):
    watched.passes(hours=12)
    await watched.hears("quiero hablar con un agente")
    assert (await state_of(page, watched))["conversation"]["ai_active"] is True
    watched.passes(hours=10, minutes=35)
    assert (await state_of(page, watched))["conversation"]["ai_active"] is False


@pytest.mark.promise("P9")
@pytest.mark.parametrize("path", ["/inspect/conversations", "/inspect/conversations/c1"])
@pytest.mark.parametrize("headers", [{"host": "panelin.example"}, {"origin": "https://panelin.example"}, {"host": "127.0.0.1.example"}])
async def test_a_page_of_another_site_sees_nothing(page, watched, path, headers):
    await watched.hears("hola")
    reply = await page.get(path, headers=headers)
    assert (reply.status_code, reply.json()) == (403, {"error": "only on this machine"})
    assert (await page.get("/inspect/conversations", headers={"origin": "http://localhost:8090"})).status_code == 200


@pytest.mark.promise("P9")
@pytest.mark.parametrize("path", ["/inspect/conversations", "/inspect/conversations/c1"])
async def test_another_machine_sees_nothing_by_whatever_name_it_asks(watched, witness, path):
    routes = inspection_routes(watched.store, witness, lambda: watched.business_now, BRISA_SUR)
    elsewhere = httpx.ASGITransport(Starlette(routes=routes), client=("203.0.113.7", 4711))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://127.0.0.1:8080") as client:
        assert (await client.get(path)).status_code == 403


async def test_an_unknown_chat_is_said_to_be_none(page):
    reply = await page.get("/inspect/conversations/nobody")
    assert (reply.status_code, reply.json()) == (404, {"error": "no such conversation"})


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_changed_from_here(page, method):
    assert (await page.request(method, "/inspect/conversations")).status_code == 405
    assert (await page.request(method, "/inspect/conversations/c1")).status_code == 405


async def test_the_decisions_of_a_chat_are_told_in_order(page, watched):
    await watched.hears("hola")
    decisions = (await state_of(page, watched))["decisions"]
    assert [(each["event"], each["result"], each["need"]) for each in decisions] == [
        ("TextReceived", "changes", None),
        ("TimePassed", "asks the assistant", "AskAssistant"),
        ("AssistantAnswered", "acts", None),
    ]
    assert decisions[-1]["actions"] == ["SendText"]


def seen(witness, chat, event, now="10:00"):
    decision = decide(chat, event, now=at(now), agency=BRISA_SUR)
    witness.saw(chat, event, decision, at(now))
    return witness.of("c1")[-1]


def test_what_changed_nothing_was_dropped(witness):
    assert seen(witness, a_chat(), TimePassed())["result"] == "dropped"
    assert seen(witness, answering(a_chat(), "hola"), an_answer(turn=7))["result"] == "dropped"


def test_who_has_the_word_stands_beside_each_decision(witness):
    note = seen(witness, a_chat(taken_by=MARTA), a_text("hola"))
    assert (note["handoff"], note["rev"], note["turn"]) == ("Taken", 1, 0)
    assert note["at"] == at("10:00").isoformat()


@pytest.mark.promise("P10")
def test_of_the_words_nothing_is_kept(witness):
    chat = a_chat(name="Lucía Gómez")
    seen(witness, chat, TextReceived(MessageId("wamid.1"), at("10:00"), "quiero hablar con una persona, soy Lucía"))
    told = json.dumps(witness.of("c1"))
    assert not any(secret in told for secret in ("Lucía", "persona, soy", "34600000001"))


def test_only_the_newest_decisions_are_remembered_and_each_chat_has_its_own(witness):
    for _ in range(MOST_DECISIONS + 5):
        seen(witness, a_chat(), TimePassed())
    assert len(witness.of("c1")) == MOST_DECISIONS
    assert witness.of("c2") == []
