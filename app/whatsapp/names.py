"""Whose message it is: the business-scoped id, the phone, or both; each may be missing (WhatsApp sheet, section 7)."""

from collections.abc import Iterable

from app.whatsapp.strict_json import Json
from panelin.events import Identity, IdentityKind

LONGEST = 256
# Meta has written the kind of a number change in two ways; the third is the same by business-scoped id.
CHANGES = ("user_changed_number", "customer_changed_number", "user_changed_user_id")


def text(value: object) -> str | None:
    """Read an id: whole, as it came; an empty one is an absent one, and what cannot be printed is none."""
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable() else None


class Contacts:
    """The contacts of one notification, found by id, never by place."""

    def __init__(self, contacts: Iterable[object], *, alone: bool) -> None:
        known = [each for each in contacts if isinstance(each, dict)]
        self._by_id = {name: each for each in known for key in ("wa_id", "user_id") if (name := text(each.get(key)))}
        self._only = known[0] if alone and len(known) == 1 else None

    def of(self, message: Json, *, echo: bool) -> Json | None:
        """Find the contact of a message; a single message that names nobody belongs to the single contact."""
        keys = ("to_user_id", "to") if echo else ("from_user_id", "from")
        said = [name for key in keys if (name := text(message.get(key)))]
        if not said and message.get("type") != "system":
            return self._only
        return next((self._by_id[name] for name in said if name in self._by_id), None)


def identities(message: Json, contact: Json | None, *, echo: bool) -> tuple[Identity, ...]:
    """Give the names of the customer: of whoever wrote, or of whom an echo was written to; of a change the old names."""
    system = changed(message)
    if system is not None and (old := _old(message, system)):
        return old
    person = contact or {}
    return _named(
        message.get("to_user_id" if echo else "from_user_id") or person.get("user_id"),
        message.get("to" if echo else "from") or person.get("wa_id"),
    )


def changed(message: Json) -> Json | None:
    """Give the body of a system message that reports a new name."""
    system = message.get("system")
    return system if message.get("type") == "system" and isinstance(system, dict) and system.get("type") in CHANGES else None


def new_names(system: Json) -> tuple[Identity, ...]:
    """Give the new names that a change reports."""
    return _named(system.get("user_id"), system.get("wa_id") or system.get("new_wa_id"))


def _old(message: Json, system: Json) -> tuple[Identity, ...]:
    new = {each.value for each in new_names(system)}
    told = _named(system.get("previous_user_id") or message.get("from_user_id"), message.get("from"))
    return tuple(each for each in told if each.value not in new)


def _named(bsuid: object, wa_id: object) -> tuple[Identity, ...]:
    pairs = ((IdentityKind.BSUID, text(bsuid)), (IdentityKind.WA_ID, text(wa_id)))
    return tuple(Identity(kind, value) for kind, value in pairs if value is not None)
