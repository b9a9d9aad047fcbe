"""The language of a conversation: set by the first sentence with enough words, changed only by a clear one or a request (product sheet 8).

Only words that belong to one language count; names, places, references, "ok" and "ático" belong to none.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from panelin.languages import Language
from panelin.languages.de import phrases as de
from panelin.languages.en import phrases as en
from panelin.languages.es import phrases as es
from panelin.languages.matching import bare, either, folded, phrases_of

_SPOKEN: Mapping[Language, ModuleType] = {"es": es, "en": en, "de": de}
_FOREIGN = (
    "je vous nous est sont une des avec pour dans cherche cherchons bonjour merci maison appartement avez êtes chambres oui louer acheter "
    "sono siamo cerco cerchiamo della degli delle vorrei buongiorno grazie appartamento camere affitto comprare abbiamo "
    "procuro procuramos uma não obrigado obrigada com você quartos apartamento bom "
    "ik zoek wij zoeken een het voor niet dank graag huis appartement slaapkamers kopen huren "
    "jag söker letar vi och att för inte tack lägenhet hus sovrum köpa hyra"
)
ENOUGH_WORDS = 3
ENOUGH_MARKS = 2
CLEAR_WORDS = 4
CLEAR_MARKS = 3
_LEAD = 2


def detected(text: str) -> Language | None:
    """Read the language of a message; None if it is too short, mixed, or in a language that is not ours."""
    scores = _scores(_words(text))
    return _winner(scores, ENOUGH_MARKS) if len(_words(text)) >= ENOUGH_WORDS else None


def language_after(current: Language | None, text: str, default: Language) -> Language:
    """Say in which language to go on after this message; `current` is None until a message has set it."""
    wanted = requested(text)
    if wanted is not None:
        return wanted
    if current is None:
        return detected(text) or ("en" if is_foreign(text) else default)
    words = _words(text)
    clear = _winner(_scores(words, without=_courtesies()), CLEAR_MARKS) if len(words) >= CLEAR_WORDS else None
    return clear or current


def requested(text: str) -> Language | None:
    """Read a request for a language: "in English please", "¿podemos hablar en alemán?"."""
    words = bare(text)
    return next((language for language in _SPOKEN if _request(language).fullmatch(words)), None)


def is_foreign(text: str) -> bool:
    """Tell whether the message is clearly in none of our languages; the answer is then in English."""
    words = _words(text)
    return _foreign_marks(words) >= ENOUGH_MARKS + sum(_scores(words).values())


@cache
def _request(language: Language) -> re.Pattern[str]:
    around = either(phrases_of("request_words") + phrases_of("courtesy") + phrases_of("filler"))
    names = either(map(folded, _SPOKEN[language].PHRASES["language_names"]))
    return re.compile(rf"(?:{around} )*{names}(?: {around})*")


def _words(text: str) -> list[str]:
    return [word for word in bare(text).split() if word.replace("'", "").isalpha()]


def _scores(words: list[str], without: frozenset[str] = frozenset()) -> Counter[Language]:
    marks = _marks()
    return Counter(marks[word] for word in words if word in marks and word not in without)


def _winner(scores: Counter[Language], enough: int) -> Language | None:
    first, second = (*scores.most_common(2), None, None)[:2]
    if first is None or first[1] < enough or first[1] - (second[1] if second else 0) < _LEAD:
        return None
    return first[0]


@cache
def _marks() -> dict[str, Language]:
    """Which language a word belongs to; a word of two belongs to none."""
    owners: dict[str, list[Language]] = {}
    for language, spoken in _SPOKEN.items():
        for word in folded(spoken.MARKERS).split():
            owners.setdefault(word, []).append(language)
    return {word: languages[0] for word, languages in owners.items() if len(languages) == 1}


@cache
def _courtesies() -> frozenset[str]:
    return frozenset(word for spoken in _SPOKEN.values() for word in folded(spoken.COURTESIES).split())


def _foreign_marks(words: list[str]) -> int:
    foreign = folded(_FOREIGN).split()
    return sum(word in foreign and word not in _marks() for word in words)
