"""Media that Meta holds: bytes with their type, size and day of expiry on the business clock."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sandbox.clock import Clock, as_text, from_text
from sandbox.database import Database
from sandbox.identity import new_media_id

_KIND = "media"
UPLOADED_LIVES = timedelta(days=30)  # whatsapp.md section 16
RECEIVED_LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Medium:
    """One stored file."""

    id: str
    mime: str
    size: int
    sha256: str
    filename: str | None
    expires: str

    def expired(self, now: datetime) -> bool:
        """Whether its day has come."""
        return now >= from_text(self.expires)


class Media:
    """All files, uploaded by the business or sent by people."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, content: bytes, mime: str, filename: str | None, lives: timedelta) -> Medium:
        """Store bytes under a new id."""
        digest = hashlib.sha256(content).hexdigest()
        medium = Medium(new_media_id(), mime, len(content), digest, filename, as_text(self._clock.now() + lives))
        with self._database.together():
            self._database.put(_KIND, medium.id, asdict(medium))
            self._database.put_bytes(medium.id, content)
        return medium

    def find(self, media_id: str) -> Medium | None:
        """A file that still lives."""
        kept = self._database.get(_KIND, media_id)
        medium = Medium(**kept) if kept else None
        return medium if medium and not medium.expired(self._clock.now()) else None

    def content(self, media_id: str) -> bytes | None:
        """The bytes of a file that still lives."""
        return self._database.get_bytes(media_id) if self.find(media_id) else None

    def delete(self, media_id: str) -> bool:
        """Remove a file; whether it was there."""
        self._database.delete_bytes(media_id)
        return self._database.delete(_KIND, media_id)
