"""Long texts as several messages: cut where a reader pauses, never inside a word, a link or an emoji (WhatsApp sheet, section 22)."""

import re
import unicodedata

TEXT_MOST = 4096  # code points, as Meta counts them
_FENCE = "```"
_PAUSES = tuple(re.compile(pattern) for pattern in (r"\n[ \t]*\n\s*", r"\n\s*", r"(?<=[.!?…])\s+", r"\s+"))
_LINK = re.compile(r"https?://\S+")
_JOINER = "\u200d"


def parts(text: str, *, most: int = TEXT_MOST) -> tuple[str, ...]:
    """Cut a text into pieces of at most `most` code points; a code block that is cut is closed and opened again. At least one piece."""
    room = most - 2 * (len(_FENCE) + 1) if _FENCE in text else most
    rest, pieces = text.strip(), []
    while len(rest) > room:
        cut = _cut(rest, room)
        piece, rest = rest[:cut].rstrip(), rest[cut:].lstrip()
        if piece.count(_FENCE) % 2:
            piece, rest = f"{piece}\n{_FENCE}", f"{_FENCE}\n{rest}"
        pieces.append(piece)
    return (*pieces, rest)


def _cut(text: str, room: int) -> int:
    """Choose the last pause that fits; a piece less than half full is only worth it when the next smaller pause is none at all."""
    for pause in _PAUSES:
        ends = [found.end() for found in pause.finditer(text, 0, room + 1) if 0 < found.start() <= room]
        if ends and (ends[-1] > room // 2 or pause is _PAUSES[-1]):
            return ends[-1]
    return _cut_in_word(text, room)


def _cut_in_word(text: str, room: int) -> int:
    link = next((found for found in _LINK.finditer(text) if found.start() < room < found.end()), None)
    if link is not None and link.start() > 0:
        return link.start()
    cut = room
    while cut > 0 and _inside_a_sign(text, cut):
        cut -= 1
    return cut or room


def _inside_a_sign(text: str, place: int) -> bool:
    """Whether a cut here would tear what is drawn as one: joined emoji, flags, skin tones, accents, selectors."""
    before, after = text[place - 1], text[place]
    if _is_flag_letter(before) and _is_flag_letter(after):
        letters = 0
        while place - letters > 0 and _is_flag_letter(text[place - letters - 1]):
            letters += 1
        return letters % 2 == 1
    return _JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Me") or "\U0001f3fb" <= after <= "\U0001f3ff"


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
