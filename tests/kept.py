"""Short ways to make what a store keeps, and to make it old."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from panelin.actions import Action, SendText, Voice
from panelin.conversation import Conversation
from panelin.events import Identity, IdentityKind
from panelin.ids import ConversationId, ItemId, Lane, MessageId, Number, RunId
from panelin.store.contract import Store
from panelin.store.documents import Chat, Claim, Delivery, Item, NewItem, Put, Record, Stored, record_id
from panelin.store.engine import EXISTING, Write

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # the business clock
NUMBER = Number("106540352242922")
ANA = Identity(IdentityKind.WA_ID, "34600000001")
ANA_BSUID = Identity(IdentityKind.BSUID, "ES.13491208655302741918")
LANE = Lane("lane-of-ana")
RUN = RunId("run-1")


def item_id(wamid: str) -> ItemId:
    return ItemId(sha256(f"messages\n{wamid}".encode()).hexdigest())


def an_item(wamid: str = "", **changes: Any) -> NewItem:
    wamid = wamid or f"wamid.{uuid4().hex}"
    given: dict[str, Any] = {
        "field": "messages",
        "number": NUMBER,
        "lane": LANE,
        "identities": (ANA,),
        "at": NOW,
        "pos": 0,
        "raw": wamid.encode(),
    }
    return NewItem(id=item_id(wamid), **(given | changes))


def a_conversation(**changes: Any) -> Conversation:
    given: dict[str, Any] = {
        "id": ConversationId(uuid4().hex),
        "number": NUMBER,
        "identities": (ANA,),
        "lanes": (LANE,),
        "last_interaction": NOW,
    }
    return Conversation(**(given | changes))


def a_record(conversation: Conversation, seq: int = 1, **changes: Any) -> Record:
    given: dict[str, Any] = {"action": SendText("Tengo tres áticos."), "voice": Voice.ASSISTANT, "turn": 1, "rev": 0, "created_at": NOW}
    own = {"id": record_id(conversation.id, seq), "conversation": conversation.id, "seq": seq, "number": conversation.number, "to": ANA}
    return Record(**(own | given | changes))


def a_text(body: str) -> Action:
    return SendText(body)


def a_claim(stored: Stored[Record], run: RunId = RUN) -> Claim:
    return Claim(run, stored.now)


def sent(record: Record, **instants: Any) -> Delivery:
    return Delivery(record.id, MessageId("wamid.out"), **instants)


async def an_open_chat(store: Store, **changes: Any) -> Chat:
    """A conversation that is stored, with nothing waiting."""
    conversation = a_conversation(**changes)
    return await store.create(conversation, conversation.identities)


async def stored_items(store: Store, *items: NewItem) -> list[Item]:
    assert set(await store.put(items)) == {Put.NEW}
    found = [await store.item(item.id) for item in items]
    return [item for item in found if item is not None]


async def make_expired(store: Any, collection: str, id_: str) -> None:
    """Let a document's time be over, as a database that removes late still holds it."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    await store._engine.commit([Write(collection, id_, EXISTING, {"expires_at": past})])


async def write_raw(store: Any, collection: str, id_: str, **fields: Any) -> None:
    """Write fields as a newer release might."""
    await store._engine.commit([Write(collection, id_, EXISTING, fields)])


async def raw(store: Any, collection: str, id_: str) -> dict[str, Any]:
    """Read the plain document."""
    reading = await store._engine.get(collection, (id_,), expired=True)
    return dict(reading.found[0].plain) if reading.found else {}
