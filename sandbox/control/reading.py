"""What may be read: what the business sent, what was requested, who is known, media, and the stream of events."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.control.requests import Refused, whole
from sandbox.graph.attachments import plain_type
from sandbox.journal import EVENTS, SENT, TARGETS
from sandbox.statuses import unread_by
from sandbox.world import World

_PULSE = 15.0  # seconds between the comments that keep a quiet stream open


async def sent(world: World, request: Request) -> object:
    """Everything the business sent, in order."""
    return world.journal.read(SENT, whole(request, "after", 0), whole(request, "limit", -1))


async def requests(world: World, request: Request) -> object:
    """Every request received for a target, in the order of their ends."""
    target = request.query_params.get("target")
    if target not in TARGETS:
        raise Refused(f"target must be one of {', '.join(TARGETS)}")
    return world.journal.read(f"requests.{target}", whole(request, "after", 0), whole(request, "limit", -1))


async def people(world: World, _: Request) -> object:
    """Everybody the sandbox knows, with unread messages and the seconds left in the window."""
    return [{**person, "unread": unread_by(world, person["id"])} for person in world.people.all(world.clock.now())]


async def pending(world: World, _: Request) -> object:
    """Webhooks that still wait for their 200."""
    return world.webhooks.pending()


async def medium(world: World, request: Request) -> object:
    """The bytes of a medium, for the page; whatever they are, a browser shows or saves them and runs nothing."""
    found = world.media.find(request.path_params["media_id"])
    content = world.media.content(found.id) if found else None
    if found is None or content is None:
        raise Refused("no such medium, or it has expired", 404)
    shown = plain_type(found.mime).startswith(("image/", "audio/", "video/", "application/pdf")) and "svg" not in found.mime
    headers = {"Content-Disposition": "inline" if shown else "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=found.mime, headers=headers)


async def events(world: World, request: Request) -> object:
    """Server-sent events from a number on, or from where the browser was cut off; `kinds` leaves the others out."""
    resumed = request.headers.get("last-event-id", "")
    after = int(resumed) if resumed.isascii() and resumed.isdigit() else whole(request, "after", 0)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    kinds = frozenset(filter(None, request.query_params.get("kinds", "").split(",")))
    return StreamingResponse(_stream(world, after, kinds), media_type="text/event-stream", headers=headers)


async def recent(world: World, request: Request) -> object:
    """The same events as a list, for a test or a page that only looks."""
    return world.journal.read(EVENTS, whole(request, "after", 0), whole(request, "limit", -1))


async def _stream(world: World, after: int, kinds: frozenset[str]) -> AsyncIterator[str]:
    following = world.journal.follow(after, kinds)
    upcoming = asyncio.ensure_future(anext(following))
    try:
        yield ": open\n\n"
        while True:
            done, _ = await asyncio.wait({upcoming}, timeout=_PULSE)
            if not done:
                yield ": still here\n\n"
                continue
            event = upcoming.result()
            yield f"id: {event['seq']}\ndata: {json.dumps(event)}\n\n"
            upcoming = asyncio.ensure_future(anext(following))
    except StopAsyncIteration:
        return
    finally:
        upcoming.cancel()
