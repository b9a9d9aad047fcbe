"""What the load test asks the sandbox: to lift Meta's limits, to know the customers, and what the business sent."""

from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from load_tests.posts import phone, user_id
from load_tests.targets import loopback
from load_tests.verdict import Answer

UNLIMITED = {"per_second": 1_000_000, "pair_burst": 1_000_000, "pair_seconds": 0}


class Outside:
    """The control addresses of a sandbox."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=loopback(url), timeout=30, trust_env=False)
        self._after = 0
        self.answers: list[Answer] = []

    def prepare(self, customers: Iterable[int]) -> None:
        """Lift the limits; everybody reads at once, so that three statuses follow each message."""
        self._post("limits", UNLIMITED)
        for customer in customers:
            who = {"from": phone(customer), "user_id": user_id(customer)}
            self._post("people", who)
            self._post("read", {**who, "always": True})

    def look(self) -> int:
        """Read what was sent since the last look; how many messages that were, of any kind."""
        sent = self._get("sent", after=self._after)
        for message in sent:
            self._after = message["seq"]
            text = message.get("text") or ""
            self.answers.append(Answer.of(datetime.fromisoformat(message["at"]).timestamp(), str(text)))
        return len(sent)

    def undelivered_statuses(self) -> int:
        """How many statuses still wait for their 200."""
        return len(self._get("webhooks"))

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _post(self, name: str, order: object) -> None:
        self._client.post(f"/control/{name}", json=order).raise_for_status()

    def _get(self, name: str, **query: int) -> Any:  # noqa: ANN401 - decoded JSON
        return self._client.get(f"/control/{name}", params=query).raise_for_status().json()
