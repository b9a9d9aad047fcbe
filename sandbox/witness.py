"""The middleware that sees everything: it writes down each request to a played service and lets the generic faults strike."""

import asyncio
import socket
import struct
import time
from dataclasses import dataclass, field
from email.message import Message as MailMessage
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox import strict_json
from sandbox.database import Document
from sandbox.faults import GENERIC, Fault
from sandbox.journal import TARGETS
from sandbox.refusals import refusal_of
from sandbox.world import World

_HIDDEN = ("authorization", "cookie", "token", "secret", "key", "signature")
_FOREVER = 3600.0


@dataclass
class _Exchange:
    """One request as it was received, and the answer as far as it went."""

    scope: Scope
    target: str
    body: bytes
    began: float = field(default_factory=time.monotonic)
    answer: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int | None:
        return next((int(message["status"]) for message in self.answer if message["type"] == "http.response.start"), None)

    @property
    def is_question(self) -> bool:
        """Whether the model is asked; what it wants to call stands in the answer alone."""
        return self.target == "openai" and self.scope["path"].endswith("/responses")

    @property
    def output(self) -> object:
        """What the model put out."""
        answer = strict_json.shown(b"".join(message.get("body", b"") for message in self.answer))
        return answer.get("output") if isinstance(answer, dict) else None


class Witness:
    """Wraps the application; requests to other addresses than the played services pass untouched."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        target = _target_of(scope)
        if target is None:
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, target, await _whole_body(receive))
        fault = self._world.faults.take(target, GENERIC, path=scope["path"], method=scope["method"])
        await self._serve(exchange, fault, receive, send)

    async def _serve(self, exchange: _Exchange, fault: Fault | None, receive: Receive, send: Send) -> None:
        match fault:
            case Fault(kind="status"):
                await self._refuse(exchange, fault, send)
            case Fault(kind="hang" | "reset"):
                self._record(exchange, fault)
                await _left_alone(self._world, receive, _seconds(fault, _FOREVER) if fault.kind == "hang" else 0.0)
                await _cut(receive)
            case Fault(kind="lost_reply"):
                await self._app(exchange.scope, _replayed(exchange.body, receive), _kept(exchange))
                self._record(exchange, fault)
                await _cut(receive)
            case Fault(kind="late_reply"):
                await self._app(exchange.scope, _replayed(exchange.body, receive), _kept(exchange))
                self._record(exchange, fault)
                await _left_alone(self._world, receive, _seconds(fault, 1.0))
                for message in exchange.answer:
                    await send(message)
            case _:
                await _left_alone(self._world, receive, _seconds(fault, 1.0) if fault else 0.0)
                try:
                    await self._app(exchange.scope, _replayed(exchange.body, receive), _observed(exchange, send))
                finally:
                    self._record(exchange, fault)

    async def _refuse(self, exchange: _Exchange, fault: Fault, send: Send) -> None:
        response = refusal_of(exchange.target, int(fault.value or 503), fault.options)
        await response(exchange.scope, _replayed(exchange.body, _nothing_more), _observed(exchange, send))
        self._record(exchange, fault)

    def _record(self, exchange: _Exchange, fault: Fault | None) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in exchange.scope["headers"]}
        entry: Document = {
            "method": exchange.scope["method"],
            "path": exchange.scope["path"],
            "query": exchange.scope["query_string"].decode("latin-1"),
            "headers": {name: value for name, value in headers.items() if not any(word in name for word in _HIDDEN)},
            "body": _decoded(exchange.body, headers.get("content-type", "")),
            "status": exchange.status,
            "took_ms": round((time.monotonic() - exchange.began) * 1000, 1),
        }
        if exchange.is_question:
            entry["output"] = exchange.output
        if fault is not None:
            entry["fault"] = {"id": fault.id, "kind": fault.kind}
        self._world.journal.request(exchange.target, entry)


def _target_of(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    first = scope["path"].lstrip("/").partition("/")[0]
    return first if first in TARGETS else None


async def _whole_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    left = [body]

    async def replay() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return replay


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}


def _observed(exchange: _Exchange, send: Send) -> Send:
    async def observe(message: Message) -> None:
        if message["type"] == "http.response.start" or exchange.is_question:
            exchange.answer.append(message)
        await send(message)

    return observe


def _kept(exchange: _Exchange) -> Send:
    async def keep(message: Message) -> None:
        exchange.answer.append(message)

    return keep


async def _left_alone(world: World, receive: Receive, seconds: float) -> None:
    """Wait, but not longer than the other side does, nor beyond our own end."""
    if seconds <= 0:
        return
    watched = {asyncio.ensure_future(receive()), asyncio.ensure_future(world.journal.ended())}
    await asyncio.wait(watched, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for one in watched:
        one.cancel()
    await asyncio.gather(*watched, return_exceptions=True)


async def _cut(receive: Receive) -> None:
    """Close the connection without an answer, with RST: uvicorn's receive belongs to the cycle that holds the transport."""
    transport: Any = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the connection was cut by a fault")
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await receive()  # returns once the server knows that the connection is gone


def _decoded(body: bytes, content_type: str) -> object:
    mime = MailMessage()
    mime["content-type"] = content_type
    if mime.get_content_type() == "multipart/form-data":
        return {"multipart": len(body)}
    return strict_json.shown(body)


def _seconds(fault: Fault, default: float) -> float:
    return float(fault.value) if fault.value is not None else default
