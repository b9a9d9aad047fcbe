"""What the documents of each collection look like; `schema` grows only with a change that an older release must not touch."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from panelin.actions import CallTool, NotifyAgent, SendCard, SendDossier, SendLocation, SendSummary, SendTemplate, SendText
from panelin.cards import Card
from panelin.conversation import Conversation, Requested, Taken
from panelin.demand import Timeframe
from panelin.ids import ConversationId, ItemId, OutboxId
from panelin.languages import Language
from panelin.listing import Feature, Kind
from panelin.store.documents import Item, ListingRow, NewItem, Overlay, Record, Version
from panelin.store.typed import Codecs, Patch, UnknownKind

SCHEMA: Final = 1

# A tag, once written, stays; the class behind it may be renamed.
KINDS: Final[Mapping[str, type]] = {
    "send_text": SendText,
    "send_card": SendCard,
    "send_location": SendLocation,
    "send_dossier": SendDossier,
    "send_template": SendTemplate,
    "notify_agent": NotifyAgent,
    "send_summary": SendSummary,
    "call_tool": CallTool,
    "requested": Requested,
    "taken": Taken,
    "feature": Feature,
    "home": Kind,
    "timeframe": Timeframe,
    "date": date,
}


def _names() -> Mapping[str, Any]:
    """Names that the vocabulary imports for the type checker only."""
    return {"Mapping": Mapping, "Language": Language, "Card": Card}


_codecs = Codecs(KINDS, _names)
_conversation = _codecs.shape(Conversation, without=("id",))
_item = _codecs.shape(Item, without=("id", "version"))
_new_item = _codecs.shape(NewItem, without=("id", "dead"))
_record = _codecs.shape(Record, without=("id",))
_row = _codecs.shape(ListingRow)
_overlay = _codecs.shape(Overlay)


def _known(plain: Mapping[str, Any]) -> Mapping[str, Any]:
    if plain.get("schema", SCHEMA) > SCHEMA:
        raise UnknownKind("a schema that this release does not know")
    return plain


def conversation_document(conversation: Conversation, *, ai_active: bool) -> dict[str, Any]:
    """Write a whole conversation, with the fields by which people read a session."""
    plain = {**_conversation.encode(conversation), "schema": SCHEMA, "ai_active": ai_active}
    return plain | {name: value for name, value in _session(conversation).items() if value is not None}


def conversation_changes(old: Conversation, new: Conversation, *, ai_active: bool) -> Patch:
    """Write what differs between two values of a conversation."""
    patch: Patch = {**_conversation.changes(old, new), "ai_active": ai_active}
    if old.identities is not new.identities or old.thread is not new.thread:
        patch.update(_session(new))
    return patch


def _session(conversation: Conversation) -> dict[str, object]:
    return {"wa_id": conversation.wa_id, "thread_id": conversation.thread and conversation.thread.id}


def conversation_from(id_: str, plain: Mapping[str, Any]) -> Conversation:
    """Read a conversation."""
    conversation: Conversation = _conversation.decode(_known(plain), id=ConversationId(id_))
    return conversation


def new_item_document(item: NewItem) -> dict[str, Any]:
    """Write an item as received; the store adds its own instants."""
    return {**_new_item.encode(item), "schema": SCHEMA, "attempts": 0}


def item_from(id_: str, plain: Mapping[str, Any], version: Version) -> Item:
    """Read an item."""
    item: Item = _item.decode(_known(plain), id=ItemId(id_), version=version)
    return item


def record_document(record: Record) -> dict[str, Any]:
    """Write a whole record."""
    return {**_record.encode(record), "schema": SCHEMA}


def record_changes(old: Record, new: Record) -> Patch:
    """Write what differs between two values of a record."""
    return _record.changes(old, new)


def record_from(id_: str, plain: Mapping[str, Any]) -> Record:
    """Read a record; an action of a newer release raises `UnknownKind`."""
    record: Record = _record.decode(_known(plain), id=OutboxId(id_))
    return record


def row_document(row: ListingRow) -> dict[str, Any]:
    """Write a row of the catalogue."""
    return {**_row.encode(row), "schema": SCHEMA}


def row_from(plain: Mapping[str, Any]) -> ListingRow:
    """Read a row of the catalogue."""
    row: ListingRow = _row.decode(_known(plain))
    return row


def overlay_document(overlay: Overlay) -> dict[str, Any]:
    """Write an overlay."""
    return _overlay.encode(overlay)


def overlay_from(plain: Mapping[str, Any]) -> Overlay:
    """Read an overlay."""
    overlay: Overlay = _overlay.decode(plain)
    return overlay


def report_document(report: Mapping[str, object]) -> str:
    """Write somebody's JSON, which nobody queries."""
    return json.dumps(dict(report), ensure_ascii=False, default=str)


def report_from(plain: str) -> Mapping[str, object]:
    """Read somebody's JSON."""
    report: Mapping[str, object] = json.loads(plain)
    return report
