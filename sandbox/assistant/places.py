"""Names of places, kept as typed: what follows "en", "in", "menos" and the like, and pieces that can be nothing but a name."""

import re

from sandbox.assistant.words import PHRASES, known

HEAD = re.compile(r"(?<!\w)(?:en|in|por|cerca de|zona de|zona|near|around|bei|nahe)\s+(?:(?:el|la|los|las|the|der|dem)\s+)?")
EXCEPT = re.compile(
    r"(?<!\w)(?:menos|excepto|salvo|except|ausser|nicht in|not in|pero no)\s+(?:(?:en|in)\s+)?(?:(?:el|la|los|las|the)\s+)?"
)
CENTRE_NOT = re.compile(r"\b(?:el |la )?(centro) no\b")
JOINED = re.compile(r"\s*(?:,|\bo\b|\by\b|\bor\b|\band\b|\boder\b|\bund\b|/)\s*(?:en\s+|in\s+)?(?:(?:el|la|los|las)\s+)?")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
WITHIN = frozenset({"costa", "playa", "mar", "centro", "alta", "baja", "norte", "sur", "oeste"})
SMALL = frozenset({"de", "del", "la", "las", "los", "el"})
HEADS = frozenset({"centro", "center", "centre", "zentrum"})
MOST_WORDS = 5  # Torre del Mar o Torrox


def zones(text: str, folded: str, *, answers: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the wanted and the excluded places; `answers` = we asked for a place, so a bare name is one."""
    folded = PHRASES.sub(lambda hit: "#" * len(hit[0]), folded)
    excluded = [zone for hit in EXCEPT.finditer(folded) for zone in _names(text, folded, hit.end())]
    excluded += [text[slice(*hit.span(1))] for hit in CENTRE_NOT.finditer(folded)]
    wanted = [zone for hit in HEAD.finditer(folded) for zone in _names(text, folded, hit.end())]
    if not wanted:
        wanted = [zone for start, end in _pieces(folded, answers=answers) for zone in _names(text[:end], folded[:end], start)]
    return tuple(dict.fromkeys(zone for zone in wanted if zone not in excluded)), tuple(dict.fromkeys(excluded))


def _pieces(folded: str, *, answers: bool) -> list[tuple[int, int]]:
    pieces = [hit.span() for hit in re.finditer(r"[^\n,.;]+", folded)]
    if len(pieces) < 2 and not answers:  # noqa: PLR2004 - a lone unknown word is no place, unless we asked
        return []
    return [(end - len(folded[start:end].lstrip()), end) for start, end in pieces if _is_name(folded[start:end])]


def _is_name(piece: str) -> bool:
    words = WORD.findall(piece)
    return 0 < len(words) <= MOST_WORDS and not re.search(r"\d", piece) and len(words[0]) > 2 and not known(words[0])  # noqa: PLR2004


def _names(text: str, folded: str, at: int) -> list[str]:
    names = []
    while end := _end(folded, at):
        names.append(text[at:end])
        if not (joined := JOINED.match(folded, end)):
            break
        at = joined.end()
    return names


def _end(folded: str, at: int) -> int:
    """Walk over the words of one name from `at`: unknown words, small ones only between them, `costa` or `mar` only after one."""
    end, first = 0, True
    while (hit := WORD.match(folded, at)) and _belongs(hit[0], first=first):
        end = end if hit[0] in SMALL else hit.end()
        at, first = hit.end() + 1, False
        if folded[hit.end() : at] != " ":
            break
    return end


def _belongs(word: str, *, first: bool) -> bool:
    if first:
        return word in HEADS or (len(word) > 1 and not known(word))
    return word in WITHIN | SMALL or not known(word)
