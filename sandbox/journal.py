"""What happened, in order: what the business sent, every request received, and a stream of events for whoever watches."""

import asyncio
from collections.abc import AsyncIterator

from sandbox.clock import Clock, as_text
from sandbox.database import Database, Document

SENT = "sent"
EVENTS = "events"
TARGETS = ("graph", "openai", "inmoenter")

# Requests to OpenAI carry whole transcripts; the newest are enough for whoever looks behind the scenes. `sent` is kept whole.
_KEEP_REQUESTS = 20_000
_KEEP_EVENTS = 100_000
_TRIM_EVERY = 1_000


class Journal:
    """Append-only logs with numbers from 1; an event refers to its entry, so that nothing is stored twice."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: set[asyncio.Event] = set()
        self._end = asyncio.Event()

    def sent(self, entry: Document) -> int:
        """Record something the business sent."""
        return self._logged(SENT, "sent", entry)

    def request(self, target: str, entry: Document) -> int:
        """Record a request that was received for a target."""
        seq = self._logged(f"requests.{target}", "request", {"target": target, **entry})
        if seq % _TRIM_EVERY == 0:
            self._database.trim(f"requests.{target}", _KEEP_REQUESTS)
        return seq

    def event(self, kind: str, entry: Document) -> int:
        """Record an event that no other log holds."""
        return self._noted({"at": as_text(self._clock.now()), "kind": kind, "entry": entry})

    def read(self, log: str, after: int = 0, limit: int = -1) -> list[Document]:
        """Entries of `sent`, of `requests.<target>` or of `events`, after a number."""
        entries = self._database.read(log, after, limit)
        return entries if log != EVENTS else [event for event in map(self._resolved, entries) if event is not None]

    async def follow(self, after: int = 0, kinds: frozenset[str] = frozenset()) -> AsyncIterator[Document]:
        """Events after a number (of these kinds only, if any are named), as they happen, until the journal is closed."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            while not self._end.is_set():
                woken.clear()
                if self._database.last(EVENTS) < after:  # everything was forgotten meanwhile
                    after = 0
                for event in self._database.read(EVENTS, after, 500):
                    after = event["seq"]
                    woken.set()
                    if (not kinds or event["kind"] in kinds) and (resolved := self._resolved(event)) is not None:
                        yield resolved
                await woken.wait()
        finally:
            self._waiting.discard(woken)

    def close(self) -> None:
        """End every stream."""
        self._end.set()
        self._wake()

    async def ended(self) -> None:
        """Wait until the journal is closed, which is the end of the sandbox."""
        await self._end.wait()

    def _logged(self, log: str, kind: str, entry: Document) -> int:
        entry = {"at": as_text(self._clock.now()), **entry}
        seq = self._database.append(log, entry)
        self._noted({"at": entry["at"], "kind": kind, "of": [log, seq]})
        return seq

    def _noted(self, event: Document) -> int:
        seq = self._database.append(EVENTS, event)
        if seq % _TRIM_EVERY == 0:
            self._database.trim(EVENTS, _KEEP_EVENTS)
        self._wake()
        return seq

    def _resolved(self, event: Document) -> Document | None:
        if "of" not in event:
            return event
        log, seq = event.pop("of")
        found = self._database.read(log, seq - 1, 1)
        return {**event, "entry": found[0]} if found and found[0]["seq"] == seq else None

    def _wake(self) -> None:
        for woken in self._waiting:
            woken.set()
