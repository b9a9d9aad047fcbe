"""Whose message it is: names of a person lead to one conversation, and two live conversations are never merged (protocol.md 3)."""

import secrets

from app.draft import Draft
from panelin.conversation import Conversation
from panelin.errors import Conflict, Unavailable
from panelin.events import Identity, IdentityKind
from panelin.ids import ConversationId
from panelin.runtime.failpoints import reached
from panelin.store.contract import Chats
from panelin.store.documents import Item, NewItem

LOOKS = 5  # somebody else creating the same conversation is seen at the next look


async def conversation_for(store: Chats, item: Item | NewItem) -> ConversationId:
    """Find the conversation of an item's sender, or create it with all the names the item carries."""
    for _ in range(LOOKS):
        found = await store.find(item.number, item.identities)
        await reached("identity.read")
        if found is not None and not await _is_anothers(store, item, found):
            return found
        own = item.identities if found is None else _user_ids(item)
        fresh = Conversation(ConversationId(secrets.token_hex(12)), item.number, own, (item.lane,))
        try:
            created = await store.create(fresh, own)
        except Conflict:
            continue
        await reached("identity.create.sent")
        return created.conversation.id
    raise Unavailable("a conversation is being created elsewhere again and again")


async def _is_anothers(store: Chats, item: Item | NewItem, found: ConversationId) -> bool:
    """Whether a phone led to somebody who has a business-scoped id, and another one: phones are recycled (WhatsApp sheet, section 7)."""
    ours = _user_ids(item)
    if not ours or await store.find(item.number, ours) == found:
        return False
    chat = await store.open(found)
    return chat is not None and chat.conversation.bsuid is not None and not set(ours) & set(chat.conversation.identities)


def _user_ids(item: Item | NewItem) -> tuple[Identity, ...]:
    return tuple(identity for identity in item.identities if identity.kind is IdentityKind.BSUID)


async def unlinked(store: Chats, conversation: Conversation, identities: tuple[Identity, ...]) -> tuple[Identity, ...]:
    """Give the names that this conversation does not have and that nobody else owns; a recycled phone stays where it is."""
    missing = [identity for identity in identities if identity not in conversation.identities]
    owners = [await store.find(conversation.number, (identity,)) for identity in missing]
    return tuple(identity for identity, owner in zip(missing, owners, strict=True) if owner in (None, conversation.id))


async def link(store: Chats, draft: Draft, item: Item | NewItem) -> None:
    """Add to the draft what an item says of its sender's names: it becomes part of the same commit."""
    if item.lane in draft.conversation.lanes and all(identity in draft.conversation.identities for identity in item.identities):
        return
    draft.alias(await unlinked(store, draft.conversation, item.identities), item.lane)
