"""Documents in Firestore."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from google.cloud.firestore_v1.types import firestore

from panelin.store.engine import Outcome, Query, Reading, Write, Written
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.clock import ServerClock
from panelin.store.firestore.group import Group
from panelin.store.firestore.wire import found, instant, query_message, version, write_message

_Commit: Final = firestore.CommitRequest.pb()
_Get: Final = firestore.BatchGetDocumentsRequest.pb()


class FirestoreEngine:
    """Documents in Firestore: batched writes under preconditions, no read-write transactions."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._documents = f"{calls.database}/documents"
        self._clock = ServerClock()
        self._group = Group(calls, self._clock)

    def now(self) -> datetime:
        """Tell Firestore's time, as well as it is known without asking."""
        return self._clock.now()

    async def get(self, collection: str, ids: Sequence[str], *, expired: bool = False) -> Reading:
        """Read documents by id."""
        if not ids:
            return Reading((), self.now())
        request = _Get(database=self._calls.database, documents=[f"{self._documents}/{collection}/{id_}" for id_ in ids])
        asked_at = datetime.now(UTC)
        responses = await self._calls.get(request)
        now = self._observed(responses[-1].read_time, asked_at)
        documents = (found(response.found) for response in responses if response.HasField("found"))
        return Reading(tuple(document for document in documents if expired or not document.is_gone(now)), now)

    async def query(self, query: Query) -> Reading:
        """Read the documents that match."""
        asked_at = datetime.now(UTC)
        responses = await self._calls.query(query_message(query, self._documents))
        now = self._observed(responses[-1].read_time, asked_at)
        documents = (found(response.document) for response in responses if response.HasField("document"))
        return Reading(tuple(document for document in documents if query.expired or not document.is_gone(now)), now)

    async def commit(self, writes: Sequence[Write]) -> Written:
        """Write all or nothing."""
        counted_from = self.now()
        request = _Commit(database=self._calls.database)
        request.writes.extend(write_message(write, self._documents, counted_from) for write in writes)
        asked_at = datetime.now(UTC)
        response = await self._calls.commit(request)
        versions = tuple(version(result.update_time) for result in response.write_results)
        return Written(versions, self._observed(response.commit_time, asked_at), counted_from)

    async def each(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write each for itself, together with whatever else is in flight."""
        return await self._group.each(writes)

    async def tidy(self) -> None:
        """Nothing: a TTL policy on `expires_at` removes what has expired."""

    async def close(self) -> None:
        """Finish what is under way and let go."""
        await self._group.close()
        await self._calls.close()

    def _observed(self, timestamp: object, asked_at: datetime) -> datetime:
        now = instant(timestamp)
        self._clock.observe(now, asked_at=asked_at)
        return now
