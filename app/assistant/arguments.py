"""Reads what the model wrote as the arguments of a call: foreign JSON, of which nothing may be taken for granted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_LONGEST_TEXT: Final = 500
_MOST_WORDS: Final = 30
_LARGEST: Final = 10**9


class Unreadable(Exception):
    """The arguments cannot be understood; the message goes back to the model."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """A call's arguments by name; what is absent, null or empty was not given."""

    given: Mapping[str, Any]

    @classmethod
    def of(cls, written: str) -> "Arguments":
        """Read the JSON of a call; no text at all counts as no arguments."""
        try:
            found = json.loads(written or "{}")
        except (ValueError, RecursionError) as error:
            raise Unreadable("the arguments are not valid JSON; send the call again with valid JSON") from error
        if not isinstance(found, dict):
            raise Unreadable("the arguments must be a JSON object")
        return cls(found)

    def text(self, name: str) -> str | None:
        """A text, or None."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, str):
            raise Unreadable(f"{name} must be a string or null")
        return (value or "").strip()[:_LONGEST_TEXT] or None

    def wanted(self, name: str) -> str:
        """A text that the call cannot do without."""
        value = self.text(name)
        if value is None:
            raise Unreadable(f"{name} is missing")
        return value

    def count(self, name: str) -> int | None:
        """A whole number from 0 on, or None."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value or not 0 <= value < _LARGEST:  # noqa: PLR0124 - NaN
            raise Unreadable(f"{name} must be a whole number from 0 on, or null")
        return int(value)

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.given.get(name)
        listed = [value] if isinstance(value, str) else value or []
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise Unreadable(f"{name} must be a list of strings, or null")
        return tuple(dict.fromkeys(word.strip()[:_LONGEST_TEXT] for word in listed[:_MOST_WORDS] if word.strip()))

    def flag(self, name: str) -> bool | None:
        """Yes, no, or not said."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, bool):
            raise Unreadable(f"{name} must be true, false or null")
        return value

    def quotes(self) -> dict[str, str]:
        """The customer's words for each field, as a list of pairs or as an object."""
        value = self.given.get("quotes") or []
        if isinstance(value, dict):
            value = [{"field": field, "quote": quote} for field, quote in value.items()]
        pairs = [pair for pair in value if isinstance(pair, dict)] if isinstance(value, list) else []
        return {str(pair.get("field")): pair["quote"][:_LONGEST_TEXT] for pair in pairs if isinstance(pair.get("quote"), str)}

    def canonical(self) -> str:
        """One spelling for equal arguments."""
        return json.dumps(self.given, sort_keys=True, ensure_ascii=False)
