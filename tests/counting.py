"""Counts what Firestore would bill: documents written and read, call by call."""

from dataclasses import dataclass, field
from typing import Any

from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.over import StoreOver


@dataclass
class Count:
    """What has been billed so far; `journal` names each call with its number of documents."""

    writes: int = 0
    verifies: int = 0
    reads: int = 0
    journal: list[tuple[str, int]] = field(default_factory=list)

    def forget(self) -> None:
        """Begin again."""
        self.writes = self.verifies = self.reads = 0
        self.journal.clear()


class CountingCalls(Calls):
    """Firestore's calls, counted. A query that finds nothing and a document that does not exist cost one read each."""

    def __init__(self, project: str, count: Count) -> None:
        super().__init__(project, "(default)")
        self._count = count

    async def commit(self, request: Any) -> Any:
        """Count a commit's writes; those that change no field are verifies."""
        self._wrote("commit", request)
        return await super().commit(request)

    async def batch_write(self, request: Any, *, within: float) -> Any:
        """Count the writes of a group commit."""
        self._wrote("batch_write", request)
        return await super().batch_write(request, within=within)

    async def get(self, request: Any) -> list[Any]:
        """Count the documents asked for."""
        self._read("get", len(request.documents))
        return await super().get(request)

    async def query(self, request: Any) -> list[Any]:
        """Count the documents found."""
        responses = await super().query(request)
        found = sum(response.HasField("document") for response in responses)
        self._read(f"query {request.structured_query.from_[0].collection_id}", max(1, found))
        return responses

    def _wrote(self, call: str, request: Any) -> None:
        verifies = sum(write.HasField("update_mask") and not write.update_mask.field_paths for write in request.writes)
        self._count.verifies += verifies
        self._count.writes += len(request.writes) - verifies
        self._count.journal.append((call, len(request.writes)))

    def _read(self, call: str, documents: int) -> None:
        self._count.reads += documents
        self._count.journal.append((call, documents))


def counted_store(url: str) -> tuple[StoreOver, Count]:
    """Open the Firestore store behind a `firestore://PROJECT/(default)` with everything it does counted."""
    count = Count()
    project = url.removeprefix("firestore://").partition("/")[0]
    return StoreOver(FirestoreEngine(CountingCalls(project, count))), count
