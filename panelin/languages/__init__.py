"""Every sentence, phrase list, trigger word and number format of the languages that Panelin speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from string import Formatter
from typing import TYPE_CHECKING, Final, Literal

from panelin.languages.de import formats as de_formats
from panelin.languages.de import labels as de_labels
from panelin.languages.de import texts as de_texts
from panelin.languages.de import words as de_words
from panelin.languages.en import formats as en_formats
from panelin.languages.en import labels as en_labels
from panelin.languages.en import texts as en_texts
from panelin.languages.en import words as en_words
from panelin.languages.es import formats as es_formats
from panelin.languages.es import labels as es_labels
from panelin.languages.es import texts as es_texts
from panelin.languages.es import usted as es_usted
from panelin.languages.es import words as es_words
from panelin.languages.notation import Notation

if TYPE_CHECKING:
    from panelin.agency import Agency

Language = Literal["es", "en", "de"]

_NOT_LOCKED = {
    "sin_resultados", "reservado", "no_disponible", "voz_entendida", "voz_fallo", "no_soportado", "espera", "fuera_de_tema", "cierre_suave",
}  # fmt: skip
LOCKED: Final = frozenset(es_texts.TEXTS) - _NOT_LOCKED

# Words that an agency's own version of a locked sentence must keep: the disclosure of the AI is a duty (product sheet 14).
_MUST_SAY: Final[Mapping[str, Mapping[Language, tuple[str, ...]]]] = {
    "primer_contacto": {"es": ("IA",), "en": ("AI",), "de": ("KI",)},
    "soy_ia": {"es": ("asistente virtual", "no una persona"), "en": ("virtual assistant", "not a person"), "de": ("virtueller Assistent", "kein Mensch")},
    "handoff_vuelta": {"es": ("asistente virtual",), "en": ("virtual assistant",), "de": ("virtuelle Assistent",)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything that is written in one language."""

    sentences: Mapping[str, str]
    notation: Notation
    formal: Mapping[str, str]  # where the language has a polite form besides the ordinary one


LANGUAGES: Final[Mapping[Language, Speech]] = {
    "es": Speech({**es_texts.TEXTS, **es_labels.LABELS, **es_words.WORDS}, es_formats.NOTATION, es_usted.USTED),
    "en": Speech({**en_texts.TEXTS, **en_labels.LABELS, **en_words.WORDS}, en_formats.NOTATION, {}),
    "de": Speech({**de_texts.TEXTS, **de_labels.LABELS, **de_words.WORDS}, de_formats.NOTATION, {}),
}


def text(key: str, language: Language, agency: "Agency | None" = None, /, **placeholders: object) -> str:
    """Write a sentence with its placeholders filled; the agency's name and privacy page are filled by themselves."""
    own = {} if agency is None else {"agencia": agency.name, "url_privacidad": agency.privacy_url}
    return sentence(key, language, agency).format(**{**own, **placeholders}).rstrip()


def sentence(key: str, language: Language, agency: "Agency | None" = None) -> str:
    """Find a sentence with its placeholders open: the agency's own if it may stand, else ours in the agency's form of address."""
    ours = LANGUAGES[language].sentences[key]
    if agency is None:
        return ours
    if agency.address_form == "usted":
        ours = LANGUAGES[language].formal.get(key, ours)
    theirs = agency.texts.get(language, {}).get(key)
    return ours if theirs is None or override_faults(key, language, theirs) else theirs


def override_faults(key: str, language: Language, theirs: str) -> tuple[str, ...]:
    """Say why an agency's own version of a sentence may not stand."""
    try:
        found = placeholders_of(theirs)
    except ValueError:
        return ("a brace has no partner",)
    allowed = placeholders_of(LANGUAGES[language].sentences[key])
    faults = [f"{{{name}}} is not filled here" for name in sorted(found - allowed)]
    if key in LOCKED:
        faults += [f"a locked text must keep {{{name}}}" for name in sorted(allowed - found)]
        faults += [f'a locked text must keep "{words}"' for words in _MUST_SAY.get(key, {}).get(language, ()) if words not in theirs]
    return tuple(faults)


def placeholders_of(template: str) -> frozenset[str]:
    """List the names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def greeting_version(agency: "Agency") -> str:
    """Name the version of the first-contact sentence; it changes when any of its wordings does."""
    wordings = "\n".join(sentence("primer_contacto", language, agency) for language in agency.languages)
    return sha256(wordings.encode()).hexdigest()[:12]
