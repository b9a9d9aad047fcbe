import gzip
import zlib
from time import monotonic

import httpx
import pytest
from scripted_http import answer, scripted

from panelin.errors import Rejected, Unavailable
from sync_job.feeds.download import Download, Marks, client

FILE = b"<carteraPropiedades/>" * 100


async def fetched(url: str, known: Marks | None = None, **limits) -> tuple[bytes, Marks] | None:
    async with client() as http:
        found = await Download(http, pause=0, **limits).fetch(url, known)
        if found is None:
            return None
        with found.file:
            return found.file.read(), found.marks


async def test_a_file_comes_with_the_marks_of_its_version():
    async with scripted([answer(body=FILE, ETag='"v1"', Last_Modified="Sun, 22 Nov 2026 03:10:00 GMT")]) as server:
        assert await fetched(f"{server.url}/xcp.xml?api_key=k") == (FILE, Marks('"v1"', "Sun, 22 Nov 2026 03:10:00 GMT"))
        assert "If-None-Match" not in server.asked[0]
        assert server.asked[0].startswith("GET /xcp.xml?api_key=k ")


async def test_a_known_version_is_not_fetched_again():
    async with scripted([answer("304 Not Modified", length=-1)]) as server:
        assert await fetched(server.url, Marks('"v1"', "Sun, 22 Nov 2026 03:10:00 GMT")) is None
        assert 'If-None-Match: "v1"' in server.asked[0]
        assert "If-Modified-Since: Sun, 22 Nov 2026 03:10:00 GMT" in server.asked[0]


async def test_a_packed_file_is_unpacked():
    async with scripted([answer(body=gzip.compress(FILE), Content_Encoding="gzip")]) as server:
        assert (await fetched(server.url))[0] == FILE


async def test_a_file_without_a_declared_length_ends_with_the_connection():
    async with scripted([answer(body=FILE, length=-1)]) as server:
        assert (await fetched(server.url))[0] == FILE


@pytest.mark.parametrize(
    "bad",
    [
        answer(body=FILE, length=len(FILE) + 1),
        answer("503 Service Unavailable"),
        answer("500 Oops", body=b"<html>"),
        answer("429 Too Many Requests", Retry_After="1"),
        b"",
        b"SMTP ready\r\n\r\n",
        answer(body=gzip.compress(FILE)[:-20], Content_Encoding="gzip"),
        answer(body=b"no gzip", Content_Encoding="gzip"),
    ],
)
@pytest.mark.promise("P8")
async def test_a_server_that_stumbles_is_asked_again_and_a_half_file_is_never_a_file(bad):
    async with scripted([bad, bad, answer(body=FILE)]) as server:
        assert (await fetched(server.url))[0] == FILE
        assert len(server.asked) == 3


async def test_four_tries_are_enough():
    async with scripted([answer("502 Bad Gateway")]) as server:
        with pytest.raises(Unavailable, match="answers 502"):
            await fetched(server.url)
        assert len(server.asked) == 4


async def test_the_wait_that_the_server_asks_for_is_kept():
    async with scripted([answer("503 Busy", Retry_After="2"), answer(body=FILE)]) as server, client() as http:
        began = monotonic()
        (await Download(http, pause=0.1).fetch(server.url)).file.close()
        assert monotonic() - began >= 0.2


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "204 No Content", "206 Partial Content"])
async def test_a_refusal_is_not_repeated(status):
    async with scripted([answer(status, length=-1 if "204" in status else None)]) as server:
        with pytest.raises(Rejected, match=status[:3]):
            await fetched(server.url)
        assert len(server.asked) == 1


async def test_a_server_that_falls_silent_is_given_up():
    async with scripted([None]) as server, httpx.AsyncClient(timeout=0.1, trust_env=False) as http:
        with pytest.raises(Unavailable, match="ReadTimeout"):
            await Download(http, pause=0).fetch(server.url)
        assert len(server.asked) == 4


async def test_all_tries_together_have_an_end():
    async with scripted([None]) as server:
        with pytest.raises(Unavailable, match="too long"):
            await fetched(server.url, longest=0.2)


async def test_a_closed_port_is_unavailable():
    async with scripted([answer()]) as server:
        url = server.url
    with pytest.raises(Unavailable, match="ConnectError"):
        await fetched(url)


async def test_a_file_beyond_the_limit_is_refused_before_it_is_kept():
    async with scripted([answer(body=b"x" * 5_000)]) as server:
        with pytest.raises(Rejected, match="larger than 4999"):
            await fetched(server.url, largest=4_999)
        assert (await fetched(server.url, largest=5_000))[0] == b"x" * 5_000


async def test_a_gzip_bomb_meets_the_limit_and_not_the_memory():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000
    async with scripted([answer(body=bomb, Content_Encoding="gzip")]) as server:
        with pytest.raises(Rejected, match="larger than"):
            await fetched(server.url, largest=1 << 20)


async def test_a_packing_that_nobody_asked_for_is_refused():
    async with scripted([answer(body=FILE, Content_Encoding="br")]) as server:
        with pytest.raises(Rejected, match="'br'"):
            await fetched(server.url)


async def test_a_redirect_on_the_same_host_is_followed():
    async with scripted([answer("302 Found", Location="/static/xcp.xml"), answer(body=FILE)]) as server:
        assert (await fetched(f"{server.url}/export"))[0] == FILE
        assert server.asked[1].startswith("GET /static/xcp.xml ")


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/computeMetadata/v1/",
        "http://127.0.0.1:1/",
        "https://evil.example/xcp.xml",
        "//evil.example/xcp.xml",
        "file:///etc/passwd",
        "http://localhost/",
        "http://[::1]/",
    ],
)
async def test_a_redirect_to_anywhere_else_is_refused(target):
    async with scripted([answer("302 Found", Location=target)]) as server:
        with pytest.raises(Rejected, match="another host"):
            await fetched(server.url)
        assert len(server.asked) == 1


async def test_redirects_in_circles_end():
    async with scripted([answer("302 Found", Location="/again")]) as server:
        with pytest.raises(Rejected, match="circles"):
            await fetched(server.url)
        assert len(server.asked) == 4


@pytest.mark.parametrize(
    "addresses",
    [
        ("10.0.0.1",), ("169.254.169.254",), ("127.0.0.1",), ("::1",), ("fe80::1%eth0",), ("fd00:ec2::254",), ("::ffff:10.0.0.1",),
        ("0.0.0.0",), ("100.64.0.1",), ("224.0.0.1",), ("93.184.216.34", "192.168.1.1"), ("nonsense",),
    ],
)  # fmt: skip
async def test_a_name_that_leads_inside_is_refused_before_anything_is_asked(addresses):
    async def resolve(host: str) -> tuple[str, ...]:
        assert host == "feeds.example"
        return addresses

    with pytest.raises(Rejected, match="internal"):
        await fetched("https://feeds.example/xcp.xml", resolve=resolve)


async def test_a_name_that_moves_inside_after_the_look_up_is_refused_when_it_answers():
    async def resolve(_: str) -> tuple[str, ...]:
        return ("93.184.216.34",)

    async with scripted([answer(body=FILE)]) as server:
        port = server.url.rsplit(":", 1)[1]
        with pytest.raises(Rejected, match="internal"):
            await fetched(f"http://0.0.0.0:{port}/", resolve=resolve)


async def test_a_name_that_nobody_knows_is_unavailable():
    with pytest.raises(Unavailable, match="name service"):
        await fetched("https://no-such-host.invalid/xcp.xml")
