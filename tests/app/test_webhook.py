import json
import subprocess
import sys
from pathlib import Path

import pytest
from meta_posts import LUCIA, NUMBERS, RECORD, change, post, sample, samples, status, text
from webhook_bench import SETTINGS, Shelf, Webhook

from app.webhook import WebhookSettings
from app.whatsapp.payload import item_id, split
from panelin.errors import Misconfigured
from panelin.store.documents import ItemState

CHALLENGE = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "test-verify-token"}


@pytest.fixture
def webhook():
    return Webhook(Shelf())


async def test_the_challenge_comes_back_verbatim_as_plain_text(webhook):
    answer = await webhook.client.get("/webhook", params=CHALLENGE)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.promise("P9")
@pytest.mark.parametrize(
    "changed",
    [
        {"hub.verify_token": "test-verify-toke"},
        {"hub.verify_token": "TEST-VERIFY-TOKEN"},
        {"hub.verify_token": "ñ"},
        {"hub.verify_token": ""},
        {"hub.verify_token": None},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": None},
        {"hub.challenge": None},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 2000},
    ],
)
async def test_anything_wrong_with_a_challenge_is_403(webhook, changed):
    query = {name: value for name, value in (CHALLENGE | changed).items() if value is not None}
    answer = await webhook.client.get("/webhook", params=query)
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.promise("P1")
async def test_a_message_is_stored_before_it_is_answered_and_nudged_after(webhook):
    answer = await webhook.post(sample("text"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert list(webhook.inbox.items) == [item_id("messages", "wamid.text")]
    assert [item.id for item in webhook.nudged] == list(webhook.inbox.items)


@pytest.mark.promise("P2")
async def test_a_duplicate_is_nudged_again_but_stored_once(webhook):
    body = sample("text")
    other_bytes = json.dumps(json.loads(body), ensure_ascii=False, indent=7).encode()
    for copy in (body, other_bytes):
        assert (await webhook.post(copy)).status_code == 200
    assert len(webhook.inbox.items) == 1
    assert len(webhook.nudged) == 2


async def test_a_status_of_ours_is_noted_and_starts_nothing(webhook):
    counted = {}
    webhook = Webhook(Shelf(), WebhookSettings("t", ("test-app-secret",), NUMBERS, count=counted.__setitem__))
    assert (await webhook.post(post(change(statuses=[status("sent"), status("delivered")])))).status_code == 200
    assert [delivery.record for delivery in webhook.inbox.deliveries] == [RECORD, RECORD]
    assert webhook.nudged == []
    assert counted == {"webhook.status.unknown_record": 1}


async def test_what_is_not_for_us_is_counted(webhook):
    counted = {}
    webhook = Webhook(Shelf(), WebhookSettings("t", ("test-app-secret",), NUMBERS, count=counted.__setitem__))
    await webhook.post(post(change("history"), change("standby"), change("dreams"), change("nightmares"), change(number="999")))
    assert counted == {
        "webhook.ignored.field.history": 1,
        "webhook.ignored.field.standby": 1,
        "webhook.ignored.field.other": 2,
        "webhook.ignored.foreign_number": 1,
    }


@pytest.mark.promise("P1")
async def test_a_dead_letter_is_stored_with_its_siblings_and_wakes_nobody(webhook):
    assert (await webhook.post(post(change(messages=[text("w1"), "broken", text("w3")], contacts=[LUCIA])))).status_code == 200
    assert len(webhook.inbox.items) == 3
    assert [item.id for item in webhook.nudged] == [item_id("messages", "w1"), item_id("messages", "w3")]


@pytest.mark.parametrize("name", samples())
async def test_every_recorded_post_is_answered_200(webhook, name):
    assert (await webhook.post(sample(name))).status_code == 200
    assert len(webhook.inbox.items) == len(split(sample(name), NUMBERS).items)


@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
async def test_a_thousand_mixed_items_are_kept_in_a_real_store(store, store_kind):
    messages = [text(f"w{n}", sender=f"3460000{n % 50:04}") for n in range(500)]
    odd = ["broken", {"id": "x"}, *({**text(f"o{n}"), "type": "hologram"} for n in range(98))]
    statuses = [status(record=f"{n:024x}.00000001") for n in range(300)]
    echoes = [{**text(f"e{n}"), "to": "34600111222"} for n in range(100)]
    body = post(change(messages=messages + odd), change(statuses=statuses), change("smb_message_echoes", message_echoes=echoes))
    webhook = Webhook(store)
    answers = [(await webhook.post(body)).status_code]
    while answers[-1] == 503 and len(answers) < 5:  # an emulator needs longer for so many: Meta sends again, and part of them is known
        answers.append((await webhook.post(body)).status_code)
    assert (answers[-1], len(answers) == 1 or store_kind != "sqlite") == (200, True)
    assert (await store.item(item_id("messages", "w499"))).state is ItemState.NEW
    assert (await store.item(item_id("smb_message_echoes", "e99"))).state is ItemState.NEW
    assert {letter.reason for letter in await store.dead_letters()} == {"no_object", "nobody"}
    assert len(webhook.nudged) == 698


async def test_a_status_for_a_record_that_is_not_there_makes_no_ghost(store):
    assert (await Webhook(store).post(post(change(statuses=[status()])))).status_code == 200
    assert await store.record(RECORD) is None


async def test_an_empty_secret_or_token_ends_the_start():
    for token, secrets in (("", ("s",)), ("t", ()), ("t", ("",))):
        with pytest.raises(Misconfigured, match="APP_SECRET"):
            WebhookSettings(token, secrets, NUMBERS)


@pytest.mark.promise("P10")
def test_the_settings_show_no_secret():
    assert "test-app-secret" not in repr(SETTINGS)
    assert "test-verify-token" not in repr(SETTINGS)


def test_the_acknowledge_path_loads_nothing_that_it_does_not_need():
    heavy = ("httpx", "openai", "fastmcp", "mcp", "markdown_it", "fastapi", "panelin.decide", "google")
    code = f"import app.webhook, sys; print([m for m in {heavy!r} if m in sys.modules])"
    root = Path(__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout.strip() == "[]"
