"""Text made comparable, and numbers written as words turned into digits (Spanish, English, German)."""

import re
import unicodedata
from typing import Final

_KEPT = str.maketrans({"ñ": "\ue000", "’": "'", "´": "'", "º": "o", "ª": "a"})

_ES: Final = {
    "uno": 1, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19,
    "veinte": 20, "veintiuno": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25, "treinta": 30,
    "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400,
    "quinientos": 500, "quinientas": 500, "seiscientos": 600, "seiscientas": 600, "setecientos": 700, "ochocientos": 800,
    "novecientos": 900, "mil": 1_000, "millon": 1_000_000, "millones": 1_000_000,
}  # fmt: skip
_EN: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "thousand": 1_000, "million": 1_000_000,
}  # fmt: skip
_DE: Final = {
    "ein": 1, "eine": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
    "elf": 11, "zwolf": 12, "funfzehn": 15, "zwanzig": 20, "dreissig": 30, "vierzig": 40, "funfzig": 50, "sechzig": 60, "siebzig": 70,
    "achtzig": 80, "neunzig": 90, "hundert": 100, "tausend": 1_000, "million": 1_000_000, "millionen": 1_000_000,
}  # fmt: skip
_WORDS: Final = {"es": _ES, "en": _EN, "de": _DE}
_ARTICLES: Final = frozenset({"un", "una", "uno", "one", "ein", "eine"})
_TEN, _HUNDRED, _MILLION = 10, 100, 1_000_000
_TENS: Final = frozenset(range(20, 100, 10))
_SCALES: Final = frozenset({1_000, _MILLION})
_JOINS: Final = frozenset({"y", "and"})
_GERMAN_COMPOUND: Final = re.compile(rf"(?:{'|'.join(sorted(_DE, key=len, reverse=True))}|und)+")
_GERMAN_PART: Final = re.compile("|".join(sorted(_DE, key=len, reverse=True)))
_HALVES: Final = re.compile(r"\b(?:medio millon|half a million|(?:eine )?halbe million)\b")
_AND_A_HALF: Final = re.compile(r"\b(?:(\d{1,3}|un|dos|tres) )?(?:millon|millones) y medio\b")
_TOKEN: Final = re.compile(r"\w+|\W+")


def fold(text: str) -> str:
    """Make two spellings equal: compatibility forms, lower case, no accents (ñ stays), single spaces."""
    plain = unicodedata.normalize("NFKC", text.translate(_KEPT)).casefold().translate(_KEPT)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    return " ".join(bare.replace("\ue000", "ñ").split())


def with_digits(text: str, language: str = "es") -> str:
    """Fold a text and write its number words as digits; a lone article ("un piso") stays a word."""
    folded = _HALVES.sub("500000", fold(text))
    folded = _AND_A_HALF.sub(lambda found: str(_whole(found[1]) * 1_000_000 + 500_000), folded)
    words = _WORDS.get(language, _ES)
    out: list[str] = []
    run: list[str] = []
    for token in [*_TOKEN.findall(folded), ""]:
        if run and (token.isspace() or _continues(run, token, words)):
            run.append(token)
        else:
            out.append(_written(run, words, after=out))
            run = [token] if _value(token, words) else []
            out += [] if run else [token]
    return "".join(out)


def _whole(word: str | None) -> int:
    if word is None:
        return 1
    return int(word) if word.isdecimal() else _ES[word]


def _value(token: str, words: dict[str, int]) -> int | None:
    if token in words:
        return words[token]
    if words is _DE and _GERMAN_COMPOUND.fullmatch(token):
        return _total([_DE[part] for part in _GERMAN_PART.findall(token)])
    return None


def _continues(run: list[str], word: str, words: dict[str, int]) -> bool:
    """Whether the word goes on with the number: "y" joins only tens and units, "and" only what follows a hundred."""
    last = [value for spoken in run if (value := _value(spoken, words))][-1]
    if word in _JOINS:
        return last in _TENS if word == "y" else last == _HUNDRED
    value = _value(word, words)
    if value is None:
        return False
    joined = run[-2] if len(run) > 1 else ""
    if joined in _JOINS:
        return value < (_TEN if joined == "y" else _HUNDRED)
    return _follows(last, value, tens_and_units=words is not _ES)


def _follows(last: int, value: int, *, tens_and_units: bool) -> bool:
    """Whether a number goes on without a joining word: 200 | 50, 5 | 1000, 1000 | 200, and "twenty five"."""
    if value in _SCALES or last in _SCALES:
        return True
    if value == _HUNDRED:
        return last < _TEN
    return last >= _HUNDRED > value or (tens_and_units and last in _TENS and value < _TEN)


def _total(values: list[int]) -> int:
    """Add and multiply: 200 + 50, times 1000; what follows a million and is under 1000 means thousands."""
    whole = part = 0
    for value in values:
        if value in _SCALES:
            whole, part = whole + max(part, 1) * value, 0
        elif value == _HUNDRED and 0 < part < _TEN:
            part *= value
        else:
            part += value
    return whole + (part * 1_000 if whole >= _MILLION and part else part)


def _written(run: list[str], words: dict[str, int], *, after: list[str]) -> str:
    spoken = list(run)
    tail: list[str] = []
    while spoken and (spoken[-1].isspace() or spoken[-1] in _JOINS):
        tail.insert(0, spoken.pop())
    values = [value for word in spoken if (value := _value(word, words))]
    before = next((word for word in reversed(after) if word.strip()), "")
    multiplies = bool(values) and values[0] in _SCALES and before[-1:].isdecimal()
    if not values or multiplies or (len(values) == 1 and spoken[0] in _ARTICLES):
        return "".join(run)
    return str(_total(values)) + "".join(tail)
