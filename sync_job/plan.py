"""What a feed asks us to do to the catalogue, decided before anything is done; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from panelin.ids import Reference
from panelin.store.documents import ListingRow
from sync_job.feeds.records import Unreadable

# A feed that lost this much is more likely broken than true: the exporter died, an office was left out (design section 7).
MOST_GONE_SHARE = 0.30
MOST_GONE = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each home of one feed; a refused plan changes nothing and says why."""

    add: tuple[Reference, ...] = ()
    replace: tuple[Reference, ...] = ()
    keep: tuple[Reference, ...] = ()
    withdraw: tuple[Reference, ...] = ()
    broken: tuple[Reference, ...] = ()  # in the feed but unreadable: their last good version stays
    refused: str | None = None


def plan(
    rows: Sequence[ListingRow],
    found: Mapping[Reference, str],
    unreadable: Sequence[Unreadable],
    *,
    taken: Collection[Reference] = (),
    accepted: str = "",
) -> Plan:
    """Compare the rows of a feed with the content hashes of what it holds now.

    `taken` are homes that an earlier feed carries too and owns. `accepted` is the token of a withdrawal that a person has looked at; it
    fits that one withdrawal and no other.
    """
    if not found:
        return Plan(refused=f"the feed holds no home that can be read ({len(unreadable)} that cannot)")
    active = {row.listing.reference: row.content_hash for row in rows if row.active}
    ours = [reference for reference in active if reference in found and reference not in taken]
    broken = {record.reference for record in unreadable if record.reference is not None} - set(found)
    gone = [reference for reference in active if reference not in found and reference not in broken]
    if _collapsed(len(gone), len(active)) and accepted != token_of(gone):
        remedy = f"if that is right, run once with SYNC_ACCEPT={token_of(gone)}"
        return Plan(refused=f"{len(gone)} of {len(active)} homes are gone from the feed; {remedy}")
    return Plan(
        add=_in_order(reference for reference in found if reference not in active and reference not in taken),
        replace=_in_order(reference for reference in ours if active[reference] != found[reference]),
        keep=_in_order(reference for reference in ours if active[reference] == found[reference]),
        withdraw=_in_order(gone),
        broken=_in_order(reference for reference in broken if reference in active),
    )


def token_of(gone: Iterable[Reference]) -> str:
    """Name a withdrawal by what it withdraws, so that leaving the permission set allows nothing else."""
    return sha256("\n".join(sorted(gone)).encode()).hexdigest()[:12]


def _collapsed(gone: int, active: int) -> bool:
    return gone > MOST_GONE and gone > MOST_GONE_SHARE * active


def _in_order(references: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(sorted(references))
