"""Commands: faults, clock, model, limits, reading a chat, a webhook once more, a process, forgetting everything."""

from dataclasses import asdict, replace
from typing import Any

from starlette.requests import Request

from sandbox.clock import as_text, from_text
from sandbox.control.processes import command_process
from sandbox.control.requests import Refused
from sandbox.database import Document
from sandbox.people import Person
from sandbox.statuses import report_read
from sandbox.world import MODELS, World

_QUIET_WITHIN = 2.0
_STATUSES = ("sent", "delivered", "read", "failed")


async def add_faults(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Put one fault, or a list of them, in force."""
    added = [asdict(world.faults.add(_object(one))) for one in (order if isinstance(order, list) else [order])]
    for fault in added:
        world.journal.event("fault", fault)
    return added if isinstance(order, list) else added[0]


async def remove_faults(world: World, request: Request) -> object:
    """Lift faults by target, kind or id of the query or the body; all, if nothing is given."""
    body = await request.body()
    order = {**dict(request.query_params), **(_object(await request.json()) if body else {})}
    kind, number = order.get("kind"), order.get("id")
    removed = world.faults.remove(order.get("target"), str(kind) if kind else None, int(number) if number else None)
    world.journal.event("fault", {"removed": removed})
    return {"removed": removed}


async def faults(world: World, _: Request) -> object:
    """All faults with their hits."""
    return world.faults.list()


async def clock(world: World, _: Request) -> object:
    """The instant of the sandbox's world."""
    now = world.clock.now()
    return {"now": as_text(now), "epoch": now.timestamp(), "offset": world.clock.offset}


async def move_clock(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Advance, set or reset the clock; webhooks that were to come in that time come now."""
    before = world.clock.offset
    match _object(order):
        case {"advance": int() | float() as seconds}:
            world.clock.advance(seconds)
        case {"set": str() as instant}:
            world.clock.set(from_text(instant))
        case {"reset": True}:
            world.clock.reset()
        case _:
            raise Refused('{"advance": seconds}, {"set": instant} or {"reset": true} is wanted')
    world.webhooks.hasten(world.clock.offset - before)
    answer = {"now": as_text(world.clock.now()), "epoch": world.clock.now().timestamp(), "offset": world.clock.offset}
    world.journal.event("clock", answer)
    return answer


async def model(world: World, _: Request) -> object:
    """The model that answers now, and all there are."""
    return {"model": world.model, "models": list(MODELS)}


async def choose_model(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Let another model answer from now on."""
    wanted = _object(order)
    world.choose_model(str(wanted.get("model") or wanted.get("name") or ""))
    world.journal.event("model", {"model": world.model})
    return {"model": world.model}


async def redeliver(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """A webhook once more: a message by its wamid, a status by wamid and status; `bytes: other` writes the same JSON differently."""
    wanted = _object(order)
    wamid, status = str(wanted.get("wamid", "")), wanted.get("status")
    escaped = wanted.get("bytes") != "other"
    names = [f"{wamid}:{status}"] if status else [wamid, *(f"{wamid}:{step}" for step in _STATUSES)]
    found = [name for name in names if world.webhooks.redeliver(name, escaped=escaped)]
    if not found:
        raise Refused("no webhook of that wamid is known", 404)
    return {"redelivered": found}


async def limits(world: World, _: Request) -> object:
    """The rates in force."""
    return world.limits.values


async def change_limits(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Other rates (for load tests), and how late statuses come."""
    world.limits.change(_object(order))
    return world.limits.values


async def read_chat(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """A person opens the chat: what was delivered is read; `always` makes it so from now on."""
    wanted = _object(order)
    person = _known(world, wanted)
    if "always" in wanted:
        world.people.keep(replace(person, reads=bool(wanted["always"])))
    return {"read": report_read(world, person)}


async def introduce(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Somebody new, or another name or language for somebody known."""
    wanted = _object(order)
    number, user_id = wanted.get("from"), wanted.get("user_id")
    if not number and not user_id:
        raise Refused("from or user_id is missing")
    person = world.people.meet(str(number) if number else None, str(user_id) if user_id else None)
    name, language = wanted.get("name", person.name), wanted.get("language", person.language)
    world.people.keep(replace(person, name=name, language=language))
    world.journal.event("person", {"person": person.id, "name": name, "language": language})
    return {"person": person.id}


async def process(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Kill a process of `make run`, or run one now."""
    wanted = _object(order)
    name, deed = str(wanted.get("name", "")), str(wanted.get("do", ""))
    answer = await command_process(world.settings.supervisor_url, name, deed)
    world.journal.event("process", {"name": name, "do": deed})
    return answer


async def reset(world: World, _: Any) -> object:  # noqa: ANN401 - nothing is read of it
    """Forget everything."""
    world.reset()
    await world.webhooks.quiet(_QUIET_WITHIN)
    world.journal.event("reset", {})
    return {"reset": True}


def _object(order: object) -> Document:
    if not isinstance(order, dict):
        raise Refused("a JSON object is wanted")
    return order


def _known(world: World, order: Document) -> Person:
    who = str(order.get("person") or order.get("from") or order.get("user_id") or "")
    person = world.people.find(who) or world.people.by_id(who)
    if person is None:
        raise Refused(f"nobody is known as {who or '(nobody named)'}", 404)
    return person
