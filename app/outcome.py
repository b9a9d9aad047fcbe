"""What becomes of an outbox record: pure transitions of protocol.md 5, each with its wait on the store's clock."""

from dataclasses import replace
from datetime import datetime, timedelta

from panelin.actions import SendText, Voice
from panelin.agency import Agency
from panelin.conversation import Conversation, Requested, Taken
from panelin.errors import PanelinError, Rejected, Unavailable
from panelin.events import SendFailure
from panelin.handoff import assistant_may_speak
from panelin.ids import MessageId, RunId
from panelin.store.documents import Claim, Record, RecordState
from panelin.window import is_open

SETTLE_WITHIN = timedelta(seconds=60)  # the time in which Meta's status tells what became of a lost reply
MOST_ATTEMPTS = 5
MOST_WAITS = 200  # of a minute or so each, where the other side says how long; the window ends most of them earlier (P11)
MOST_UNKNOWNS = 2  # sent a second time at most, never a third (P7)
PAIR_LIMIT, WINDOW_CLOSED = 131056, 131047
TO_CUSTOMER = frozenset({Voice.ASSISTANT, Voice.SYSTEM, Voice.AGENT})
AFTER_TAKEOVER = frozenset({"baja_ok", "alta_ok"})  # of the locked texts only these still go (P4)
OF_THE_HANDOFF = AFTER_TAKEOVER | {
    "handoff_abierto",
    "handoff_abierto_sin_minutos",
    "handoff_cerrado",
    "handoff_sin_respuesta",
    "fallo",
    "legal",
    "negociacion",
    "dato_no_consta",
}
OVERRULED = "overruled"


def refusal(record: Record, conversation: Conversation, now: datetime, agency: Agency) -> Record | None:
    """Judge once more, right before it leaves, whether a record may still go; None = it may (protocol.md 19)."""
    if record.voice not in TO_CUSTOMER:
        return None
    if not _has_the_word(record, conversation, now, agency):
        return replace(record, state=RecordState.FAILED, failed=OVERRULED, due_at=None)
    if not is_open(conversation.last_customer_at, now):
        return replace(record, state=RecordState.FAILED, failed="window", failure=SendFailure.WINDOW)
    return None


def claimed(record: Record, run: RunId, now: datetime, scale: float) -> Record:
    """A record that is about to be handed to Meta: if nobody comes back, it is perhaps sent."""
    return replace(record, state=RecordState.SENDING, claim=Claim(run, now), attempt=record.attempt + 1, due_at=now + SETTLE_WITHIN * scale)


def put_back(record: Record, now: datetime) -> Record:
    """A record whose time ran out between claim and POST: it surely did not leave."""
    return replace(record, state=RecordState.READY, attempt=record.attempt - 1, claim=None, due_at=now)


def sent(record: Record, wamid: MessageId) -> Record:
    """Meta accepted it."""
    return replace(record, state=RecordState.SENT, wamid=wamid, due_at=None)


def after_error(record: Record, error: PanelinError, now: datetime, scale: float) -> Record:
    """Meta did not accept it, or nobody knows."""
    match error:
        case Rejected(code=code):
            why = SendFailure.WINDOW if code == WINDOW_CLOSED else SendFailure.UNDELIVERABLE
            return replace(record, state=RecordState.FAILED, failed=str(code), failure=why, due_at=now)
        case Unavailable() if record.attempt >= (MOST_ATTEMPTS if error.retry_after is None else MOST_WAITS):
            return replace(record, state=RecordState.FAILED, failed=str(error.code), failure=SendFailure.GAVE_UP, due_at=now)
        case Unavailable():
            return replace(record, state=RecordState.READY, claim=None, due_at=now + backoff(record, error) * scale)
        case _:
            return perhaps_sent(record, now, scale)


def perhaps_sent(record: Record, now: datetime, scale: float) -> Record:
    """The reply was lost: wait for a status that carries our id."""
    return replace(record, state=RecordState.UNKNOWN, unknowns=record.unknowns + 1, due_at=now + SETTLE_WITHIN * scale)


def backoff(record: Record, error: Unavailable) -> timedelta:
    """Wait 4^n seconds for the pair limit, else 1, 2, 4, 8, 16, or as long as the other side asks (WhatsApp sheet, section 18)."""
    base = 4 if error.code == PAIR_LIMIT else 2
    wished = error.retry_after or timedelta(0)
    return max(wished, timedelta(seconds=base ** (record.attempt - 1)))


def reconciled(record: Record) -> Record | None:
    """Settle a record by the statuses that came for it; None = none came."""
    if record.failed is not None:
        return replace(record, state=RecordState.FAILED, failure=record.failure or SendFailure.UNDELIVERABLE)
    if record.sent_at or record.delivered_at or record.read_at:
        return replace(record, state=RecordState.SENT, due_at=None)
    return None


def lost(record: Record, now: datetime) -> Record:
    """Perhaps sent twice, and no status came: shown to people, never sent again."""
    return replace(record, state=RecordState.LOST, failure=SendFailure.GAVE_UP, due_at=now)


def fallen(record: Record) -> Record:
    """A record that may not leave because one before it in its turn failed; the failure itself is what people are told."""
    return replace(record, state=RecordState.FAILED, failed="turn", due_at=None)


def _has_the_word(record: Record, conversation: Conversation, now: datetime, agency: Agency) -> bool:
    handoff = conversation.handoff
    match record.voice:
        case Voice.AGENT:
            return True
        case Voice.SYSTEM:
            sentence = record.action.sentence if isinstance(record.action, SendText) else None
            if isinstance(handoff, Taken):
                return sentence in AFTER_TAKEOVER
            speaks = assistant_may_speak(handoff, now, agency)
            return speaks or (isinstance(handoff, Requested) and sentence in OF_THE_HANDOFF)
        case _:
            return record.rev == conversation.rev and assistant_may_speak(handoff, now, agency)
