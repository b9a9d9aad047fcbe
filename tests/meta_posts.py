"""POSTs as Meta makes them: the recorded samples, and bodies built around one message, one status or many."""

import hashlib
import hmac
import json
from pathlib import Path

from app.whatsapp.incoming import event
from app.whatsapp.payload import Split, split
from panelin.store.documents import Item, ItemState, NewItem, Version

SAMPLES = Path(__file__).parent / "samples" / "whatsapp"
NUMBER = "105500000000001"
NUMBERS = frozenset({NUMBER})
SECRET = "test-app-secret"
RECORD = "0123456789abcdef01234567.00000007"
LUCIA = {"profile": {"name": "Lucía"}, "wa_id": "34600111222", "user_id": "ES.8f2k9"}


def sample(name: str) -> bytes:
    """A recorded POST."""
    return (SAMPLES / f"{name}.json").read_bytes()


def samples() -> list[str]:
    """The names of all recorded POSTs."""
    return sorted(path.stem for path in SAMPLES.glob("*.json"))


def text(wamid: str = "wamid.A", body: str = "hola", sender: str = "34600111222", **more) -> dict:
    """A customer's text."""
    return {"from": sender, "id": wamid, "timestamp": "1795430000", "type": "text", "text": {"body": body}, **more}


def status(value: str = "delivered", record: object = RECORD, **more) -> dict:
    """A status of one of our messages."""
    return {"id": "wamid.OUT", "status": value, "timestamp": "1795430010", "biz_opaque_callback_data": record, **more}


def change(field: str = "messages", number: object = NUMBER, **content) -> dict:
    """One change; content is `messages`, `statuses`, `contacts` and so on."""
    return {"field": field, "value": {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **content}}


def post(*changes: object) -> bytes:
    """The body of a POST with these changes in one entry."""
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": list(changes)}]}).encode()


def said(*messages: object, contacts: tuple[dict, ...] = (LUCIA,)) -> Split:
    """What we make of these messages of one change."""
    return split(post(change(messages=list(messages), contacts=list(contacts))), NUMBERS)


def stored(item: NewItem) -> Item:
    """An item as the store hands it out."""
    return Item(
        id=item.id,
        field=item.field,
        number=item.number,
        lane=item.lane,
        identities=item.identities,
        at=item.at,
        received_at=item.at,
        pos=item.pos,
        raw=item.raw,
        state=ItemState.NEW,
        attempts=0,
        due_at=None,
        version=Version("1"),
    )


def heard(*messages: object):
    """The events of these messages, as a turn hears them."""
    return [event(stored(item)) for item in said(*messages).items]


def heard_in(name: str):
    """The one event of a recorded POST."""
    (item,) = split(sample(name), NUMBERS).items
    return event(stored(item))


def signature(body: bytes, secret: str = SECRET) -> str:
    """The value of X-Hub-Signature-256."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
