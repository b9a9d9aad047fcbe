"""One stored item as an event: Meta's JSON becomes what happened, what we do not read becomes `Unsupported` (WhatsApp sheet, section 8)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.whatsapp import names
from app.whatsapp.content import caption, choice, contact_phone, location, media, obj, referral, words
from app.whatsapp.invisible import one_line
from app.whatsapp.payload import ECHOES
from app.whatsapp.strict_json import Json
from panelin.events import (
    AgentWrote,
    ChoiceMade,
    ContactShared,
    CustomerEvent,
    IdentityChanged,
    LocationShared,
    MediaKind,
    MediaReceived,
    TextEdited,
    TextReceived,
    TextRevoked,
    Unsupported,
    WroteBy,
)
from panelin.ids import MessageId
from panelin.store.documents import Item

LONGEST_NAME = 60
# Kinds that people send and expect an answer to, though we cannot read them; of every other kind nobody waits for a word.
_EXPECTS_REPLY = frozenset({"text", "image", "video", "audio", "document", "location", "contacts", "button", "order"})
_MARKS = {
    "image": "[imagen]", "video": "[vídeo]", "audio": "[audio]", "document": "[documento]", "sticker": "[sticker]",
    "location": "[ubicación]", "contacts": "[contacto]",
}  # fmt: skip
_NO_WORDS_OF_AN_AGENT = frozenset({"edit", "revoke", "reaction", "system"})


@dataclass(frozen=True, slots=True)
class _Message:
    """What every message has, and its body."""

    id: MessageId
    at: datetime
    kind: str
    body: Json

    def unsupported(self, kind: str | None = None, *, turn: bool) -> Unsupported:
        return Unsupported(self.id, self.at, kind or self.kind, turn)


def event(item: Item) -> CustomerEvent | AgentWrote:
    """Read an item; never raises for what an item holds that is not dead."""
    body = obj(obj(json.loads(item.raw)).get("message"))
    kind = body.get("type")
    message = _Message(MessageId(names.text(body.get("id")) or ""), item.at, one_line(str(kind or "unknown"), at_most=40), body)
    if item.field == ECHOES:
        return _echo(message)
    return _READERS.get(message.kind, _unknown)(message)


def contact_name(raw: bytes) -> str | None:
    """Give the name that a person chose for the profile: one line of what can be seen, harmless where it is shown."""
    name = obj(obj(obj(json.loads(raw)).get("contact")).get("profile")).get("name")
    if not isinstance(name, str):
        return None
    return one_line(name.replace("<", "").replace(">", ""), at_most=LONGEST_NAME) or None


def _echo(message: _Message) -> AgentWrote | Unsupported:
    """What a person typed on the phone app takes the chat over; edits and deletions do not (WhatsApp sheet, section 21)."""
    if message.kind in _NO_WORDS_OF_AN_AGENT or _changes_an_earlier_message(message):
        return message.unsupported(turn=False)
    text = words(message.body, message.kind) or _MARKS.get(message.kind, "[mensaje]")
    return AgentWrote(message.id, message.at, text, WroteBy.PHONE_APP)


def _unknown(message: _Message) -> Unsupported:
    return message.unsupported(turn=message.kind in _EXPECTS_REPLY)


def _text(message: _Message) -> TextReceived | Unsupported:
    text = words(message.body, "text")
    if text is None:
        return _unknown(message)
    quoted = names.text(obj(message.body.get("context")).get("id"))
    return TextReceived(message.id, message.at, text, MessageId(quoted) if quoted else None, referral(message.body))


def _media(message: _Message) -> MediaReceived | Unsupported:
    found = media(obj(message.body.get(message.kind)))
    if found is None:
        return _unknown(message)
    id_, mime, voice = found
    return MediaReceived(message.id, message.at, id_, MediaKind(message.kind), mime, caption(message.body, message.kind), voice)


def _location(message: _Message) -> LocationShared | Unsupported:
    point = location(obj(message.body.get("location")))
    return _unknown(message) if point is None else LocationShared(message.id, message.at, *point)


def _contacts(message: _Message) -> ContactShared | Unsupported:
    cards = message.body.get("contacts")
    if not isinstance(cards, list) or not cards:
        return _unknown(message)
    return ContactShared(message.id, message.at, contact_phone(cards))


def _interactive(message: _Message) -> ChoiceMade | Unsupported:
    """A tap; the object may be missing altogether, which people still expect an answer to (WhatsApp sheet, section 6)."""
    tapped = obj(message.body.get("interactive"))
    kind = str(tapped.get("type") or "interactive")
    found = choice(obj(tapped.get(kind)), "id", "title")
    if found is None:
        return message.unsupported(one_line(kind, at_most=40), turn=kind != "call_permission_reply")
    return ChoiceMade(message.id, message.at, *found)


def _button(message: _Message) -> ChoiceMade | Unsupported:
    found = choice(obj(message.body.get("button")), "payload", "text")
    return _unknown(message) if found is None else ChoiceMade(message.id, message.at, *found)


def _system(message: _Message) -> IdentityChanged | Unsupported:
    system = names.changed(message.body)
    new = names.new_names(system) if system else ()
    return IdentityChanged(message.id, message.at, new) if new else message.unsupported(turn=False)


def _unsupported(message: _Message) -> Unsupported:
    """Polls, view-once and the like: one polite word is due; changes to earlier messages want none."""
    return message.unsupported(turn=not _changes_an_earlier_message(message))


def _changes_an_earlier_message(message: _Message) -> bool:
    return obj(message.body.get("unsupported")).get("type") in ("edit", "revoke", "reaction")


def _edit(message: _Message) -> TextEdited | Unsupported:
    edit = obj(message.body.get("edit"))
    original, inner = names.text(edit.get("original_message_id")), obj(edit.get("message"))
    text = words(inner, str(inner.get("type") or "text"))
    if original is None or text is None:
        return message.unsupported(turn=False)
    return TextEdited(message.id, message.at, MessageId(original), text)


def _revoke(message: _Message) -> TextRevoked | Unsupported:
    original = names.text(obj(message.body.get("revoke")).get("original_message_id"))
    return message.unsupported(turn=False) if original is None else TextRevoked(message.id, message.at, MessageId(original))


_READERS: dict[str, Callable[[_Message], CustomerEvent]] = {
    "text": _text,
    **dict.fromkeys(MediaKind, _media),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "system": _system,
    "unsupported": _unsupported,
    "edit": _edit,
    "revoke": _revoke,
}
