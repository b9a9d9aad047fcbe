"""Taps: what a button or a row of a message that the business sent answers with."""

from sandbox.control.requests import Refused
from sandbox.database import Document
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.world import World


def tapped(world: World, person: Person, order: Document) -> tuple[Document, str | None]:
    """The content of a tap and the wamid it belongs to; the newest message that offers it wins."""
    kinds = ("template",) if order["kind"] == "template_button" else ("button_reply", "list_reply")
    wanted = _wanted(order)
    for message in _offers(world, person, order):
        for place, choice in enumerate(message.choices):
            if choice["kind"] in kinds and _meant(choice, place, wanted):
                return _content(choice), message.wamid
    if "id" in order and "title" in order and kinds != ("template",):  # a stale tap, on something that was never kept
        return _content({"kind": "button_reply", "id": str(order["id"]), "title": str(order["title"])}), order.get("replies_to")
    offered = [choice["title"] for message in _offers(world, person, order) for choice in message.choices if choice["kind"] in kinds]
    raise Refused(f"nothing to choose like {wanted}; offered are {offered or 'no choices'}", 409)


def _offers(world: World, person: Person, order: Document) -> list[Message]:
    wamids = [str(order["replies_to"])] if order.get("replies_to") else list(reversed(person.choosable))
    return [message for wamid in wamids if (message := world.messages.find(wamid)) is not None]


def _wanted(order: Document) -> Document:
    wanted: Document = {key: order[key] for key in ("id", "payload", "title", "index") if key in order}
    if not wanted and order.get("text"):
        wanted = {"title": order["text"]}
    if not wanted:
        raise Refused("id, title, payload or index is missing: what was tapped")
    return wanted


def _meant(choice: Document, place: int, wanted: Document) -> bool:
    known = {**choice, "index": place}
    return all(str(known.get(key)) == str(value) for key, value in wanted.items())


def _content(choice: Document) -> Document:
    if choice["kind"] == "template":
        return {"type": "button", "button": {"payload": choice["payload"], "text": choice["title"]}}
    kind = choice["kind"]
    reply = {key: choice[key] for key in ("id", "title", "description") if key in choice}
    return {"type": "interactive", "interactive": {"type": kind, kind: reply}}
