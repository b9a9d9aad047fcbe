"""A sandbox on an ephemeral port of this machine, in a thread or as a process of its own, for end-to-end tests."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from sandbox.server import Server, bound_socket
from sandbox.settings import read_settings
from sandbox.world import World

ROOT = Path(__file__).resolve().parent.parent
SECRETS = {
    "APP_SECRET": "test-app-secret",
    "WHATSAPP_TOKEN": "test-graph-token",
    "PHONE_NUMBER_ID": "105500000000001",
    "WABA_ID": "209900000000001",
    "VERIFY_TOKEN": "test-verify-token",
}


@dataclass
class Sandbox:
    """A running sandbox: where it listens, what it was told, and its world if it runs in this process."""

    url: str
    environment: dict[str, str]
    world: World | None = None
    process: "subprocess.Popen[bytes] | None" = None
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, timeout=10, trust_env=False)

    @property
    def graph_url(self) -> str:
        """What the product gets as GRAPH_BASE_URL."""
        return f"{self.url}/graph"

    def say(self, sender: str, text: str = "", **more: object) -> str:
        """A customer writes; the wamid."""
        return self.control("say", {"from": sender, "text": text, **more})["wamid"]

    def control(self, name: str, order: object = None) -> dict:
        """POST to a control address; its answer."""
        answer = self.client.post(f"/control/{name}", json=order or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, target: str, kind: str, **more: object) -> dict:
        """Put a fault in force."""
        return self.control("faults", {"target": target, "kind": kind, **more})

    def sent(self, after: int = 0) -> list[dict]:
        """What the business sent."""
        return self.client.get("/control/sent", params={"after": after}).json()

    def requests(self, target: str, after: int = 0) -> list[dict]:
        """What was received for a target."""
        return self.client.get("/control/requests", params={"target": target, "after": after}).json()

    def wait_for_sent(self, count: int, *, after: int = 0, seconds: float = 10) -> list[dict]:
        """Wait until the business has sent so many; what it sent."""
        return wait_until(lambda: found if len(found := self.sent(after)) >= count else None, seconds=seconds)


def wait_until(question, *, seconds: float = 10, every: float = 0.02):
    """Ask until the answer is true, and return it."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {question}")
        time.sleep(every)
    return answer


def environment_for(state: Path, webhook_url: str = "", **more: str) -> dict[str, str]:
    """The settings of a test sandbox; `webhook_url` unset points at a closed port."""
    return {**SECRETS, "SANDBOX_STATE": str(state), "WEBHOOK_URL": webhook_url or f"http://127.0.0.1:{free_port()}/webhook", **more}


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def sandbox_thread(state: Path, webhook_url: str = "", **more: str) -> Iterator[Sandbox]:
    """A sandbox in a thread of this process; statuses come at once."""
    environment = environment_for(state, webhook_url, **more)
    listener = bound_socket("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    box: list[Server] = []
    ready = threading.Event()

    def run() -> None:
        world = World.open(read_settings(environment))
        box.append(Server(world))
        ready.set()
        try:
            asyncio.run(box[0].serve(sockets=[listener]))
        finally:
            world.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    sandbox = Sandbox(url, environment, world=box[0].world)
    try:
        _await_ready(sandbox)
        sandbox.control("limits", {"status_delay": 0.0})
        yield sandbox
    finally:
        sandbox.client.close()
        box[0].stop()
        thread.join(10)
        listener.close()


@contextmanager
def sandbox_process(state: Path, webhook_url: str = "", *, port: int = 0, **more: str) -> Iterator[Sandbox]:
    """A sandbox as a process of its own, which a test may kill."""
    port = port or free_port()
    environment = environment_for(state, webhook_url, PORT=str(port), **more)
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox"], cwd=ROOT, env={**environment, "PATH": os.environ["PATH"]}, stderr=subprocess.DEVNULL
    )
    sandbox = Sandbox(f"http://127.0.0.1:{port}", environment, process=process)
    try:
        _await_ready(sandbox)
        yield sandbox
    finally:
        sandbox.client.close()
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(sandbox: Sandbox) -> None:
    def answers() -> bool:
        try:
            return sandbox.client.get("/control/clock").status_code < 500
        except httpx.TransportError:
            return False

    wait_until(answers, seconds=20)
