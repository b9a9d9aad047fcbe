"""Webhooks as Meta sends them, written and signed here: the load test does not ask the sandbox for its own evidence."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping

from load_tests.plan import Message, Parcel

SIGNATURE = "X-Hub-Signature-256"
FIRST_CUSTOMER = 34_622_000_000
TOKEN = re.compile(r"\bm(\d+)x(\d+)\b")
"""How a message is numbered in its text, so that the echo's answer tells what it answers."""


def phone(customer: int) -> str:
    """The number of a customer."""
    return str(FIRST_CUSTOMER + customer)


def user_id(customer: int) -> str:
    """The business-scoped user id of a customer."""
    return f"ES.77{customer:012d}"


def numbers_in(text: str) -> list[tuple[int, int]]:
    """The customers and numbers of the messages that a text repeats, in its order."""
    return [(int(customer), int(number)) for customer, number in TOKEN.findall(text)]


def body_of(parcel: Parcel, *, began: float, number_id: str) -> bytes:
    """The bytes of a post; a second delivery is the same JSON in other bytes, as Meta's may be."""
    changes = [{"field": "messages", "value": _value(message, began, number_id)} for message in parcel.messages]
    post = {"object": "whatsapp_business_account", "entry": [{"id": "105500000000000", "changes": changes}]}
    return json.dumps(post, ensure_ascii=not parcel.again, separators=(", ", ": ") if parcel.again else (",", ":")).encode()


def signature(secret: str, body: bytes) -> str:
    """The value of the signature header for these bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def headers(secret: str, body: bytes) -> Mapping[str, str]:
    """The headers of a post."""
    return {"Content-Type": "application/json", "User-Agent": "facebookexternalua", SIGNATURE: signature(secret, body)}


def stamp(message: Message, began: float) -> int:
    """The second in which a message was written, on Meta's clock."""
    return int(began + message.written)


def _value(message: Message, began: float, number_id: str) -> dict[str, object]:
    who = {"wa_id": phone(message.customer), "user_id": user_id(message.customer)}
    text = f"busco piso m{message.customer}x{message.number}"
    said = {"from": who["wa_id"], "from_user_id": who["user_id"], "id": f"wamid.LOAD{message.customer:06d}{message.number:05d}"}
    said |= {"timestamp": str(stamp(message, began)), "type": "text"}
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "34951000000", "phone_number_id": number_id},
        "contacts": [{"profile": {"name": f"Cliente nº {message.customer}"}, **who}],
        "messages": [{**said, "text": {"body": text}}],
    }
