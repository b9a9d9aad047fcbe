"""A TCP line to a server that a test may mute, cut or unplug."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Wire:
    """Passes bytes both ways until told otherwise."""

    def __init__(self, target: str) -> None:
        host, port = target.split(":")
        self._target = (host, int(port))
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.address = ""
        self.muted = False
        self.cuts_next_reply = False
        self.requests = 0  # pieces that the client has sent

    async def plug_in(self, port: int = 0) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", port)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def unplug(self) -> None:
        """Refuse connections and close those that stand."""
        if self._server is not None:
            self._server.close()
        self.hang_up()
        await asyncio.sleep(0)

    def hang_up(self) -> None:
        """Close the connections that stand."""
        for writer in tuple(self._writers):
            writer.close()

    def mute(self) -> None:
        """From now on requests arrive and replies do not."""
        self.muted = True

    def mend(self) -> None:
        """Work again, on new connections."""
        self.muted = self.cuts_next_reply = False
        self.hang_up()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection(*self._target)
            self._writers |= {writer, far_writer}
            await asyncio.gather(self._pass_on(reader, far_writer, is_reply=False), self._pass_on(far_reader, writer, is_reply=True))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_reply: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if is_reply and self.cuts_next_reply:
                    self.cuts_next_reply = False
                    break
                if not (is_reply and self.muted):
                    writer.write(data)
                    await writer.drain()
                self.requests += not is_reply
        if is_reply and not self.muted:
            self.hang_up()
        writer.close()
        self._writers.discard(writer)


@asynccontextmanager
async def wire_to(target: str) -> AsyncIterator[Wire]:
    """A line to a server, for as long as the block lasts."""
    wire = Wire(target)
    await wire.plug_in()
    try:
        yield wire
    finally:
        await wire.unplug()
