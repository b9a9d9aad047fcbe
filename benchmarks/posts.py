"""Webhooks as Meta sends them: one text each, signed, written out as whole HTTP requests before the clock starts."""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from itertools import count

NUMBER, SECRET, VERIFY_TOKEN = "105500000000001", "secret-of-the-benchmark", "token-of-the-benchmark"
WORDS = "Hola, busco un piso en Nerja de dos habitaciones, hasta 300.000 euros"
_wamids = count(1)


def text_post(customer: int, *, words: str = WORDS) -> bytes:
    """Write the body that tells of one text; no wamid comes twice."""
    who, bsuid = f"346{customer:08d}", f"ES.8f2k9{customer:06d}"
    wamid = f"wamid.HBgLMzQ2MDAwMDAwMDEVAgASGBQzQTdCNUM{next(_wamids):010d}"
    message = {"from": who, "from_user_id": bsuid, "id": wamid, "timestamp": str(int(time.time())), "type": "text"} | {
        "text": {"body": words}
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "34952000000", "phone_number_id": NUMBER},
        "contacts": [{"profile": {"name": "Lucía Gómez"}, "wa_id": who, "user_id": bsuid}],
        "messages": [message],
    }
    post = {"object": "whatsapp_business_account", "entry": [{"id": "105500000000000", "changes": [{"field": "messages", "value": value}]}]}
    return json.dumps(post, ensure_ascii=False, separators=(",", ":")).encode()


def request(body: bytes) -> bytes:
    """Write the HTTP request around a body."""
    signed = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = (
        "POST /webhook HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: facebookexternalua",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"X-Hub-Signature-256: sha256={signed}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def requests(number: int) -> Sequence[bytes]:
    """Write so many requests, each of another customer."""
    return [request(text_post(customer)) for customer in range(number)]
