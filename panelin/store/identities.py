"""Whose conversation a name belongs to: keys without the name in them, a small memory, and when a name is free again."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from panelin.events import Identity, IdentityKind
from panelin.ids import ConversationId, IdentityKey, Number

RENEWED_EVERY = timedelta(days=30)  # a name is not written with every message: it outlives its conversation by up to this
SLACK = 2 * RENEWED_EVERY
MOST_REMEMBERED = 20_000  # a key and an id are about 250 bytes


def identity_key(number: Number, identity: Identity) -> IdentityKey:
    """Name the document of a name: no phone stands in a document id."""
    return IdentityKey(sha256(f"{number}\n{identity.kind.value}\n{identity.value}".encode()).hexdigest())


def keys_in_order(number: Number, identities: Sequence[Identity]) -> tuple[IdentityKey, ...]:
    """The keys of a person's names, the business-scoped id first: it outlives a change of phone."""
    ordered = sorted(identities, key=lambda identity: identity.kind is not IdentityKind.BSUID)
    return tuple(dict.fromkeys(identity_key(number, identity) for identity in ordered))


def must_be_renewed(before: datetime | None, after: datetime | None) -> bool:
    """Whether the last contact has moved into another stretch, so that the names must be kept longer."""
    return before is not None and after is not None and _stretch(before) != _stretch(after)


def _stretch(at: datetime) -> int:
    return int(at.timestamp() // RENEWED_EVERY.total_seconds())


class Memory:
    """Which conversation a name led to, bounded, least recently used first out.

    A name moves to another conversation only after its own has expired or was erased, and then opening the remembered one finds nothing:
    `forget` is called there, and the next look asks the database.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._found: OrderedDict[IdentityKey, ConversationId] = OrderedDict()
        self._names: dict[ConversationId, set[IdentityKey]] = {}

    def recall(self, key: IdentityKey) -> ConversationId | None:
        """Tell what a name led to, if it is remembered."""
        if key not in self._found:
            return None
        self._found.move_to_end(key)
        return self._found[key]

    def remember(self, keys: Iterable[IdentityKey], conversation: ConversationId) -> None:
        """Keep where names lead."""
        for key in keys:
            self._drop(key)
            self._found[key] = conversation
            self._names.setdefault(conversation, set()).add(key)
        while len(self._found) > self._most:
            self._drop(next(iter(self._found)))

    def forget(self, conversation: ConversationId) -> None:
        """Drop every name of a conversation that is no more."""
        for key in self._names.pop(conversation, set()):
            self._found.pop(key, None)

    def _drop(self, key: IdentityKey) -> None:
        conversation = self._found.pop(key, None)
        if conversation is not None and (names := self._names.get(conversation)) is not None:
            names.discard(key)
            if not names:
                del self._names[conversation]
