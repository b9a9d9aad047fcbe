"""The whole store over one engine."""

from datetime import timedelta

from panelin.store import queries
from panelin.store.catalogue import CatalogueOver
from panelin.store.chats import ChatsOver
from panelin.store.documents import TRANSCRIPT_KEPT_FOR
from panelin.store.engine import Engine
from panelin.store.inbox import InboxOver
from panelin.store.notes import NotesOver
from panelin.store.outbox import OutboxOver


class StoreOver(InboxOver, ChatsOver, OutboxOver, CatalogueOver, NotesOver):
    """Everything a process may ask of the store, over one engine."""

    def __init__(self, engine: Engine, *, time_scale: float = 1.0, kept_for: timedelta = TRANSCRIPT_KEPT_FOR) -> None:
        self._engine = engine
        InboxOver.__init__(self, engine, time_scale=time_scale)
        ChatsOver.__init__(self, engine, time_scale=time_scale, kept_for=kept_for)
        for part in (OutboxOver, CatalogueOver, NotesOver):
            part.__init__(self, engine)

    async def ready(self) -> None:
        """Prove that the store answers, or raise `Unavailable`."""
        await self._engine.get(queries.SETTINGS, ("ready",))

    async def close(self) -> None:
        """Let go of connections; writes under way are finished first."""
        await self._engine.close()
