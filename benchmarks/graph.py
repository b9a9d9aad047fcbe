"""A Meta that takes every message and thinks of nothing: `python -m benchmarks.graph PORT`."""

import asyncio
import sys
from itertools import count

from benchmarks.load import content_length

_wamids = count(1)


class Meta(asyncio.Protocol):
    """One connection that stays open."""

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - what asyncio gives for a stream
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if found and len(body) >= content_length(head):
            self._received = b""
            self._transport.write(answer(read='"status"' in body.decode()))


def answer(*, read: bool) -> bytes:
    """Write what Meta says to a read mark, or to a message."""
    accepted = '{"messaging_product":"whatsapp","contacts":[{"input":"+346","wa_id":"346"}],"messages":[{"id":"wamid.out%09d"}]}'
    body = b'{"success":true}' if read else (accepted % next(_wamids)).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


async def main(port: int) -> None:
    """Listen until told to end."""
    server = await asyncio.get_running_loop().create_server(Meta, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
