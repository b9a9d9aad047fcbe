"""Statuses of what we sent: only those that carry our own id are ours (WhatsApp sheet, section 10)."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from app.whatsapp.invisible import one_line
from app.whatsapp.names import text
from panelin.ids import MessageId, OutboxId
from panelin.store.documents import Delivery

# The form of `record_id`: other systems on the number use the field too, and whatever they write must never become a document's name.
_OURS = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,119}\.[0-9]{8,12}")
_READ = ("read", "played")
_LAST = 253_402_300_800  # the year 10000


def delivery(status: object) -> Delivery | str:
    """Read a status; one that is not for us or cannot be read gives the name under which it is counted."""
    if not isinstance(status, dict):
        return "status.unreadable"
    record, wamid, value = status.get("biz_opaque_callback_data"), text(status.get("id")), status.get("status")
    if not (isinstance(record, str) and _OURS.fullmatch(record)):
        return "status.foreign"
    if wamid is None:
        return "status.unreadable"
    if value == "failed":
        return Delivery(OutboxId(record), MessageId(wamid), failed=_failure(status.get("errors")))
    return _reached(Delivery(OutboxId(record), MessageId(wamid)), value, instant(status.get("timestamp")))


def _reached(found: Delivery, value: object, at: datetime | None) -> Delivery | str:
    if value not in ("sent", "delivered", *_READ):
        return "status.unknown"
    if at is None:
        return "status.unreadable"
    return replace(
        found,
        sent_at=at if value == "sent" else None,
        delivered_at=at if value == "delivered" else None,
        read_at=at if value in _READ else None,
    )


def instant(value: object) -> datetime | None:
    """Read Meta's seconds: a string in messages and statuses, a number elsewhere."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(_LAST)):
        value = int(value)
    if type(value) is not int or not 0 < value < _LAST:
        return None
    return datetime.fromtimestamp(value, UTC)


def _failure(errors: object) -> str:
    """Meta's code and its details: titles change, codes and details stay."""
    error = errors[0] if isinstance(errors, list) and errors else None
    if not isinstance(error, dict):
        return "unknown"
    more = error.get("error_data")
    words = (more.get("details") if isinstance(more, dict) else None) or error.get("message") or error.get("title")
    code = error.get("code")
    known = str(code) if isinstance(code, int | str) else "unknown"
    return one_line(f"{known}: {words}" if isinstance(words, str) else known, at_most=300)
