"""Business time: what customers, windows and opening hours go by.

In production it is this machine's time. On one machine with the sandbox, `CLOCK_URL` tells the sandbox's clock, which can be moved;
deadlines of work in progress stay on real time.
"""

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)
POLL = 0.25  # seconds; only ever on one machine


class Clock:
    """Real time plus an offset that `follow` keeps in step with the sandbox."""

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._offset = timedelta()

    def now(self) -> datetime:
        """The business time, aware, UTC."""
        return datetime.now(UTC) + self._offset

    async def follow(self) -> None:
        """Keep in step for ever; without `CLOCK_URL` there is nothing to follow."""
        if self._url is None:
            return
        import httpx  # here, so that where no clock is followed the start need not pay for it

        async with httpx.AsyncClient(timeout=2) as http:
            while True:
                try:
                    await self._step(http, self._url)
                except (httpx.HTTPError, ValueError, KeyError, TypeError):
                    log.debug("the clock did not answer")
                await asyncio.sleep(POLL)

    async def _step(self, http: "httpx.AsyncClient", url: str) -> None:
        reply = await http.get(url)
        told = datetime.fromisoformat(json.loads(reply.text)["now"])
        self._offset = told - datetime.now(UTC)
