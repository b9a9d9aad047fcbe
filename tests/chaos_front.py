"""A small load balancer before the instances, and the witness of what was acknowledged: only what it passed on with 200 counts.

Like Meta's edge it tries the next instance when one does not answer, so a message whose reply was lost is delivered again to the other one.
"""

import asyncio
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

GIVES_UP_AFTER = 8.0  # seconds; the sandbox waits ten
ONE_TRY = 1.6  # seconds; the webhook answers 503 within 1.5
TOKEN = re.compile(r"\bm(\d+)x(\d+)\b")
"""How a numbered message of a numbered customer is written."""


@dataclass
class Told:
    """One message or echo: when its first delivery began, and when it was first acknowledged."""

    wamid: str
    who: str
    text: str
    echo: bool
    began: float
    acked: float | None = None

    @property
    def number(self) -> int | None:
        """The number it carries."""
        found = TOKEN.search(self.text)
        return int(found[2]) if found else None


@dataclass
class Front:
    """Where the sandbox delivers; `targets` are the ports behind it, `pinned` the only one that gets anything."""

    port: int = 0
    targets: list[int] = field(default_factory=list)
    pinned: int | None = None
    told: dict[str, Told] = field(default_factory=dict)
    statuses: dict[str, float] = field(default_factory=dict)
    """By our opaque id: when the first status that it left was acknowledged."""
    retried: int = 0
    _turn: int = 0

    @property
    def url(self) -> str:
        """The sandbox's WEBHOOK_URL."""
        return f"http://127.0.0.1:{self.port}/webhook"

    def forget(self) -> None:
        """Begin a new case."""
        self.told.clear()
        self.statuses.clear()
        self.pinned = None

    def saw(self, body: bytes, *, acked: bool) -> None:
        """Write down what a POST carries."""
        now = time.time()
        for value in (change["value"] for entry in json.loads(body)["entry"] for change in entry["changes"]):
            for echo, messages in ((False, value.get("messages", ())), (True, value.get("message_echoes", ()))):
                for message in messages:
                    self._saw_message(message, echo=echo, now=now, acked=acked)
            for status in value.get("statuses", ()):
                if acked and status["status"] != "failed" and "biz_opaque_callback_data" in status:
                    self.statuses.setdefault(status["biz_opaque_callback_data"], now)

    def _saw_message(self, message: dict, *, echo: bool, now: float, acked: bool) -> None:
        who = message.get("to" if echo else "from", "")
        text = message.get("text", {}).get("body", "")
        told = self.told.setdefault(message["id"], Told(message["id"], who, text, echo, now))
        if acked and told.acked is None:
            told.acked = now

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the sandbox."""
        try:
            while (head := await _head(reader)) is not None:
                body = await reader.readexactly(_length(head))
                status = await self._delivered(head, body)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # cancelled: the front closes while somebody still waits
        finally:
            writer.close()

    async def _delivered(self, head: bytes, body: bytes) -> int:
        self.saw(body, acked=False)
        until, tries = time.monotonic() + GIVES_UP_AFTER, 0
        while time.monotonic() < until:
            status = await _posted(self._next(), head, body)
            if status == 200:
                self.saw(body, acked=True)
                return status
            tries += 1
            self.retried += 1
            await asyncio.sleep(0.02 * min(tries, 10))
        return 503

    def _next(self) -> int:
        if self.pinned is not None:
            return self.pinned
        self._turn += 1
        return self.targets[self._turn % len(self.targets)] if self.targets else 1


async def _head(reader: asyncio.StreamReader) -> bytes | None:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (OSError, asyncio.IncompleteReadError):
        return None


def _length(head: bytes) -> int:
    return int(re.search(rb"(?i)content-length: *(\d+)", head)[1])


async def _posted(port: int, head: bytes, body: bytes) -> int | None:
    """Hand one POST to an instance on a connection of its own; None if no answer came."""
    lines = [line for line in head.split(b"\r\n") if line and not line.lower().startswith((b"connection:", b"host:"))]
    head = b"\r\n".join((*lines, f"Host: 127.0.0.1:{port}".encode(), b"Connection: close", b"", b""))
    writer = None
    try:
        async with asyncio.timeout(ONE_TRY):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head + body)
            answer = await reader.readline()
            return int(answer.split()[1]) if answer else None
    except (OSError, TimeoutError):
        return None
    finally:
        if writer is not None:
            writer.close()


@contextmanager
def front() -> Iterator[Front]:
    """Run a front in a thread."""
    found = Front()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(found.serve, "127.0.0.1", 0, backlog=512))
    found.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
