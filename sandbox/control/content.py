"""What a customer may say, as the content of a webhook message, kind by kind (whatsapp.md sections 8 and 9)."""

import base64
import binascii
from collections.abc import Callable

from sandbox.control.requests import Refused
from sandbox.database import Document
from sandbox.generated import OGG, paper, picture, sticker, voice_note
from sandbox.media import RECEIVED_LIVES
from sandbox.world import World


def content_of(world: World, order: Document) -> Document:
    """`type` and its object for everything that is not a tap, an echo or a change of number."""
    kind = str(order.get("kind", "text"))
    if kind not in _CONTENTS:
        raise Refused(f"unknown kind {kind!r}; known are {', '.join(KINDS)}")
    return _CONTENTS[kind](world, order)


def readable(content: Document) -> str:
    """What a person reads of a message."""
    body = content.get(content["type"])
    if not isinstance(body, dict):
        return f"[{content['type']}]"
    for key in ("body", "caption", "text", "emoji", "title", "filename", "name"):
        if isinstance(body.get(key), str):
            return str(body[key])
    return f"[{content['type']}]"


def target_of(order: Document) -> str:
    """The message that an order is about."""
    target = order.get("replies_to") or order.get("target")
    if not isinstance(target, str):
        raise Refused("replies_to is missing: the wamid that this is about")
    return target


def _text(_: World, order: Document) -> Document:
    text = order.get("text")
    if not isinstance(text, str) or not text:
        raise Refused("text is missing")
    return {"type": "text", "text": {"body": text}}


def _audio(world: World, order: Document) -> Document:
    text = str(order.get("text", ""))
    content = _given(order) or voice_note(text)
    stored = _stored(world, order, content, OGG)
    if text:
        world.database.put("speech", _hex(stored), {"text": text})
    return {"type": "audio", "audio": {**stored, "voice": True}}


def _image(world: World, order: Document) -> Document:
    label = str(order.get("text") or order.get("caption") or "photo")
    stored = _stored(world, order, _given(order) or picture(label), "image/png")
    return {"type": "image", "image": _captioned(stored, order)}


def _document(world: World, order: Document) -> Document:
    filename = str(order.get("filename", "documento.pdf"))
    stored = _stored(world, {"filename": filename, **order}, _given(order) or paper(filename), "application/pdf")
    return {"type": "document", "document": {**_captioned(stored, order), "filename": filename}}


def _sticker(world: World, order: Document) -> Document:
    return {"type": "sticker", "sticker": {**_stored(world, order, _given(order) or sticker(), "image/webp"), "animated": False}}


def _location(_: World, order: Document) -> Document:
    try:
        pin: Document = {"latitude": float(order["latitude"]), "longitude": float(order["longitude"])}
    except KeyError as missing:
        raise Refused(f"{missing.args[0]} is missing") from None
    return {"type": "location", "location": pin | {key: order[key] for key in ("address", "url", "label") if key in order}}


def _contacts(_: World, order: Document) -> Document:
    phone = str(order.get("phone", ""))
    if not phone:
        raise Refused("phone is missing")
    card: Document = {"phones": [{"phone": phone, "wa_id": phone.lstrip("+"), "type": "CELL"}]}
    card |= {"name": {"formatted_name": order["text"]}} if order.get("text") else {}
    return {"type": "contacts", "contacts": [card | {"origin": order.get("origin", "other")}]}


def _reaction(_: World, order: Document) -> Document:
    emoji = order.get("emoji", order.get("text"))
    return {"type": "reaction", "reaction": {"message_id": target_of(order), **({"emoji": emoji} if emoji else {})}}


def _edit(world: World, order: Document) -> Document:
    message = _text(world, order)
    return {"type": "edit", "edit": {"original_message_id": target_of(order), "message": message}}


def _revoke(_: World, order: Document) -> Document:
    return {"type": "revoke", "revoke": {"original_message_id": target_of(order)}}


def _unsupported(_: World, order: Document) -> Document:
    details = {"details": "Message type is currently not supported."}
    error = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown", "error_data": details}
    return {"type": "unsupported", "errors": [error], "unsupported": {"type": str(order.get("text") or "poll_creation")}}


def _raw(_: World, order: Document) -> Document:
    message = order.get("message")
    if not isinstance(message, dict):
        raise Refused("message is missing: the fields of the webhook message as they are")
    return {"type": "text", **message}


_CONTENTS: dict[str, Callable[[World, Document], Document]] = {
    "text": _text,
    "audio": _audio,
    "image": _image,
    "document": _document,
    "sticker": _sticker,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "unsupported": _unsupported,
    "raw": _raw,
}
KINDS = (*_CONTENTS, "choice", "template_button", "echo", "number_change")


def _given(order: Document) -> bytes:
    try:
        return base64.b64decode(str(order.get("data", "")), validate=True)
    except binascii.Error:
        raise Refused("data must be base64") from None


def _stored(world: World, order: Document, content: bytes, mime: str) -> Document:
    mime = str(order.get("mime", mime))
    medium = world.media.keep(content, mime, order.get("filename"), RECEIVED_LIVES)
    # base64 in webhooks, hex in answers (whatsapp.md section 16)
    return {"id": medium.id, "mime_type": mime, "sha256": base64.b64encode(bytes.fromhex(medium.sha256)).decode()}


def _hex(stored: Document) -> str:
    return base64.b64decode(stored["sha256"]).hex()


def _captioned(stored: Document, order: Document) -> Document:
    caption = order.get("caption", order.get("text"))
    return {**stored, "caption": str(caption)} if caption else stored
