"""A stand-in for the product's webhook: it keeps what the sandbox delivers and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sandbox_server import wait_until


@dataclass
class Delivery:
    """One POST as it came."""

    body: bytes
    headers: dict[str, str]
    answered: int

    @property
    def values(self) -> list[dict]:
        return [change["value"] for entry in json.loads(self.body)["entry"] for change in entry["changes"]]

    @property
    def fields(self) -> list[str]:
        return [change["field"] for entry in json.loads(self.body)["entry"] for change in entry["changes"]]


@dataclass
class Receiver:
    """Where the webhooks arrive; `answers` are given first, then 200."""

    url: str
    answers: list[int] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def all_of(self, name: str) -> list[dict]:
        """Every message, status, echo or contact received with a 200, in the order of arrival."""
        return [
            item
            for delivery in list(self.deliveries)
            if delivery.answered == 200
            for value in delivery.values
            for item in value.get(name, ())
        ]

    def wait_for(self, name: str, count: int, *, seconds: float = 10) -> list[dict]:
        """Wait until so many have come."""
        return wait_until(lambda: found if len(found := self.all_of(name)) >= count else None, seconds=seconds)

    def statuses_of(self, wamid: str) -> list[str]:
        """The statuses received for a message."""
        return [status["status"] for status in self.all_of("statuses") if status["id"] == wamid]


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """Listen on an ephemeral port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.answers.pop(0) if receiver.answers else 200
            receiver.deliveries.append(Delivery(body, {name.lower(): value for name, value in self.headers.items()}, status))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/webhook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
