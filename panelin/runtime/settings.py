"""Settings: read once from the environment, all faults in one message, no value of a secret in it (contract section 3)."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from math import inf
from typing import TypeVar
from urllib.parse import urlsplit

from panelin.errors import Misconfigured

T = TypeVar("T")


class Environment:
    """Reads settings and collects what is wrong; an empty value counts as unset."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def optional(self, name: str, default: str = "") -> str:
        """Read a setting that may be absent."""
        return self._values.get(name, "").strip() or default

    def required(self, name: str, purpose: str) -> str:
        """Read a setting that must be there; `purpose` says what it is for."""
        value = self.optional(name)
        if not value:
            self.problems.append(f"{name} is missing: {purpose}")
        return value

    def parsed(self, name: str, default: str, parse: Callable[[str], T], expected: str) -> T | None:
        """Read a setting of another type; what does not parse is a problem that names what is expected, never the value."""
        try:
            return parse(self.optional(name, default))
        except ValueError:
            self.problems.append(f"{name} is malformed: {expected}")
            return None

    def integer(self, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
        """Read a whole number within its bounds."""
        expected = f"a whole number of at least {least}" + ("" if most is None else f" and at most {most}")
        value = self.parsed(name, str(default), int, expected)
        if value is not None and (value < least or (most is not None and value > most)):
            self.problems.append(f"{name} is malformed: {expected}")
        return default if value is None else value

    def address(self, name: str, default: str = "", *, schemes: tuple[str, ...] = ("http", "https")) -> str:
        """Read an address, which may hold a password and so is never shown."""
        value = self.optional(name, default)
        if value and not _is_address(value, schemes):
            self.problems.append(f"{name} is malformed: an address that begins with {' or '.join(f'{each}://' for each in schemes)}")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """Read a setting with a closed list of values; the first is the default."""
        value = self.optional(name, allowed[0])
        if value not in allowed:
            self.problems.append(f"{name} is malformed: one of {', '.join(allowed)}")
        return value

    def tried(self, read: Callable[[], T]) -> T | None:
        """Read something that reports its own faults."""
        try:
            return read()
        except Misconfigured as fault:
            self.problems.extend(fault.problems)
            return None

    def check(self) -> None:
        """Stop the start if anything was wrong."""
        if self.problems:
            raise Misconfigured(tuple(self.problems))


def positive(text: str) -> float:
    """Read a finite number above zero."""
    value = float(text)
    if not 0 < value < inf:
        raise ValueError(text)
    return value


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this machine only."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket without its partner
        return False
