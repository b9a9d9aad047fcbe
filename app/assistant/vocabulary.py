"""The words in which the model names kinds, features and operations, read as leniently as people write them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from panelin.languages import LANGUAGES
from panelin.listing import Feature, Kind, Operation
from panelin.numerals import fold

Word = TypeVar("Word", bound=StrEnum)

_SPELT_OUT: Final = {Feature.AIRE: "aire acondicionado", Feature.VISTAS_MAR: "vistas al mar"}
_ALSO: Final[Mapping[str, StrEnum]] = {
    "comprar": Operation.VENTA, "compra": Operation.VENTA, "alquilar": Operation.ALQUILER, "vacaciones": Operation.VACACIONAL,
    "vivienda": Kind.PISO, "planta baja": Kind.BAJO, "terreno": Kind.PARCELA, "garaje": Kind.GARAJE, "parking": Kind.GARAJE,
    "sin barreras": Feature.ACCESIBLE, "parking space": Feature.GARAJE, "pisci": Feature.PISCINA, "pool": Feature.PISCINA,
    "balcony": Feature.BALCON, "garage": Feature.GARAJE, "frente al mar": Feature.PRIMERA_LINEA, "a estrenar": Feature.OBRA_NUEVA,
    "nueva": Feature.OBRA_NUEVA,
}  # fmt: skip
_LABELS: Final = {Kind: "tipo_", Feature: "rasgo_", Operation: "operacion_"}
OPERATIONS: Final = ("venta", "alquiler", "vacacional")  # what the tools offer; a transfer of business is a person's


def name_of(feature: Feature) -> str:
    """The word for a feature in the tools' answers; it is understood when it comes back as an argument."""
    return _SPELT_OUT.get(feature, feature.value.replace("_", " "))


def kinds_in(words: Iterable[str]) -> tuple[frozenset[Kind], tuple[str, ...]]:
    """The kinds that words name, and the words that name none."""
    return _read(Kind, words)


def features_in(words: Iterable[str]) -> tuple[frozenset[Feature], tuple[str, ...]]:
    """The features that words name, and the words that name none."""
    return _read(Feature, words)


def operation_in(word: str | None) -> Operation | None:
    """The operation that a word names."""
    found, _ = _read(Operation, [word] if word else [])
    return next(iter(found), None)


def _read(kind: type[Word], words: Iterable[str]) -> tuple[frozenset[Word], tuple[str, ...]]:
    known = _words_of(kind)
    found = {
        word: known.get(key) or known.get(key.removesuffix("s")) or known.get(key.removesuffix("es"))
        for word in words
        if (key := _key(word))
    }
    return frozenset(each for each in found.values() if each is not None), tuple(word for word, each in found.items() if each is None)


@cache
def _words_of(kind: type[Word]) -> dict[str, Word]:
    """Every spelling: the value, its spelt-out form, the label of each language, and a few that people use."""
    also = {_key(word): each for word, each in _ALSO.items() if isinstance(each, kind)}
    labels = {
        _key(speech.sentences[label]): each
        for speech in LANGUAGES.values()
        for each in kind
        if (label := _LABELS[kind] + each.value) in speech.sentences
    }
    spelt = {_key(word): feature for feature, word in _SPELT_OUT.items() if isinstance(feature, kind)}
    return {**also, **labels, **spelt, **{_key(each.value): each for each in kind}}


def _key(word: str) -> str:
    return fold(word.replace("_", " ").replace("-", " "))
