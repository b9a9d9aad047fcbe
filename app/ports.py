"""What the turn and the sender need from the outside world, in our own types; each is composed once, in `__main__.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from panelin.actions import Action, AskAssistant, NotifyAgent, SendSummary
from panelin.agency import Agent
from panelin.conversation import Conversation
from panelin.events import AssistantAnswered, AssistantFailed, Identity
from panelin.ids import ConversationId, MediaId, MessageId, Number, OutboxId, ThreadId

StillOurs = Callable[[], Awaitable[bool]]  # a tick: writes that the turn is still ours; False ends the loop


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the transcript as the model may see it: who is customer, assistant, system or an agent's name."""

    seq: int
    at: datetime
    who: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What the assistant is asked.

    The need, the conversation it concerns, what the thread has not seen before the waiting messages, the business time, and a way to read
    the last 40 entries before the waiting messages, for a thread that must be begun anew.
    """

    need: AskAssistant
    conversation: Conversation
    unseen: tuple[Line, ...]
    now: datetime
    transcript: Callable[[], Awaitable[tuple[Line, ...]]]


class Assistant(Protocol):
    """Whoever answers."""

    async def answer(self, question: Question, *, still_ours: StillOurs) -> AssistantAnswered | AssistantFailed:
        """Answer within the turn's deadline; never raises for what the model or its tools do."""

    async def forget(self, thread: ThreadId) -> None:
        """Delete a thread that was left; one that is gone is fine."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message ready to leave: from which number, to whom, what, under which of our ids."""

    number: Number
    to: Identity = field(repr=False)
    action: Action = field(repr=False)
    id: OutboxId
    language: str
    conversation: ConversationId
    created_at: datetime


class Messenger(Protocol):
    """The WhatsApp Cloud API.

    Errors of `send` and `upload`: `Rejected` (with Meta's code), `Unavailable` (with Meta's code; pair limit and throughput too),
    `Uncertain` (the request left, no answer came).
    """

    async def send(self, parcel: Parcel) -> MessageId:
        """Hand one message to Meta and return its wamid."""

    async def upload(self, number: Number, document: bytes, *, filename: str, mime: str) -> MediaId:
        """Upload a file; a repeated upload is harmless."""

    async def show_typing(self, number: Number, message: MessageId) -> None:
        """Mark read and show typing; failures are swallowed and counted."""


class Notices(Protocol):
    """How agents are told beside WhatsApp."""

    async def tell(self, agent: Agent, notice: NotifyAgent | SendSummary) -> None:
        """Tell by e-mail or webhook; `Rejected` or `Unavailable` when it did not work."""
