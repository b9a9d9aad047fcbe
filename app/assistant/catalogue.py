"""The active homes as this process last read them, so that a turn does not read every home from the store."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, Generic, Protocol, TypeVar

from panelin.listing import Listing

T = TypeVar("T")
FRESH_FOR: Final = 60.0  # seconds of real time


class Homes(Protocol):
    """Whoever reads all active homes with their overlays; the store does."""

    async def active(self) -> tuple[Listing, ...]:
        """Read all active homes."""


class Kept(Generic[T]):
    """A value that is read again when it is older than a minute; many askers at once cause one reading."""

    def __init__(self, read: Callable[[], Awaitable[T]], *, fresh_for: float = FRESH_FOR) -> None:
        self._read = read
        self._fresh_for = fresh_for
        self._value: T | None = None
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def now(self) -> T:
        """The value, read anew if it is too old; what the reading raises goes to the asker."""
        async with self._reading:
            if self._read_at is None or time.monotonic() - self._read_at >= self._fresh_for:
                self._value = await self._read()
                self._read_at = time.monotonic()
            return self._value  # type: ignore[return-value]  # it was read
