"""The webhook alone: an application with its one route, whatever stands behind it, and ways to post to it."""

import asyncio
import sys
from collections.abc import Sequence

import httpx
import uvicorn
from meta_posts import NUMBERS, SECRET, signature
from starlette.applications import Starlette

from app.webhook import WebhookSettings, webhook_routes
from panelin.store.contract import Inbox
from panelin.store.documents import Delivery, NewItem, Put
from panelin.store.open_store import open_store

SETTINGS = WebhookSettings("test-verify-token", (SECRET, "old-secret"), NUMBERS)


class Shelf:
    """An inbox in memory: what it holds, and how it fails."""

    def __init__(self, *, slow: float = 0, lost: bool = False, error: Exception | None = None) -> None:
        self.items: dict[str, NewItem] = {}
        self.deliveries: list[Delivery] = []
        self.slow, self.lost, self.error = slow, lost, error

    async def put(self, items: Sequence[NewItem]) -> list[Put]:
        """Keep items by id."""
        await asyncio.sleep(self.slow)
        if self.lost:
            return [Put.LOST for _ in items]
        known = [item.id in self.items for item in items]
        self.items |= {item.id: item for item in items}
        return [Put.KNOWN if each else Put.NEW for each in known]

    async def note(self, deliveries: Sequence[Delivery]) -> int:
        """Keep statuses; every second record is unknown."""
        await asyncio.sleep(self.slow)
        if self.error:
            raise self.error
        self.deliveries += deliveries
        return len(deliveries) // 2


class Webhook:
    """The route in front of an inbox, in this process."""

    def __init__(self, inbox: Inbox, settings: WebhookSettings = SETTINGS) -> None:
        self.inbox = inbox
        self.nudged: list[NewItem] = []
        self.app = Starlette(routes=webhook_routes(inbox, settings, self.nudged.extend))
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://app")

    async def post(self, body: bytes, *signatures: str, **more) -> httpx.Response:
        """Post bytes, signed with the right secret unless signatures are given."""
        headers = [("X-Hub-Signature-256", value) for value in signatures or (signature(body),)]
        return await self.client.post("/webhook", content=body, headers=headers, **more)


if __name__ == "__main__":  # a process of its own, for tests with several: STORE_URL PORT
    store = open_store(sys.argv[1])
    uvicorn.run(Starlette(routes=webhook_routes(store, SETTINGS, lambda _: None)), port=int(sys.argv[2]), log_level="warning")
