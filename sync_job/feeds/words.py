"""Free text of a feed: cleaned, and read for what the codes cannot say. It is data, never an instruction and never a number to quote."""

import html
import re
import unicodedata
from collections.abc import Mapping

from panelin.listing import Feature, Kind

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h\d|/tr)\s*/?\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!a-zA-Z][^<>]*>")
_BLANK_END = re.compile(r"[ \t\u00a0]+\n")
_EMPTY_LINES = re.compile(r"\n{3,}")
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF])
_TAG_BLOCK = re.compile("[\U000e0000-\U000e0fff]")  # invisible to people, read by language models
_UNESCAPES = 2

_HOMES = frozenset({Kind.PISO, Kind.APARTAMENTO, Kind.ESTUDIO})
_HOUSES = frozenset({Kind.CASA, Kind.CHALET, Kind.VILLA, Kind.BUNGALOW})
# Inmoenter has no code for these; the word must stand in a title or open the description, and fit the code (product.md 4.1).
_KINDS: tuple[tuple[re.Pattern[str], Kind, frozenset[Kind]], ...] = (
    (re.compile(r"(?<!bajo )(?<!no es un )\b(?:sobre)?[áa]tico\b", re.IGNORECASE), Kind.ATICO, _HOMES | {Kind.DUPLEX}),
    (re.compile(r"\b(?:casa )?adosad[oa]\b|\btown ?house\b", re.IGNORECASE), Kind.ADOSADO, _HOUSES | {Kind.DUPLEX}),
    (re.compile(r"\b(?:casa )?paread[oa]\b", re.IGNORECASE), Kind.PAREADO, _HOUSES | {Kind.DUPLEX}),
    (re.compile(r"\bloft\b", re.IGNORECASE), Kind.LOFT, _HOMES),
    (re.compile(r"^bajo\b(?! comercial)|\bplanta baja\b", re.IGNORECASE), Kind.BAJO, _HOMES),
    (re.compile(r"\bcasa de pueblo\b", re.IGNORECASE), Kind.CASA_DE_PUEBLO, _HOUSES),
    (re.compile(r"\bcortijo\b", re.IGNORECASE), Kind.CORTIJO, _HOUSES | {Kind.FINCA}),
)
_FEATURES: tuple[tuple[re.Pattern[str], Feature], ...] = (
    (re.compile(r"\bobra nueva\b|\ba estrenar\b", re.IGNORECASE), Feature.OBRA_NUEVA),
    (re.compile(r"\b(?:a|para) reformar\b", re.IGNORECASE), Feature.A_REFORMAR),
    (re.compile(r"(?<!sin )(?<!no )\breformad[oa]\b|\breforma integral\b", re.IGNORECASE), Feature.REFORMADO),
    (re.compile(r"(?<!de la )\b(?:en )?primera l[íi]nea\b", re.IGNORECASE), Feature.PRIMERA_LINEA),
    (re.compile(r"(?<!sin )\bvistas al mar\b", re.IGNORECASE), Feature.VISTAS_MAR),
)
_POOLS = (
    (re.compile(r"\bpiscinas? (?:comunitaria|comunidad|compartida)s?\b", re.IGNORECASE), Feature.PISCINA_COMUNITARIA),
    (re.compile(r"\bpiscina (?:privada|propia)\b", re.IGNORECASE), Feature.PISCINA_PRIVADA),
)
_SENTENCE = re.compile(r"[.\n!?;]")


def cleaned(text: str | None) -> str:
    """Take markup, invisible characters and doubled blanks out of a text; empty if nothing is left."""
    plain = text or ""
    for _ in range(_UNESCAPES):
        plain = html.unescape(plain)
    plain = _TAG.sub("", _BREAK.sub("\n", plain)).replace("\r\n", "\n").replace("\r", "\n")
    plain = _TAG_BLOCK.sub("", plain.translate(_UNSEEN))
    plain = "".join(char for char in plain if char in "\n\t" or unicodedata.category(char) != "Cc")
    return unicodedata.normalize("NFC", _EMPTY_LINES.sub("\n\n", _BLANK_END.sub("\n", plain))).strip()


def opening(text: str) -> str:
    """The first sentence of a description, where a writer says what the home is."""
    return _SENTENCE.split(text, maxsplit=1)[0]


def kind_said(kind: Kind, title: str, description: str) -> tuple[Kind, str | None]:
    """Tell the kind that the words prove, and the words; without proof the kind of the code."""
    for said in (title, opening(description)):
        for pattern, better, of in _KINDS:
            if kind in of and pattern.search(said):
                return better, said
    return kind, None


def features_said(title: str, description: str, *, has_pool: bool) -> Mapping[Feature, bool]:
    """Tell the features that title and first sentence name; whose pool it is may stand anywhere, if only one of the two is named."""
    said = f"{title}. {opening(description)}"
    found = {feature: True for pattern, feature in _FEATURES if pattern.search(said)}
    pools = [feature for pattern, feature in _POOLS if pattern.search(f"{title}. {description}")]
    return found | ({pools[0]: True} if has_pool and len(pools) == 1 else {})
