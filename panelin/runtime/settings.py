"""Settings: read once from the environment, all faults in one message, no value of a secret in it (contract section 3)."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address
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

    def integer(self, name: str, default: int, *, least: int = 0) -> int:
        """Read a whole number of at least `least`."""
        value = self.parsed(name, str(default), int, f"a whole number of at least {least}")
        if value is not None and value < least:
            self.problems.append(f"{name} is malformed: a whole number of at least {least}")
        return default if value is None else value

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


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this machine only."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
