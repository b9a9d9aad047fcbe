"""Media made on the spot: a playable voice note that carries its own transcription, a picture, a sticker, a paper."""

import base64
import hashlib
import struct
import zlib

OGG = "audio/ogg; codecs=opus"
_SILENCE = b"\xf8\xff\xfe"  # 20 ms of Opus, full band, mono
_SAMPLES = 960  # of 48 kHz in 20 ms
_PACKETS_A_PAGE = 250
_COMMENT = b"TRANSCRIPT="
_SECONDS_A_CHARACTER = 0.06
# A lossless WebP of one colour: every prefix code has one symbol, so the pixels take no bits and any size fits the same bytes.
_WEBP = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
_STICKER_SIDE = 512


def voice_note(text: str) -> bytes:
    """An OGG Opus file, silent, as long as saying the text takes, with the text as its comment."""
    packets = max(25, round(len(text) * _SECONDS_A_CHARACTER * 50))
    serial = zlib.crc32(text.encode())
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    comment = _COMMENT + text.encode()
    tags = b"OpusTags" + struct.pack("<I", 7) + b"sandbox" + struct.pack("<II", 1, len(comment)) + comment
    pages = [_page([head], serial, 0, flags=2), _page([tags], serial, 1)]
    for number, start in enumerate(range(0, packets, _PACKETS_A_PAGE), 2):
        end = min(start + _PACKETS_A_PAGE, packets)
        pages.append(_page([_SILENCE] * (end - start), serial, number, granule=end * _SAMPLES, flags=4 if end == packets else 0))
    return b"".join(pages)


def heard(content: bytes) -> str | None:
    """What a voice note of ours says; None for any other file."""
    place = content.find(_COMMENT)
    if not content.startswith(b"OggS") or place < 4:  # noqa: PLR2004 - the length stands before the comment
        return None
    (length,) = struct.unpack("<I", content[place - 4 : place])
    return content[place + len(_COMMENT) : place + length].decode("utf-8", "replace")


def picture(label: str, side: int = 240) -> bytes:
    """A PNG with a gradient in the colours of its label."""
    red, green, blue, *_ = hashlib.sha256(label.encode()).digest()
    rows = b"".join(b"\x00" + b"".join(bytes(((red + x) % 256, (green + y) % 256, blue)) for x in range(side)) for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def sticker() -> bytes:
    """A WebP of 512 by 512."""
    size = (_STICKER_SIDE - 1) | (_STICKER_SIDE - 1) << 14
    (bits,) = struct.unpack("<I", _WEBP[21:25])
    return _WEBP[:21] + struct.pack("<I", bits & ~0x0FFFFFFF | size) + _WEBP[25:]


def paper(title: str) -> bytes:
    """A PDF of one page with a title on it."""
    safe = title.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    stream = b"BT /F1 18 Tf 60 760 Td (" + safe + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + trailer


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _page(packets: list[bytes], serial: int, number: int, *, granule: int = 0, flags: int = 0) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,)) for packet in packets)
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, granule, serial, number, 0) + bytes((len(lacing),)) + lacing
    page = head + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value


def _entry(value: int) -> int:
    value <<= 24
    for _ in range(8):
        value = value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_TABLE = [_entry(number) for number in range(256)]
