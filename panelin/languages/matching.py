"""What a message means as a whole, without the model: a person is wanted, a complaint, a right, a chat given back.

A phrase or pattern must be the whole normalised message (product sheet 9: a substring such as "agente" is wrong). Customers mix
languages, so every language's lists are tried. Understanding the rest is the model's task.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from panelin.languages.de import phrases as de
from panelin.languages.en import phrases as en
from panelin.languages.es import phrases as es

_SPACES = re.compile(r"\s+")
_INNER_MARKS = re.compile(r"[^\w\s'@/+-]+")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_CLAUSE = re.compile(r"[,;:–—()]|\s-\s")
_KEPT_AT_THE_ENDS = "€%+"
_LETTERS_OF_A_SHOUT = 12
_CAPITALS_OF_A_SHOUT = 0.9


def normalised(text: str) -> str:
    """Fold case, accents (not the ñ) and spaces, and strip punctuation and emoji from both ends; for matching only."""
    return _SPACES.sub(" ", _stripped(folded(text)))


def bare(text: str) -> str:
    """Normalise and drop the punctuation inside as well: words and single spaces."""
    return _SPACES.sub(" ", _INNER_MARKS.sub(" ", normalised(text))).strip()


def folded(text: str) -> str:
    """Fold case and accents, but not the ñ, which tells words apart."""
    composed = unicodedata.normalize("NFC", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(map(_without_accent, composed))


@lru_cache(maxsize=4096)  # every message is folded several times, sign by sign
def _without_accent(sign: str) -> str:
    return sign if sign == "ñ" else "".join(part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part))


def _stripped(text: str) -> str:
    kept = [at for at, sign in enumerate(text) if sign.isalnum() or sign in _KEPT_AT_THE_ENDS]
    return text[kept[0] : kept[-1] + 1] if kept else ""


def phrases_of(name: str) -> tuple[str, ...]:
    """Collect a list's patterns in every language, folded as the messages are."""
    return tuple(folded(pattern) for language in (es, en, de) for pattern in language.PHRASES[name])


def matches(text: str, name: str, *, around: tuple[str, ...] = ("courtesy", "filler")) -> bool:
    """Tell whether the whole message, the words that may stand around it apart, is a phrase or pattern of the list in any language."""
    return _whole(name, around).fullmatch(bare(text)) is not None


@cache
def _whole(name: str, around: tuple[str, ...]) -> re.Pattern[str]:
    words = either(word for each in around for word in phrases_of(each))
    return re.compile(rf"(?:{words} )*{either(phrases_of(name))}(?: {words})*")


def either(patterns: Iterable[str]) -> str:
    """Write a pattern that is any one of these."""
    return f"(?:{'|'.join(patterns)})"


def wants_person(text: str) -> bool:
    """Tell whether the message asks for a person and nothing else."""
    return matches(text, "person")


def asks_if_machine(text: str) -> bool:
    """Tell whether the message asks if a machine answers."""
    return matches(text, "machine")


def asks_data_rights(text: str) -> bool:
    """Tell whether the message uses one of the rights over personal data."""
    return matches(text, "data_rights")


def is_acknowledgement(text: str) -> bool:
    """Tell whether the message only says that it was read: "ok", "gracias", a thumb."""
    return matches(text, "acknowledgement") or (bool(text.strip()) and not normalised(text) and "?" not in text)


def is_complaint(text: str) -> bool:
    """Tell whether the message is a complaint: its words, an insult, or a protest in capitals."""
    if matches(text, "complaint_alone") or any(_anywhere(name).search(bare(text)) for name in ("complaint", "insult")):
        return True
    return _is_shouted(text) and ("!!" in text or _anywhere("protest").search(bare(text)) is not None)


@cache
def _anywhere(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{either(phrases_of(name))}\b")


def _is_shouted(text: str) -> bool:
    """Capitals alone are no anger: some people always write so. They count together with words of protest."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= _LETTERS_OF_A_SHOUT and sum(map(str.isupper, letters)) >= _CAPITALS_OF_A_SHOUT * len(letters)


def is_closing_phrase(text: str, extra: Iterable[str] = ()) -> bool:
    """Tell whether a person gives the chat back: the first or the last sentence of her message, farewells apart, begins with such a phrase.

    When in doubt it is none: a chat taken from a person too early is worse than one that comes back after a day.
    """
    sentences = [found.group().strip() for found in _SENTENCE.finditer(text)]
    while len(sentences) > 1 and _begins(bare(sentences[-1]), phrases_of("sign_off")):
        sentences.pop()
    phrases = (*phrases_of("closing"), *(re.escape(known) for known in map(bare, extra) if known))
    return any(_gives_back(sentence, phrases) for sentence in (*sentences[:1], *sentences[-1:]))


def _gives_back(sentence: str, phrases: tuple[str, ...]) -> bool:
    clauses = [bare(clause) for clause in _CLAUSE.split(sentence)]
    if sentence.endswith("?") or _begins(clauses[0], phrases_of("condition")):
        return False
    lead_in = rf"(?:{either(phrases_of('lead_in'))} )*"
    return any(_begins(clause, phrases, lead_in) for clause in clauses)


def _begins(text: str, phrases: Iterable[str], lead_in: str = "") -> bool:
    return re.match(rf"{lead_in}{either(phrases)}\b", text) is not None
