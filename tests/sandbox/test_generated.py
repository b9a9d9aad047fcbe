import struct
import zlib

import pytest

from sandbox.generated import heard, paper, picture, sticker, voice_note


def pages(ogg):
    """The pages of an OGG file: granule, number, flags, body."""
    found, place = [], 0
    while place < len(ogg):
        assert ogg[place : place + 4] == b"OggS"
        _, flags, granule, _, number, _, lacing = struct.unpack("<BBqIIIB", ogg[place + 4 : place + 27])
        table = ogg[place + 27 : place + 27 + lacing]
        start = place + 27 + lacing
        found.append((granule, number, flags, ogg[start : start + sum(table)]))
        place = start + sum(table)
    return found


@pytest.mark.parametrize("text", ["hola", "¿Tenéis pisos en Nerja? 🏠", "a" * 4096, ""])
def test_a_voice_note_says_what_was_said(text):
    assert heard(voice_note(text)) == text


def test_a_voice_note_is_an_ogg_of_whole_pages_as_long_as_the_text_takes():
    found = pages(voice_note("busco piso en nerja " * 30))
    assert [number for _, number, _, _ in found] == list(range(len(found)))
    assert found[0][3].startswith(b"OpusHead")
    assert found[1][3].startswith(b"OpusTags")
    assert (found[0][2], found[-1][2]) == (2, 4)
    assert found[-1][0] == 600 * 3 * 960  # 600 characters, three packets of 20 ms each


@pytest.mark.parametrize("content", [b"", b"OggS", b"ID3 TRANSCRIPT=hola", b"OggS something else"])
def test_a_strangers_recording_says_nothing_to_us(content):
    assert heard(content) is None


def test_a_picture_is_a_png_whose_pixels_unpack():
    png = picture("ático", side=40)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    length = struct.unpack(">I", png[33:37])[0]
    assert len(zlib.decompress(png[41 : 41 + length])) == 40 * (1 + 40 * 3)
    assert png != picture("villa", side=40)


def test_a_sticker_is_a_webp_of_512_by_512():
    webp = sticker()
    assert webp[:4] + webp[8:12] == b"RIFFWEBP"
    (bits,) = struct.unpack("<I", webp[21:25])
    assert ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1) == (512, 512)


def test_a_paper_is_a_pdf_whose_table_points_at_its_objects():
    pdf = paper("Dossier (ref. 1042) ñ")
    assert pdf.startswith(b"%PDF-1.4")
    assert pdf.endswith(b"%%EOF\n")
    table = pdf.index(b"xref\n")
    assert int(pdf.split(b"startxref\n")[1].split(b"\n")[0]) == table
    for number, line in enumerate(pdf[table:].split(b"\n")[3:8], 1):
        assert pdf[int(line[:10]) :].startswith(b"%d 0 obj" % number)
