"""Media: upload, look up, download by a short-lived address, delete."""

import secrets
from datetime import timedelta

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.clock import as_text, from_text
from sandbox.graph.attachments import TYPES, kind_of, plain_type
from sandbox.graph.errors import GraphError
from sandbox.media import UPLOADED_LIVES
from sandbox.world import World

_ADDRESSES = "media.addresses"
_ADDRESS_LIVES = timedelta(minutes=5)  # whatsapp.md section 16
_PARAMETER, _UPLOAD = 100, 131053
_MAGIC = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
    "audio/ogg": (b"OggS",),
}


async def upload(world: World, request: Request) -> Response:
    """Store a file of the business; its id lives 30 days."""
    fault = world.faults.take("graph", "upload")
    if fault is not None:
        raise GraphError(int(fault.value or _UPLOAD), "Fault ordered for uploads")
    part, declared = await _part(request)
    content = await part.read()
    mime = part.content_type
    if not part.filename or not mime:
        raise GraphError(_PARAMETER, "Param file must be a file part with a file name and a Content-Type.")
    if plain_type(declared) != plain_type(mime):
        raise GraphError(_PARAMETER, f"Param type ({declared}) does not match the Content-Type of the file ({mime}).")
    _check(content, mime)
    return JSONResponse({"id": world.media.keep(content, mime, part.filename, UPLOADED_LIVES).id})


def look_up(world: World, request: Request, media_id: str) -> Response:
    """Type, size and a fresh address of a file; the address lives five minutes."""
    asked = request.query_params.get("phone_number_id")
    medium = world.media.find(media_id)
    if medium is None or asked not in (None, world.tokens.phone_number_id):
        raise unknown_object(request, media_id)
    token = secrets.token_urlsafe(24)
    world.database.put(_ADDRESSES, token, {"media": media_id, "expires": as_text(world.clock.now() + _ADDRESS_LIVES)})
    return JSONResponse(
        {
            "messaging_product": "whatsapp",
            "url": f"{request.url.scheme}://{request.url.netloc}/graph/lookaside/{token}",
            "mime_type": medium.mime,
            "sha256": medium.sha256,
            "file_size": str(medium.size),
            "id": medium.id,
        }
    )


def download(world: World, token: str) -> Response:
    """The bytes behind an address; 404 once it has expired."""
    kept = world.database.get(_ADDRESSES, token)
    medium = world.media.find(kept["media"]) if kept else None
    content = world.media.content(medium.id) if medium else None
    if kept is None or medium is None or content is None or world.clock.now() >= from_text(kept["expires"]):
        return Response("Not found", 404, media_type="text/plain")
    return Response(content, media_type=medium.mime)


def delete(world: World, request: Request, media_id: str) -> Response:
    """Remove a file."""
    if not world.media.delete(media_id):
        raise unknown_object(request, media_id)
    return JSONResponse({"success": True})


def unknown_object(request: Request, node: str) -> GraphError:
    """The refusal of an id that this token cannot see."""
    details = (
        f"Unsupported {request.method.lower()} request. Object with ID '{node}' does not exist, cannot be loaded due to missing permissions"
    )
    return GraphError(_PARAMETER, details, subcode=33)


async def _part(request: Request) -> tuple[UploadFile, str]:
    try:
        form = await request.form()
    except HTTPException as problem:
        raise GraphError(_PARAMETER, f"The multipart body could not be read: {problem.detail}") from None
    if form.get("messaging_product") != "whatsapp":
        raise GraphError(_PARAMETER, "The parameter messaging_product is required and must be whatsapp.")
    declared, part = form.get("type"), form.get("file")
    if not isinstance(part, UploadFile):
        raise GraphError(_PARAMETER, "Param file must be a file part with a file name and a Content-Type.")
    if not isinstance(declared, str) or not declared:
        raise GraphError(_PARAMETER, "The parameter type is required.")
    return part, declared


def _check(content: bytes, mime: str) -> None:
    kind = kind_of(mime)
    if kind is None:
        allowed = ", ".join(name for types, _ in TYPES.values() for name in types)
        raise GraphError(
            _PARAMETER, f"Param file must be a file with one of the following types: {allowed}. Received file of type '{mime}'."
        )
    if not 0 < len(content) <= TYPES[kind][1]:
        raise GraphError(_UPLOAD, f"The file has {len(content)} bytes; between 1 and {TYPES[kind][1]} are allowed for {kind}.")
    wanted = _MAGIC.get(plain_type(mime))
    if wanted and not content.startswith(wanted):
        raise GraphError(_UPLOAD, f"The content of the file is not {mime}.")
