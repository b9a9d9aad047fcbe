import pytest
from hypothesis import given
from hypothesis import strategies as st
from meta_posts import SECRET, change, post, sample, samples, signature, text
from webhook_bench import Shelf, Webhook

from app.webhook import LARGEST_BODY

BODY = sample("text")
GOOD = signature(BODY)


@pytest.fixture
def webhook():
    return Webhook(Shelf())


@pytest.mark.promise("P9")
@pytest.mark.parametrize(
    "signatures",
    [
        pytest.param((), id="missing"),
        pytest.param((GOOD[:-2],), id="short"),
        pytest.param((GOOD.upper(),), id="upper case"),
        pytest.param((GOOD, GOOD), id="doubled"),
        pytest.param((f"{GOOD}, {GOOD}",), id="doubled in one line"),
        pytest.param((signature(BODY, "wrong"),), id="of a wrong secret"),
        pytest.param((signature(BODY, ""),), id="of an empty secret"),
        pytest.param((signature(BODY + b" "),), id="of other bytes"),
        pytest.param(("",), id="empty"),
    ],
)
async def test_what_meta_did_not_sign_is_401_and_stores_nothing(webhook, signatures):
    headers = [("X-Hub-Signature-256", value) for value in signatures]
    answer = await webhook.client.post("/webhook", content=BODY, headers=headers)
    assert (answer.status_code, answer.content) == (401, b"")
    assert webhook.inbox.items == {}


async def test_a_body_altered_by_a_byte_is_401(webhook):
    assert (await webhook.post(BODY.replace(b"Hola", b"Hole"), GOOD)).status_code == 401


async def test_the_old_secret_is_accepted_during_a_rotation(webhook):
    assert (await webhook.post(BODY, signature(BODY, "old-secret"))).status_code == 200


@pytest.mark.parametrize("body", [BODY.replace(b'"Hola', b'"\\u0048ola'), b"{}", post(change(messages=[text(body="😀 @ / ñ")]))])
async def test_the_signature_is_of_the_bytes_as_sent(webhook, body):
    assert (await webhook.post(body)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hola",
        b"[]",
        b'"text"',
        b"null",
        BODY[:-3],
        BODY.replace(b'"Luc', b'NaN, "x": "Luc'),
        BODY.replace(b'"object"', b'"object": "x", "object"'),
        b"[" * 100_000,
        b'{"object":' * 100_000,
        BODY.replace(b'"Hola', b'"\xff'),
        b"\xef\xbb\xbf" + BODY,
    ],
    ids=[
        "empty",
        "no JSON",
        "list",
        "string",
        "null",
        "cut",
        "NaN",
        "doubled key",
        "nested",
        "nested objects",
        "invalid UTF-8",
        "with a byte order mark",
    ],
)
async def test_what_is_signed_but_no_json_object_is_400(webhook, body):
    answer = await webhook.post(body)
    assert (answer.status_code, answer.content) == (400, b"")
    assert webhook.inbox.items == {}


async def test_lone_surrogates_are_handled(webhook):
    assert (await webhook.post(BODY.replace(b"Hola", b"\\ud83d").replace(b"wamid.text", b"wamid.\\udc00"))).status_code == 200
    (item,) = webhook.inbox.items.values()
    item.raw.decode()


@pytest.mark.parametrize(
    "body", [b'{"object":"page","entry":[{}]}', b"{}", b'{"object":"whatsapp_business_account","entry":[]}', sample("foreign_number")]
)
async def test_a_signed_object_that_holds_nothing_for_us_is_200(webhook, body):
    assert (await webhook.post(body)).status_code == 200
    assert (webhook.inbox.items, webhook.nudged) == ({}, [])


@pytest.mark.promise("P9")
async def test_more_than_three_megabytes_are_refused_before_they_are_read(webhook):
    read = []

    async def endless():
        while True:
            read.append(1)
            yield b"x" * 65536

    announced = await webhook.client.post("/webhook", content=endless(), headers={"Content-Length": str(LARGEST_BODY + 1)})
    assert (announced.status_code, read) == (413, [])
    absurd = await webhook.client.post("/webhook", content=endless(), headers={"Content-Length": "9" * 5000})
    assert (absurd.status_code, read) == (413, [])
    unsigned = await webhook.client.post("/webhook", content=endless())
    assert (unsigned.status_code, read) == (401, [])
    signed = {"X-Hub-Signature-256": f"sha256={'0' * 64}"}
    unannounced = await webhook.client.post("/webhook", content=endless(), headers=signed)
    assert unannounced.status_code == 413
    assert len(read) <= LARGEST_BODY // 65536 + 2


async def test_exactly_three_megabytes_are_judged_like_any_other(webhook):
    body = b'{"object":"page","x":"' + b"x" * (LARGEST_BODY - 24) + b'"}'
    assert len(body) == LARGEST_BODY
    assert (await webhook.post(body)).status_code == 200
    assert (await webhook.post(body + b" ")).status_code == 413


async def test_a_lie_about_the_length_is_found_while_reading(webhook):
    async def large():
        for _ in range(60):
            yield b"x" * 65536

    answer = await webhook.client.post("/webhook", content=large(), headers={"Content-Length": "10", "X-Hub-Signature-256": GOOD})
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_other_methods_are_405(webhook, method):
    answer = await webhook.client.request(method, "/webhook", content=BODY, headers={"X-Hub-Signature-256": GOOD})
    assert answer.status_code == 405
    assert webhook.inbox.items == {}


@pytest.mark.promise("P10")
@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
async def test_no_error_says_anything_of_the_request(webhook, method):
    answer = await webhook.client.request(method, "/webhook?secret=canary", content=b"canary", headers={"X-Canary": "canary"})
    assert answer.status_code >= 400
    assert "canary" not in answer.text + str(answer.headers)


async def test_a_client_that_leaves_in_mid_body_stores_nothing(webhook):
    sent = []
    messages = iter([{"type": "http.request", "body": b'{"object"', "more_body": True}, {"type": "http.disconnect"}])

    async def receive():
        return next(messages)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/webhook", "query_string": b"", "headers": [], "root_path": ""}
    await webhook.app(scope, receive, send)
    assert sent[0]["status"] == 401
    assert webhook.inbox.items == {}


@given(st.sampled_from(samples()), st.data())
async def test_signed_bytes_of_any_kind_are_answered_and_never_with_500(name, data):
    body = bytearray(sample(name))
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=4)):
        body[place] = data.draw(st.integers(0, 255))
    answer = await Webhook(Shelf()).post(bytes(body))
    assert answer.status_code in (200, 400)


def test_the_secret_of_these_tests_is_the_one_of_the_bench():
    assert signature(BODY, SECRET) == GOOD
