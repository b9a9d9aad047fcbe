"""A small mail server on loopback: it takes letters, refuses them, hangs up in the middle, or speaks TLS with a certificate nobody vouches for."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

REPLIES = {"EHLO": b"250-mailroom\r\n250 AUTH PLAIN\r\n", "AUTH": b"235 come in\r\n", "QUIT": b"221 bye\r\n"}


@dataclass
class Mailroom:
    """Where it listens, what it has taken, and every command that it heard."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    refuses: bool = False
    hangs_up: bool = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak as much SMTP as a client needs."""
        try:
            writer.write(b"220 mailroom\r\n")
            while line := (await reader.readline()).decode().strip():
                self.heard.append(line)
                if self.hangs_up and line.upper().startswith("MAIL"):
                    break
                writer.write(await self._reply(line.split()[0].upper(), reader, writer))
                await writer.drain()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _reply(self, verb: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        if verb == "RCPT" and self.refuses:
            return b"550 nobody here by that name\r\n"
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            letter = await reader.readuntil(b"\r\n.\r\n")
            self.letters.append(message_from_bytes(letter[:-5], policy=default))
        return REPLIES.get(verb, b"250 fine\r\n")


@asynccontextmanager
async def mailroom(certificate: Path | None = None) -> AsyncIterator[Mailroom]:
    """Listen on an ephemeral port; with a certificate, in TLS from the first byte."""
    room, tls = Mailroom(), None
    if certificate is not None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    server = await asyncio.start_server(room.serve, "127.0.0.1", 0, ssl=tls)
    room.port = server.sockets[0].getsockname()[1]
    try:
        yield room
    finally:
        server.close()


def unvouched_certificate(directory: Path) -> Path:
    """A certificate for this machine that no authority has signed."""
    both = directory / "mailroom.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*command.split(), "-keyout", both, "-out", both.with_suffix(".crt")], check=True, capture_output=True)
    both.write_bytes(both.read_bytes() + both.with_suffix(".crt").read_bytes())
    return both
