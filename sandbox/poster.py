"""POST bytes to one address over kept connections and learn the status: all a webhook sender needs, at a tenth of a client's work."""

import asyncio
import ssl
from urllib.parse import urlsplit

_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_LARGEST_HEAD = 64 * 1024
_BROKEN = (OSError, EOFError, asyncio.LimitOverrunError, ValueError)


class Poster:
    """Keeps as many connections as were busy at once; a kept one that turns out dead is replaced by a fresh one, once."""

    def __init__(self, url: str, timeout: float) -> None:
        parts = urlsplit(url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._netloc = parts.netloc.rpartition("@")[2]
        self._timeout = timeout
        self._kept: list[_Connection] = []

    async def post(self, body: bytes, headers: dict[str, str]) -> int | None:
        """The status of the answer; None if there was none in time."""
        request = self._head(len(body), headers) + body
        try:
            while self._kept:
                if (status := await self._asked(self._kept.pop(), request)) is not None:
                    return status
            async with asyncio.timeout(self._timeout):
                connection = await self._connected()
            return await self._asked(connection, request)
        except OSError:  # nobody there, or no answer in time
            return None

    async def close(self) -> None:
        """Close what was kept."""
        while self._kept:
            self._kept.pop()[1].close()

    async def _connected(self) -> _Connection:
        secure = ssl.create_default_context() if self._secure else None
        return await asyncio.open_connection(self._host, self._port, ssl=secure, limit=_LARGEST_HEAD)

    async def _asked(self, connection: _Connection, request: bytes) -> int | None:
        reader, writer = connection
        reusable, status = False, None
        try:
            async with asyncio.timeout(self._timeout):
                writer.write(request)
                await writer.drain()
                status, reusable = await _answer(reader)
        except TimeoutError:
            raise
        except _BROKEN:
            status = None
        finally:
            if reusable:
                self._kept.append(connection)
            else:
                writer.close()
        return status

    def _head(self, length: int, headers: dict[str, str]) -> bytes:
        lines = [f"POST {self._path} HTTP/1.1", f"Host: {self._netloc}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status, and whether the connection can be used again."""
    while True:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        version, code, *_ = first.split(" ", 2)
        if not version.startswith("HTTP/"):
            raise ValueError("not an answer of HTTP")
        if int(code) >= 200:  # noqa: PLR2004 - what is below only announces the answer
            break
    fields = {name.strip().lower(): value.strip().lower() for name, _, value in (line.partition(":") for line in lines)}
    length = fields.get("content-length")
    if length is None or "transfer-encoding" in fields:
        return int(code), code in ("204", "304")
    await reader.readexactly(int(length))
    return int(code), fields.get("connection") != "close" and version == "HTTP/1.1"
