"""What becomes of a sent message: sent, delivered, read or failed, told by signed webhooks."""

from datetime import timedelta

from sandbox.database import Document
from sandbox.envelope import contact_of, stamp, value_of
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.world import World

FREE_SERVICE_MESSAGES = 1_000  # a month and number, since 2026-10-01 (whatsapp.md section 19)


def report_accepted(world: World, message: Message, person: Person) -> None:
    """Queue the statuses of a message that arrives; reactions get `sent` only."""
    steps = ["sent"] if message.type == "reaction" else ["sent", "delivered"]
    if person.reads and len(steps) > 1:
        steps.append("read")
    elif len(steps) > 1:
        world.database.put(_unread(person), message.wamid, {})
    pricing = _pricing(world, message.category)
    for place, step in enumerate(steps, 1):
        more = {"pricing": pricing} if step in ("sent", "delivered") else {}
        _tell(world, message, person, step, place=place, more=more)


def report_failed(world: World, message: Message, person: Person, error: Document) -> None:
    """Queue the status of a message that does not arrive."""
    _tell(world, message, person, "failed", place=1, more={"errors": [error]})


def report_read(world: World, person: Person) -> int:
    """The person opens the chat: everything delivered is read now; how many messages that were."""
    unread = world.database.all(_unread(person))
    for wamid in unread:
        world.database.delete(_unread(person), wamid)
        if message := world.messages.find(wamid):
            _tell(world, message, person, "read", place=0, more={})
    return len(unread)


def unread_by(world: World, person_id: str) -> int:
    """How many delivered messages a person has not read yet."""
    return len(world.database.all(f"unread/{person_id}"))


def _tell(world: World, message: Message, person: Person, step: str, *, place: int, more: Document) -> None:
    delay = world.limits.status_delay * place
    status: Document = {
        "id": message.wamid,
        "status": step,
        "timestamp": stamp(world.clock.now() + timedelta(seconds=delay)),
        **_recipient(message, person, failed=step == "failed"),
        **more,
    }
    if message.opaque is not None:
        status["biz_opaque_callback_data"] = message.opaque
    content: Document = {"statuses": [status]}
    if step != "failed":
        content["contacts"] = [contact_of(person)]
    world.journal.event("status", {"person": person.id, "wamid": message.wamid, "status": step, "errors": more.get("errors", [])})
    change = {"field": "messages", "value": value_of(world.tokens.phone_number_id, **content)}
    world.webhooks.deliver(change, lane=f"status/{message.wamid}", name=f"{message.wamid}:{step}", delay=delay)


def _recipient(message: Message, person: Person, *, failed: bool) -> Document:
    by_number = person.user_id != message.recipient
    found: Document = {}
    if by_number and person.wa_id:
        found["recipient_id"] = person.wa_id
    if person.user_id and not (failed and by_number):
        found["recipient_user_id"] = person.user_id
    return found


def _pricing(world: World, category: str) -> Document:
    free = False
    if category == "service":
        month = world.clock.now().strftime("%Y-%m")
        used = int((world.database.get("usage", month) or {"service": 0})["service"])
        world.database.put("usage", month, {"service": used + 1})
        free = used < FREE_SERVICE_MESSAGES
    kind = "free_customer_service" if free else "regular"
    return {"billable": not free, "pricing_model": "PMP", "type": kind, "category": category}


def _unread(person: Person) -> str:
    return f"unread/{person.id}"
