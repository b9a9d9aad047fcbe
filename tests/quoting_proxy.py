"""A proxy before a vendor that passes everything on, or answers with an error that quotes all it was told: headers, address and body."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


@dataclass
class Quoting:
    """Where it listens; `errors` are the (status, code) of the next answers to POSTs whose address holds `where`."""

    url: str
    errors: list[tuple[int, object]] = field(default_factory=list)
    where: str = ""
    quoted: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Passes on, or quotes what it was sent in an error of the vendor's shape."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.proxy.errors and self.server.proxy.where in self.path:
            status, code = self.server.proxy.errors.pop(0)
            said = f"{self.path} {self.headers} {body.decode(errors='replace')}"
            self.server.proxy.quoted.append(said)
            fault = {"message": said, "code": code, "type": said, "param": said, "error_data": {"details": said}}
            self._answer(status, json.dumps({"error": fault}).encode(), "application/json")
        else:
            self._pass_on(body)

    def do_GET(self) -> None:
        self._pass_on(b"")

    def do_DELETE(self) -> None:
        self._pass_on(b"")

    def _pass_on(self, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "content-length", "connection"}}
        answer = self.server.client.request(self.command, f"{self.server.vendor}{self.path}", content=body, headers=headers)
        self._answer(answer.status_code, answer.content, answer.headers.get("Content-Type", "application/json"))

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def quoting_proxy(vendor: str) -> Iterator[Quoting]:
    """Stand before the vendor at this address."""
    client = httpx.Client(trust_env=False, timeout=30)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.vendor, server.client = vendor, client
    server.handle_error = lambda *_: None  # who asked may have gone
    proxy = Quoting(f"http://127.0.0.1:{server.server_port}")
    server.proxy = proxy
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
        client.close()
