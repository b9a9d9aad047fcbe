"""The body of a webhook POST: updates packed the way Meta packs them, written and signed as bytes."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime

from sandbox.database import Document
from sandbox.identity import BUSINESS_NUMBER
from sandbox.people import Person

Entries = list[list[Document]]
"""Changes (`field`, `value`) grouped into entries."""

LARGEST_BATCH = 1_000  # Meta, Webhooks overview
_LISTS = ("messages", "statuses", "message_echoes")


def body_of(entries: Entries, waba_id: str, *, escaped: bool = True) -> bytes:
    """The bytes of a POST; Meta escapes non-ASCII and slashes, `escaped=False` writes the same JSON in other bytes."""
    packed = {"object": "whatsapp_business_account", "entry": [{"id": waba_id, "changes": changes} for changes in entries]}
    if not escaped:
        plain = json.dumps(packed, ensure_ascii=False, separators=(", ", ": "))
        return plain.encode("utf-8", "surrogatepass")
    return json.dumps(packed, separators=(",", ":")).replace("/", "\\/").encode()


def signature(secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256 for these bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def packed(changes: Iterable[Document]) -> Entries:
    """Changes packed for one POST: in turn as a new entry, a new change, or inside the last change of its field."""
    entries: Entries = []
    for place, change in enumerate(changes):
        own = {"field": change["field"], "value": dict(change["value"])}
        if place % 3 == 0:
            entries.append([own])
        elif place % 3 == 1 or entries[-1][-1]["field"] != own["field"]:
            entries[-1].append(own)
        else:
            _join(entries[-1][-1]["value"], own["value"])
    return entries


def _join(value: Document, more: Document) -> None:
    for name in ("contacts", *_LISTS):
        if name in more:
            value[name] = [*value.get(name, ()), *more[name]]


def value_of(phone_number_id: str, **content: object) -> Document:
    """The `value` of a message field: who it is about, and its content."""
    metadata = {"display_phone_number": BUSINESS_NUMBER, "phone_number_id": phone_number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **content}


def contact_of(person: Person) -> Document:
    """A person as `contacts` carries her; what is unknown is absent."""
    found: Document = {"profile": {"name": person.name} if person.name else {}}
    if person.wa_id:
        found["wa_id"] = person.wa_id
    if person.user_id:
        found["user_id"] = person.user_id
    return found


def stamp(at: datetime) -> str:
    """An instant as messages and statuses carry it: a string of whole seconds."""
    return str(int(at.timestamp()))
