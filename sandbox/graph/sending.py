"""POST messages: what Graph accepts is written down, gets a wamid and later its statuses; the rest is refused with Meta's code."""

from dataclasses import dataclass
from datetime import timedelta

from sandbox.clock import as_text
from sandbox.database import Document
from sandbox.faults import Fault
from sandbox.graph.errors import LATE, GraphError
from sandbox.graph.outgoing import Outgoing, read_outgoing, recipient_of
from sandbox.graph.templates import Templates
from sandbox.identity import BUSINESS_NUMBER, new_wamid
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.statuses import report_accepted, report_failed
from sandbox.world import World

_OLDEST_TARGET = timedelta(days=30).total_seconds()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that Graph took: its answer, and the fault that will fail it later, if one was ordered."""

    answer: Document
    message: Message
    person: Person
    fails: GraphError | None


def send(world: World, templates: Templates, body: Document) -> Accepted:
    """Accept one message; raises GraphError."""
    fault = world.faults.take("graph", "code", to=recipient_of(body), type=body.get("type", "text"))
    ordered = GraphError(int(fault.value), "Fault ordered for this recipient") if fault else None
    if ordered is not None and fault is not None and not _comes_late(fault):
        raise ordered
    if not world.limits.number_has_room():
        raise GraphError(130429, "Message failed to send because there were too many messages sent from this phone number")
    outgoing = read_outgoing(body, templates, world.media)
    with world.database.together():
        person = world.people.meet(outgoing.number, outgoing.user_id)
        _admit(world, outgoing, person)
        message = _kept(world, outgoing, person, body)
    return Accepted(_answer(outgoing, person, message), message, person, ordered)


def settle(world: World, accepted: Accepted, failure: GraphError | None = None) -> None:
    """Queue the statuses of an accepted message."""
    failure = accepted.fails or failure
    with world.database.together():
        if failure is None:
            report_accepted(world, accepted.message, accepted.person)
        else:
            report_failed(world, accepted.message, accepted.person, failure.in_webhook())


def mark_read(world: World, body: Document) -> Document:
    """A read mark, perhaps with the typing indicator; neither is a message."""
    wamid, typing = body.get("message_id"), body.get("typing_indicator")
    message = world.messages.find(wamid) if isinstance(wamid, str) else None
    if message is None or message.direction != "in":
        raise GraphError(131009, f"Param message_id: {wamid} is no message that was received")
    if message.age(world.clock.now()) > _OLDEST_TARGET:
        raise GraphError(131009, "Param message_id: the message is older than 30 days")
    if typing is not None and typing != {"type": "text"}:
        raise GraphError(100, "Param typing_indicator['type'] must be one of {text}")
    world.journal.event("typing" if typing else "read", {"person": message.person, "wamid": wamid})
    return {"success": True}


def _comes_late(fault: Fault) -> bool:
    how = fault.options.get("how")
    return how == "status" if how else int(fault.value) in LATE


def _admit(world: World, outgoing: Outgoing, person: Person) -> None:
    now = world.clock.now()
    if outgoing.number == BUSINESS_NUMBER:
        raise GraphError(131021, "Sender and recipient phone number are the same")
    if not world.limits.pair_has_room(person.id):
        raise GraphError(131056, "Message failed to send because there were too many messages sent to this number in a short period")
    if outgoing.type != "template" and person.window_left(now) == 0:
        raise GraphError(
            131047, "Message failed to send because more than 24 hours have passed since the customer last replied to this number"
        )
    if outgoing.type == "reaction":
        target = world.messages.find(outgoing.content["target"])
        if target is None or target.person != person.id or target.age(now) > _OLDEST_TARGET:
            raise GraphError(131009, "Param reaction['message_id'] is not a message of the last 30 days in this chat")


def _kept(world: World, outgoing: Outgoing, person: Person, body: Document) -> Message:
    message = world.messages.keep(
        Message(
            wamid=new_wamid(person.wa_id or person.id),
            person=person.id,
            direction="out",
            type=outgoing.type,
            at=as_text(world.clock.now()),
            choices=tuple(outgoing.content.get("choices", ())),
            opaque=outgoing.opaque,
            recipient=outgoing.user_id or outgoing.number or "",
            category=outgoing.content.get("category", "service"),
        )
    )
    if message.choices:
        world.people.keep(person.offered(message.wamid))
    world.journal.sent(
        {
            "at": message.at,
            "wamid": message.wamid,
            "to": outgoing.to,
            "type": outgoing.type,
            "body": body,
            "biz_opaque_callback_data": outgoing.opaque,
            "person": person.id,
            "text": outgoing.content["text"],
            "choices": list(message.choices),
        }
    )
    return message


def _answer(outgoing: Outgoing, person: Person, message: Message) -> Document:
    contact: Document = {"input": outgoing.to}
    contact |= {"wa_id": person.wa_id} if outgoing.number else {"user_id": person.user_id}
    sent: Document = {"id": message.wamid}
    if outgoing.type == "template":
        sent["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]}
