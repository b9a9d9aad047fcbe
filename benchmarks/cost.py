"""What one message costs on Firestore, and what each operation is for (protocol.md section 11)."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import httpx

from benchmarks.awake import firestore
from benchmarks.billing import Bill, Operation, billed_store
from benchmarks.office import Office, opened
from benchmarks.processes import meta
from benchmarks.verdict import Row

CUSTOMER, MOST_WRITES, MOST_READS = 1, 7, 8

# In the order in which a call of the kind is made; the last one stands for all that follow.
PURPOSES: Mapping[str, Sequence[str]] = {
    "batch_write inbox": ("the webhook stores what came before it answers 200",),
    "get identities": ("whose conversation is it? by each name, if this process does not remember",),
    "commit conversations identities": ("nobody's: the conversation and its names, all or nothing",),
    "get conversations": ("open: the conversation and its version, the only fence",),
    "query inbox": (
        "open: what waits for this customer",
        "the burst is over: what has come by now",
        "peek: what came while the model answered",
        "release: what came until the answer was committed",
    ),
    "commit conversations inbox": ("A: the turn is ours, what was heard is done",),
    "commit conversations outbox": ("B: the answer is in the conversation, its record is ready",),
    "query outbox": ("send: the lowest record that has not left",),
    "commit outbox conversations": ("claim: the record is being sent, if the conversation still is the one that allowed it",),
    "commit outbox": ("result: the record is sent, with Meta's id",),
}


@dataclass(frozen=True, slots=True)
class Case:
    """Something that a customer does, and what it may cost."""

    name: str
    customer: int
    messages: int
    most_writes: int
    most_reads: int


CASES = (
    Case("a first contact", CUSTOMER, 1, 10, 8),
    Case("a message of a known customer", CUSTOMER, 1, MOST_WRITES, MOST_READS),
    Case("three messages in a burst", CUSTOMER, 3, 11, 10),
)


def rows() -> list[Row]:
    """Count, and print what each operation was for."""
    with firestore() as project, meta() as graph_url:
        bills = asyncio.run(bills_of(CASES, project, graph_url))
    found = []
    for case, bill in zip(CASES, bills, strict=True):
        print("\n".join((f"{case.name}:", *explained(bill.operations))))  # noqa: T201 - this is what a terminal is for
        found.append(Row(f"Firestore writes of {case.name}", "", bill.writes, at_most=case.most_writes))
        found.append(Row(f"Firestore reads of {case.name}", "", bill.reads, at_most=case.most_reads))
    return found


async def bills_of(cases: Sequence[Case], project: str, graph_url: str) -> list[Bill]:
    """Serve the cases one after the other, each with its webhook, turn and sending, and keep each bill."""
    store, running = billed_store(project)
    bills = []
    async with httpx.AsyncClient(trust_env=False) as http:
        office = opened(store, http, graph_url)
        for case in cases:
            running.forget()
            await _served(office, case)
            bills.append(Bill(list(running.operations)))
    await store.close()
    return bills


async def _served(office: Office, case: Case) -> None:
    await office.works(await office.gets([case.customer], messages=case.messages))


def explained(operations: Sequence[Operation]) -> Iterator[str]:
    """Say what each operation is for; one that nobody thought of is a defect of this page."""
    made: dict[str, int] = {}
    for operation in operations:
        purposes = PURPOSES.get(operation.call, ("?",))
        purpose = purposes[min(made.setdefault(operation.call, 0), len(purposes) - 1)]
        made[operation.call] += 1
        counts = {"w": operation.writes, "v": operation.verifies, "r": operation.reads}
        billed = " ".join(f"{count}{kind}" for kind, count in counts.items() if count)
        yield f"  {billed:<6} {operation.call:<33} {purpose}"
