import asyncio
from contextlib import asynccontextmanager

import pytest

from sandbox.poster import Poster

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers each request with the next of its answers; None closes the connection instead."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []
        self.connections = 0
        self.writers = []

    async def serve(self, reader, writer):
        self.connections += 1
        self.writers.append(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
                self.requests.append((head, await reader.readexactly(length)))
                answer = self.answers.pop(0) if self.answers else OK
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def talking_to(server, *, timeout=2.0, path="/webhook"):
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    poster = Poster(f"http://127.0.0.1:{port}{path}", timeout)
    try:
        yield poster
    finally:
        await poster.close()
        listener.close()
        for writer in server.writers:
            writer.close()
        await asyncio.sleep(0.01)


async def test_body_and_headers_arrive_as_they_are():
    server = Server()
    async with talking_to(server, path="/webhook?from=meta") as poster:
        assert await poster.post("año".encode(), {"X-Hub-Signature-256": "sha256=00"}) == 200
    head, body = server.requests[0]
    assert head.startswith("POST /webhook?from=meta HTTP/1.1\r\nHost: 127.0.0.1:")
    assert "X-Hub-Signature-256: sha256=00\r\n" in head
    assert body == "año".encode()


async def test_one_connection_serves_one_after_the_other_and_many_at_once_have_their_own():
    server = Server()
    async with talking_to(server) as poster:
        for _ in range(5):
            assert await poster.post(b"x", {}) == 200
        assert server.connections == 1
        assert await asyncio.gather(*(poster.post(b"x", {}) for _ in range(5))) == [200] * 5
        assert 1 < server.connections <= 5


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", 503),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", 200),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 200),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 200),
        (b"HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 401),
    ],
)
async def test_the_status_is_read_from_any_shape_of_answer_and_the_next_post_works(answer, status):
    server = Server(answer)
    async with talking_to(server) as poster:
        assert await poster.post(b"x", {}) == status
        assert await poster.post(b"y", {}) == 200
    assert [body for _, body in server.requests] == [b"x", b"y"]


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 two hundred\r\n\r\n", b"x" * 100_000, None])
async def test_what_is_no_answer_is_none(answer):
    async with talking_to(Server(answer)) as poster:
        assert await poster.post(b"x", {}) is None


async def test_a_kept_connection_that_died_is_replaced_without_losing_the_post():
    server = Server(OK, None)
    async with talking_to(server) as poster:
        assert await poster.post(b"first", {}) == 200
        assert await poster.post(b"second", {}) == 200
    assert [body for _, body in server.requests] == [b"first", b"second", b"second"]


async def test_no_answer_in_time_is_none_and_is_not_tried_again_at_once():
    server = Server(OK, b"")
    async with talking_to(server, timeout=0.2) as poster:
        assert await poster.post(b"first", {}) == 200
        assert await poster.post(b"slow", {}) is None
    assert [body for _, body in server.requests] == [b"first", b"slow"]


async def test_nobody_listening_is_none():
    assert await Poster("http://127.0.0.1:1/webhook", 1.0).post(b"x", {}) is None


async def test_an_address_without_tls_is_not_talked_to_in_tls():
    async with talking_to(Server()) as plain:
        port = plain._port
        assert await Poster(f"https://127.0.0.1:{port}/webhook", 1.0).post(b"x", {}) is None
