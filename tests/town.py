"""A whole town on loopback: the sandbox, the service as a process of its own, one sync; what a customer and the agents do in it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from sandbox_server import ROOT, Sandbox, free_port, sandbox_thread, wait_until

LUCIA, MARTA = "34600000001", "34600000101"
MADRID = ZoneInfo("Europe/Madrid")
SCALE = 0.1
QUIET = 1.0  # seconds without a message after which nothing more comes


class Town:
    """The sandbox and one running service."""

    def __init__(self, sandbox: Sandbox, environment: dict[str, str], logs: Path) -> None:
        self.sandbox, self.environment, self.logs = sandbox, environment, logs
        self.app: subprocess.Popen[bytes] | None = None
        self.command = [sys.executable, "-m", "app"]
        self.url = f"http://127.0.0.1:{environment['PORT']}"

    def start(self, **more: str) -> None:
        """Start the service and wait until it takes traffic."""
        with self.logs.open("ab") as log:
            self.app = subprocess.Popen(self.command, cwd=ROOT, env={**self.environment, **more}, stderr=log, stdout=log)
        wait_until(self._ready, seconds=30, every=0.05)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the service; its exit code."""
        assert self.app is not None
        self.app.send_signal(number)
        return self.app.wait(15)

    def sync(self, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the nightly job once."""
        return subprocess.run(
            [sys.executable, "-m", "sync_job"], cwd=ROOT, env={**self.environment, **more}, capture_output=True, text=True, check=False
        )

    def clock(self, text: str) -> None:
        """Set the business clock by the clock on the wall: "2026-11-24 11:00"."""
        at = datetime.fromisoformat(text).replace(tzinfo=MADRID)
        self.sandbox.control("clock", {"set": at.isoformat()})
        time.sleep(0.6)  # the service follows within a moment

    def passes(self, **time_: float) -> None:
        """Let business time pass."""
        self.sandbox.control("clock", {"advance": timedelta(**time_).total_seconds()})
        time.sleep(0.6)

    def writes(self, *words: str, who: str = LUCIA, **more: object) -> list[dict]:
        """A customer writes a burst; what came of it once it is quiet."""
        before = len(self.sandbox.sent())
        bubbles = [{"from": who, "kind": "text", "text": each, "name": "Lucía Gómez", **more} for each in words]
        self.sandbox.control("say", bubbles)  # one after another at once: a busy machine must not stretch the burst
        return self.quiet(before)

    def does(self, kind: str, who: str = LUCIA, **more: object) -> list[dict]:
        """Somebody taps, answers from the phone app, sends a photo; what came of it once it is quiet."""
        before = len(self.sandbox.sent())
        self.sandbox.say(who, kind=kind, **more)
        return self.quiet(before)

    def quiet(self, before: int, *, at_most: float = 20) -> list[dict]:
        """Wait until nothing more is said; what was said since."""
        until, count = time.monotonic() + QUIET, before
        deadline = time.monotonic() + at_most
        while time.monotonic() < min(until, deadline):
            time.sleep(0.05)
            if (now := len(self.sandbox.sent())) > count or self.busy():
                count, until = now, time.monotonic() + QUIET
        return self.sandbox.sent(before)

    def busy(self) -> bool:
        """Whether the service answers somebody or has something unsent."""
        with httpx.Client(base_url=self.url, timeout=5, trust_env=False) as app:
            chats = app.get("/inspect/conversations").json()
            return any(chat["answering"] or self._unsent(app, chat["id"]) for chat in chats)

    def chat(self, who: str = LUCIA) -> dict:
        """The state of a customer's conversation, as the page shows it."""
        with httpx.Client(base_url=self.url, timeout=5, trust_env=False) as app:
            chats = app.get("/inspect/conversations").json()
            chat = next(chat for chat in chats if chat["wa_id"] == who)
            return app.get(f"/inspect/conversations/{chat['id']}").json()

    def chats(self) -> list[dict]:
        """All conversations, the newest first."""
        found: list[dict] = httpx.get(f"{self.url}/inspect/conversations", timeout=5, trust_env=False).json()
        return found

    def _unsent(self, app: httpx.Client, conversation: str) -> bool:
        state = app.get(f"/inspect/conversations/{conversation}").json()
        return any(item["state"] == "new" for item in state["inbox"]) or any(r["state"] in {"ready", "sending"} for r in state["outbox"])

    def _ready(self) -> bool:
        assert self.app is not None
        if self.app.poll() is not None:
            raise AssertionError(f"the service ended: {self.logs.read_text()[-2000:]}")
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=2, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


def body_of(message: dict) -> str:
    """The text that a person reads in a message."""
    return str(message.get("text") or "")


def to(person: str, messages: list[dict]) -> list[str]:
    """What one number reads."""
    return [body_of(message) for message in messages if message["to"].lstrip("+") == person]


@contextmanager
def town(directory: Path, store_url: str, *, synced: bool = True, **more: str) -> Iterator[Town]:
    """A town with its own store, open until the test ends."""
    port = free_port()
    templates = {"TEMPLATES_FILE": str(ROOT / "templates.toml")}
    with sandbox_thread(directory / "sandbox.db", f"http://127.0.0.1:{port}/webhook", **templates) as sandbox:
        environment = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "FIRESTORE_EMULATOR_HOST"}},
            **{name: value for name, value in sandbox.environment.items() if name not in {"SANDBOX_STATE", "WEBHOOK_URL"}},
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "STORE_URL": store_url,
            "GRAPH_BASE_URL": sandbox.graph_url,
            "OPENAI_BASE_URL": f"{sandbox.url}/openai/v1",
            "OPENAI_API_KEY": "sandbox",
            "CLOCK_URL": f"{sandbox.url}/control/clock",
            "FEEDS": f"xcp+{sandbox.url}/inmoenter/xcp.xml",
            "TIME_SCALE": str(SCALE),
            "INSPECT": "on",
            "LOG_FORMAT": "text",
            **more,
        }
        place = Town(sandbox, environment, directory / "app.log")
        place.clock("2026-11-23 22:41")
        if synced:
            assert place.sync().returncode == 0
        place.start()
        try:
            yield place
        finally:
            if place.app is not None and place.app.poll() is None:
                place.stop()
