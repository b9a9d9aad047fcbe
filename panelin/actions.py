"""What Panelin does: actions are committed as outbox records and performed afterwards, needs are fulfilled between two commits."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from panelin.ids import AgentId, ConversationId, MessageId, Reference, ThreadId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelin.cards import Card
    from panelin.languages import Language


class Voice(StrEnum):
    """Who speaks: records of ASSISTANT and SYSTEM share one queue, AGENT has its own, NOTICE and DEED hold nothing up."""

    ASSISTANT = "assistant"
    SYSTEM = "system"
    AGENT = "agent"
    NOTICE = "notice"
    DEED = "deed"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap: the id comes back in `ChoiceMade`, the title is what people see."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SendText:
    """A text to the customer; `sentence` is the key of a locked text, by which the sender knows what may pass a handoff."""

    body: str
    choices: tuple[Choice, ...] = ()
    voice: Voice = Voice.ASSISTANT
    grounds: frozenset[Reference] = frozenset()
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class SendCard:
    """One home, drawn from its record only, with the words around it in the same message."""

    card: "Card"
    before: str = ""
    after: str = ""

    @property
    def body(self) -> str:
        """The whole text under the photo."""
        return "\n\n".join(filter(None, (self.before, self.card.body, self.after)))


@dataclass(frozen=True, slots=True)
class SendLocation:
    """The pin of a home whose address is not hidden."""

    reference: Reference
    latitude: float
    longitude: float
    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SendDossier:
    """The PDF of a home: uploaded first, then sent under a readable file name."""

    reference: Reference
    url: str
    filename: str
    caption: str


@dataclass(frozen=True, slots=True)
class SendTemplate:
    """An approved template to the customer, outside the window."""

    purpose: str
    parameters: tuple[str, ...]


class Reason(StrEnum):
    """Why a person is wanted."""

    ASKED = "asked"
    COMPLAINT = "complaint"
    UNKNOWN_FACT = "unknown_fact"
    NEGOTIATION = "negotiation"
    OWNER = "owner"
    SENSITIVE = "sensitive"
    DATA_RIGHTS = "data_rights"
    NOT_UNDERSTOOD = "not_understood"
    OUTAGE = "outage"
    UNREADABLE = "unreadable"
    CUSTOMER_WAITS = "customer_waits"
    UNDELIVERED = "undelivered"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NotifyAgent:
    """Tell an agent on her own WhatsApp, by e-mail or webhook that a customer wants a person; `request` makes its buttons unique."""

    agent: AgentId
    reason: Reason
    request: int
    waiting_since: datetime
    customer: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SendSummary:
    """The one-screen summary to the agent who tapped; `body` is complete text."""

    agent: AgentId
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallTool:
    """A write to the CRM, committed with the turn and performed from the outbox under `key`."""

    name: str
    arguments: "Mapping[str, object]"
    key: str


@dataclass(frozen=True, slots=True)
class CallPerson:
    """The assistant's proposal to bring in a person; `decide` turns it into a handoff, it never reaches the outbox."""

    reason: Reason
    question: str | None = None


Action = SendText | SendCard | SendLocation | SendDossier | SendTemplate | NotifyAgent | SendSummary | CallTool
Proposal = Action | CallPerson


@dataclass(frozen=True, slots=True)
class Heard:
    """A customer's words that wait for an answer; `seq` is their place in the transcript."""

    seq: int
    id: MessageId
    at: datetime
    text: str = field(repr=False)
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class AskAssistant:
    """Ask the model to answer `messages`.

    `thread` None means a new, empty thread that gets the transcript as its first input; `catch_up_from` is the last entry the thread has
    seen when more than `messages` has happened since.
    """

    conversation: ConversationId
    turn: int
    messages: tuple[Heard, ...]
    thread: ThreadId | None
    catch_up_from: int | None
    language: "Language"
    ungrounded: tuple[object, ...] = ()


Need = AskAssistant  # what a decision may want fetched before the next one


def voice_of(action: Action) -> Voice:
    """Tell whose queue an action belongs to."""
    match action:
        case SendText(voice=voice):
            return voice
        case SendCard() | SendLocation() | SendDossier() | SendTemplate():
            return Voice.ASSISTANT
        case NotifyAgent() | SendSummary():
            return Voice.NOTICE
        case CallTool():
            return Voice.DEED
        case _:
            assert_never(action)
