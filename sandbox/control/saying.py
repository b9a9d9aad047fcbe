"""`say`: somebody writes; the sandbox stores the message, signs the webhook and delivers it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sandbox.clock import as_text, from_text
from sandbox.control.choosing import tapped
from sandbox.control.content import content_of, readable
from sandbox.control.requests import Refused
from sandbox.database import Document
from sandbox.envelope import contact_of, stamp, value_of
from sandbox.identity import BUSINESS_NUMBER, digits_of, is_user_id, new_wamid
from sandbox.messages import Direction, Message
from sandbox.people import Person
from sandbox.world import World

# Whether these refresh the window is not documented; the conservative reading is that they do not (whatsapp.md section 19).
_OPENS_NOTHING = ("reaction", "edit", "revoke", "echo", "number_change")


@dataclass(frozen=True, slots=True)
class Saying:
    """One message about to be delivered."""

    person: Person
    order: Document
    at: datetime
    content: Document
    quotes: str | None = None

    @property
    def kind(self) -> str:
        """The kind that was ordered."""
        return str(self.order.get("kind", "text"))


async def say(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """One message, or a burst of them as a list; the wamid or wamids."""
    if isinstance(order, list):
        if not all(isinstance(one, dict) for one in order):
            raise Refused("a burst is a list of objects")
        return {"wamids": [_said(world, one) for one in order]}
    if not isinstance(order, dict):
        raise Refused("an object or a list of objects is wanted")
    return {"wamid": _said(world, order)}


def _said(world: World, order: Document) -> str:
    with world.database.together():
        person = _speaker(world, order)
        at = _instant(world, order.get("at"))
        kind = str(order.get("kind", "text"))
        match kind:
            case "choice" | "template_button":
                content, quotes = tapped(world, person, order)
                saying = Saying(person, order, at, content, quotes)
            case "number_change":
                saying = _moving(world, person, order, at)
            case "echo":
                saying = Saying(person, order, at, content_of(world, {**order, "kind": order.get("of", "text")}))
            case _:
                quoted = None if kind in ("reaction", "edit", "revoke") else order.get("replies_to")
                saying = Saying(person, order, at, content_of(world, order), quoted)
        return _delivered(world, saying)


def _speaker(world: World, order: Document) -> Person:
    number, user_id = order.get("from"), order.get("user_id")
    if order.get("kind") == "echo":  # the person in the chat is the customer, named by `to` or by `from`
        number, user_id = order.get("to", number), order.get("user_id")
    if not number and not user_id:
        raise Refused("from or user_id is missing")
    if number and not digits_of(str(number)).isdigit():
        if not is_user_id(str(number)):
            raise Refused("from must be a phone number")
        number, user_id = None, str(number)
    person = world.people.meet(str(number) if number else None, str(user_id) if user_id else None)
    known = {key: str(order[key]) for key in ("name", "language") if order.get(key)}
    return world.people.keep(replace(person, **known)) if known else person  # type: ignore[arg-type]


def _instant(world: World, at: object) -> datetime:
    if at is None:
        return world.clock.now()
    if isinstance(at, int | float) or (isinstance(at, str) and at.isdigit()):
        return datetime.fromtimestamp(float(at), UTC)
    return from_text(str(at))


def _moving(world: World, person: Person, order: Document, at: datetime) -> Saying:
    if not order.get("to"):
        raise Refused("to is missing: the new number")
    moved = world.people.moved(person, str(order["to"]))
    system = {"body": f"User changed from {person.wa_id} to {moved.wa_id}", "type": "user_changed_number", "wa_id": moved.wa_id}
    system |= {"user_id": moved.user_id, "previous_user_id": person.user_id}
    return Saying(person, order, at, {"type": "system", "system": system})


def _delivered(world: World, saying: Saying) -> str:
    person = saying.person
    direction: Direction = "echo" if saying.kind == "echo" else "in"
    wamid = new_wamid(person.wa_id or person.id)
    _remember(world, saying, wamid, direction)
    if saying.kind not in _OPENS_NOTHING:
        world.people.keep(person.wrote(saying.at))
    if direction == "in":
        world.limits.number_has_room(forced=True)
    text = readable(saying.content)
    entry = {"person": person.id, "wamid": wamid, "kind": saying.kind, "text": text, "message": _message(saying, wamid)}
    world.journal.event("said", entry)
    world.webhooks.deliver(_change(world, saying, wamid), lane=f"{direction}/{person.id}", name=wamid)
    return wamid


def _remember(world: World, saying: Saying, wamid: str, direction: Direction) -> None:
    kind = str(saying.content["type"])
    world.messages.keep(Message(wamid=wamid, person=saying.person.id, direction=direction, type=kind, at=as_text(saying.at)))


def _message(saying: Saying, wamid: str) -> Document:
    person, without = saying.person, "user_id" in saying.order and saying.order["user_id"] is None
    message: Document = {"from": person.wa_id} if person.wa_id else {}
    if person.user_id and not without and saying.content["type"] != "system":
        message["from_user_id"] = person.user_id
    message |= {"id": wamid, "timestamp": stamp(saying.at), **saying.content}
    if saying.quotes:
        message["context"] = {"from": BUSINESS_NUMBER, "id": saying.quotes}
    if saying.order.get("referral"):
        message["referral"] = saying.order["referral"]
    return message


def _change(world: World, saying: Saying, wamid: str) -> Document:
    number = world.tokens.phone_number_id
    if saying.kind == "echo":
        return {"field": "smb_message_echoes", "value": value_of(number, message_echoes=[_echo(saying, wamid)])}
    message = _message(saying, wamid)
    contact = contact_of(saying.person)
    if "from_user_id" not in message:  # an older payload
        contact.pop("user_id", None)
    contacts = {} if saying.content["type"] == "system" else {"contacts": [contact]}
    return {"field": "messages", "value": value_of(number, **contacts, messages=[message])}


def _echo(saying: Saying, wamid: str) -> Document:
    person = saying.person
    to = {"to": person.wa_id} if person.wa_id else {}
    to |= {"to_user_id": person.user_id} if person.user_id else {}
    return {"from": BUSINESS_NUMBER, **to, "id": wamid, "timestamp": stamp(saying.at), **saying.content}
