"""What Graph's refusals mean for us: by code, never by title, subcode or HTTP status (WhatsApp sheet, section 18)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.whatsapp.strict_json import Json
from panelin.errors import PanelinError, Rejected, Unavailable


class Class(StrEnum):
    """What the client should do about a code."""

    RETRY = "retry"  # with growing waits
    PAIR = "pair"  # 4^n seconds for this recipient; others go on
    LATER = "later"  # minutes
    TEMPLATE = "template"  # the window is closed
    GIVEUP = "giveup"  # tell people
    SUPPRESS = "suppress"  # never marketing again
    BUG = "bug"  # our own fault; never again
    CONFIG = "config"  # nothing goes out until somebody mends it
    APPROVAL = "approval"  # this template does not go; its spare may
    STOP = "stop"  # the account is in danger


THROUGHPUT, TOKEN = 130429, 190
_CODES: dict[Class, tuple[int, ...]] = {
    Class.RETRY: (1, 2, 130429, 131000, 131016, 131053, 133004),
    Class.PAIR: (131056,),
    Class.LATER: (4, 613, 80007, 131057, 132069, 134100, 134101, 134102),
    Class.TEMPLATE: (131047,),
    Class.GIVEUP: (130472, 130497, 131026, 131049, 137000),
    Class.SUPPRESS: (131050,),
    Class.CONFIG: (
        0, 3, 10, 33, 190, 131005, 131037, 131042, 131044, 131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016, 134011,
    ),
    Class.APPROVAL: (132001, 132015, 132016, 132068, 131063, 131030),
    Class.STOP: (368, 131031, 131048, 131064),
}  # fmt: skip
_CLASS_OF = {code: each for each, codes in _CODES.items() for code in codes} | dict.fromkeys(range(200, 300), Class.CONFIG)
_WAITS = frozenset({Class.RETRY, Class.PAIR, Class.LATER, Class.CONFIG})
_LATER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: its code and class; `trace` is what Meta's support asks for."""

    code: int
    kind: Class
    details: str
    trace: str | None = None

    def error(self, retry_after: timedelta | None = None) -> PanelinError:
        """Say by type whether to repeat; of the details nothing is quoted, because Meta repeats the request in them."""
        reason = f"Graph refused with {self.code} ({self.kind})"
        if self.kind not in _WAITS:
            return Rejected(reason, code=self.code)
        wait = retry_after or (_LATER if self.kind in {Class.LATER, Class.CONFIG} else None)
        return Unavailable(reason, retry_after=wait, code=self.code)


def refusal(body: object, status: int) -> Refusal | None:
    """Read a refusal, or None if the body is none of Graph's."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    if not isinstance(error, dict) or type(code) is not int:
        return None
    more = error.get("error_data")
    details = more.get("details") if isinstance(more, dict) else error.get("message")
    trace = error.get("fbtrace_id")
    return Refusal(code, class_of(code, status, error), str(details or ""), trace if isinstance(trace, str) else None)


def class_of(code: int, status: int, error: Json | None = None) -> Class:
    """Find the class of a code; an unknown one is our fault below 500 and Meta's from there on, unless Meta says that it passes."""
    known = _CLASS_OF.get(code)
    if known is not None:
        return known
    transient = error is not None and error.get("is_transient") is True
    return Class.RETRY if transient or status >= 500 else Class.BUG  # noqa: PLR2004 - HTTP's own border
