"""Small named values over an engine."""

from collections.abc import Mapping
from datetime import timedelta

from panelin.store import queries
from panelin.store.catalogue import document_id
from panelin.store.codec import report_document, report_from
from panelin.store.engine import ANYWAY, Engine, FromNow, Write


class NotesOver:
    """Small named values, over an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def note_of(self, key: str) -> Mapping[str, object] | None:
        """Read a value that has not expired."""
        found = (await self._engine.get(queries.SETTINGS, (document_id(key),))).found
        return report_from(found[0].plain["value"]) if found else None

    async def keep_note(self, key: str, value: Mapping[str, object], *, kept_for: timedelta | None = None) -> None:
        """Write a value, the last writer wins; it is JSON."""
        expires_at = None if kept_for is None else FromNow(kept_for)
        await self._engine.commit(
            [Write(queries.SETTINGS, document_id(key), ANYWAY, {"value": report_document(value), "expires_at": expires_at})]
        )
