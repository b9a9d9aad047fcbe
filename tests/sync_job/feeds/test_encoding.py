from io import BytesIO

import pytest
from xcp_feed import a_feed, a_record

from sync_job.feeds.encoding import Utf8, encoding_of
from sync_job.feeds.records import FeedRefused
from sync_job.feeds.xcp import SHAPE
from sync_job.feeds.xml import name_of, records

TOWN = "Cómpeta"
LATIN, WINDOWS, UTF8, NONE, UTF16, UNKNOWN = (
    f'<?xml version="1.0" encoding="{name}"?>' if name else '<?xml version="1.0"?>'
    for name in ("ISO-8859-1", "windows-1252", "UTF-8", "", "UTF-16", "x-inmoenter")
)


def read(file: bytes) -> tuple[str, int]:
    (found,) = [
        (record.findtext("localidad"), sum(name_of(child) == "baños" for child in record)) for record in records(BytesIO(file), SHAPE)
    ]
    return found


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        (UTF8, "utf-8"), (NONE, "utf-8"), (UTF8, "utf-8-sig"), (UTF16, "utf-16"), (UTF8, "utf-16"), (UTF8, "utf-16-le"), (UTF8, "utf-16-be"),
        (LATIN, "iso-8859-1"), (WINDOWS, "cp1252"), (LATIN, "utf-8"), (WINDOWS, "utf-8"), (UTF8, "iso-8859-1"), (NONE, "cp1252"),
        (UNKNOWN, "cp1252"), (UNKNOWN, "utf-8"),
    ],
)  # fmt: skip
def test_a_file_is_read_whatever_it_says_of_itself(declaration, encoding):
    assert read(a_feed(a_record(localidad=TOWN), declaration=declaration, encoding=encoding)) == (TOWN, 1)


def test_a_euro_sign_of_windows_in_a_file_that_calls_itself_latin_is_a_euro_sign():
    file = a_feed(a_record(localidad="5 EURO"), declaration=LATIN, encoding="cp1252").replace(b"EURO", b"\x80 \xf3")
    assert read(file) == ("5 € ó", 1)


def test_a_stray_byte_in_good_utf_8_spoils_nothing_else():
    file = a_feed(a_record(localidad=f"{TOWN} STRAY")).replace(b"STRAY", b"caf\xe9 \x81")
    assert read(file) == (f"{TOWN} café \x81", 1)


def test_blank_lines_before_the_declaration_are_left_out():
    assert read(b"\r\n  \n" + a_feed(a_record(localidad=TOWN))) == (TOWN, 1)


def test_control_characters_are_left_out():
    assert read(a_feed(a_record(localidad="Tor\x0brox\x00\x1f"))) == ("Torrox", 1)


def test_a_character_cut_by_a_piece_is_put_together():
    class OneByte(BytesIO):
        def read(self, size=-1):
            return super().read(1 if size else 0)

    stream = Utf8(OneByte("<a>ñ€</a>".encode()))
    assert b"".join(iter(stream.read, b"")).decode() == "<a>ñ€</a>"


def test_a_single_byte_encoding_is_believed_only_where_the_bytes_are_no_utf_8():
    assert encoding_of(BytesIO(LATIN.encode() + "ñ".encode())) == "utf-8"
    assert encoding_of(BytesIO(LATIN.encode() + b"\xf1")) == "cp1252"
    assert encoding_of(BytesIO(UNKNOWN.encode() + b"\xf1")) == "cp1252"


def test_bytes_that_are_no_text_at_all_are_refused():
    with pytest.raises(FeedRefused):
        read(bytes(range(256)) * 40)
