"""The feed's address: the file with ETag and Last-Modified, 304 when nothing changed, and the ways in which a feed goes wrong."""

import hashlib
from collections.abc import Awaitable, Callable
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sandbox.clock import from_text
from sandbox.faults import Fault
from sandbox.inmoenter.attacks import attack
from sandbox.inmoenter.crm import Crm
from sandbox.inmoenter.homes import Home
from sandbox.inmoenter.xcp import document
from sandbox.world import World

FAULTS = ("empty", "cut", "html", "shrunk", "hostile")

_XML = "text/xml; charset=utf-8"
_ERROR_PAGE = "<!DOCTYPE html><html><body><h1>Página en mantenimiento</h1><p>Vuelva en unos minutos &nbsp;</p></body></html>"


def feed(world: World, crm: Crm) -> Callable[[Request], Awaitable[Response]]:
    """The handler that serves the XCP file."""

    async def serve(request: Request) -> Response:
        fault = world.faults.take("inmoenter", FAULTS, path=request.url.path)
        if fault is not None and fault.kind == "html":
            return HTMLResponse(_ERROR_PAGE)  # with status 200, as maintenance pages come
        homes, changed = crm.homes(), from_text(crm.exported()).replace(microsecond=0)
        exported = changed.replace(tzinfo=None).isoformat(timespec="seconds")
        photos = f"{str(request.base_url).rstrip('/')}/inmoenter/photos"  # base_url leaves the mount out
        body = _body(homes, fault, exported=exported, photos=photos)
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            "Last-Modified": format_datetime(changed, usegmt=True),
            "Cache-Control": "no-cache",
        }
        if fault is None and _known(request, headers):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=_XML, headers=headers)

    return serve


def _body(homes: tuple[Home, ...], fault: Fault | None, *, exported: str, photos: str) -> bytes:
    whole = document(homes, exported=exported, photos=photos)
    match fault:
        case Fault(kind="empty"):
            return b"" if fault.value == "nothing" else document((), exported=exported, photos=photos)
        case Fault(kind="cut"):
            return whole[: int(len(whole) * float(fault.value or 0.5))]
        case Fault(kind="shrunk"):
            # value = the share that is lost; without one a single home is left, which is a collapse for any catalogue
            left = len(homes) - int(len(homes) * float(fault.value)) if fault.value is not None else 1
            return document(homes[:left], exported=exported, photos=photos)
        case Fault(kind="hostile"):
            return attack(str(fault.value or "entities"), homes, whole)
        case _:
            return whole


def _known(request: Request, headers: dict[str, str]) -> bool:
    """Whether the caller has this very file; an ETag outranks a date (RFC 9110, section 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return headers["ETag"] in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
