"""The service as it runs, to be broken: two instances of `python -m app` on one store, the sandbox as a process, a front before them."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import httpx
import stores
from chaos_front import Front, front
from sandbox_server import ROOT, SECRETS, Sandbox, free_port, sandbox_process, wait_until

from panelin.store.contract import Store
from panelin.store.open_store import open_store

T = TypeVar("T")
SCALE = 0.15
FIRST_CUSTOMER = 34_611_000_000


@cache
def patient_agency() -> Path:
    """The sample agency without a cap on a person's questions: in a storm everybody asks for hours."""
    written = (ROOT / "agency.toml").read_text().replace("turns = 60", "turns = 100000")
    own = Path(mkdtemp()) / "agency.toml"
    own.write_text(written)
    return own


def phone(customer: int) -> str:
    """The number of a customer."""
    return str(FIRST_CUSTOMER + customer)


def words(customer: int, number: int, more: str = "") -> str:
    """A numbered message."""
    return f"busco piso m{customer}x{number}{more}"


class Instance:
    """One instance of the app: a process that may be ended in every way, and started again on the same port."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = int(environment["PORT"])
        self._environment, self._log = environment, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, failpoints: str = "", *, rule: str | None = None, ready: bool = True) -> None:
        """Start it, if wished with failpoints or with one rule broken on purpose."""
        command = [sys.executable, "-m", "app"] if rule is None else [sys.executable, "tests/broken_app.py", rule]
        with self._log.open("ab") as log:
            environment = {**self._environment, "FAILPOINTS": failpoints}
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        if ready:
            wait_until(lambda: not self.alive or self.answers(), seconds=60)

    @property
    def alive(self) -> bool:
        """Whether the process is there, stopped or not."""
        return self.process is not None and self.process.poll() is None

    @property
    def stopped(self) -> bool:
        """Whether a signal has stopped it."""
        if not self.alive or self.process is None:
            return False
        with suppress(OSError):
            return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
        return False

    def answers(self) -> bool:
        """Whether it listens and its store is there."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health/ready", timeout=1, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it, and to nobody else."""
        if self.alive and self.process is not None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """`kill -9`."""
        self.send(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(10)

    def terminate(self) -> int:
        """SIGTERM as Cloud Run sends it; the exit code."""
        self.send(signal.SIGTERM)
        return self.process.wait(30) if self.process is not None else 0

    def wait_until_killed(self, seconds: float) -> bool:
        """Wait until a failpoint has killed it; whether that happened in time."""
        with suppress(AssertionError):
            return bool(wait_until(lambda: not self.alive, seconds=seconds, every=0.01))
        return False


@dataclass
class House:
    """Everything that runs, on one store."""

    sandbox: Sandbox
    front: Front
    store_url: str
    instances: tuple[Instance, Instance]
    began: float = field(default_factory=time.time)

    def ask(self, question: Callable[[Store], Awaitable[T]]) -> T:
        """Ask the store from outside, as a process of its own would."""

        async def asked() -> T:
            store = open_store(self.store_url)
            try:
                return await question(store)
            finally:
                await store.close()

        return asyncio.run(asked())

    def says(self, customer: int, *numbers: int, more: str = "") -> list[str]:
        """A customer writes numbered messages in a burst; their wamids."""
        burst = [{"from": phone(customer), "text": words(customer, number, more)} for number in numbers]
        return self.sandbox.client.post("/control/say", json=burst).json()["wamids"]

    def person_says(self, customer: int, text: str) -> str:
        """An agent answers from the phone app; the wamid of the echo."""
        return self.sandbox.say(phone(customer), text, kind="echo")

    def acknowledged(self, *wamids: str, seconds: float = 15) -> float:
        """Wait until all of them were answered 200; when the last was."""

        def done() -> list[float] | None:
            times = [told.acked for wamid in wamids if (told := self.front.told.get(wamid)) and told.acked]
            return times if len(times) == len(wamids) else None

        return max(wait_until(done, seconds=seconds))

    def posts(self, customer: int) -> list[dict]:
        """What a customer was sent."""
        return [entry for entry in self.sandbox.sent() if entry["to"].lstrip("+") == phone(customer)]

    def answers_of_the_model(self) -> list[dict]:
        """Every question that the model was asked."""
        return [entry for entry in self.sandbox.requests("openai") if entry["path"].endswith("/responses")]


def environment(kind: str, store_url: str, sandbox: Sandbox, scale: float) -> dict[str, str]:
    """What an instance is told."""
    told = {
        **SECRETS,
        "STORE_URL": store_url,
        "AGENCY_FILE": str(patient_agency()),
        "GRAPH_BASE_URL": sandbox.graph_url,
        "OPENAI_API_KEY": "sandbox",
        "OPENAI_BASE_URL": f"{sandbox.url}/openai/v1",
        "OPENAI_MODEL": "sandbox-echo",
        "TEMPLATES_FILE": "templates.toml",
        "TIME_SCALE": str(scale),
        "HOST": "127.0.0.1",
        "LOG_FORMAT": "text",
        "PATH": os.environ["PATH"],
    }
    return told | ({"FIRESTORE_EMULATOR_HOST": os.environ["FIRESTORE_EMULATOR_HOST"]} if kind == "firestore" else {})


@contextmanager
def street(directory: Path) -> Iterator[tuple[Sandbox, Front]]:
    """The outside world: one sandbox and one front, for one house after another."""
    with front() as before, sandbox_process(directory / "sandbox.db", before.url, TEMPLATES_FILE="templates.toml") as sandbox:
        yield sandbox, before


@contextmanager
def house(kind: str, directory: Path, outside: tuple[Sandbox, Front], *, scale: float = SCALE) -> Iterator[House]:
    """A house whose instances are not started yet; leaving it ends them."""
    directory.mkdir(parents=True, exist_ok=True)
    sandbox, before = outside
    sandbox.control("reset")
    sandbox.control("limits", {"per_second": 100_000, "pair_burst": 100_000, "status_delay": 0.05})
    before.forget()
    store_url = stores.fresh_url(kind, directory)
    told = environment(kind, store_url, sandbox, scale)
    one, two = (Instance({**told, "PORT": str(free_port())}, directory / f"instance{n}.log") for n in (1, 2))
    before.targets = [one.port, two.port]
    try:
        yield House(sandbox, before, store_url, (one, two))
    finally:
        for instance in (one, two):
            instance.kill()
        before.targets = []
