"""A front before the service that breaks its promises on purpose: the load test's verdict must see each."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def front(port: int, *, drops_every: int = 0, refuses_with: int | None = None) -> Iterator[str]:
    """Pass posts on to a port; every so manieth is answered 200 and forgotten, or answered with another status and forgotten."""
    posts = count(1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(int(re.search(rb"(?i)content-length: *(\d+)", head)[1]))
                broken = drops_every and next(posts) % drops_every == 0
                if broken:
                    writer.write(OK if refuses_with is None else OK.replace(b"200 OK", b"%d No" % refuses_with))
                else:
                    writer.write(await passed_on(port, head + body))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()


async def passed_on(port: int, request: bytes) -> bytes:
    """The answer's head, the body of which is empty."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return await reader.readuntil(b"\r\n\r\n")
    finally:
        writer.close()
