"""What Firestore would bill: documents written and read, call by call."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.over import StoreOver


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: what it is and touches, and how many documents it writes, verifies and reads."""

    call: str
    writes: int = 0
    verifies: int = 0
    reads: int = 0


@dataclass
class Bill:
    """The calls so far, in order."""

    operations: list[Operation] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """Documents written; a verify, which touches no field, is apart."""
        return sum(operation.writes for operation in self.operations)

    @property
    def verifies(self) -> int:
        """Preconditions that stood alone."""
        return sum(operation.verifies for operation in self.operations)

    @property
    def reads(self) -> int:
        """Documents read; a query that finds nothing and a document that does not exist cost one each."""
        return sum(operation.reads for operation in self.operations)

    def forget(self) -> None:
        """Begin again."""
        self.operations.clear()


class CountingCalls(Calls):
    """Firestore's calls, counted."""

    def __init__(self, project: str, bill: Bill) -> None:
        super().__init__(project, "(default)")
        self._bill = bill

    async def commit(self, request: Any) -> Any:  # noqa: ANN401 - a protocol buffer
        """Count a commit's writes."""
        self._wrote("commit", request)
        return await super().commit(request)

    async def batch_write(self, request: Any, *, within: float) -> Any:  # noqa: ANN401 - a protocol buffer
        """Count the writes of a group commit."""
        self._wrote("batch_write", request)
        return await super().batch_write(request, within=within)

    async def get(self, request: Any) -> list[Any]:  # noqa: ANN401 - a protocol buffer
        """Count the documents asked for."""
        self._bill.operations.append(Operation(f"get {_collections(request.documents)}", reads=len(request.documents)))
        return await super().get(request)

    async def query(self, request: Any) -> list[Any]:  # noqa: ANN401 - a protocol buffer
        """Count the documents found."""
        responses = await super().query(request)
        found = sum(response.HasField("document") for response in responses)
        self._bill.operations.append(Operation(f"query {request.structured_query.from_[0].collection_id}", reads=max(1, found)))
        return responses

    def _wrote(self, call: str, request: Any) -> None:  # noqa: ANN401 - a protocol buffer
        verifies = sum(write.HasField("update_mask") and not write.update_mask.field_paths for write in request.writes)
        name = f"{call} {_collections(write.update.name for write in request.writes)}"
        self._bill.operations.append(Operation(name, writes=len(request.writes) - verifies, verifies=verifies))


def _collections(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(name.split("/")[-2] for name in names))


def billed_store(project: str) -> tuple[StoreOver, Bill]:
    """Open the Firestore store of a project with everything it does counted."""
    bill = Bill()
    return StoreOver(FirestoreEngine(CountingCalls(project, bill))), bill
