"""Reading a request the way Graph does: unknown keys, missing keys, wrong types and lengths are refused with their codes."""

from collections.abc import Callable

from sandbox.database import Document
from sandbox.graph.errors import GraphError

INVALID, MISSING, PARAMETER = 131009, 131008, 100


class Param:
    """An object inside a request, together with its path for the message of a refusal."""

    def __init__(self, value: Document, path: str) -> None:
        self.value = value
        self.path = path

    def __contains__(self, key: str) -> bool:
        return self.value.get(key) is not None

    def only(self, *keys: str) -> "Param":
        """Refuse keys that Graph does not know here."""
        for key in self.value:
            if key not in keys:
                raise GraphError(PARAMETER, f'Unexpected key "{key}" on param "{self.path}".')
        return self

    def text(self, key: str, *, at_most: int, code: int = INVALID) -> str:
        """A text that must be there, not blank, and within a limit counted in code points."""
        value = self._wanted(key)
        if not isinstance(value, str):
            raise self._wrong(key, "must be a string", PARAMETER)
        if not value.strip():
            raise self._wrong(key, "must not be empty", code)
        if len(value) > at_most:
            raise self._wrong(key, f"must be at most {at_most} characters long", code)
        return value

    def maybe_text(self, key: str, *, at_most: int) -> str | None:
        """A text that may be absent."""
        return self.text(key, at_most=at_most) if key in self else None

    def one_of(self, key: str, *allowed: str) -> str:
        """A text out of a few."""
        value = self.text(key, at_most=200)
        if value not in allowed:
            raise self._wrong(key, f"must be one of {{{', '.join(allowed)}}}", PARAMETER)
        return value

    def child(self, key: str) -> "Param":
        """An object that must be there."""
        value = self._wanted(key)
        if not isinstance(value, dict):
            raise self._wrong(key, "must be a JSON object", PARAMETER)
        return Param(value, f"{self.path}['{key}']")

    def maybe_child(self, key: str) -> "Param | None":
        """An object that may be absent."""
        return self.child(key) if key in self else None

    def children(self, key: str, *, at_least: int, at_most: int) -> "list[Param]":
        """A list of objects, so many at least and at most."""
        value = self._wanted(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong(key, "must be an array of JSON objects", PARAMETER)
        if not at_least <= len(value) <= at_most:
            raise self._wrong(key, f"must have between {at_least} and {at_most} items, {len(value)} given")
        return [Param(item, f"{self.path}['{key}'][{place}]") for place, item in enumerate(value)]

    def number(self, key: str, least: float, most: float) -> float:
        """A number (or, as Graph allows, a number in a string) between two others."""
        value = self._wanted(key)
        try:
            read = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except ValueError:
            read = None
        if read is None or not least <= read <= most:
            raise self._wrong(key, f"must be a number between {least} and {most}")
        return read

    def flag(self, key: str) -> None:
        """A boolean that may be absent."""
        if key in self and not isinstance(self.value[key], bool):
            raise self._wrong(key, "must be a boolean", PARAMETER)

    def refuse(self, details: str, code: int = INVALID) -> GraphError:
        """A refusal that names this object."""
        return GraphError(code, f"Param {self.path} {details}")

    def _wanted(self, key: str) -> object:
        if key not in self:
            raise GraphError(MISSING, f"Param {self.path}['{key}'] is required")
        return self.value[key]

    def _wrong(self, key: str, why: str, code: int = INVALID) -> GraphError:
        return GraphError(code, f"Param {self.path}['{key}'] {why}.")


def unique(params: list[Param], key: str, read: Callable[[Param], str]) -> list[str]:
    """What each of these holds under a key, refused if two hold the same."""
    values = [read(param) for param in params]
    for place, value in enumerate(values):
        if value in values[:place]:
            raise params[place].refuse(f"has a {key} that another one has too")
    return values
