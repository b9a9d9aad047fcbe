"""Every query of the store; what needs an index is listed in `INDEXES`, and a test compares it with Terraform (protocol.md section 10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from panelin.ids import ConversationId, Lane
from panelin.store.documents import Due, DueKind, ItemState
from panelin.store.engine import Query

CONVERSATIONS: Final = "conversations"
IDENTITIES: Final = "identities"
INBOX: Final = "inbox"
OUTBOX: Final = "outbox"
LISTINGS: Final = "listings"
OVERLAYS: Final = "overlays"
SYNC_RUNS: Final = "sync_runs"
SETTINGS: Final = "settings"
COLLECTIONS: Final = (CONVERSATIONS, IDENTITIES, INBOX, OUTBOX, LISTINGS, OVERLAYS, SYNC_RUNS, SETTINGS)
EXPIRING: Final = (CONVERSATIONS, IDENTITIES, INBOX, OUTBOX, SYNC_RUNS, SETTINGS)  # each by `expires_at`

MOST_WAITING: Final = 500  # items of one conversation that are heard at once; the rest wait their turn

# Collection, then the fields in order; a leading minus is descending. One field alone is a single-field index that must not be exempted.
INDEXES: Final = (
    (INBOX, ("lane", "state", "due_at")),
    (INBOX, ("conversation", "-seq")),
    (INBOX, ("due_at",)),
    (INBOX, ("-dead_at",)),
    (OUTBOX, ("conversation", "due_at")),
    (OUTBOX, ("conversation", "-seq")),
    (OUTBOX, ("due_at",)),
    (CONVERSATIONS, ("due_at",)),
    (CONVERSATIONS, ("alarm_at",)),
    (LISTINGS, ("active",)),
)

LOCAL_ONLY: Final = (CONVERSATIONS, "last_interaction")  # asked where there are no indexes to pay for

_DUE: Final = {
    DueKind.ALARM: (CONVERSATIONS, "alarm_at"),
    DueKind.CONVERSATION: (CONVERSATIONS, "due_at"),
    DueKind.ITEM: (INBOX, "due_at"),
    DueKind.RECORD: (OUTBOX, "due_at"),
}


def waiting(lanes: Sequence[Lane]) -> Query:
    """New items of a conversation's lanes; only new ones carry `due_at`."""
    new = (("state", ItemState.NEW.value),)
    if len(lanes) == 1:
        return Query(INBOX, order="due_at", equal=(("lane", lanes[0]), *new), limit=MOST_WAITING)
    return Query(INBOX, order="due_at", equal=new, among=("lane", tuple(lanes)), limit=MOST_WAITING)


def unsettled(conversation: ConversationId) -> Query:
    """Records with something to do: only those carry `due_at`."""
    return Query(OUTBOX, order="due_at", equal=(("conversation", conversation),))


def transcript(collection: str, conversation: ConversationId, *, after: int, limit: int) -> Query:
    """The newest entries of a transcript."""
    return Query(collection, order="seq", descending=True, equal=(("conversation", conversation),), above=after, limit=limit)


def due(kind: DueKind, now: datetime, limit: int, after: Due | None) -> Query:
    """What is past its time, paged in the order of instant, kind, id over all kinds together."""
    collection, field = _DUE[kind]
    page = Query(collection, order=field, up_to=now, only=(field,), limit=limit, expired=True)
    if after is None:
        return page
    if kind is after.kind:
        return replace(page, after=(after.due_at, after.id))
    return replace(page, at_least=after.due_at) if kind.value > after.kind.value else replace(page, above=after.due_at)


def due_field(kind: DueKind) -> str:
    """The field by which a kind is due."""
    return _DUE[kind][1]


def dead_letters(limit: int) -> Query:
    """Dead letters, newest first."""
    return Query(INBOX, order="dead_at", descending=True, limit=limit)


def recent(limit: int) -> Query:
    """Conversations, newest contact first: for a page on one machine, so no index stands behind it in the cloud."""
    return Query(CONVERSATIONS, order=LOCAL_ONLY[1], descending=True, limit=limit)


def active_rows() -> Query:
    """Homes that stand in the feed."""
    return Query(LISTINGS, equal=(("active", True),))


def everything(collection: str) -> Query:
    """A whole collection; for the catalogue only, which is small."""
    return Query(collection)
