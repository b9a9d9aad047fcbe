"""Which homes a message means: by reference ("la 1042") or, after cards, by order, place, kind or price ("el segundo", "el barato")."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from panelin.ids import Reference
from panelin.listing import Feature, Kind, Listing
from panelin.numerals import fold
from panelin.search import covers

_ORDINALS: Final = (
    re.compile(r"\b(?:primer[oa]?|1er[oa]?|1[oa]|first|1st|erste[nrs]?)\b"),
    re.compile(r"\b(?:segund[oa]|2[oa]|second|2nd|zweite[nrs]?)\b"),
    re.compile(r"\b(?:tercer[oa]?|3er[oa]?|3[oa]|third|3rd|dritte[nrs]?)\b"),
)
_NO_ORDINAL_AFTER: Final = re.compile(r"^ ?(?:planta|piso|linea|floor|line|etage|stock|sin ascensor|residencia|mano|baño|vez|plaza)")
_LAST: Final = re.compile(r"\b(?:el|la|the|der|die|das) (?:ultim[oa]|last|letzte)\b(?! (?:planta|hora|vez|floor|slot))")
_THAT: Final = re.compile(
    r"\b(?:es[ea]|est[ea](?! (?:tarde|noche|semana|mañana|finde))|aquel|aquella|el mismo|la misma|that one|this one|diese[sr]?|das da)\b"
)
_CHEAP: Final = re.compile(r"\b(?:barat[oa]|economic[oa]|cheap(?:er|est)?|billig\w*|gunstig\w*)\b")
_DEAR: Final = re.compile(r"\b(?:car[oa]|expensive|teuer\w*)\b")
_SMALL: Final = re.compile(r"\b(?:pequeñ[oa]|chic[oa]|small(?:er|est)?|klein\w*)\b")
_LARGE: Final = re.compile(r"\b(?:grande|big(?:ger|gest)?|large(?:r|st)?|gross\w*)\b")
_POINTS: Final = re.compile(r"\b(?:el|la|los|las|ese|esa|este|esta|del|al|the|der|die|das|dem|den)\b")
_AFTER_A_WORD: Final = r"(?:ref(?:erencia|erence|erenz)?\.?|inmueble|anuncio|codigo|la|el|al|del|the|die|das|n\.?o)"
_KIND_WORDS: Final = {
    Kind.ATICO: "atico|penthouse",
    Kind.PISO: "piso|flat|wohnung",
    Kind.APARTAMENTO: "apartamento|apartment|apto",
    Kind.DUPLEX: "duplex|maisonette",
    Kind.ADOSADO: "adosad[oa]|adosao|town ?house|reihenhaus",
    Kind.PAREADO: "paread[oa]|semi-detached|doppelhaus\\w*",
    Kind.VILLA: "villa",
    Kind.CHALET: "chalet",
    Kind.CASA: "casa|house|haus",
    Kind.FINCA: "finca",
    Kind.CORTIJO: "cortijo",
    Kind.BUNGALOW: "bungalow",
    Kind.ESTUDIO: "estudio|studio",
    Kind.LOFT: "loft",
}
_FEATURE_WORDS: Final = {
    Feature.TERRAZA: "con (?:la )?terraza|with the terrace",
    Feature.PISCINA: "con (?:la )?pisc\\w*|with the pool",
    Feature.GARAJE: "con (?:el )?garaje|with the (?:garage|parking)",
    Feature.A_REFORMAR: "a reformar|de reformar",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Homes that one piece of a message may mean; more than one has to be asked about."""

    words: str
    candidates: tuple[Reference, ...]

    @property
    def reference(self) -> Reference | None:
        """The home that is meant, if it is only one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def mentioned(text: str, known: Iterable[Reference]) -> tuple[Mention, ...]:
    """Find known references in a message: whole ones in any spelling, else their number after "ref", "la" and the like."""
    references = tuple(known)
    folded = fold(text)
    whole = _whole(folded, references)
    rest = folded
    for mention in whole:
        rest = rest.replace(mention.words, " ", 1)
    return (*whole, *_numbers(rest, references))


def pointed_at(text: str, shown: Sequence[Listing]) -> tuple[Reference, ...]:
    """Find which of the homes last shown is meant, in the order of the cards; several mean that it has to be asked."""
    folded = fold(text)
    for narrowed in (_by_order(folded, shown), _by_extreme(folded, shown), _by_trait(folded, shown)):
        if narrowed:
            return tuple(listing.reference for listing in narrowed)
    return tuple(listing.reference for listing in shown) if _THAT.search(folded) else ()


def _whole(folded: str, references: Sequence[Reference]) -> list[Mention]:
    """The longest reference wins where one begins like another; separators may be left out."""
    found = [(match.start(), match[0], reference) for reference in references if (match := _spelling(reference).search(folded))]
    kept: list[tuple[int, str, Reference]] = []
    for start, words, reference in sorted(found, key=lambda each: -len(each[1])):
        if not any(begin < start + len(words) and start < begin + len(other) for begin, other, _ in kept):
            kept.append((start, words, reference))
    return [Mention(words, (reference,)) for _, words, reference in sorted(kept)]


def _spelling(reference: Reference) -> re.Pattern[str]:
    parts = re.findall(r"[^\W\d_]+|\d+|[^\w\s-]", fold(reference))
    return re.compile(r"(?<!\w)" + r"[\s._-]*".join(map(re.escape, parts)) + r"(?!\w)")


def _numbers(folded: str, references: Sequence[Reference]) -> Iterable[Mention]:
    for match in re.finditer(rf"\b(?:{_AFTER_A_WORD}) ?:?#? ?(\d{{2,}})(?![\d.,:%]\d|\d| ?(?:m2|m|€|eur|k|mil|mes))\b", folded):
        candidates = tuple(reference for reference in references if _digits(reference) == match[1])
        if candidates:
            yield Mention(match[0], candidates)


def _digits(reference: Reference) -> str:
    return "".join(re.findall(r"\d+", reference))


def _by_order(folded: str, shown: Sequence[Listing]) -> list[Listing]:
    if _LAST.search(folded):
        return list(shown[-1:])
    places = [place for place, words in enumerate(_ORDINALS) if _names_a_place(words, folded)]
    return [shown[place] for place in places if place < len(shown)]


def _names_a_place(words: re.Pattern[str], folded: str) -> bool:
    return any(not _NO_ORDINAL_AFTER.match(folded[match.end() :]) for match in words.finditer(folded))


def _by_extreme(folded: str, shown: Sequence[Listing]) -> list[Listing]:
    """The cheap, the dear, the small or the large one; those of which the figure is unknown are left aside."""
    for words, figure, sign in (
        (_CHEAP, _price, 1),
        (_DEAR, _price, -1),
        (_SMALL, _size, 1),
        (_LARGE, _size, -1),
    ):
        if words.search(folded) and _POINTS.search(folded):
            known = [(sign * value, listing) for listing in shown if (value := figure(listing)) is not None]
            best = min((value for value, _ in known), default=None)
            return [listing for value, listing in known if value == best]
    return []


def _price(listing: Listing) -> int | None:
    return listing.price.cents


def _size(listing: Listing) -> int | None:
    return None if listing.built_m2 is None else int(listing.built_m2)


def _by_trait(folded: str, shown: Sequence[Listing]) -> list[Listing]:
    """By place, kind and feature, all that were named: "el ático de Burriana"."""
    if not _POINTS.search(folded):
        return []
    traits = [named for each in (_places(folded, shown), _kinds(folded, shown), _features(folded)) if (named := list(each))]
    return [listing for listing in shown if traits and all(any(test(listing) for test in named) for named in traits)]


def _places(folded: str, shown: Sequence[Listing]) -> Iterable[Callable[[Listing], bool]]:
    for listing in shown:
        for name in (listing.place.district, listing.place.town):
            if name and re.search(rf"\b{re.escape(fold(name))}\b", folded):
                yield _lies_in(fold(name))


def _lies_in(name: str) -> Callable[[Listing], bool]:
    return lambda listing: name in {fold(listing.place.town), fold(listing.place.district or "")}


def _kinds(folded: str, shown: Sequence[Listing]) -> Iterable[Callable[[Listing], bool]]:
    """The word's own kind if such a home was shown, else what a generic word covers: "el piso" may be the penthouse."""
    for kind, words in _KIND_WORDS.items():
        if re.search(rf"\b(?:{words})\b", folded):
            yield _is_kind(kind) if any(listing.kind is kind for listing in shown) else _is_covered_by(kind)


def _is_kind(kind: Kind) -> Callable[[Listing], bool]:
    return lambda listing: listing.kind is kind


def _is_covered_by(kind: Kind) -> Callable[[Listing], bool]:
    return lambda listing: covers(kind, listing.kind)


def _features(folded: str) -> Iterable[Callable[[Listing], bool]]:
    for feature, words in _FEATURE_WORDS.items():
        if re.search(rf"\b(?:{words})\b", folded):
            yield _has(feature)


def _has(feature: Feature) -> Callable[[Listing], bool]:
    return lambda listing: listing.has(feature) is True
