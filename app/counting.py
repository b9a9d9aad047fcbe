"""Counts of what happened in this process, by name; told in the log once a minute. A name never holds what people said."""

import asyncio
import json
import logging
from collections import Counter

log = logging.getLogger(__name__)
TOLD_EVERY = 60.0  # seconds


class Counts:
    """Adds up, and tells."""

    def __init__(self) -> None:
        self._since_told: Counter[str] = Counter()
        self.total: Counter[str] = Counter()

    def add(self, name: str, times: int = 1) -> None:
        """Count something."""
        self._since_told[name] += times
        self.total[name] += times

    async def tell(self) -> None:
        """Tell for ever what was counted since the last time."""
        while True:
            await asyncio.sleep(TOLD_EVERY)
            self.flush()

    def flush(self) -> None:
        """Tell now."""
        if self._since_told:
            log.info("counted %s", json.dumps(dict(sorted(self._since_told.items()))))
            self._since_told.clear()
