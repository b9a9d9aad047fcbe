"""The record that `decide` judges: one conversation, one document, one version."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from panelin.actions import Heard, Reason
from panelin.demand import Demand
from panelin.events import Identity, IdentityKind, Referral
from panelin.ids import AgentId, ConversationId, Lane, Number, Reference, RunId, ThreadId
from panelin.languages import Language

NOBODY = RunId("")  # until the shell says which run
MOST_LEFT = 20  # threads that wait to be deleted
OVERNIGHT = -1
MOST_UNANSWERED = 20  # texts that wait for one answer; older ones stay in the transcript


@dataclass(frozen=True, slots=True)
class Thread:
    """The OpenAI conversation: `seq` is the last entry of our transcript that it has seen, `items` its length, `since` its last use."""

    id: ThreadId
    seq: int
    items: int
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody is asking the model: `run`, `since` and `until` are set by the shell, on the store's clock, when the turn is first held."""

    turn: int
    since: datetime
    run: RunId = NOBODY
    until: datetime | None = None
    attempt: int = 1
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class Requested:
    """A person of `team` is wanted.

    `told` are the agents who know, the last one most recently; `clock_from` is when their minutes began to run (the next opening if the
    office was closed); `step` is the next step of the escalation, `OVERNIGHT` while the office has not opened yet.
    """

    reason: Reason
    team: str
    at: datetime
    clock_from: datetime
    told: tuple[AgentId, ...]
    step: int = 0
    question: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """A person has the chat; `agent` None = somebody on the phone app."""

    agent: AgentId | None
    at: datetime
    last_agent_at: datetime


Handoff = Requested | Taken


@dataclass(frozen=True, slots=True)
class Shown:
    """A home that was shown, in the order of the cards."""

    reference: Reference
    at: datetime


@dataclass(frozen=True, slots=True)
class Greeted:
    """Which version of the first-contact text was shown, and when."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to alerts and marketing: the text shown, when granted, when revoked."""

    granted_at: datetime | None = None
    text_version: str | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that is decided upon; instants are the business clock unless a comment says otherwise."""

    id: ConversationId
    number: Number
    identities: tuple[Identity, ...] = field(default=(), repr=False)
    lanes: tuple[Lane, ...] = ()
    name: str | None = field(default=None, repr=False)
    language: Language | None = None
    origin: Referral | None = None
    greeted: Greeted | None = None
    thread: Thread | None = None
    left_threads: tuple[ThreadId, ...] = ()  # left and not yet deleted at OpenAI
    seq: int = 0  # the last entry of the transcript
    rev: int = 0  # +1 at every change of who speaks
    turn: int = 0
    unanswered: tuple[Heard, ...] = ()
    answering: Answering | None = None
    returned_at: datetime | None = None
    back_from: AgentId | None = None  # who had the chat, until `handoff_vuelta` has said so
    was_taken: bool = False  # a person had the chat and `handoff_vuelta` is still to be said
    handoff: Handoff | None = None
    last_customer_at: datetime | None = None
    last_interaction: datetime | None = None
    waiting_line_at: datetime | None = None
    asked_since: datetime | None = None  # the day in which questions to the model are counted, and how many there were
    asked_times: int = 0
    unreadable_told_at: datetime | None = None
    hours_told_at: datetime | None = None  # when `handoff_cerrado` was last said
    demand: Demand | None = None
    shown: tuple[Shown, ...] = ()
    consent: Consent = Consent()
    due_at: datetime | None = None  # the store's clock
    alarm_at: datetime | None = None

    @property
    def wa_id(self) -> str | None:
        """The latest phone id of the person, if Meta shares one."""
        return self._latest(IdentityKind.WA_ID)

    @property
    def bsuid(self) -> str | None:
        """The latest business-scoped id of the person, if known."""
        return self._latest(IdentityKind.BSUID)

    def _latest(self, kind: IdentityKind) -> str | None:
        return next((i.value for i in reversed(self.identities) if i.kind is kind), None)


def leaving(conversation: Conversation, thread: ThreadId | None) -> Conversation:
    """Remember a thread that holds an answer nobody was sent: it is never used again, and deleted later."""
    known = conversation.thread.id if conversation.thread else None
    if thread is None or thread == known or thread in conversation.left_threads:
        return conversation
    return replace(conversation, left_threads=(*conversation.left_threads, thread)[-MOST_LEFT:])


def without_thread(conversation: Conversation) -> Conversation:
    """Leave the thread, which may hold more than we committed; it is deleted later, never repaired (design 4.7)."""
    if conversation.thread is None:
        return conversation
    return replace(conversation, thread=None, left_threads=(*conversation.left_threads, conversation.thread.id))


def without_answering(conversation: Conversation) -> Conversation:
    """Let go of the turn: nobody asks the model any more and nothing waits for an answer."""
    return replace(conversation, answering=None, unanswered=())


def interrupted(conversation: Conversation) -> Conversation:
    """Let go of the turn because somebody else speaks; a thread whose answer will not be committed is left."""
    return without_answering(without_thread(conversation) if conversation.answering else conversation)
