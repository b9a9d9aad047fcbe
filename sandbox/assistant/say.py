"""Sentences about homes in the customer's language; every figure is taken over from a tool's answer or from the customer."""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.assistant import say_de, say_en, say_es
from sandbox.assistant.words import FEATURES, KINDS, fold, whole

Home = dict[str, Any]
TEXTS = {"es": say_es.TEXTS, "en": say_en.TEXTS, "de": say_de.TEXTS}
PRICES = {"es": say_es.price, "en": say_en.price, "de": say_de.price}
COLUMN = {"en": 1, "de": 2}
RELAXED = {"presupuesto": "over", "superficie": "smaller", "dormitorio": "fewer", "tipo": "other_kind", "zona": "elsewhere"}
MEASURED = frozenset({"over", "smaller", "fewer"})


def say(language: str, *keys: str, **values: object) -> str:
    """Give one or more fixed sentences with their values filled in."""
    return " ".join(TEXTS[language][key].format(**values) for key in keys)


def money(language: str, euros: int, *, monthly: bool = False) -> str:
    """Write the customer's own sum the way the language does."""
    written = PRICES[language](f"{euros:,}".replace(",", ".") + "\u00a0€")
    return say(language, "month", price=written) if monthly else written


def feature(language: str, name: str) -> str:
    """Name a feature in the language; one that has no word here keeps its own name."""
    name = name.replace("_", " ")
    return FEATURES[name][COLUMN[language]] if language in COLUMN and name in FEATURES else name


def price_of(language: str, home: Home) -> str:
    """Give the published price, or that it is on request."""
    text = home.get("price_text")
    return PRICES[language](str(text)) if text else say(language, "on_request")


def line(language: str, home: Home, wanted: Iterable[str] = (), remark: str = "") -> str:
    """Give one home in one line, its reference first so that every figure has its subject."""
    price = price_of(language, home) + (f" ({remark})" if remark else "")
    parts = [say(language, "home", title=title(language, home), reference=home["reference"]), price, *figures(language, home)]
    parts += [feature(language, name) for name in wanted if has(home, name)]
    return " · ".join([*parts, *energy(language, home)])


def figures(language: str, home: Home) -> list[str]:
    """Give rooms, baths and built metres, as far as the record has them."""
    rooms, baths, metres = (home.get(name) for name in ("bedrooms", "bathrooms", "built_m2"))
    parts = [say(language, "bedrooms", n=number(rooms))] if rooms else []
    parts += [say(language, "bathroom" if baths == 1 else "bathrooms", n=number(baths))] if baths else []
    return parts + ([say(language, "built", n=number(metres))] if metres else [])


def energy(language: str, home: Home) -> list[str]:
    """Give the energy label, which every offer in Spain has to show."""
    label = str(home.get("energy") or "")
    label = TEXTS[language][label.lower()] if label.lower() in {"pending", "exempt"} else label
    return [say(language, "energy", label=label)] if label else []


def number(value: object) -> str:
    """Write a figure of a record without a needless decimal part."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def title(language: str, home: Home) -> str:
    """Name a home by its kind and place; the feed's own title only where it is short and holds no figure."""
    own = str(home.get("title") or "")
    if language == "es" and own and len(own) <= 60 and not re.search(r"[\d\n*_]", own):  # noqa: PLR2004
        return own
    kind = kind_of(home)
    word = KINDS[kind][COLUMN[language]] if kind in KINDS and language in COLUMN else kind
    place = ", ".join(dict.fromkeys(str(home[name]) for name in ("district", "town") if home.get(name)))
    return f"{word.capitalize()} {'en' if language == 'es' else 'in'} {place}" if place else word.capitalize()


def kind_of(home: Home) -> str:
    """Give the most telling kind: what title or text say (ático) before the feed's type (piso)."""
    for text in (fold(str(home.get("title") or "")), fold(str(home.get("kind") or ""))):
        found = [name for name, (pattern, _, _) in KINDS.items() if name != "piso" and whole(pattern).search(text)]
        if found:
            return found[0]
    return str(home.get("kind") or "vivienda")


def has(home: Home, name: str) -> bool | None:
    """Tell whether the record has the feature: yes, no, or None for not known."""
    known = {fold(key).replace("_", " "): value for key, value in (home.get("features") or {}).items()}
    own = known.get(fold(name))
    return own if own is not None else (True if any(key.startswith(fold(name)) and value for key, value in known.items()) else None)


def remark(language: str, miss: dict[str, Any]) -> str:
    """Say which wish a near miss does not meet, with the figure that the tool gives and no other."""
    relaxed, by = fold(str(miss.get("relaxed") or "")), PRICES[language](str(miss.get("by") or ""))
    key = next((key for word, key in RELAXED.items() if word in relaxed), "differs" if by else "unmet")
    if key in MEASURED and not any(map(str.isdigit, by)):
        key = "differs" if by else "unmet"
    return say(language, key, by=by, wish=feature(language, str(miss.get("relaxed") or "")))
