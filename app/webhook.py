"""The webhook: verify the raw bytes, take them apart, store, answer; it reads nothing from the store (design section 4.1).

Plain Starlette: this path is the benchmark's, and a campaign's statuses come at three times the rate of what we send.
"""

import asyncio
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.whatsapp import signature
from app.whatsapp.payload import Split, split
from app.whatsapp.strict_json import NotJson
from panelin.errors import Misconfigured, PanelinError
from panelin.runtime.failpoints import reached
from panelin.store.contract import Inbox
from panelin.store.documents import NewItem, Put

LARGEST_BODY = 3 * 1024 * 1024  # Meta, Webhooks overview
LONGEST_CHALLENGE = 1024
MOST_ITEMS = 5_000  # Meta sends at most 1,000 updates a post
READ_WITHIN = 10.0  # seconds for a whole body

Nudge = Callable[[Sequence[NewItem]], None]


def _uncounted(name: str, times: int) -> None:
    """Where nobody counts."""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What the webhook must know: the token of the challenge, one or two app secrets, the phone number ids that are ours."""

    verify_token: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    numbers: frozenset[str]
    store_within: float = 1.5  # seconds; Meta sends again what was answered 503
    count: Callable[[str, int], None] = _uncounted

    def __post_init__(self) -> None:
        """An empty secret must end the start: it would let everybody in."""
        if not self.verify_token or not any(self.secrets):
            raise Misconfigured(("VERIFY_TOKEN and APP_SECRET: without them anybody could write to the webhook",))


def webhook_routes(inbox: Inbox, settings: WebhookSettings, nudge: Nudge) -> list[Route]:
    """Make the one address of the webhook; `nudge` hears of stored items, duplicates too, after Meta was answered."""

    async def webhook(request: Request) -> Response:
        if request.method == "POST":
            return await _received(request, inbox, settings, nudge)
        return _challenge(request, settings.verify_token)

    return [Route("/webhook", webhook, methods=["GET", "POST"])]


def _challenge(request: Request, verify_token: str) -> Response:
    """Prove to Meta that the address is ours: the challenge comes back as it was, and only to who knows the token."""
    query = request.query_params
    told, challenge = query.get("hub.verify_token", ""), query.get("hub.challenge", "")
    known = hmac.compare_digest(told.encode("utf-8", "replace"), verify_token.encode())
    if not known or query.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= LONGEST_CHALLENGE:
        return _refused(403)
    return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})


async def _received(request: Request, inbox: Inbox, settings: WebhookSettings, nudge: Nudge) -> Response:
    signatures = request.headers.getlist(signature.HEADER)
    if _announces_too_much(request):
        return _refused(413)
    if not signature.well_formed(signatures):
        return _refused(401)
    body = await _body(request)
    if body is None:
        return _refused(413)
    if not signature.verified(body, signatures, settings.secrets):
        return _refused(401)
    await reached("webhook.verified")
    return await _taken_in(body, inbox, settings, nudge)


async def _taken_in(body: bytes, inbox: Inbox, settings: WebhookSettings, nudge: Nudge) -> Response:
    """Take a verified body apart and store it."""
    try:
        post = split(body, settings.numbers)
    except NotJson:
        return _refused(400)
    if len(post.items) > MOST_ITEMS:
        return _refused(413)
    for name, times in post.ignored.items():
        settings.count(f"webhook.ignored.{name}", times)
    if not await _stored(post, inbox, settings):
        return _refused(503)
    return Response(background=BackgroundTask(_answered, post, nudge))


def _announces_too_much(request: Request) -> bool:
    announced = request.headers.get("content-length", "")
    return announced.isdecimal() and (len(announced) > len(str(LARGEST_BODY)) or int(announced) > LARGEST_BODY)


async def _body(request: Request) -> bytes | None:
    """Read the body, or None if it is larger than Meta sends; who stops sending is not waited for."""
    chunks, size = [], 0
    try:
        async with asyncio.timeout(READ_WITHIN):
            async for chunk in request.stream():
                size += len(chunk)
                if size > LARGEST_BODY:
                    return None
                chunks.append(chunk)
    except (ClientDisconnect, TimeoutError):
        return b""  # nobody is there to be answered; an empty body is refused like any other
    return b"".join(chunks)


async def _stored(post: Split, inbox: Inbox, settings: WebhookSettings) -> bool:
    """Store everything in time, or let Meta send it again: what is stored already is then known."""
    try:
        async with asyncio.timeout(settings.store_within):
            if not post.deliveries:
                return await _kept(post, inbox)
            if not post.items:
                return await _noted(post, inbox, settings)
            return all(await asyncio.gather(_kept(post, inbox), _noted(post, inbox, settings)))
    except (PanelinError, TimeoutError):
        return False


async def _kept(post: Split, inbox: Inbox) -> bool:
    if post.items:
        puts = await inbox.put(post.items)
        await reached("webhook.store.sent")
        if Put.LOST in puts:
            return False
        await reached("webhook.store.done")
    return True


async def _noted(post: Split, inbox: Inbox, settings: WebhookSettings) -> bool:
    unknown = await inbox.note(post.deliveries)
    await reached("webhook.status.sent")
    if unknown:
        settings.count("webhook.status.unknown_record", unknown)
    return True


async def _answered(post: Split, nudge: Nudge) -> None:
    """Meta has its 200; whoever works is told, which is a hint only: the sweep finds what a kill at this place leaves."""
    await reached("webhook.answered")
    if alive := [item for item in post.items if item.dead is None]:
        nudge(alive)


def _refused(status: int) -> Response:
    """Refuse without a word of the request."""
    return Response(status_code=status)
