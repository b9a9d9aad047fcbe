"""The WhatsApp Cloud API as our `Messenger`: pace, breaker, the spare template, and what an answer of Graph means to the sender."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import httpx

from app.ports import Parcel
from app.whatsapp.graph import FreshToken, Graph, GraphSettings, Refused
from app.whatsapp.graph_errors import THROUGHPUT, Class
from app.whatsapp.outgoing import Wording, message
from app.whatsapp.pace import PROBE_AFTER, Breaker, Bucket
from app.whatsapp.strict_json import Json
from app.whatsapp.templating import NOTICE, has_spare
from panelin.actions import NotifyAgent, SendTemplate
from panelin.errors import PanelinError, Unavailable, Uncertain
from panelin.ids import MediaId, MessageId, Number

LONGEST_WAIT = 1.0  # seconds for a token of the bucket; the sender's last check must not grow old (protocol.md 21)


def _uncounted(_name: str) -> None:
    """Where nobody counts."""


class GraphClient:
    """Sends messages, uploads files, shows typing."""

    def __init__(
        self,
        settings: GraphSettings,
        http: httpx.AsyncClient,
        wording: Wording,
        *,
        fresh_token: FreshToken | None = None,
        count: Callable[[str], None] = _uncounted,
    ) -> None:
        self.graph = Graph(settings, http, fresh_token)
        self._wording, self._count = wording, count
        self._buckets: dict[Number, Bucket] = {}
        self._breaker = Breaker(PROBE_AFTER * settings.scale)

    async def send(self, parcel: Parcel, media: MediaId | None = None) -> MessageId:
        """Hand one message to Meta and return its wamid; `media` is the uploaded file of a document."""
        try:
            return await self._send(parcel, message(parcel, self._wording, media=media))
        except Refused as refused:
            if refused.refusal.kind is not Class.APPROVAL or not self._has_spare(parcel):
                self._refuse(parcel.number, refused)
        self._count("graph.spare_template")
        try:
            return await self._send(parcel, message(parcel, self._wording, media=media, spare=True))
        except Refused as refused:
            self._refuse(parcel.number, refused)

    async def upload(self, number: Number, document: bytes, *, filename: str, mime: str) -> MediaId:
        """Upload a file; a repeated upload is harmless."""
        try:
            answer = await self.graph.upload(
                number, "media", fields={"messaging_product": "whatsapp", "type": mime}, file=(filename, document, mime)
            )
        except Refused as refused:
            self._refuse(number, refused)
        media = answer.get("id")
        if not isinstance(media, str) or not media:
            raise Unavailable("Graph stored the file and gave no id")
        return MediaId(media)

    async def show_typing(self, number: Number, message: MessageId) -> None:
        """Mark read and show typing; failures are swallowed and counted, and a broken account is not asked."""
        if self._breaker.is_open:
            return
        body: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": message, "typing_indicator": {"type": "text"}}
        try:
            await self.graph.post(number, "messages", json=body)
        except (PanelinError, Refused):
            self._count("graph.typing_failed")

    async def _send(self, parcel: Parcel, body: Json) -> MessageId:
        await self._wait_for_room(parcel.number)
        answer = await self.graph.post(parcel.number, "messages", json=body)
        self._breaker.mend()
        return _wamid(answer)

    async def _wait_for_room(self, number: Number) -> None:
        """Keep Meta's pace; a wait that would outlast the sender's last check goes back to the outbox instead."""
        if (held := self._breaker.held()) is not None:
            code, left = held  # the sender scales the wait that it is told
            raise Unavailable("the account cannot send", retry_after=timedelta(seconds=left / self.graph.settings.scale), code=code)
        wait = self._bucket(number).take(LONGEST_WAIT)
        if wait is None:
            raise Unavailable("the number sends as fast as it may", retry_after=timedelta(seconds=LONGEST_WAIT), code=THROUGHPUT)
        if wait > 0:
            await asyncio.sleep(wait)

    def _bucket(self, number: Number) -> Bucket:
        return self._buckets.setdefault(number, Bucket(self.graph.settings.per_second))

    def _refuse(self, number: Number, refused: Refused) -> NoReturn:
        """Take what concerns more than this message to heart, then tell the sender."""
        self._count(f"graph.refused.{refused.refusal.kind}")
        if refused.refusal.code == THROUGHPUT:
            self._bucket(number).slow_down()
        if refused.refusal.kind is Class.CONFIG:
            self._breaker.trip(refused.refusal.code)
        raise refused.error from None

    def _has_spare(self, parcel: Parcel) -> bool:
        match parcel.action:
            case SendTemplate(purpose=purpose):
                return has_spare(purpose, self._wording.agency)
            case NotifyAgent():
                return has_spare(NOTICE, self._wording.agency)
            case _:
                return False


def _wamid(answer: Json) -> MessageId:
    """Read the id of an accepted message; without one nobody knows what became of it."""
    messages = answer.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    wamid = first.get("id") if isinstance(first, dict) else None
    if not isinstance(wamid, str) or not wamid:
        raise Uncertain("Graph accepted the message and gave no id")
    return MessageId(wamid)
