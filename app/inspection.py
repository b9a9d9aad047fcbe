"""`GET /inspect/...`: the state that the sandbox's phone page shows, read-only and only on one machine (setting `INSPECT`)."""

import json
from collections import deque
from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from panelin.agency import Agency
from panelin.conversation import Conversation
from panelin.decision import Decision
from panelin.events import Event
from panelin.handoff import assistant_may_speak
from panelin.ids import ConversationId
from panelin.runtime.settings import is_loopback
from panelin.store.codec import conversation_document
from panelin.store.contract import Store
from panelin.store.documents import Item, Record

MOST_DECISIONS, MOST_CONVERSATIONS, MOST_ENTRIES = 500, 100, 200


class Witness:
    """Remembers the last decisions of this process: event, what became of it, names of actions; no words of anybody."""

    def __init__(self) -> None:
        self._seen: deque[dict[str, object]] = deque(maxlen=MOST_DECISIONS)

    def saw(self, before: Conversation, event: Event, decision: Decision, now: datetime) -> None:
        """Note one decision."""
        after = decision.conversation
        self._seen.append(
            {
                "conversation": before.id,
                "at": now.isoformat(),
                "event": type(event).__name__,
                "actions": [type(action).__name__ for action in decision.actions],
                "need": type(decision.need).__name__ if decision.need else None,
                "result": _result(before, decision),
                "handoff": type(after.handoff).__name__ if after.handoff else None,
                "turn": after.turn,
                "rev": after.rev,
            }
        )

    def of(self, conversation: str) -> list[dict[str, object]]:
        """The decisions about one conversation, oldest first."""
        return [each for each in self._seen if each["conversation"] == conversation]


def inspection_routes(store: Store, witness: Witness, now: Callable[[], datetime], agency: Agency) -> list[Route]:
    """Build the two addresses."""

    async def everybody(request: Request) -> Response:
        if not _from_this_machine(request):
            return JSONResponse({"error": "only on this machine"}, status_code=403)
        chats = await store.recent(MOST_CONVERSATIONS)
        return JSONResponse(
            [{"id": chat.id, "wa_id": chat.wa_id, "bsuid": chat.bsuid, "name": chat.name, **_state(chat)} for chat in chats]
        )

    async def one(request: Request) -> Response:
        if not _from_this_machine(request):
            return JSONResponse({"error": "only on this machine"}, status_code=403)
        chat = await store.open(ConversationId(request.path_params["conversation"]))
        if chat is None:
            return JSONResponse({"error": "no such conversation"}, status_code=404)
        entries = await store.transcript(chat.conversation.id, limit=MOST_ENTRIES)
        speaks = assistant_may_speak(chat.conversation.handoff, now(), agency)
        return JSONResponse(
            {
                "now": now().isoformat(),
                "store_now": chat.now.isoformat(),
                "conversation": _plain(conversation_document(chat.conversation, ai_active=speaks)),
                "inbox": [_item(item) for item in (*(e for e in entries if isinstance(e, Item)), *chat.waiting)],
                "outbox": [_record(entry) for entry in entries if isinstance(entry, Record)],
                "decisions": witness.of(chat.conversation.id),
            }
        )

    return [Route("/inspect/conversations", everybody), Route("/inspect/conversations/{conversation}", one)]


def _from_this_machine(request: Request) -> bool:
    """Asked by this machine, by its own name, and not by a page of another site (DNS rebinding)."""
    origin = request.headers.get("origin")
    asked_by = request.client is None or is_loopback(f"http://{request.client.host}")
    return asked_by and is_loopback(f"http://{request.headers.get('host', '')}") and (origin is None or is_loopback(origin))


def _plain(value: object) -> object:
    """Write what JSON cannot hold as text."""
    return json.loads(json.dumps(value, default=str))


def _result(before: Conversation, decision: Decision) -> str:
    if decision.need is not None:
        return "asks the assistant"
    if decision.actions:
        return "acts"
    return "changes" if decision.conversation != before else "dropped"


def _state(chat: Conversation) -> dict[str, object]:
    return {
        "handoff": type(chat.handoff).__name__.lower() if chat.handoff else None,
        "answering": chat.answering is not None,
        "opted_out": chat.consent.revoked_at is not None,
        "language": chat.language,
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "state": item.state,
        "attempts": item.attempts,
        "seq": item.seq,
        "at": item.at.isoformat(),
        "received_at": item.received_at.isoformat(),
        "due_at": item.due_at and item.due_at.isoformat(),
    }


def _record(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "seq": record.seq,
        "turn": record.turn,
        "voice": record.voice,
        "action": type(record.action).__name__,
        "state": record.state,
        "attempt": record.attempt,
        "wamid": record.wamid,
        "due_at": record.due_at and record.due_at.isoformat(),
        "failed": record.failed,
    }
