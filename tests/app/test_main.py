"""The process as it is composed: addresses, the way from a signed POST to Meta, the start that is refused, the end by SIGTERM."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from meta_posts import change, post, signature, text
from sandbox_server import SECRETS, sandbox_thread

from app.__main__ import VECTOR_STORE, create_app
from app.settings import read
from panelin.store.open_store import open_store

ROOT = Path(__file__).resolve().parents[2]
FILES = {"AGENCY_FILE": str(ROOT / "agency.toml"), "TEMPLATES_FILE": str(ROOT / "templates.toml")}
OPENAI = {"OPENAI_API_KEY": "sandbox", "OPENAI_MODEL": "sandbox-echo"}
LOCAL = {**SECRETS, **FILES, **OPENAI, "GRAPH_BASE_URL": "http://127.0.0.1:1/graph", "OPENAI_BASE_URL": "http://127.0.0.1:1/openai/v1"}


@pytest.fixture
def outside(tmp_path):
    """Meta and OpenAI, as the sandbox plays them."""
    with sandbox_thread(tmp_path / "sandbox.db", TEMPLATES_FILE=FILES["TEMPLATES_FILE"]) as sandbox:
        yield sandbox


@asynccontextmanager
async def process(store_url, **environment):
    """A process in this one, with a client that asks it."""
    emulator = os.environ.get("FIRESTORE_EMULATOR_HOST", "")
    settings = read({**LOCAL, "STORE_URL": store_url, "FIRESTORE_EMULATOR_HOST": emulator, **environment})
    store = open_store(settings.store_url, time_scale=settings.time_scale)
    app = create_app(settings, store)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        client.store = store
        yield client


async def delivers(client, words, *, secret=SECRETS["APP_SECRET"]):
    """Meta delivers a text."""
    body = post(change(number=SECRETS["PHONE_NUMBER_ID"], messages=[text(f"wamid.{words}", words, timestamp=str(int(time.time())))]))
    return await client.post("/webhook", content=body, headers={"X-Hub-Signature-256": signature(body, secret)})


@pytest.mark.parametrize("told", ["by a setting", "by the sync", "by nobody"])
async def test_a_signed_post_becomes_an_answer_at_meta(outside, store_url, told):
    urls = {"GRAPH_BASE_URL": outside.graph_url, "OPENAI_BASE_URL": f"{outside.url}/openai/v1"}
    made = outside.client.post("/openai/v1/vector_stores", json={"name": "homes"}, headers={"Authorization": "Bearer sandbox"}).json()
    setting = {"OPENAI_VECTOR_STORE_ID": made["id"]} if told == "by a setting" else {}
    async with process(store_url, **urls, **setting, TIME_SCALE="0.2") as client:
        if told == "by the sync":
            await client.store.keep_note(VECTOR_STORE, {"id": made["id"]})
        assert (await delivers(client, "hola")).status_code == 200
        (message,) = await asyncio.to_thread(outside.wait_for_sent, 1)
    assert message["to"].lstrip("+") == "34600111222"
    assert str(message["text"]).endswith("hola")
    asked = [request["body"] for request in outside.requests("openai") if request["path"].endswith("/responses")]
    named = [tool["vector_store_ids"] for tool in asked[0]["tools"] if tool["type"] == "file_search"]
    assert named == ([] if told == "by nobody" else [[made["id"]]])


async def test_the_challenge_the_health_and_the_release_are_answered(store_url):
    async with process(store_url) as client:
        query = {"hub.mode": "subscribe", "hub.verify_token": SECRETS["VERIFY_TOKEN"], "hub.challenge": "1158201444"}
        assert (await client.get("/webhook", params=query)).text == "1158201444"
        assert [(await client.get(path)).status_code for path in ("/health/startup", "/health/live", "/health/ready", "/version")] == [
            200
        ] * 4


@pytest.mark.promise("P9")
@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/openapi.json", "/inspect/conversations", "/inspect/conversations/c1", "/sweep"])
async def test_nothing_else_is_public(store_url, path):
    async with process(store_url) as client:
        assert (await client.get(path)).status_code == 404


@pytest.mark.promise("P9")
async def test_a_post_that_meta_did_not_sign_is_refused_and_the_old_secret_counts_during_a_rotation(store_url):
    async with process(store_url, APP_SECRET_PREVIOUS="the-old-one") as client:
        assert (await delivers(client, "hola", secret="a-guess")).status_code == 401
        assert (await delivers(client, "hola", secret="the-old-one")).status_code == 200


async def test_the_state_is_shown_where_it_is_asked_for(store_url):
    async with process(store_url, INSPECT="on", TIME_SCALE="0.05") as client:
        await delivers(client, "quiero hablar con un agente")
        for _ in range(100):
            (chat,) = (await client.get("/inspect/conversations")).json() or [{}]
            if chat.get("handoff"):
                break
            await asyncio.sleep(0.05)
        decisions = (await client.get(f"/inspect/conversations/{chat['id']}")).json()["decisions"]
    assert chat["handoff"] == "requested"
    assert decisions[0]["event"] == "TextReceived"


def a_process(tmp_path, **environment):
    """`python -m app` and nothing in its environment but what it is told."""
    told = {"PATH": os.environ["PATH"], "STORE_URL": f"sqlite:///{tmp_path}/panelin.db", "HOST": "127.0.0.1", **environment}
    return subprocess.Popen([sys.executable, "-m", "app"], cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_start_without_settings_ends_with_two_and_one_message_that_names_them_all(tmp_path):
    with a_process(tmp_path) as running:
        out, told = running.communicate(timeout=20)
    assert (running.returncode, out) == (2, "")
    assert told.startswith("Cannot start:\n")
    for name in ("VERIFY_TOKEN", "APP_SECRET", "WHATSAPP_TOKEN", "PHONE_NUMBER_ID", "OPENAI_API_KEY"):
        assert f"  {name} is missing: " in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"STORE_URL": "postgres://somewhere"}, "STORE_URL"),
        ({"FAILPOINTS": "a.sent=explode"}, "FAILPOINTS"),
        ({"PORT": "99999"}, "PORT"),
    ],
)
def test_a_start_with_a_malformed_setting_ends_with_two_and_no_traceback(tmp_path, fault, told):
    with a_process(tmp_path, **{**LOCAL, "PORT": "0", **fault}) as running:
        _, said = running.communicate(timeout=20)
    assert running.returncode == 2
    assert said.startswith(f"Cannot start:\n  {told}")
    assert not any(secret in said for secret in ("Traceback", *SECRETS.values()))


def test_a_taken_port_is_said_with_its_remedy(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken, a_process(tmp_path, **LOCAL, PORT=str(taken.getsockname()[1])) as running:
        _, said = running.communicate(timeout=20)
        assert (running.returncode, "is taken by another process" in said) == (2, True)


@pytest.mark.promise("P11")
def test_with_meta_and_the_model_away_it_starts_at_once_and_ends_with_zero_when_it_is_told(tmp_path, unused_port):
    with a_process(tmp_path, **LOCAL, PORT=str(unused_port)) as running:
        ready = f"http://127.0.0.1:{unused_port}/health/ready"
        for _ in range(200):
            try:
                assert httpx.get(ready, trust_env=False).status_code == 200
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                break
        running.send_signal(signal.SIGTERM)
        assert running.wait(9) == 0
        assert "Traceback" not in running.stderr.read()
