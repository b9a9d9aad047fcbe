"""A customer's file: where it lies, from hosts that may have the token only, as large as allowed, of the type that it claims."""

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.whatsapp.graph import Graph, Refused
from app.whatsapp.strict_json import Json
from panelin.errors import Rejected, Unavailable
from panelin.ids import MediaId, Number

MOST_BYTES = 16 * 1024 * 1024  # audio and video of Meta; images are smaller
_GONE = 404
_OFFSET_OF_BRAND = 4
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (_OFFSET_OF_BRAND, b"ftypM4A", "audio/mp4"),
    (_OFFSET_OF_BRAND, b"ftyp3g", "video/3gpp"),
    (_OFFSET_OF_BRAND, b"ftyp", "video/mp4"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"%PDF-", "application/pdf"),
)
_ALIKE = {("audio/mp4", "video/mp4")}  # the same container: announced as audio, it has no picture


@dataclass(frozen=True, slots=True)
class Medium:
    """A file and its type, judged by its content."""

    content: bytes = field(repr=False)
    mime: str


async def download(graph: Graph, number: Number, media: MediaId, *, at_most: int = MOST_BYTES) -> Medium:
    """Fetch a file of a customer; its address lives five minutes, so a dead one is asked for anew, once."""
    status = _GONE
    for _ in range(2):
        found = await _looked_up(graph, number, media)
        url = str(found.get("url", ""))
        if not may_have_token(url, graph):
            raise Rejected("the file lies on a host that may not have the token", code="foreign_host")
        if _announced_size(found) > at_most:
            raise Rejected("the file is larger than allowed", code="too_large")
        given = await graph.fetch(url, at_most=at_most)
        if isinstance(given, bytes):
            return _judged(given, found)
        status = given
        if status != _GONE:
            break
    raise _not_given(status)


def may_have_token(url: str, graph: Graph) -> bool:
    """Tell whether an address lies on Graph itself or, over https and the ordinary port, on one of its media hosts."""
    try:
        asked, own = urlsplit(url), urlsplit(graph.settings.base_url)
        host, port = asked.hostname or "", asked.port
    except ValueError:
        return False
    if asked.username is not None or asked.password is not None:
        return False
    if (asked.scheme, host, port) == (own.scheme, own.hostname, own.port):
        return True
    known = any(host == each or host.endswith(f".{each}") for each in graph.settings.media_hosts)
    return known and asked.scheme == "https" and port in (None, 443)


def type_of(content: bytes) -> str | None:
    """Tell the type of a file by its first bytes."""
    return next((mime for place, sign, mime in _SIGNS if content[place:].startswith(sign)), None)


async def _looked_up(graph: Graph, number: Number, media: MediaId) -> Json:
    try:
        return await graph.get(media, phone_number_id=number)
    except Refused as refused:
        raise refused.error from None


def _judged(content: bytes, found: Json) -> Medium:
    """Check the bytes against what was announced: an HTML page is no voice note."""
    told = found.get("sha256")
    if isinstance(told, str) and told and not _is_hash(told, content):
        raise Unavailable("the file came damaged")
    announced = str(found.get("mime_type", "")).partition(";")[0].strip().lower()
    mime = type_of(content)
    family = announced.partition("/")[0]
    if family in ("audio", "image", "video") and (announced, mime) not in _ALIKE and (mime or "").partition("/")[0] != family:
        raise Rejected("the file is not what it claims to be", code="content")
    return Medium(content, announced if (announced, mime) in _ALIKE or mime is None else mime)


def _is_hash(told: str, content: bytes) -> bool:
    """Meta writes the hash in base64 or in hex (WhatsApp sheet, section 16)."""
    digest = hashlib.sha256(content)
    return told in (digest.hexdigest(), base64.b64encode(digest.digest()).decode())


def _announced_size(found: Json) -> int:
    size = found.get("file_size")
    if isinstance(size, str) and size.isdecimal() and len(size) < 16:  # noqa: PLR2004 - a petabyte
        size = int(size)
    return size if type(size) is int else 0


def _not_given(status: int) -> Rejected | Unavailable:
    if status >= 500:  # noqa: PLR2004 - HTTP's own border
        return Unavailable(f"the media host answered {status}", code=status)
    return Rejected(f"the media host answered {status}", code=status)
