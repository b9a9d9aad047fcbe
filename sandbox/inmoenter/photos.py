"""A drawn photo for each home: sky, sea, a house in a colour of its own; PNG bytes without an imaging library."""

import struct
import zlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.inmoenter.homes import HOMES

WIDTH, HEIGHT = 480, 320
_SKY, _SEA, _SAND, _SUN = (190, 220, 240), (60, 130, 170), (225, 205, 160), (250, 205, 90)
_GLASS, _DOOR = (150, 200, 225), (90, 60, 45)
_WALLS = ((238, 232, 220), (226, 178, 128), (205, 220, 190), (240, 200, 190), (250, 250, 245), (200, 205, 215), (230, 215, 160))
_ROOFS = ((170, 80, 60), (120, 75, 60), (150, 95, 70))

Colour = tuple[int, int, int]
_PHOTOS = [f"{home.reference.lower()}-{number}.png" for home in HOMES for number in range(1, home.photos + 1)]
_NAMES = {name: place for place, name in enumerate(_PHOTOS)}


async def photo(request: Request) -> Response:
    """The photo of that name; 404 if no home has it."""
    number = _NAMES.get(request.path_params["name"])
    if number is None:
        return PlainTextResponse("no such photo", 404)
    return Response(drawn(number), media_type="image/png", headers={"Cache-Control": "max-age=3600"})


@lru_cache(maxsize=32)
def drawn(number: int) -> bytes:
    """The picture of that number, always the same."""
    canvas = [bytearray(bytes(_SKY) * WIDTH) for _ in range(HEIGHT)]
    _box(canvas, (0, 200), (WIDTH, HEIGHT), _SEA)
    _box(canvas, (0, 262), (WIDTH, HEIGHT), _SAND)
    _box(canvas, (380, 30), (430, 80), _SUN)
    wall, roof, storeys = _WALLS[number % len(_WALLS)], _ROOFS[number % len(_ROOFS)], 1 + number % 3
    top = 270 - 60 * storeys
    _box(canvas, (120, top), (330, 290), wall)
    for row in range(40):
        _box(canvas, (225 - (row + 1) * 3, top - 40 + row), (225 + (row + 1) * 3, top - 39 + row), roof)
    for storey in range(storeys):
        for left in (145, 205, 265):
            _box(canvas, (left, top + 15 + storey * 60), (left + 36, top + 45 + storey * 60), _GLASS)
    _box(canvas, (208, 245), (242, 290), _DOOR)
    return _png(canvas)


def _box(canvas: list[bytearray], start: tuple[int, int], end: tuple[int, int], colour: Colour) -> None:
    width = end[0] - start[0]
    for row in canvas[start[1] : end[1]]:
        row[start[0] * 3 : end[0] * 3] = bytes(colour) * width


def _png(canvas: list[bytearray]) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)  # 8 bits, RGB
    pixels = zlib.compress(b"".join(b"\0" + row for row in canvas), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
