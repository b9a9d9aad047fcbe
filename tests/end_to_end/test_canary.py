"""No phone, name, text, e-mail or token in a log line or a document id, whatever is said and whatever breaks (promise P10)."""

import asyncio
import sys
import time

import pytest
from quoting_proxy import quoting_proxy
from sandbox_server import ROOT, SECRETS
from town import MARTA, to, town

from panelin.store.engine import Query
from panelin.store.open_store import open_store
from panelin.store.queries import COLLECTIONS

PHONE, BSUID, NAME, WORD = "34655907315", "ES.90731577310945", "Zafirina Quetzal", "perlucidaria"
EMAIL, KEY, PASSWORD = "zafirina@quetzal.example", "sk-quetzal-4f1e", "clave-quetzal"
TOKENS = [SECRETS[name] for name in ("APP_SECRET", "WHATSAPP_TOKEN", "VERIFY_TOKEN")]
CANARIES = [PHONE, PHONE[2:], BSUID, BSUID[3:], *NAME.split(), WORD, EMAIL, EMAIL.replace("@", "%40"), KEY, PASSWORD, *TOKENS, MARTA]
GRAPH_ERRORS = [(400, 131009), (400, 131026), (400, 131056), (429, 130429), (500, 1), (503, 2), (401, 190)]
OPENAI_ERRORS = [
    (400, "invalid_prompt"),
    (404, None),
    (409, "conversation_locked"),
    (429, "rate_limit_exceeded"),
    (500, None),
    (401, "invalid_api_key"),
]


@pytest.fixture
def place(tmp_path, store_url):
    """A town whose vendors quote, and whose processes are as talkative as they can be."""
    with town(tmp_path, store_url, PYTHONDEVMODE="1", OPENAI_API_KEY=KEY) as opened:
        graph, openai = opened.environment["GRAPH_BASE_URL"], opened.environment["OPENAI_BASE_URL"]
        with quoting_proxy(graph) as opened.graph, quoting_proxy(openai) as opened.openai:
            opened.environment |= {"GRAPH_BASE_URL": opened.graph.url, "OPENAI_BASE_URL": opened.openai.url}
            opened.stop()
            opened.start()
            yield opened


def says(place, words, who=PHONE, **more):
    """Our canary writes."""
    return place.does("text", who, text=f"{words} {WORD}", name=NAME, **more)


def everybody_says(place, people):
    """Each of them has our canary's number with a digit more."""
    before = len(place.sandbox.sent())
    for digit in range(people):
        place.sandbox.say(f"{PHONE}{digit}", f"busco piso en torrox {WORD}", name=NAME)
    place.quiet(before)


def a_whole_acquaintance(place):
    """A search, a person called, a tap, words from the phone app, the way back, an opt-out, a contact without a number."""
    assert "BS-1077" in " ".join(to(PHONE, says(place, f"hola, busco piso en nerja, 2 hab, hasta 300. Soy {NAME}, {EMAIL}")))
    says(place, "busco casa en frigiliana", BSUID)
    place.clock("2026-11-24 11:00")
    messages = place.does("text", PHONE, text="quiero hablar con un agente", name=NAME)
    (notice,) = [message for message in messages if message["to"].lstrip("+") == MARTA]
    assert to(MARTA, place.does("template_button", MARTA, text="Lo cojo yo", payload=notice["choices"][0]["payload"]))
    says(place, f"me llamo {NAME}")
    place.does("echo", PHONE, text=f"Hola {NAME}, te escribo a {EMAIL} ({WORD}). Te dejo con el asistente.")
    place.does("text", PHONE, text="BAJA", name=NAME)
    assert place.chat(PHONE)["conversation"]["name"] == NAME


def vendors_quote(place):
    """Graph and OpenAI refuse, fail and forbid, and quote what they were sent; many namesakes write at once."""
    place.graph.errors = GRAPH_ERRORS * 2  # typing, and the answer
    everybody_says(place, len(GRAPH_ERRORS))
    place.openai.errors, place.openai.where = OPENAI_ERRORS * 2, "/responses"
    everybody_says(place, len(OPENAI_ERRORS))
    place.openai.errors = []
    quoted = " ".join(place.graph.quoted + place.openai.quoted)
    assert [canary for canary in (PHONE, WORD, KEY, "test-graph-token") if canary not in quoted] == []


def nobody_foresaw_it(place):
    """What cannot be heard, written, stored or awaited; what is no message at all."""
    place.command = [sys.executable, str(ROOT / "tests/gossiping_app.py")]
    for form in ("text", "json"):
        place.stop()
        place.start(LOG_FORMAT=form)
        place.sandbox.say(f"{PHONE}9", f"veneno {WORD}", name=NAME)
        place.sandbox.say(PHONE, kind="raw", message={"type": "text", "timestamp": "nunca", "text": {"body": WORD}})
        place.sandbox.say(PHONE, kind="raw", message={"type": WORD, "from": BSUID})
        for word in ("averia", "portazo", "olvido"):
            place.sandbox.say(PHONE, f"{word} {WORD}", name=NAME)
            time.sleep(2)  # a turn, and whatever it leaves behind
    told = place.logs.read_text()
    assert told.count("ValueError") >= 2
    assert told.count("RuntimeError") >= 4


def syncs_badly(place):
    """The nightly job with a feed that wants a password, and with vendors that quote."""
    feed = place.environment["FEEDS"]
    told = [place.sync(FEEDS=feed.replace("http://", f"http://{WORD}:{PASSWORD}@").replace("xcp.xml", f"nada.xml?token={PASSWORD}"))]
    place.openai.errors = [(401, "invalid_api_key")] * 50
    place.sandbox.control("clock", {"advance": 3600})
    told.append(place.sync(OPENAI_VECTOR_STORE_ID="vs_of_somebody_else"))
    place.openai.errors = []
    assert told[0].returncode != 0
    return "".join(each.stdout + each.stderr for each in told)


async def document_ids(store_url):
    """The id of every document."""
    store = open_store(store_url)
    try:
        found = [(await store._engine.query(Query(name, expired=True))).found for name in COLLECTIONS]
        return [document.id for each in found for document in each]
    finally:
        await store.close()


def hits(lines):
    """Where a canary sings."""
    return [line for line in lines if any(canary.lower() in line.lower() for canary in CANARIES)]


@pytest.mark.promise("P10")
def test_no_canary_sings_in_a_log_line_or_a_document_id(place, store_url):
    a_whole_acquaintance(place)
    vendors_quote(place)
    nobody_foresaw_it(place)
    synced = syncs_badly(place)
    place.stop()
    lines = [*place.logs.read_text().splitlines(), *synced.splitlines()]
    assert len(lines) > 20
    assert hits(lines) == []
    ids = asyncio.run(document_ids(store_url))
    assert len(ids) > 30
    assert hits(ids) == []
