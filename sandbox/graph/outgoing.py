"""One message of the business, read from a request: the envelope and, by its type, the content."""

from dataclasses import dataclass

from sandbox.database import Document
from sandbox.graph import plain
from sandbox.graph.attachments import KINDS, attachment
from sandbox.graph.errors import GraphError
from sandbox.graph.interactive import interactive
from sandbox.graph.param import PARAMETER, Param
from sandbox.graph.template_message import template
from sandbox.graph.templates import Templates
from sandbox.identity import digits_of, is_user_id
from sandbox.media import Media

OPAQUE_MOST = 512
TYPES = ("text", "reaction", "location", "contacts", "interactive", "template", *KINDS)
_ENVELOPE = (
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
    "recipient_identity_key_hash",
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that Graph would accept; `content` holds what a person reads and may choose."""

    to: str
    number: str | None
    user_id: str | None
    type: str
    content: Document
    opaque: str | None
    quoted: str | None


def read_outgoing(body: Document, templates: Templates, media: Media) -> Outgoing:
    """Read a request; raises GraphError with Meta's code."""
    message = Param(body, "message")
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(PARAMETER, "The parameter messaging_product is required and must be whatsapp.")
    kind = message.one_of("type", *TYPES) if "type" in message else "text"
    message.only(*_ENVELOPE, kind)
    if "recipient_type" in message:
        message.one_of("recipient_type", "individual")
    to, number, user_id = _recipient(message)
    opaque = (
        message.text("biz_opaque_callback_data", at_most=OPAQUE_MOST, code=PARAMETER) if "biz_opaque_callback_data" in message else None
    )
    quoted = _quoted(message, kind)
    return Outgoing(to, number, user_id, kind, _content(message, kind, templates, media, to_user_id=number is None), opaque, quoted)


def recipient_of(body: Document) -> str:
    """Whom a request names, without judging it; empty if nobody."""
    return str(body.get("to") or body.get("recipient") or "")


def _recipient(message: Param) -> tuple[str, str | None, str | None]:
    if "to" in message:  # if both are given `to` wins (whatsapp.md section 7)
        to = message.text("to", at_most=64)
        digits = digits_of(to)
        if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 15):  # noqa: PLR2004 - E.164
            raise message.refuse("['to'] is not a valid phone number")
        return to, digits, None
    if "recipient" in message:
        recipient = message.text("recipient", at_most=140)
        if not is_user_id(recipient):
            raise message.refuse("['recipient'] is not a valid business-scoped user id")
        return recipient, None, recipient
    raise GraphError(PARAMETER, "The parameter to is required.")


def _quoted(message: Param, kind: str) -> str | None:
    context = message.maybe_child("context")
    if context is None:
        return None
    if kind in ("template", "reaction"):
        raise context.refuse(f"is not allowed for type {kind}", PARAMETER)
    return context.only("message_id").text("message_id", at_most=512)


def _content(message: Param, kind: str, templates: Templates, media: Media, *, to_user_id: bool) -> Document:
    if kind in KINDS:
        return attachment(message, kind, media)
    match kind:
        case "interactive":
            return interactive(message, media)
        case "template":
            return template(message, templates, media, to_user_id=to_user_id)
    return {"text": plain.text, "reaction": plain.reaction, "location": plain.location, "contacts": plain.contacts}[kind](message)
