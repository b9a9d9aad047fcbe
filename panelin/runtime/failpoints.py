"""Named places where a test may kill, stop, delay or blind a process (protocol.md section 12); off unless a test sets them.

`FAILPOINTS` holds comma-separated `name=what[@n]`: at the n-th time (default the first) that the place is reached, `kill` sends SIGKILL to
this process, `stop` SIGSTOP, `lost` raises `Uncertain` as if the reply had not come, `sleep:SECONDS` waits. Places named `x.sent` stand
behind a call whose reply is not looked at yet: what it asked for has happened.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from panelin.errors import Misconfigured, Uncertain

_DEEDS = ("kill", "stop", "lost", "sleep")


@dataclass(slots=True)
class _Plan:
    deed: str
    seconds: float
    left: int


_plans: dict[str, _Plan] = {}
_watchers: dict[str, Callable[[], None]] = {}


def configure(environment: Mapping[str, str]) -> None:
    """Read the plans of this process; an empty or absent variable means none, a malformed one is `Misconfigured`."""
    _plans.clear()
    for entry in filter(None, environment.get("FAILPOINTS", "").split(",")):
        name, _, what = entry.partition("=")
        deed, _, count = what.partition("@")
        kind, _, seconds = deed.partition(":")
        try:
            plan = _Plan(kind, float(seconds or 0), int(count or 1))
        except ValueError:
            plan = None
        if plan is None or kind not in _DEEDS:
            raise Misconfigured((f"FAILPOINTS: {entry!r} is not name=kill|stop|lost|sleep:SECONDS[@n]; it is for tests only",))
        _plans[name] = plan


def watch(name: str, call: Callable[[], None] | None) -> None:
    """Call something in this process whenever a place is reached; None ends it."""
    if call is None:
        _watchers.pop(name, None)
    else:
        _watchers[name] = call


async def reached(name: str) -> None:
    """Say that this place is reached; nothing happens unless a test planned something here."""
    if not _plans and not _watchers:
        return
    if name in _watchers:
        _watchers[name]()
    plan = _due(name)
    if plan is None:
        return
    if plan.deed == "sleep":
        await asyncio.sleep(plan.seconds)
    else:
        _act(plan, name)


def passed(name: str) -> None:
    """Say from a thread or from synchronous code that this place is reached; it can be killed, stopped or blinded, not delayed."""
    plan = _due(name) if _plans else None
    if plan is not None:
        _act(plan, name)


def _due(name: str) -> _Plan | None:
    plan = _plans.get(name)
    if plan is None:
        return None
    plan.left -= 1
    return plan if plan.left == 0 else None


def _act(plan: _Plan, name: str) -> None:
    match plan.deed:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case _:
            raise Uncertain(f"the reply was lost at {name}")
