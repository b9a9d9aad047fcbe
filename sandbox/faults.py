"""Faults on order: what goes wrong at which target, how often, and how often it did."""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sandbox.database import Database, Document

TARGETS = ("graph", "openai", "inmoenter", "webhook")
# What strikes at each target beside GENERIC; the scripted model and the CRM bring their own kinds, so theirs are not listed.
_KINDS = {"graph": ("code", "upload"), "webhook": ("duplicate", "shuffle", "batch", "delay")}
GENERIC = ("latency", "status", "hang", "reset", "lost_reply", "late_reply")

_KIND = "faults"
_OWN_KEYS = {"target", "kind", "value", "share", "count", "options", "how"}
_ANY: object = object()


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: it strikes requests of its target that match `where`, in `share` of the cases, at most `count` times."""

    id: int
    target: str
    kind: str
    value: Any = None
    share: float = 1.0
    count: int | None = None
    options: Document = field(default_factory=dict)
    where: Document = field(default_factory=dict)
    hits: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it should."""
        return self.count is not None and self.hits >= self.count

    def fits(self, match: Document) -> bool:
        """Whether every condition of the fault is met by what is known of the case."""
        return all(_same(key, wanted, match.get(key)) for key, wanted in self.where.items())


class Faults:
    """The faults now in force; kept in the database together with their hit counters."""

    def __init__(self, database: Database, seed: int = 0) -> None:
        self._database = database
        self._seed = seed
        self._faults: dict[int, Fault] = {}
        self._chance = random.Random(seed)
        self.reload()

    def add(self, order: Document) -> Fault:
        """Put a fault in force; a key beside the known ones is a condition (`to`, `path`, `name`, `field`...)."""
        _check(order)
        kind, value, where = _read_kind(order)
        fault = Fault(
            id=max(self._faults, default=0) + 1,
            target=order["target"],
            kind=kind,
            value=value,
            share=float(order.get("share", 1.0)),
            count=order.get("count"),
            options={**dict(order.get("options") or {}), **({"how": order["how"]} if order.get("how") else {})},
            where=where,
        )
        self._keep(fault)
        return fault

    def remove(self, target: str | None = None, kind: str | None = None, fault_id: int | None = None) -> int:
        """Lift the faults that match all that is given (all of them, if nothing is); how many they were."""
        gone = [
            fault.id
            for fault in self._faults.values()
            if target in (None, fault.target) and kind in (None, fault.kind, str(fault.value)) and fault_id in (None, fault.id)
        ]
        for number in gone:
            del self._faults[number]
            self._database.delete(_KIND, f"{number:06}")
        return len(gone)

    def list(self) -> list[Document]:
        """All faults with their hits, oldest first."""
        return [asdict(fault) for fault in self._faults.values()]

    def take(self, target: str, kind: str | Iterable[str] | None = None, *, value: object = _ANY, **match: object) -> Fault | None:
        """The first fault that strikes this case (if asked for, only with this value), counted as a hit; None if none does."""
        if not self._faults:
            return None
        kinds = {kind} if isinstance(kind, str) else None if kind is None else set(kind)
        for fault in self._faults.values():
            if fault.target != target or fault.spent or (kinds is not None and fault.kind not in kinds):
                continue
            if (value is _ANY or fault.value == value) and fault.fits(match) and self._chance.random() < fault.share:
                return self._keep(replace(fault, hits=fault.hits + 1))
        return None

    def reload(self) -> None:
        """Read the faults again from the database."""
        self._chance = random.Random(self._seed)
        self._faults = {kept["id"]: Fault(**kept) for kept in self._database.all(_KIND).values()}

    def _keep(self, fault: Fault) -> Fault:
        self._faults[fault.id] = fault
        self._database.put(_KIND, f"{fault.id:06}", asdict(fault))
        return fault


def _read_kind(order: Document) -> tuple[str, Any, Document]:
    where = {key: value for key, value in order.items() if key not in _OWN_KEYS}
    kind, value = str(order["kind"]), order.get("value")
    if not kind.isdigit():
        return kind, value, where
    # {"kind": "131026", "value": "34600000001"} is Graph's code 131026 for that recipient
    return "code", int(kind), where | ({"to": value} if value else {})


def _check(order: Document) -> None:
    if order.get("target") not in TARGETS:
        raise ValueError(f"target must be one of {', '.join(TARGETS)}")
    if not order.get("kind"):
        raise ValueError("kind is missing")
    own = _KINDS.get(order["target"])
    kind = str(order["kind"])
    if own is not None and kind not in (*GENERIC, *own) and not (kind.isdigit() and order["target"] == "graph"):
        raise ValueError(f"kind of target {order['target']} must be one of {', '.join((*GENERIC, *own))}")
    share, count = order.get("share", 1.0), order.get("count")
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ValueError("share must be between 0 and 1")
    if count is not None and (not isinstance(count, int) or count < 1):
        raise ValueError("count must be a whole number from 1 on, or absent")


def _same(key: str, wanted: object, found: object) -> bool:
    if key == "path":  # a part of the path is enough
        return str(wanted) in str(found)
    return str(wanted).removeprefix("+") == str(found).removeprefix("+")
