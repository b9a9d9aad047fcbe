"""What can go wrong with a call to OpenAI, told apart by what may be done next (openai sheet, sections 1.3, 3.2, 4.3, 6.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openai import APIStatusError


class Kind(StrEnum):
    """The classes of mishaps."""

    BUSY = "busy"  # refused before it ran: the same request may be repeated
    LOST = "lost"  # perhaps carried out: the thread may hold more than we know and is left
    THREAD = "thread"  # this thread cannot be used (locked, unknown, an orphaned call, too long)
    STORE = "store"  # the vector store is gone: ask again without it
    CUT = "cut"  # the answer is empty or ends in the middle
    REFUSED = "refused"  # the model declines
    BARRED = "barred"  # key or credit: no repetition can help
    WRONG = "wrong"  # our own request is at fault
    CLOSED = "closed"  # the breaker is open: nothing was asked
    LATE = "late"  # too little of the deadline is left: nothing was asked


class Mishap(Exception):
    """A call that gave no answer that may be used; `retry_after` is the vendor's own wish in seconds."""

    def __init__(self, kind: Kind, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason or kind.value)
        self.kind = kind
        self.retry_after = retry_after


_NEVER_LEFT: Final = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"})
_MAY_HAVE_RUN: Final = frozenset({408, 409})
_SERVER_FAULT: Final = 500
_UNUSABLE_THREAD: Final = frozenset({"conversation_locked", "context_length_exceeded"})
_ORPHANS: Final = ("no tool output found", "no tool call found")


def mishap_of(error: Exception) -> Mishap:
    """Judge whatever a call through the SDK raised: its own errors, our time-out, a body that is no JSON, a reply lost by a test."""
    from openai import APIConnectionError, APIStatusError

    if isinstance(error, Mishap):
        return error
    if isinstance(error, APIStatusError):
        return _of_status(error)
    if isinstance(error, APIConnectionError) and type(error.__cause__).__name__ in _NEVER_LEFT:
        return Mishap(Kind.BUSY, "could not connect")
    return Mishap(Kind.LOST, type(error).__name__)


def mishap_of_failure(code: str | None) -> Mishap:
    """Judge a response that came with status `failed`."""
    if code is not None and code.startswith("vector_store"):
        return Mishap(Kind.STORE, code)
    return Mishap(Kind.REFUSED if code == "invalid_prompt" else Kind.LOST, code or "failed")


def _of_status(error: "APIStatusError") -> Mishap:
    reason = f"{error.status_code} {error.code or ''}".strip()
    return Mishap(_kind(error), reason, retry_after=seconds_of(error.response.headers))


def _kind(error: "APIStatusError") -> Kind:
    match error.status_code:
        case 401:
            return Kind.BARRED
        case 429:
            return Kind.BARRED if error.code == "insufficient_quota" else Kind.BUSY
        case status if status >= _SERVER_FAULT or status in _MAY_HAVE_RUN:
            return Kind.LOST
        case _:
            return _kind_of_refusal(error)


def _kind_of_refusal(error: "APIStatusError") -> Kind:
    message = error.message.lower()
    if "vector_store" in (error.param or "") or "vector store" in message or "vector_store" in message:
        return Kind.STORE
    if error.code in _UNUSABLE_THREAD or error.param == "conversation" or any(words in message for words in _ORPHANS):
        return Kind.THREAD
    return Kind.THREAD if error.status_code == 404 and error.code != "model_not_found" else Kind.WRONG  # noqa: PLR2004 - not found


def seconds_of(headers: "Headers") -> float | None:
    """Read how long the service wants us to wait: milliseconds, seconds or a date; nonsense is no wish."""
    for name, factor in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        written = headers.get(name)
        if written is None:
            continue
        try:
            return max(0.0, float(written) * factor)
        except ValueError:
            return _until(written)
    return None


def _until(written: str) -> float | None:
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return None
    return max(0.0, (when - datetime.now(UTC)).total_seconds()) if when.tzinfo else None


if TYPE_CHECKING:
    from collections.abc import Mapping

    Headers = Mapping[str, str]
