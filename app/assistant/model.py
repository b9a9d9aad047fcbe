"""The line to OpenAI: one call at a time with its deadline, retries, budget and breaker. `openai` is imported at the first use only."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.assistant.health import Breaker, RetryBudget
from app.assistant.limits import Deadline, Limits
from app.assistant.mishaps import Kind, Mishap, mishap_of, mishap_of_failure
from app.assistant.reply import Reply, read_reply
from panelin.errors import Uncertain
from panelin.ids import ThreadId
from panelin.runtime.failpoints import reached

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T")
log = logging.getLogger(__name__)

_OUTAGES = frozenset({Kind.BUSY, Kind.LOST, Kind.BARRED})  # what the breaker counts; a refused request of ours is no outage


class Count(Protocol):
    """Whoever counts what happened; names only, never words of a customer."""

    def __call__(self, name: str, amount: int = 1, /) -> None:
        """Add to a counter."""


def uncounted(_name: str, _amount: int = 1, /) -> None:
    """Count nothing."""


def openai_client(api_key: "str | Callable[[], Awaitable[str]]", base_url: str | None, limits: Limits) -> "AsyncOpenAI":
    """Build the SDK's client with its own retries off: a repeated POST may run twice, so only our loop repeats."""
    from httpx2 import Timeout
    from openai import AsyncOpenAI

    return AsyncOpenAI(api_key=api_key, base_url=base_url, max_retries=0, timeout=Timeout(limits.call, connect=limits.connect))


class Model:
    """One process's line to the model, shared by all its turns."""

    def __init__(self, build: "Callable[[], AsyncOpenAI]", limits: Limits, *, count: Count = uncounted) -> None:
        self._build = build
        self._limits = limits
        self._count = count
        self._sdk: AsyncOpenAI | None = None
        self._building = asyncio.Lock()
        self._breaker = Breaker(limits.stays_open)
        self._budget = RetryBudget()

    @property
    def lost(self) -> bool:
        """Whether asking is pointless now."""
        return self._breaker.is_open(time.monotonic())

    async def respond(self, request: Mapping[str, Any], deadline: Deadline) -> Reply:
        """Ask once, and again if the request was refused before it ran; `Mishap` otherwise."""

        async def ask(sdk: "AsyncOpenAI") -> Reply:
            answer = await sdk.responses.with_raw_response.create(**request)
            await reached("model.sent")
            reply = read_reply(answer.content)
            if reply.failure is not None:
                raise mishap_of_failure(reply.failure)
            return reply

        reply = await self._insisting(ask, deadline)
        await reached("model.done")
        self._count("model.tokens.in", reply.tokens_in)
        self._count("model.tokens.cached", reply.tokens_cached)
        self._count("model.tokens.out", reply.tokens_out)
        if reply.strange:
            self._count("model.strange_items", reply.strange)
        return reply

    async def new_thread(self, deadline: Deadline) -> ThreadId:
        """Make an empty thread."""

        async def make(sdk: "AsyncOpenAI") -> ThreadId:
            answer = await sdk.conversations.with_raw_response.create()
            await reached("thread.create.sent")
            return ThreadId(_id_in(answer.content))

        return await self._insisting(make, deadline)

    async def delete(self, thread: ThreadId) -> None:
        """Delete a thread; one that is gone already is fine."""
        from openai import NotFoundError

        async def remove(sdk: "AsyncOpenAI") -> None:
            try:
                await sdk.conversations.with_raw_response.delete(thread)
            except NotFoundError:
                return

        await self._insisting(remove, Deadline.after(self._limits.tool))

    async def close(self) -> None:
        """Let go of the connections."""
        if self._sdk is not None:
            await self._sdk.close()

    async def rest(self, mishap: Mishap, deadline: Deadline, attempt: int = 0) -> bool:
        """Wait before a repetition; False if it must not be: the budget is spent, or the wait would not leave enough time."""
        pause = mishap.retry_after if mishap.retry_after is not None else self._jitter(attempt)
        if deadline.left() - pause < self._limits.least or not self._budget.take():
            return False
        self._count(f"model.retry.{mishap.kind}")
        await asyncio.sleep(pause)
        return True

    def _jitter(self, attempt: int) -> float:
        return random.uniform(0, min(self._limits.longest_pause, self._limits.pause * 2**attempt))  # noqa: S311 - no secret

    async def _insisting(self, call: "Callable[[AsyncOpenAI], Awaitable[T]]", deadline: Deadline) -> T:
        self._budget.called()
        for attempt in range(self._limits.tries - 1):
            try:
                return await self._once(call, deadline)
            except Mishap as mishap:
                if mishap.kind is not Kind.BUSY or not await self.rest(mishap, deadline, attempt):
                    raise
        return await self._once(call, deadline)

    async def _once(self, call: "Callable[[AsyncOpenAI], Awaitable[T]]", deadline: Deadline) -> T:
        sdk = await self._client()
        seconds = min(self._limits.call, deadline.left())
        if seconds < self._limits.least:
            raise Mishap(Kind.LATE)
        if not self._breaker.admits(time.monotonic()):
            raise Mishap(Kind.CLOSED)
        try:
            done = await self._timed(call, sdk, seconds)
        except Mishap as mishap:
            self._noted(mishap)
            raise
        except BaseException:  # cancelled: nobody will know the outcome
            self._breaker.abandoned()
            raise
        self._breaker.succeeded(time.monotonic())
        return done

    @staticmethod
    async def _timed(call: "Callable[[AsyncOpenAI], Awaitable[T]]", sdk: "AsyncOpenAI", seconds: float) -> T:
        from openai import OpenAIError

        try:
            async with asyncio.timeout(seconds):
                return await call(sdk)
        except (OpenAIError, TimeoutError, ValueError, Uncertain) as error:
            raise mishap_of(error) from error

    def _noted(self, mishap: Mishap) -> None:
        self._count(f"model.mishap.{mishap.kind}")
        if mishap.kind not in _OUTAGES:
            self._breaker.succeeded(time.monotonic())
        elif self._breaker.failed(time.monotonic(), for_good=mishap.kind is Kind.BARRED):
            self._count("model.lost")
            log.error("the model is not asked for a while: %s", mishap)

    async def _client(self) -> "AsyncOpenAI":
        async with self._building:  # importing the SDK takes a second, which the event loop must not spend
            if self._sdk is None:
                self._sdk = await asyncio.to_thread(self._build)
            return self._sdk


def _id_in(body: bytes) -> str:
    found = json.loads(body)
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise ValueError("the body is no conversation")  # noqa: TRY004 - as above: a foreign body
    return str(found["id"])
