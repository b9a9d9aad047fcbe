"""Tables of a TOML file, read so that every fault is found before any is reported.

A fault names its path, why, and what is allowed. What may hold a phone or an e-mail address is never quoted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from tomllib import TOMLDecodeError, loads
from typing import Generic, TypeVar

from panelin.errors import Misconfigured

T = TypeVar("T")
D = TypeVar("D")


class Faults:
    """What is wrong with a file, in the order in which it was found."""

    def __init__(self) -> None:
        self._found: list[tuple[str, str]] = []

    def add(self, path: str, why: str) -> None:
        """Note that something at this path is wrong."""
        self._found.append((path, why))

    def touch(self, path: str) -> bool:
        """Tell whether something at, under or around this path is wrong already, so that what follows from it stays unsaid."""
        return any(f"{at}.".startswith(f"{path}.") or f"{path}.".startswith(f"{at}.") for at, _ in self._found)

    def report(self, file: Path) -> None:
        """Refuse the file with all its faults, if it has any."""
        if self._found:
            raise Misconfigured(tuple(f"{file.name}: {path}: {why}" for path, why in self._found))


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """A value that may stand somewhere: its type, what it must satisfy, and a sentence for whoever got it wrong."""

    kind: type[T]
    allowed: str
    holds: Callable[[T], bool] = lambda _: True
    quoted: bool = True

    def fault_of(self, value: object) -> str | None:
        """Say what is wrong with a value, if anything is; a bool is no number here, though Python says so."""
        if isinstance(value, self.kind) and (self.kind is bool) == isinstance(value, bool) and self.holds(value):
            return None
        return f"{value!r} is not {self.allowed}" if self.quoted else f"not {self.allowed}"


class Table:
    """One table of the file; `close` refuses the keys that nobody asked for."""

    def __init__(self, values: Mapping[str, object], path: str, faults: Faults) -> None:
        self.values = values
        self.path = path
        self.faults = faults
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """Name the path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, why: str) -> None:
        """Note that this key's value is wrong."""
        self.faults.add(self.at(key), why)

    def required(self, key: str, wanted: Wanted[T], instead: T) -> T:
        """Read a value that must be there; when it is not, `instead` lets the reading go on."""
        if key not in self.values:
            self._asked.add(key)
            self.fault(key, f"missing; wanted is {wanted.allowed}")
            return instead
        return self.optional(key, wanted, instead)

    def optional(self, key: str, wanted: Wanted[T], default: D) -> T | D:
        """Read a value that may be left out."""
        self._asked.add(key)
        if key not in self.values:
            return default
        return self._checked(key, self.values[key], wanted, default)

    def many(self, key: str, wanted: Wanted[T]) -> tuple[T, ...]:
        """Read a list of values, none twice; a missing one is empty."""
        found = self.optional(key, Wanted(list, f"a list, each {wanted.allowed}", quoted=False), [])
        good = [value for value in found if self._checked(key, value, wanted, None) is not None]
        if len(set(map(repr, good))) < len(good):
            self.fault(key, "names something twice")
        return tuple(good)

    def _checked(self, key: str, value: object, wanted: Wanted[T], default: D) -> T | D:
        why = wanted.fault_of(value)
        if why is None:
            return value  # type: ignore[return-value]  # fault_of has looked at its type
        self.fault(key, why)
        return default

    def inner(self, key: str, *, required: bool = False) -> "Table":
        """Read a table inside; a missing one is empty."""
        self._asked.add(key)
        if key not in self.values and required:
            self.fault(key, "missing; wanted is a table")
        return self._table(self.values.get(key, {}), self.at(key))

    def rows(self, key: str) -> "tuple[Table, ...]":
        """Read a list of tables; a missing one is empty."""
        found = self.optional(key, Wanted(list, "a list of tables", quoted=False), [])
        return tuple(self._table(row, f"{self.at(key)}[{place}]") for place, row in enumerate(found))

    def named(self, *, besides: str | None = None) -> "Iterator[tuple[str, Table]]":
        """Walk through a table whose keys, but one, are names and whose values are tables."""
        for name in self.values:
            if name != besides:
                yield name, self.inner(name)

    def _table(self, found: object, path: str) -> "Table":
        if not isinstance(found, dict):
            self.faults.add(path, "not a table")
            found = {}
        return Table(found, path, self.faults)

    def close(self) -> None:
        """Refuse what was never asked for, with the nearest key that is known."""
        for key in self.values:
            if key not in self._asked:
                self.fault(key, f"unknown key{nearest(key, self._asked)}")


def nearest(word: str, known: set[str] | frozenset[str]) -> str:
    """Suggest the known word that was probably meant, else list them all."""
    close = get_close_matches(word, sorted(known), 1)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(sorted(known))}"


def read_table(path: Path, faults: Faults) -> Table:
    """Read a whole file; one that cannot be read at all is the only fault."""
    try:
        return Table(loads(path.read_text(encoding="utf-8"), parse_float=Decimal), "", faults)
    except OSError as error:
        raise Misconfigured((f"{path}: cannot be read ({error.strerror})",)) from error
    except UnicodeDecodeError as error:
        raise Misconfigured((f"{path.name}: not UTF-8 at byte {error.start}",)) from error
    except TOMLDecodeError as error:
        raise Misconfigured((f"{path.name}: not TOML: {error}",)) from error
