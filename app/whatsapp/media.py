"""Uploaded files, kept by what is in them: a dossier that was uploaded once is sent by its id for 25 days (WhatsApp sheet, section 16)."""

import hashlib
from datetime import timedelta

from app.ports import Messenger
from panelin.ids import MediaId, Number
from panelin.store.contract import Notes

REUSED_FOR = timedelta(days=25)  # Meta keeps an upload for 30


class Uploads:
    """Uploads each file once a number, however often it is sent."""

    def __init__(self, notes: Notes, messenger: Messenger) -> None:
        self._notes, self._messenger = notes, messenger

    async def media_id(self, number: Number, document: bytes, *, filename: str, mime: str, again: bool = False) -> MediaId:
        """Give the id of a file, uploading it if need be; `again` when Meta no longer knows the id that was kept."""
        key = _key(number, document)
        kept = None if again else await self._notes.note_of(key)
        media = kept.get("media") if kept else None
        if isinstance(media, str):
            return MediaId(media)
        fresh = await self._messenger.upload(number, document, filename=filename, mime=mime)
        await self._notes.keep_note(key, {"media": fresh}, kept_for=REUSED_FOR)
        return fresh


def _key(number: Number, document: bytes) -> str:
    return f"media.{number}.{hashlib.sha256(document).hexdigest()}"
