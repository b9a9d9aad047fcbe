"""The service in one process without HTTP: a real store, real turns, and a model and a Meta that do what a test says."""

import asyncio
import inspect
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from brisa_sur import BRISA_SUR

from app.parts import Parts
from app.ports import Parcel, Question
from app.sender import Sender
from app.sweep import Sweep
from app.whatsapp.payload import split
from app.workers import Workers
from panelin.actions import NotifyAgent, SendCard, SendSummary, SendText
from panelin.conversation import Conversation
from panelin.events import AssistantAnswered
from panelin.ids import MessageId, ThreadId
from panelin.store.contract import Store
from panelin.store.documents import Delivery, NewItem, Record

NUMBER = "1055"
LUCIA, MARTA = "34600000001", "34600000101"
OPEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday, 11:00 in the office
_wamids = count(1)


class ScriptedModel:
    """Answers with the customer's words unless told otherwise; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.answers: list[object] = []  # an answer, an error, or a function of the question; used up in order
        self.forgotten: list[ThreadId] = []

    async def answer(self, question, *, still_ours):
        self.asked.append(question)
        answer = self.answers.pop(0) if self.answers else echo
        if callable(answer):
            answer = answer(question, still_ours) if len(inspect.signature(answer).parameters) == 2 else answer(question)
        return await answer if inspect.isawaitable(answer) else answer

    async def forget(self, thread):
        self.forgotten.append(thread)


class ScriptedMeta:
    """Takes messages; errors are raised in order, after or instead of taking."""

    def __init__(self) -> None:
        self.sent: list[Parcel] = []
        self.typing: list[MessageId] = []
        self.errors: list[object] = []  # None = take it; an exception = refuse; a function of the parcel
        self.before_send: Callable[[Parcel], object] | None = None

    async def send(self, parcel):
        if self.before_send is not None:
            seen = self.before_send(parcel)
            if inspect.isawaitable(seen):
                await seen
        error = self.errors.pop(0) if self.errors else None
        if isinstance(error, LostReply):
            self.sent.append(parcel)
            raise error.error
        if error is not None:
            raise error
        self.sent.append(parcel)
        return MessageId(f"wamid.out{next(_wamids)}")

    async def upload(self, number, document, *, filename, mime):
        raise NotImplementedError

    async def show_typing(self, number, message):
        self.typing.append(message)


class LostReply:
    """Meta took the message, and the answer never came."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class Mailbox:
    """Agents who are told by e-mail."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []

    async def tell(self, agent, notice):
        self.told.append((agent.id, notice))


def echo(question: Question) -> AssistantAnswered:
    """Say back what is waiting, joined by bars."""
    words = " | ".join(heard.text for heard in question.need.messages)
    return AssistantAnswered(question.need.turn, words, thread=question.need.thread or ThreadId(f"conv_{next(_wamids)}"), thread_items=2)


class Office:
    """One process of the service; several may share a store."""

    def __init__(self, store: Store, *, scale: float = 0.02, agency=BRISA_SUR, now: datetime = OPEN) -> None:
        self.store, self.model, self.meta, self.mail = store, ScriptedModel(), ScriptedMeta(), Mailbox()
        self.business_now = now
        self.counted: list[str] = []
        self.parts = Parts(
            store=store,
            assistant=self.model,
            messenger=self.meta,
            notices=self.mail,
            agency=agency,
            now=lambda: self.business_now,
            scale=scale,
            slots=asyncio.Semaphore(32),
            count=lambda name, _times: self.counted.append(name),
        )
        self.sender = Sender(self.parts)
        self.workers = Workers(self.parts, self.sender)
        self.sweep = Sweep(self.workers)

    async def gets(self, *messages: dict, field: str = "messages") -> tuple[NewItem, ...]:
        """Meta delivers: stored as the webhook stores, not yet worked on."""
        items = split(json.dumps(post(*messages, field=field)).encode(), {NUMBER}).items
        await self.store.put(items)
        return items

    async def hears(self, *words: str, who: str = LUCIA, wamid: str | None = None) -> None:
        """A customer writes, and everything that follows from it is done."""
        await self.works(await self.gets(*(a_text(each, who, self.business_now, wamid) for each in words)))

    async def works(self, items: tuple[NewItem, ...] = ()) -> None:
        """Work on what came until nothing is under way."""
        self.workers.nudge(items)
        while self.workers._tasks:
            await asyncio.wait(set(self.workers._tasks))

    async def works_beside(self, items: tuple[NewItem, ...]) -> None:
        """Work on an agent's items while another run of this process is under way."""
        for item in items:
            await self.workers.serve_agent(item.id)

    async def sweeps(self, times: int = 1) -> None:
        """Let the sweep come round."""
        for _ in range(times):
            await self.sweep.once()
            await self.works()

    def passes(self, **time: float) -> None:
        """Let business time pass."""
        self.business_now += timedelta(**time)

    async def chat(self, who: str = LUCIA) -> Conversation:
        """The conversation of a customer, as stored."""
        chats = await self.store.recent(100)
        return next(chat for chat in chats if chat.wa_id == who)

    async def records(self, who: str = LUCIA) -> list[Record]:
        """The outbox of a customer, in order."""
        return [entry for entry in await self.store.transcript((await self.chat(who)).id, limit=500) if isinstance(entry, Record)]

    def said(self, who: str = LUCIA) -> list[str]:
        """What this number was sent, as text."""
        return [words_of(parcel) for parcel in self.meta.sent if parcel.to.value == who]


def words_of(parcel: Parcel) -> str:
    """What the person sees of it."""
    match parcel.action:
        case SendText(body=body) | SendSummary(body=body):
            return body
        case SendCard():
            return parcel.action.body
        case NotifyAgent(reason=reason):
            return f"notice: {reason}"
        case other:
            return type(other).__name__


def a_text(words: str, who: str = LUCIA, at: datetime = OPEN, wamid: str | None = None) -> dict:
    """A text as Meta writes it."""
    return {"from": who, "id": wamid or f"wamid.in{next(_wamids)}", "timestamp": stamp(at), "type": "text", "text": {"body": words}}


def a_tap(payload: str, title: str = "Lo cojo yo", who: str = MARTA, at: datetime = OPEN) -> dict:
    """A tap on the button of a template."""
    button = {"payload": payload, "text": title}
    return {"from": who, "id": f"wamid.in{next(_wamids)}", "timestamp": stamp(at), "type": "button", "button": button}


def an_echo(words: str, to: str = LUCIA, at: datetime = OPEN, wamid: str | None = None) -> dict:
    """A person answers from the phone app."""
    body = {"id": wamid or f"wamid.echo{next(_wamids)}", "timestamp": stamp(at), "type": "text", "text": {"body": words}}
    return {"from": "34910000000", "to": to, **body}


def post(*messages: dict, field: str = "messages") -> dict:
    """One delivery of Meta."""
    key = "message_echoes" if field == "smb_message_echoes" else "messages"
    people = {m["from"] for m in messages if "from" in m} if field == "messages" else set()
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "34910000000", "phone_number_id": NUMBER},
        "contacts": [{"profile": {"name": "Lucía"}, "wa_id": who} for who in sorted(people)],
        key: list(messages),
    }
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": field, "value": value}]}]}


def stamp(at: datetime) -> str:
    """Seconds as Meta writes them."""
    return str(int(at.timestamp()))


def delivered(record: Record, at: datetime = OPEN) -> Delivery:
    """A status that carries our id."""
    return Delivery(record.id, MessageId("wamid.late"), delivered_at=at)
