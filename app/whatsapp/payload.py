"""What a POST of Meta holds: every `entry x changes x messages, echoes and statuses`, each on its own (WhatsApp sheet, sections 5 to 11).

A bad item never loses its siblings: what can be stored only as it came is a dead letter, what is not for us is counted.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.whatsapp import names
from app.whatsapp.status import delivery, instant
from app.whatsapp.strict_json import Json, read, written
from panelin.events import Identity
from panelin.ids import ItemId, Lane, Number
from panelin.store.documents import Delivery, NewItem

MESSAGES, ECHOES = "messages", "smb_message_echoes"
LARGEST_ITEM = 256 * 1024  # bytes kept of one item; a store's document holds 1 MiB
DEEPEST = 40  # levels of nesting; Meta's own messages have about eight
# Known to be not for us, by name; any other field is counted as `field.other`, so that counters stay few.
NOT_OURS = frozenset(
    {
        "history", "standby", "messaging_handovers", "smb_app_state_sync", "user_preferences", "account_update", "account_alerts",
        "account_review_update", "phone_number_quality_update", "phone_number_name_update", "message_template_status_update",
        "message_template_quality_update", "message_template_components_update", "template_category_update",
        "business_capability_update", "security", "calls", "flows", "user_id_update",
    }
)  # fmt: skip
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Split:
    """A POST taken apart; `ignored` counts by name what is not for us."""

    items: tuple[NewItem, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)


def split(body: bytes, numbers: Collection[str]) -> Split:
    """Take a POST apart, or raise `NotJson`; `numbers` are the phone number ids that are ours."""
    post = read(body)
    if post.get("object") != "whatsapp_business_account":
        return Split(ignored={"foreign_object": 1})
    sorting = _Sorting(numbers)
    for change in _changes(post):
        sorting.take(change)
    return Split(tuple(sorting.items), tuple(sorting.deliveries), sorting.ignored)


def item_id(kind: str, wamid: str) -> ItemId:
    """Name an item: the same wamid under another field is another item, and the name hides the phone that a wamid holds."""
    return ItemId(hashlib.sha256(f"{kind}\0{wamid}".encode()).hexdigest())


def lane_of(number: str, identities: Collection[Identity]) -> Lane:
    """Name the queue of whoever bears these names on one of our numbers: by the business-scoped id, else by the phone."""
    best = min(identities, key=lambda each: each.kind)  # "bsuid" sorts before "wa_id"
    return Lane(hashlib.sha256(f"{number}\0{best.kind}\0{best.value}".encode()).hexdigest())


class _Sorting:
    def __init__(self, numbers: Collection[str]) -> None:
        self.items: list[NewItem] = []
        self.deliveries: list[Delivery] = []
        self.ignored: Counter[str] = Counter()
        self._numbers = numbers

    def take(self, change: Json) -> None:
        kind, value = str(change.get("field")), change.get("value")
        if kind not in (MESSAGES, ECHOES) or not isinstance(value, dict):
            self.ignored[f"field.{kind}" if kind in NOT_OURS else "field.other"] += 1
            return
        metadata = value.get("metadata")
        number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
        if number is not None and not (isinstance(number, str) and number in self._numbers):
            self.ignored["foreign_number"] += 1
        elif kind == ECHOES:
            self._hear(ECHOES, number, value, _list(value, "message_echoes"))
        else:
            self._hear(MESSAGES, number, value, _list(value, "messages"))
            self._note(_list(value, "statuses"))
            self.ignored.update("errors" for _ in _list(value, "errors"))

    def _hear(self, kind: str, number: object, value: Json, messages: list[object]) -> None:
        contacts = names.Contacts(_list(value, "contacts"), alone=len(messages) == 1)
        for message in messages:
            if isinstance(message, dict) and message.get("group_id"):
                self.ignored["group"] += 1
            else:
                self.items.append(_item(kind, number, contacts, message, len(self.items)))

    def _note(self, statuses: list[object]) -> None:
        for status in statuses:
            found = delivery(status)
            if isinstance(found, Delivery):
                self.deliveries.append(found)
            else:
                self.ignored[found] += 1


def _item(kind: str, number: object, contacts: names.Contacts, message: object, pos: int) -> NewItem:
    """Make an item; `dead` says what it lacks to be heard."""
    body: Json = message if isinstance(message, dict) else {}
    wamid = names.text(body.get("id"))
    contact = contacts.of(body, echo=kind == ECHOES)
    identities = names.identities(body, contact, echo=kind == ECHOES)
    at = instant(body.get("timestamp"))
    raw, dead = _raw({"field": kind, "number": number, "contact": contact, "message": message})
    missing = {"no_object": body is message, "no_number": number, "no_id": wamid, "nobody": identities, "no_time": at}
    dead = next((reason for reason, found in missing.items() if not found), dead)
    return NewItem(
        id=item_id(kind, wamid or f"\0{hashlib.sha256(raw).hexdigest()}"),
        field=kind,
        number=Number(str(number or "")),
        lane=lane_of(str(number), identities) if identities else Lane(""),
        identities=identities,
        at=at or _EPOCH,
        pos=pos,
        raw=raw,
        dead=dead,
    )


def _raw(content: Json) -> tuple[bytes, str | None]:
    try:
        raw = written(content)
    except RecursionError:
        return b"{}", "too_deep"
    if len(raw) > LARGEST_ITEM:
        return raw[:LARGEST_ITEM], "too_large"
    brackets = raw.count(b"{") + raw.count(b"[")
    return raw, "too_deep" if brackets > DEEPEST and _is_deep(content) else None


def _is_deep(value: object) -> bool:
    """Go down level by level: recursion is what an attacker wants here."""
    level = [value]
    for _ in range(DEEPEST):
        level = [child for each in level for child in _children(each)]
    return bool(level)


def _children(value: object) -> Collection[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _changes(post: Json) -> Iterator[Json]:
    for entry in _list(post, "entry"):
        if isinstance(entry, dict):
            yield from (change for change in _list(entry, "changes") if isinstance(change, dict))


def _list(holder: Json, key: str) -> list[object]:
    found = holder.get(key)
    return found if isinstance(found, list) else []
