"""Image, video, audio, document and sticker: by the id of an upload or by a public link."""

from urllib.parse import urlsplit

from sandbox.database import Document
from sandbox.graph.param import INVALID, PARAMETER, Param
from sandbox.media import Media
from sandbox.settings import is_loopback

CAPTION_MOST = 1024
KINDS = ("image", "video", "audio", "document", "sticker")
_KEYS = {
    "image": ("id", "link", "caption"),
    "video": ("id", "link", "caption"),
    "audio": ("id", "link", "voice"),
    "document": ("id", "link", "caption", "filename"),
    "sticker": ("id", "link"),
}

_MB = 1024 * 1024
_OFFICE = (
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
)
# whatsapp.md section 16: the types of each kind and its largest size
TYPES: dict[str, tuple[tuple[str, ...], int]] = {
    "audio": (("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * _MB),
    "document": (("application/pdf", "text/plain", *_OFFICE), 100 * _MB),
    "image": (("image/jpeg", "image/png"), 5 * _MB),
    "video": (("video/mp4", "video/3gpp"), 16 * _MB),
    "sticker": (("image/webp",), 500 * 1024),
}


def plain_type(mime: str) -> str:
    """A MIME type without its parameters."""
    return mime.partition(";")[0].strip().lower()


def kind_of(mime: str) -> str | None:
    """The kind of message that a MIME type belongs to."""
    return next((kind for kind, (types, _) in TYPES.items() if plain_type(mime) in types), None)


def attachment(message: Param, kind: str, media: Media) -> Document:
    """A media message; what a person reads of it and which file it shows."""
    body = message.child(kind).only(*_KEYS[kind])
    caption = body.maybe_text("caption", at_most=CAPTION_MOST)
    body.maybe_text("filename", at_most=240)
    body.flag("voice")
    return {"text": caption or "", **source(body, kind, media)}


def source(body: Param, kind: str, media: Media) -> Document:
    """Where the file comes from: exactly one of an upload that still lives and fits, or a link that Meta may fetch."""
    if ("id" in body) == ("link" in body):
        raise body.refuse("must have either id or link", PARAMETER)
    if "link" in body:
        return {"link": _link(body)}
    media_id = str(body.value["id"])
    medium = media.find(media_id)
    if medium is None:
        raise body.refuse(f"['id']: media {media_id} was not found or has expired", PARAMETER)
    if kind_of(medium.mime) != kind:
        raise body.refuse(f"['id']: media {media_id} is {medium.mime}, which is no {kind}", PARAMETER)
    return {"media": media_id}


def _link(body: Param) -> str:
    link = body.text("link", at_most=2048)
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        raise body.refuse("['link'] is not a valid URI", INVALID) from None
    # Meta wants public HTTPS; the sandbox's own photos come over plain http from this machine.
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        raise body.refuse("['link'] is not a valid public https URI", INVALID)
    return link
