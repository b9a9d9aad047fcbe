"""A server on a real socket that answers each connection with the next bytes of a script, for clients that must survive bad servers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class ScriptedServer:
    """What it was asked, and where it listens."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


def answer(status: str = "200 OK", body: bytes = b"", *, length: int | None = None, **headers: str) -> bytes:
    """The bytes of a response; `length` lies about the body's, -1 leaves it out."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@asynccontextmanager
async def scripted(answers: Sequence[bytes | None]) -> AsyncIterator[ScriptedServer]:
    """Serve the script; its last line is repeated, None keeps silent."""
    server = ScriptedServer()
    open_connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_connections.add(asyncio.current_task())
        try:
            server.asked.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            line = answers[min(len(server.asked), len(answers)) - 1]
            if line is None:
                await asyncio.sleep(60)
                return
            writer.write(line)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()
        for task in open_connections:
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)
