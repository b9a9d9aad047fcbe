"""What happened: the events that `decide` judges.

Events of a customer carry Meta's message id and Meta's timestamp (`at`); nothing here knows Meta's JSON.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from panelin.ids import AgentId, ConversationId, MediaId, MessageId, OutboxId, ThreadId

if TYPE_CHECKING:
    from panelin.actions import Proposal
    from panelin.demand import Demand
    from panelin.facts import Facts


class IdentityKind(StrEnum):
    """The two names under which Meta may know a person."""

    WA_ID = "wa_id"
    BSUID = "bsuid"


@dataclass(frozen=True, slots=True)
class Identity:
    """One name of a person on one of the agency's numbers; the value is opaque."""

    kind: IdentityKind
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Referral:
    """The ad or post that brought the customer; texts are untrusted."""

    source_id: str | None = None
    headline: str | None = None
    body: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class TextReceived:
    """The customer wrote."""

    id: MessageId
    at: datetime
    text: str
    replies_to: MessageId | None = None
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """The customer tapped a button or a list row; act on `choice`, show `title`."""

    id: MessageId
    at: datetime
    choice: str
    title: str


class MediaKind(StrEnum):
    """Kinds of media that people send."""

    AUDIO = "audio"
    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class MediaReceived:
    """The customer sent a file; the caption is the customer's text."""

    id: MessageId
    at: datetime
    media: MediaId
    kind: MediaKind
    mime: str
    caption: str | None = None
    voice: bool = False


@dataclass(frozen=True, slots=True)
class LocationShared:
    """The customer dropped a pin, in degrees."""

    id: MessageId
    at: datetime
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ContactShared:
    """The customer sent an address card; `phone` is the first number on it."""

    id: MessageId
    at: datetime
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class TextEdited:
    """The customer corrected a text (coexistence numbers, within 15 minutes)."""

    id: MessageId
    at: datetime
    original: MessageId
    text: str


@dataclass(frozen=True, slots=True)
class TextRevoked:
    """The customer deleted a text."""

    id: MessageId
    at: datetime
    original: MessageId


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """Meta says that the person has a new number or a new business-scoped id."""

    id: MessageId
    at: datetime
    new: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something we do not read: `turn` says whether a person sent it and expects a reply."""

    id: MessageId
    at: datetime
    kind: str
    turn: bool = False


class WroteBy(StrEnum):
    """Where an agent wrote."""

    DESK = "desk"
    PHONE_APP = "phone_app"


@dataclass(frozen=True, slots=True)
class AgentWrote:
    """A person of the agency wrote to the customer."""

    id: MessageId
    at: datetime
    text: str
    by: WroteBy
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class AgentTookOver:
    """A person claimed the chat without writing yet."""

    agent: AgentId


@dataclass(frozen=True, slots=True)
class AgentDeclined:
    """The agent who was told cannot take the chat now."""

    agent: AgentId


@dataclass(frozen=True, slots=True)
class AgentReturned:
    """A person gave the chat back."""

    agent: AgentId | None


@dataclass(frozen=True, slots=True)
class AssistantAnswered:
    """The model finished: its words, what it proposes, what it read, and its thread."""

    turn: int
    text: str
    proposals: "tuple[Proposal, ...]" = ()
    demand: "Demand | None" = None
    facts: "Facts | None" = None
    thread: ThreadId | None = None
    thread_items: int = 0


class Failure(StrEnum):
    """Why the model gave no answer."""

    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class AssistantFailed:
    """The model gave no answer that may be used."""

    turn: int
    why: Failure


@dataclass(frozen=True, slots=True)
class StillAnswering:
    """The answer takes long: 20 seconds have passed."""

    turn: int


@dataclass(frozen=True, slots=True)
class AnswerOverdue:
    """Whoever was answering is gone: its time is up and nothing was committed."""

    turn: int


class SendFailure(StrEnum):
    """Why a message did not reach the customer."""

    WINDOW = "window"
    UNDELIVERABLE = "undeliverable"
    GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class SendFailed:
    """A message of ours failed for good."""

    record: OutboxId
    why: SendFailure


@dataclass(frozen=True, slots=True)
class ItemDied:
    """An inbound item could not be heard after all its attempts; people must be told."""

    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nothing happened but time: the burst is over, or an alarm is due."""


CustomerEvent = (
    TextReceived | ChoiceMade | MediaReceived | LocationShared | ContactShared | TextEdited | TextRevoked | IdentityChanged | Unsupported
)
Event = (
    CustomerEvent
    | AgentWrote
    | AgentTookOver
    | AgentDeclined
    | AgentReturned
    | AssistantAnswered
    | AssistantFailed
    | StillAnswering
    | AnswerOverdue
    | SendFailed
    | ItemDied
    | TimePassed
)
