"""Text, reaction, location and contact cards."""

from sandbox.database import Document
from sandbox.graph.param import PARAMETER, Param

TEXT_MOST = 4096
_CONTACTS_MOST = 257
_EMOJI_MOST = 16


def text(message: Param) -> Document:
    """A text message; what a person reads of it."""
    body = message.child("text").only("body", "preview_url")
    body.flag("preview_url")
    return {"text": body.text("body", at_most=TEXT_MOST, code=PARAMETER)}


def reaction(message: Param) -> Document:
    """A reaction; an empty emoji takes it back."""
    body = message.child("reaction").only("message_id", "emoji")
    emoji = body.value.get("emoji", "")
    # A family with skin tones is eleven code points; keycaps hold digits, so only letters and spaces tell a text from an emoji.
    if not isinstance(emoji, str) or len(emoji) > _EMOJI_MOST or any(sign.isspace() or sign.isalpha() for sign in emoji):
        raise body.refuse("['emoji'] must be a single emoji or empty")
    return {"text": emoji, "target": body.text("message_id", at_most=512)}


def location(message: Param) -> Document:
    """A pin."""
    body = message.child("location").only("latitude", "longitude", "name", "address")
    body.number("latitude", -90, 90)
    body.number("longitude", -180, 180)
    name, address = body.maybe_text("name", at_most=1000), body.maybe_text("address", at_most=1000)
    return {"text": ", ".join(filter(None, (name, address)))}


def contacts(message: Param) -> Document:
    """Contact cards."""
    cards = message.children("contacts", at_least=1, at_most=_CONTACTS_MOST)
    names = [card.child("name").text("formatted_name", at_most=1024) for card in cards]
    for card in cards:
        if set(card.child("name").value) <= {"formatted_name"}:
            raise card.refuse("['name'] needs one more part than formatted_name")
    return {"text": ", ".join(names)}
