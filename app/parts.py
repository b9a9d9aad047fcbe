"""What turn, sender, sweep and the agents' route work with; composed once, in `__main__.py`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.draft import Saw
from app.ports import Assistant, Messenger, Notices
from panelin.agency import Agency
from panelin.store.contract import Store


def uncounted(_name: str, _times: int = 1) -> None:
    """Where nobody counts."""


@dataclass(slots=True)
class Parts:
    """The store, the two vendors, the agency and the business clock; `scale` multiplies the waits of the app itself.

    `agency` is replaced now and then by the same one with measured reply minutes; nothing else changes after the start.
    """

    store: Store
    assistant: Assistant
    messenger: Messenger
    notices: Notices
    agency: Agency
    now: Callable[[], datetime]
    scale: float = 1
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(32))
    count: Callable[[str, int], None] = uncounted
    saw: Saw | None = None

    def wait(self, seconds: float) -> timedelta:
        """Scale one of the app's own waits."""
        return timedelta(seconds=seconds * self.scale)
