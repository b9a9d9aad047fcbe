"""A lean load: whole requests over connections that stay open, each sent when the one before it is answered."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONNECTIONS = 48
PATIENCE = 60.0  # seconds for one load


class Refused(Exception):
    """A server did not answer 200; the text says how it answered."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a load came to."""

    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


async def loaded(port: int, requests: Sequence[bytes], *, connections: int = CONNECTIONS) -> Served:
    """Send all requests and wait for all answers; any answer but 200 ends it."""
    loop, left = asyncio.get_running_loop(), iter(requests)
    opened = [await loop.create_connection(lambda: _Connection(left), "127.0.0.1", port) for _ in range(connections)]
    started = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(connection.served() for _, connection in opened))
    finally:
        for transport, _ in opened:
            transport.close()
    return Served(len(requests), time.monotonic() - started)


class _Connection(asyncio.Protocol):
    def __init__(self, left: Iterator[bytes]) -> None:
        self._left = left
        self._transport: asyncio.WriteTransport | None = None
        self._received = b""
        self._end: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - what asyncio gives for a stream
        self._transport = transport

    async def served(self) -> None:
        self._send()
        await self._end

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or len(body) < content_length(head):
            return
        self._received = b""
        if head.startswith(b"HTTP/1.1 200 "):
            self._send()
        elif not self._end.done():
            self._end.set_exception(Refused(head.partition(b"\r\n")[0].decode()))

    def connection_lost(self, _: Exception | None) -> None:
        if not self._end.done():
            self._end.set_exception(Refused("the server closed the connection"))

    def _send(self) -> None:
        request = next(self._left, None)
        if request is not None and self._transport is not None:
            self._transport.write(request)
        elif not self._end.done():
            self._end.set_result(None)


def content_length(head: bytes) -> int:
    """Read how long the body is that follows a head."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
