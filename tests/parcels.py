"""Parcels to Lucía, and what Graph makes of the bodies that come of them."""

from datetime import UTC, datetime
from pathlib import Path

from brisa_sur import BRISA_SUR

from app.ports import Parcel
from app.whatsapp.outgoing import Wording, message
from panelin.actions import Action, SendText
from panelin.events import Identity, IdentityKind
from panelin.ids import ConversationId, Number, OutboxId
from panelin.runtime.templates_file import read_templates
from sandbox.clock import Clock
from sandbox.database import Database
from sandbox.graph.outgoing import Outgoing, read_outgoing
from sandbox.graph.templates import Templates
from sandbox.media import UPLOADED_LIVES, Media

NUMBER = Number("105500000000001")
LUCIA = Identity(IdentityKind.WA_ID, "34600111222")
ANA = Identity(IdentityKind.BSUID, "ES.8f2k9")
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TEMPLATES_FILE = Path(__file__).parents[1] / "templates.toml"
WORDING = Wording(BRISA_SUR, read_templates(TEMPLATES_FILE))
_database = Database(":memory:")
MEDIA = Media(_database, Clock(_database))
PDF = MEDIA.keep(b"%PDF-1.7", "application/pdf", "x.pdf", UPLOADED_LIVES).id


def parcel(action: Action | str, to: Identity = LUCIA, *, language: str = "es", created_at: datetime = NOW) -> Parcel:
    """A parcel; a string is a text of the assistant."""
    action = SendText(action) if isinstance(action, str) else action
    return Parcel(NUMBER, to, action, OutboxId("c1.00000007"), language, ConversationId("c1"), created_at)


def body_of(action: Action | str, to: Identity = LUCIA, **more) -> dict:
    """The body that we would send."""
    return message(parcel(action, to, **more), WORDING)


def accepted(body: dict) -> Outgoing:
    """What the person sees of a body; raises when Graph would refuse it."""
    return read_outgoing(body, Templates.load(str(TEMPLATES_FILE)), MEDIA)
