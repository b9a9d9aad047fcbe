"""The load: every request is sent once and answered, and an answer that is none ends it."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from app.whatsapp.payload import split
from app.whatsapp.signature import verified
from benchmarks.graph import Meta, answer
from benchmarks.load import Refused, Served, content_length, loaded
from benchmarks.posts import NUMBER, SECRET, requests, text_post

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Counter(asyncio.Protocol):
    """Gives the answers in order, then the last one again, each in its pieces."""

    def __init__(self, received, answers):
        self.received, self.answers, self.buffer = received, answers, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        head, _, body = self.buffer.partition(b"\r\n\r\n")
        if len(body) == content_length(head):
            self.received.append(self.buffer)
            self.buffer = b""
            reply = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            for late, part in enumerate(reply if isinstance(reply, tuple) else (reply,)):
                asyncio.get_running_loop().call_later(late / 100, self.transport.write, part)


@asynccontextmanager
async def listening(*answers):
    """A server and what it received."""
    received, left = [], list(answers)
    server = await asyncio.get_running_loop().create_server(lambda: Counter(received, left), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], received


async def test_each_request_is_sent_once():
    posts = requests(100)
    async with listening(OK) as (port, received):
        served = await loaded(port, posts, connections=8)
    assert served.requests == 100
    assert sorted(received) == sorted(posts)


async def test_an_answer_may_come_in_pieces():
    async with listening((OK[:10], OK[10:-1], OK[-1:])) as (port, received):
        await loaded(port, requests(3), connections=1)
    assert len(received) == 3


async def test_more_connections_than_requests_end_as_well():
    async with listening(OK) as (port, received):
        await loaded(port, requests(2), connections=5)
    assert len(received) == 2


async def test_a_503_ends_the_load():
    async with listening(OK, b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n") as (port, _):
        with pytest.raises(Refused, match="503"):
            await loaded(port, requests(5), connections=1)


def test_a_rate_is_requests_by_seconds():
    assert Served(requests=300, seconds=1.5).per_second == 200


def test_every_post_is_signed_and_holds_one_message_of_its_own():
    heads, bodies = zip(*(each.split(b"\r\n\r\n") for each in requests(50)), strict=True)
    signatures = [head.decode().rpartition("X-Hub-Signature-256: ")[2] for head in heads]
    assert all(verified(body, [signed], (SECRET,)) for body, signed in zip(bodies, signatures, strict=True))
    items = [item for body in bodies for item in split(body, {NUMBER}).items]
    assert len({item.id for item in items}) == len({item.lane for item in items}) == 50
    assert not any(item.dead for item in items)


def test_the_same_customer_keeps_its_lane():
    (first,), (second,) = (split(text_post(7), {NUMBER}).items for _ in range(2))
    assert (first.lane, first.id == second.id) == (second.lane, False)


async def test_meta_tells_a_read_mark_from_a_message():
    assert b'{"success":true}' in answer(read=True)
    assert b"wamid.out" in answer(read=False)
    server = await asyncio.get_running_loop().create_server(Meta, "127.0.0.1", 0)
    async with server:
        await loaded(server.sockets[0].getsockname()[1], requests(4), connections=2)
