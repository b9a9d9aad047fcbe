import json
import logging
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meta_answers import SETTINGS, TOKEN, Meta, ok, refused
from parcels import NUMBER, WORDING, parcel

from app.whatsapp.client import GraphClient
from panelin.errors import PanelinError, Rejected, Unavailable, Uncertain


async def error_of(meta, **more) -> PanelinError:
    with pytest.raises(PanelinError) as found:
        await meta.client(**more).send(parcel("hola"))
    return found.value


async def test_a_message_is_handed_over_once_and_its_wamid_comes_back():
    meta = Meta()
    assert await meta.client().send(parcel("hola")) == "wamid.OUT"
    (request,) = meta.requests
    assert str(request.url) == f"https://graph.facebook.com/v26.0/{NUMBER}/messages"
    assert json.loads(request.content)["biz_opaque_callback_data"] == "c1.00000007"


@pytest.mark.promise("P10")
async def test_the_token_stands_in_its_header_only():
    meta = Meta()
    client = meta.client()
    await client.send(parcel("hola"))
    (request,) = meta.requests
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in str(request.url) + request.content.decode() + repr(SETTINGS) + repr(client) + repr(client.graph)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (httpx.ConnectError("no"), Unavailable),
        (httpx.ConnectTimeout("no"), Unavailable),
        (httpx.PoolTimeout("no"), Unavailable),
        (httpx.ReadTimeout("late"), Uncertain),
        (httpx.WriteError("reset"), Uncertain),
        (httpx.ReadError("reset"), Uncertain),
        (httpx.RemoteProtocolError("cut"), Uncertain),
        (httpx.DecodingError("bad gzip"), Uncertain),
        (TimeoutError(), Uncertain),
        (httpx.UnsupportedProtocol("ftp"), Rejected),
    ],
)
@pytest.mark.promise("P7")
async def test_how_a_call_failed_says_whether_it_may_have_been_heard(failure, expected):
    error = await error_of(Meta(failure))
    assert type(error) is expected
    assert error.__cause__ is None
    assert error.__context__ is None  # the vendor's exception holds the request and with it the token


@pytest.mark.parametrize(
    ("answer", "expected", "code"),
    [
        (httpx.Response(500, text="<html>"), Uncertain, None),
        (httpx.Response(502, text=""), Uncertain, None),
        (httpx.Response(503, json={"message": "busy"}), Uncertain, None),
        (httpx.Response(200, text="<html>"), Uncertain, None),
        (ok({}), Uncertain, None),
        (ok({"messages": [{"id": ""}]}), Uncertain, None),
        (httpx.Response(429, text="slow"), Unavailable, 429),
        (httpx.Response(404, text="<html>"), Rejected, 404),
        (httpx.Response(302, headers={"location": "https://evil.example"}), Rejected, "redirect"),
        (refused(131047), Rejected, 131047),
        (refused(131026), Rejected, 131026),
        (refused(131056), Unavailable, 131056),
        (refused(130429), Unavailable, 130429),
        (refused(131000, 500), Unavailable, 131000),
        (refused(2, 503), Unavailable, 2),
        (refused(190, 401), Unavailable, 190),
        (refused(100), Rejected, 100),
    ],
)
async def test_what_an_answer_means_to_the_sender(answer, expected, code):
    error = await error_of(Meta(answer))
    assert type(error) is expected
    assert getattr(error, "code", None) == code


async def test_a_redirect_is_never_followed():
    meta = Meta(httpx.Response(307, headers={"location": "https://evil.example/messages"}))
    client = GraphClient(SETTINGS, httpx.AsyncClient(transport=httpx.MockTransport(meta), follow_redirects=True), WORDING)
    with pytest.raises(Rejected):
        await client.send(parcel("hola"))
    assert [request.url.host for request in meta.requests] == ["graph.facebook.com"]


@pytest.mark.parametrize(("wish", "seconds"), [("7", 7), ("", None), ("soon", None), ("-1", None), ("999999", None)])
async def test_the_wish_to_wait_is_passed_on(wish, seconds):
    error = await error_of(Meta(httpx.Response(429, headers={"retry-after": wish})))
    assert error.retry_after == (timedelta(seconds=seconds) if seconds else None)


@pytest.mark.promise("P10")
async def test_nothing_of_a_message_stands_in_its_error_or_in_a_log_line(caplog):
    caplog.set_level(logging.DEBUG)
    error = await error_of(Meta(refused(131026, error_data={"details": "+34600111222 hola"})))
    seen = f"{error!r} {caplog.text}"
    assert not [secret for secret in (TOKEN, "34600111222", "hola") if secret in seen]


async def test_what_cannot_be_written_is_not_sent():
    meta = Meta()
    with pytest.raises(Rejected):
        await meta.client().send(parcel(""))
    assert meta.requests == []


async def test_typing_marks_the_message_read():
    meta = Meta(ok({"success": True}))
    await meta.client().show_typing(NUMBER, "wamid.IN")
    assert json.loads(meta.requests[0].content) == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.IN",
        "typing_indicator": {"type": "text"},
    }


@pytest.mark.parametrize("failure", [httpx.ConnectError("no"), httpx.ReadTimeout("late"), refused(131009), httpx.Response(500)])
async def test_typing_that_fails_is_counted_and_nothing_more(failure):
    counted = []
    await Meta(failure).client(count=counted.append).show_typing(NUMBER, "wamid.IN")
    assert counted == ["graph.typing_failed"]


@given(
    st.integers(200, 599),
    st.binary(max_size=60)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=6),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["error", "code", "messages", "id", "x"]), inner),
    ).map(lambda value: json.dumps(value).encode()),
)
async def test_whatever_answers_it_is_a_wamid_or_one_of_our_errors(status, content):
    try:
        wamid = await Meta(httpx.Response(status, content=content)).client().send(parcel("hola"))
    except (Rejected, Unavailable, Uncertain):
        return
    assert 200 <= status < 300
    assert wamid


async def test_a_file_is_uploaded_with_its_name_and_type_on_the_part():
    meta = Meta(ok({"id": "4711"}))
    assert await meta.client().upload(NUMBER, b"%PDF-1.7", filename="Ático.pdf", mime="application/pdf") == "4711"
    (request,) = meta.requests
    content = request.content
    assert str(request.url).endswith(f"/{NUMBER}/media")
    assert b'name="messaging_product"\r\n\r\nwhatsapp' in content
    assert b'name="type"\r\n\r\napplication/pdf' in content
    assert 'filename="Ático.pdf"'.encode() in content
    assert b"Content-Type: application/pdf" in content


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ok({}), Unavailable),
        (httpx.ReadTimeout("late"), Unavailable),
        (httpx.Response(502), Unavailable),
        (refused(100), Rejected),
        (refused(131053), Unavailable),
    ],
)
async def test_an_upload_may_be_repeated_unless_it_was_refused(answer, expected):
    with pytest.raises(expected):
        await Meta(answer).client().upload(NUMBER, b"%PDF", filename="a.pdf", mime="application/pdf")


async def test_ids_cannot_lead_to_another_address():
    meta = Meta(ok())
    await meta.client().send(replace(parcel("hola"), number="../../evil?x=#"))
    assert meta.requests[0].url.raw_path == b"/v26.0/..%2F..%2Fevil%3Fx%3D%23/messages"
