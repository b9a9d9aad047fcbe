"""Bytes of a feed as clean UTF-8: exporters declare one encoding and write another.

What is valid UTF-8 is UTF-8 whatever it says; a byte that is not is read as windows-1252, which is what such bytes are in practice.
"""

import codecs
import re
from typing import BinaryIO

_HEAD = 1024
_PIECE = 1 << 16
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
# XML 1.0 knows no control characters but tab and line ends, not even as bytes; U+FFFE and U+FFFF are no characters.
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_STRAY = "panelin.stray-byte"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray), error.end


codecs.register_error(_STRAY, _as_windows_1252)


class Utf8:
    """A file that is read as UTF-8, whatever it was written in; leading blanks and illegal characters are left out."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding_of(stream))(_STRAY)
        self._started = False

    def read(self, size: int = -1) -> bytes:
        """Read on; empty at the end only."""
        while True:
            piece = self._stream.read(size if size > 0 else _PIECE)
            text = self._decoder.decode(piece, final=not piece).translate(_ILLEGAL)
            if not self._started:
                text = text.lstrip("\ufeff \t\r\n")
                self._started = bool(text)
            if text or not piece:
                return text.encode("utf-8", "replace")


def encoding_of(stream: BinaryIO) -> str:
    """Tell which encoding a file is written in; the file is left at its beginning."""
    head = stream.read(_HEAD)
    stream.seek(0)
    for mark, wide in _WIDE.items():
        if head.startswith(mark):
            return wide
    declared = _declared(head)
    return "utf-8" if declared == "utf-8" or _is_utf8(stream) else declared


def _declared(head: bytes) -> str:
    found = _DECLARED.match(head)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
    except LookupError:
        return "cp1252"
    # A file that calls itself ISO-8859-1 is read as windows-1252, as browsers do: it may hold a euro sign.
    return {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(name, name)


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := stream.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True
