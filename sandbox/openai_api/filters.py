"""Attributes of a file in a store, the filters over them, and a plain ranking by the words in common."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from sandbox.openai_api.refusals import Refused, invalid

Attributes = dict[str, str | float | bool]
MOST_ATTRIBUTES, LONGEST_KEY, LONGEST_VALUE = 16, 64, 512
STEM = 4  # letters in which two words begin alike


def checked_attributes(given: object) -> Attributes:
    """Give the attributes, refused if there are too many or one is too long or of a kind that the API does not keep."""
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_ATTRIBUTES:
        raise _bad(f"expected an object with at most {MOST_ATTRIBUTES} keys")
    for key, value in given.items():
        if len(key) > LONGEST_KEY or (isinstance(value, str) and len(value) > LONGEST_VALUE):
            raise _bad(f"a key has at most {LONGEST_KEY} characters, a string at most {LONGEST_VALUE}")
        if not isinstance(value, str | int | float | bool):
            raise _bad(f"'{key}' must be a string, a number or a boolean")
    return given


def _bad(why: str) -> Refused:
    return invalid("attributes", f"{why}.", "invalid_value")


def _above(own: Any, value: Any) -> bool:  # noqa: ANN401 - any attribute
    return type(own) is not bool and isinstance(own, int | float) and isinstance(value, int | float) and own > value


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda own, value: bool(own == value),
    "ne": lambda own, value: bool(own != value),
    "gt": _above,
    "gte": lambda own, value: _above(own, value) or bool(own == value),
    "lt": lambda own, value: _above(value, own),
    "lte": lambda own, value: _above(value, own) or bool(own == value),
    "in": lambda own, value: own in value,
    "nin": lambda own, value: own not in value,
}


def passes(attributes: Attributes, condition: object) -> bool:
    """Tell whether attributes meet a filter; a filter that the API does not know is refused."""
    if condition is None:
        return True
    if not isinstance(condition, dict):
        raise Refused("Invalid type for 'filters': expected an object.", param="filters", code="invalid_type")
    kind = condition.get("type")
    if kind in {"and", "or"} and isinstance(condition.get("filters"), list):
        found = [passes(attributes, part) for part in condition["filters"]]
        return all(found) if kind == "and" else any(found)
    if kind not in COMPARISONS or not isinstance(condition.get("key"), str) or "value" not in condition:
        raise Refused(f"Invalid value for 'filters': '{kind}' with key and value.", param="filters", code="invalid_value")
    if kind in {"in", "nin"} and not isinstance(condition["value"], list):
        raise Refused("Invalid type for 'filters.value': expected an array.", param="filters.value", code="invalid_type")
    own = attributes.get(condition["key"])
    return kind in {"ne", "nin"} if own is None else COMPARISONS[kind](own, condition["value"])


def score(query: str, text: str) -> float:
    """Give the share of the query's words that the text has; a word that only begins alike counts half."""
    wanted, there = words_of(query), words_of(text)
    stems = {word[:STEM] for word in there if len(word) > STEM}
    points = sum(1.0 if word in there else 0.5 if word[:STEM] in stems else 0.0 for word in wanted)
    return round(points / len(wanted), 4) if wanted else 0.0


def words_of(text: str) -> set[str]:
    """Give the words of a text without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return set(re.findall(r"\w{2,}", plain))
