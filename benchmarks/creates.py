"""The same inbox the plain way: one `create` of the client library for each message."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from google.api_core.exceptions import AlreadyExists, GoogleAPICallError
from google.cloud.firestore import AsyncClient

from panelin.store.codec import new_item_document
from panelin.store.documents import Delivery, NewItem, Put

WITHIN = 1.4  # seconds


class CreateEach:
    """An inbox that holds the same documents."""

    def __init__(self, store_url: str) -> None:
        project = store_url.removeprefix("firestore://").partition("/")[0]
        self._inbox = AsyncClient(project=project).collection("inbox")

    async def put(self, items: Sequence[NewItem]) -> list[Put]:
        """Create one document after the other's call was sent."""
        return list(await asyncio.gather(*(self._created(item) for item in items)))

    async def note(self, deliveries: Sequence[Delivery]) -> int:
        """No status is sent to this inbox."""
        raise NotImplementedError(len(deliveries))

    async def _created(self, item: NewItem) -> Put:
        now = datetime.now(UTC)
        document = new_item_document(item) | {"state": "new", "received_at": now, "due_at": now + timedelta(seconds=15)}
        try:
            await self._inbox.document(item.id).create(document, retry=None, timeout=WITHIN)
        except AlreadyExists:
            return Put.KNOWN
        except GoogleAPICallError:
            return Put.LOST
        return Put.NEW
