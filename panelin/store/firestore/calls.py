"""Calls to Firestore: one channel, a deadline on each, never repeated by the library, and errors in our words.

Error texts of Firestore hold document paths, so none of them travels on (reliability.md section 4).
"""

import asyncio
import os
import random
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

import grpc  # type: ignore[import-untyped]
from google.auth.exceptions import GoogleAuthError
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcAsyncIOTransport
from google.cloud.firestore_v1.types import firestore

from panelin.errors import Conflict, PanelinError, Rejected, Unavailable, Uncertain
from panelin.store.firestore.wire import Message

T = TypeVar("T")

TRIES: Final = 4
TRY_FOR: Final = 2.0  # seconds a try; of the webhook's writes see `group.py`
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.8  # full jitter below these

_CHANNEL: Final = [
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.enable_retries", 0),  # a commit must never be sent twice behind our back
]
_CONFLICTS: Final = frozenset({"FAILED_PRECONDITION", "ALREADY_EXISTS", "NOT_FOUND", "ABORTED"})
_REFUSED: Final = frozenset({"RESOURCE_EXHAUSTED", "PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED"})
_NEVER_LEFT: Final = ("failed to connect to all addresses", "DNS resolution failed", "Getting metadata from plugin failed")


class Calls:
    """The four calls that the store makes. The channel is opened by the first, in the loop that makes it."""

    def __init__(self, project: str, database: str, *, emulator: str | None = None) -> None:
        self.database = f"projects/{project}/databases/{database}"
        self._emulator = emulator or os.environ.get("FIRESTORE_EMULATOR_HOST")
        self._metadata: tuple[tuple[str, str], ...] = (
            ("google-cloud-resource-prefix", self.database),
            ("x-goog-request-params", f"database={self.database}"),
        )
        if self._emulator:
            self._metadata += (("authorization", "Bearer owner"),)
        self._channel: Any = None
        self._stubs: Mapping[str, Callable[..., Any]] = {}

    async def commit(self, request: Message) -> Message:
        """Commit; `Conflict`, `Uncertain`, or `Unavailable` if nothing left."""
        return await _patiently(lambda: self._unary("Commit", request, TRY_FOR))

    async def batch_write(self, request: Message, *, within: float) -> Message:
        """Write each for itself, tried once."""
        return await self._unary("BatchWrite", request, within)

    async def get(self, request: Message) -> list[Message]:
        """Read documents by name."""
        return await _patiently(lambda: self._stream("BatchGetDocuments", request))

    async def query(self, request: Message) -> list[Message]:
        """Read documents by query."""
        return await _patiently(lambda: self._stream("RunQuery", request))

    async def close(self) -> None:
        """Close the channel."""
        if self._channel is not None:
            await self._channel.close()
            self._channel = None

    async def _unary(self, name: str, request: Message, within: float) -> Message:
        try:
            return await self._stub(name)(request, timeout=within, metadata=self._metadata)
        except grpc.aio.AioRpcError as error:
            raise written_error(error.code().name, error.details() or "") from None

    async def _stream(self, name: str, request: Message) -> list[Message]:
        try:
            call: AsyncIterable[Message] = self._stub(name)(request, timeout=TRY_FOR, metadata=self._metadata)
            return [response async for response in call]
        except grpc.aio.AioRpcError as error:
            raise read_error(error.code().name) from None

    def _stub(self, name: str) -> Callable[..., Any]:
        if self._channel is None:
            self._channel = self._open()
            self._stubs = _stubs(self._channel)
        stub: Callable[..., Any] = self._stubs[name]
        return stub

    def _open(self) -> Message:
        if self._emulator:
            return grpc.aio.insecure_channel(self._emulator, options=[*_CHANNEL, ("grpc.enable_http_proxy", 0)])
        try:
            return FirestoreGrpcAsyncIOTransport.create_channel(FirestoreGrpcAsyncIOTransport.DEFAULT_HOST, options=_CHANNEL)
        except GoogleAuthError:
            raise Unavailable("no credentials for Firestore", code="UNAUTHENTICATED") from None


def _stubs(channel: Message) -> Mapping[str, Any]:
    """Plain calls on the channel: the library's own add a logger, a retry and a wrapper around each message."""
    unary, stream = channel.unary_unary, channel.unary_stream
    kinds = (
        ("Commit", unary, firestore.CommitRequest, firestore.CommitResponse),
        ("BatchWrite", unary, firestore.BatchWriteRequest, firestore.BatchWriteResponse),
        ("BatchGetDocuments", stream, firestore.BatchGetDocumentsRequest, firestore.BatchGetDocumentsResponse),
        ("RunQuery", stream, firestore.RunQueryRequest, firestore.RunQueryResponse),
    )
    return {
        name: kind(
            f"/google.firestore.v1.Firestore/{name}",
            request_serializer=request.pb().SerializeToString,
            response_deserializer=response.pb().FromString,
        )
        for name, kind, request, response in kinds
    }


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Try again while nothing was done, with full jitter between."""
    for attempt in range(TRIES - 1):
        try:
            return await call()
        except Unavailable as error:
            if error.code in _REFUSED:
                raise
            await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)))  # noqa: S311 (jitter)
    return await call()


def written_error(code: str, details: str) -> PanelinError:
    """Say what a failed write means for the caller."""
    if code in _CONFLICTS:
        return Conflict("a document is not what was read")
    if code in _REFUSED or details.startswith(_NEVER_LEFT):
        return Unavailable(f"Firestore did not take the write ({code})", code=code)
    if code in ("INVALID_ARGUMENT", "OUT_OF_RANGE"):
        return Rejected("Firestore refused the write", code=code)
    return Uncertain(f"Firestore did not answer a write ({code})")


def read_error(code: str) -> PanelinError:
    """Say what a failed read means for the caller."""
    if code in ("INVALID_ARGUMENT", "OUT_OF_RANGE", "FAILED_PRECONDITION"):
        return Rejected("Firestore refused the read; an index may be missing", code=code)
    return Unavailable(f"Firestore did not answer a read ({code})", code=code)
