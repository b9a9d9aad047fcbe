import base64
import hashlib

import httpx
import pytest
from parcels import NUMBER

from app.whatsapp.download import Medium, download, may_have_token, type_of
from app.whatsapp.graph import Graph, GraphSettings
from panelin.errors import Rejected, Unavailable

OGG = b"OggS" + b"\0" * 60
URL = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"
SETTINGS = GraphSettings("https://graph.facebook.com", "v26.0", "EAAG-secret")


class Hosts:
    """Graph and its media host; `files` are given one after the other, the last one for ever."""

    def __init__(self, *files: httpx.Response | Exception, **told) -> None:
        self.files = list(files) or [httpx.Response(200, content=OGG)]
        self.told = {"url": URL, "mime_type": "audio/ogg; codecs=opus", "file_size": str(len(OGG)), "id": "1", **told}
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host == "graph.facebook.com" and request.url.path.startswith("/v26.0/1"):
            return httpx.Response(200, json=self.told)
        answer = self.files.pop(0) if len(self.files) > 1 else self.files[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def fetched(self, **more) -> Medium:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self), follow_redirects=True)
        return await download(Graph(SETTINGS, http), NUMBER, "1", **more)


async def test_a_voice_note_is_fetched_with_the_token_from_where_graph_says():
    hosts = Hosts()
    assert await hosts.fetched() == Medium(OGG, "audio/ogg")
    asked, fetched = hosts.requests
    assert str(asked.url) == f"https://graph.facebook.com/v26.0/1?phone_number_id={NUMBER}"
    assert str(fetched.url) == URL
    assert fetched.headers["authorization"] == "Bearer EAAG-secret"


@pytest.mark.promise("P9")
@pytest.mark.parametrize(
    "url",
    [
        "http://lookaside.fbsbx.com/x",
        "https://fbsbx.com.evil.example/x",
        "https://evilfbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://lookaside.fbsbx.com@evil.example/x",
        "https://user:pw@lookaside.fbsbx.com/x",
        "https://127.0.0.1/x",
        "http://169.254.169.254/latest",
        "http://graph.facebook.com/x",
        "https://graph.facebook.com:444/x",
        "file:///etc/passwd",
        "https://[bad/x",
        "https://lookaside.fbsbx.com:port/x",
        "//lookaside.fbsbx.com/x",
        "",
    ],
)
async def test_the_token_goes_to_no_foreign_host(url):
    hosts = Hosts(url=url)
    with pytest.raises(Rejected) as error:
        await hosts.fetched()
    assert error.value.code == "foreign_host"
    assert len(hosts.requests) == 1


@pytest.mark.parametrize(
    "url",
    [URL, "https://fbsbx.com/x", "https://mmg.whatsapp.net/x", "https://graph.facebook.com/v26.0/x", "https://lookaside.fbsbx.com:443/x"],
)
def test_it_goes_to_graph_and_its_media_hosts(url):
    assert may_have_token(url, Graph(SETTINGS, httpx.AsyncClient(transport=httpx.MockTransport(Hosts()))))


@pytest.mark.promise("P9")
async def test_a_redirect_is_not_followed_with_the_token():
    hosts = Hosts(httpx.Response(302, headers={"location": "https://evil.example/x"}))
    with pytest.raises(Rejected):
        await hosts.fetched()
    assert "evil.example" not in [request.url.host for request in hosts.requests]


async def test_a_dead_address_is_asked_for_anew_once():
    hosts = Hosts(httpx.Response(404), httpx.Response(200, content=OGG))
    assert (await hosts.fetched()).content == OGG
    gone = Hosts(httpx.Response(404))
    with pytest.raises(Rejected) as error:
        await gone.fetched()
    assert error.value.code == 404
    assert len(gone.requests) == 4


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(403), Rejected),
        (httpx.Response(500), Unavailable),
        (httpx.ReadTimeout("late"), Unavailable),
        (httpx.ConnectError("no"), Unavailable),
    ],
)
async def test_a_host_that_does_not_give_it(answer, expected):
    with pytest.raises(expected):
        await Hosts(answer).fetched()


@pytest.mark.parametrize("told", [{"file_size": str(10**9)}, {"file_size": 10**9}])
async def test_a_file_that_says_it_is_too_large_is_not_fetched(told):
    hosts = Hosts(**told)
    with pytest.raises(Rejected):
        await hosts.fetched(at_most=1000)
    assert len(hosts.requests) == 1


async def test_a_file_that_lied_about_its_size_is_cut_off():
    with pytest.raises(Rejected) as error:
        await Hosts(httpx.Response(200, content=OGG * 50), file_size="60").fetched(at_most=1000)
    assert error.value.code == "too_large"


@pytest.mark.parametrize("write", [lambda digest: digest.hex(), lambda digest: base64.b64encode(digest).decode()])
async def test_the_hash_is_compared_in_either_spelling(write):
    assert (await Hosts(sha256=write(hashlib.sha256(OGG).digest())).fetched()).content == OGG
    with pytest.raises(Unavailable):
        await Hosts(sha256=write(hashlib.sha256(b"other").digest())).fetched()


@pytest.mark.parametrize("content", [b"<html>", b"MZ\x90", b"%PDF-1.7", b""])
async def test_a_file_that_is_not_what_it_claims_is_refused(content):
    with pytest.raises(Rejected) as error:
        await Hosts(httpx.Response(200, content=content)).fetched()
    assert error.value.code == "content"


async def test_what_has_no_sign_keeps_the_type_that_was_announced():
    assert await Hosts(httpx.Response(200, content=b"hola"), mime_type="text/plain").fetched() == Medium(b"hola", "text/plain")


async def test_a_sound_in_a_video_container_is_a_sound():
    mp4 = b"\0\0\0\x18ftypmp42"
    assert await Hosts(httpx.Response(200, content=mp4), mime_type="audio/mp4").fetched() == Medium(mp4, "audio/mp4")


async def test_a_file_that_graph_no_longer_knows_is_refused():
    def gone(_: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": {"code": 100, "error_subcode": 33, "message": "no"}})

    with pytest.raises(Rejected) as error:
        await download(Graph(SETTINGS, httpx.AsyncClient(transport=httpx.MockTransport(gone))), NUMBER, "1")
    assert error.value.code == 100


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\0\0\0\x18ftyp3gp4", "video/3gpp"),
        (b"ID3\x04", "audio/mpeg"),
        (b"PK\x03\x04", None),
    ],
)
def test_the_first_bytes_tell_the_type(content, mime):
    assert type_of(content) == mime
