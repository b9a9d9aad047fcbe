"""Every message that went either way: what a reply, a reaction, a read mark or a tap may point at."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sandbox.clock import from_text
from sandbox.database import Database, Document

_KIND = "messages"
Direction = Literal["in", "out", "echo"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message by its wamid, with the choices it offers."""

    wamid: str
    person: str
    direction: Direction
    type: str
    at: str
    choices: tuple[Document, ...] = ()
    """Of a list or of buttons: `kind` (button_reply, list_reply or template), `id` or `payload`, `title`, `description`."""
    opaque: str | None = None
    recipient: str = ""
    category: str = "service"

    def age(self, now: datetime) -> float:
        """Seconds since it was written."""
        return (now - from_text(self.at)).total_seconds()


class Messages:
    """All messages that the sandbox knows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, message: Message) -> Message:
        """Remember a message."""
        self._database.put(_KIND, message.wamid, asdict(message))
        return message

    def find(self, wamid: str) -> Message | None:
        """A message by its id."""
        kept = self._database.get(_KIND, wamid)
        return Message(**{**kept, "choices": tuple(kept["choices"])}) if kept else None
