"""From the spawn of the service to its first 200, beside a bare FastAPI app with google-cloud-firestore; both killed right after it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.awake import firestore, url_of
from benchmarks.emulator import free_port
from benchmarks.posts import NUMBER, SECRET, VERIFY_TOKEN, request, text_post
from benchmarks.processes import ROOT, environment
from benchmarks.verdict import Row, middle, pairs

ROUNDS = 9
LIVE = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
PATIENCE = 30.0  # seconds
LATE = ("openai", "fastmcp", "mcp")  # must not be imported by then
MIB = 1024


@dataclass(frozen=True, slots=True)
class Start:
    """What one start cost until the first 200."""

    cpu: float  # milliseconds, user and system
    wall: float  # milliseconds
    memory: float  # MiB, the most that was resident


def rows() -> list[Row]:
    """Measure by turns; the first start of each compiles bytecode and counts for nothing."""
    with firestore() as project:
        ours = Program(("-m", "app"), {**SETTINGS, "STORE_URL": url_of(project)})
        bare = Program(("-m", "benchmarks.bare_app"), {})
        for program in (ours, bare):
            program.started(LIVE)
        live = [(ours.started(LIVE), bare.started(LIVE)) for _ in range(ROUNDS)]
        webhook = [(ours.started(_post()), bare.started(_post())) for _ in range(ROUNDS)]
        late = ours.imported() & set(LATE)
    return verdict(live, webhook, len(late))


Pair = tuple[Start, Start]


def verdict(live: Sequence[Pair], webhook: Sequence[Pair], late: int) -> list[Row]:
    """Judge the starts of both programs."""
    rows_ = []
    for name, rounds in (("/health/live", live), ("a signed webhook", webhook)):
        cpu = pairs([(ours.cpu, bare.cpu) for ours, bare in rounds])
        # Who else uses the machine only ever makes a start longer by the clock: the shortest of each is what the program needs.
        wall = min(ours.wall for ours, _ in rounds), min(bare.wall for _, bare in rounds)
        rows_.append(Row(f"start to the first 200 of {name}, CPU, beside a bare app", "ms", *cpu, at_most=1.4))
        bound = 1.4 if rounds is live else None  # a webhook waits for the emulator, the bare app for nobody
        rows_.append(Row(f"start to the first 200 of {name}, by the clock, fastest", "ms", *wall, at_most=bound))
    memory = middle(ours.memory for ours, _ in live)
    beside = middle(bare.memory for _, bare in live)
    rows_.append(Row("memory at the first 200", "MiB", memory, at_most=95))
    rows_.append(Row("memory at the first 200 beside the bare app", "MiB", memory, beside))
    rows_.append(Row("openai, fastmcp, mcp imported by then", "of 3", late, at_most=0))
    return rows_


SETTINGS = {
    "APP_SECRET": SECRET,
    "VERIFY_TOKEN": VERIFY_TOKEN,
    "PHONE_NUMBER_ID": NUMBER,
    "WHATSAPP_TOKEN": "none",
    "OPENAI_API_KEY": "none",
    "GRAPH_BASE_URL": "http://127.0.0.1:9/graph",  # the discard port: nobody is there
    "OPENAI_BASE_URL": "http://127.0.0.1:9/openai/v1",
    "HOST": "127.0.0.1",
}


@dataclass(frozen=True, slots=True)
class Program:
    """A program that listens on `PORT`, or on the port that its last argument names."""

    arguments: tuple[str, ...]
    settings: Mapping[str, str]

    def started(self, asks: bytes) -> Start:
        """Start it, ask until it answers 200, and kill it."""
        port = free_port()
        began = time.monotonic()
        process = self._spawned(port)
        try:
            _answered(port, asks)
            wall = time.monotonic() - began
            memory = _most_resident(process.pid)
        finally:
            process.send_signal(signal.SIGKILL)
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = -signal.SIGKILL
        return Start((used.ru_utime + used.ru_stime) * 1e3, wall * 1e3, memory)

    def imported(self) -> set[str]:
        """Which modules it has imported by its first 200."""
        port = free_port()
        with TemporaryDirectory() as directory:
            log = Path(directory, "imports")
            with log.open("wb") as told:
                process = self._spawned(port, "-X", "importtime", stderr=told.fileno())
            try:
                _answered(port, LIVE)
            finally:
                process.kill()
                process.wait()
            return set(re.findall(r"^import time:.*\| +(\S+)$", log.read_text(), re.MULTILINE))

    def _spawned(self, port: int, *options: str, stderr: int | None = None) -> "subprocess.Popen[bytes]":
        command = [sys.executable, *options, *self.arguments, str(port)]
        return subprocess.Popen(command, cwd=ROOT, env=environment({**self.settings, "PORT": str(port)}), stderr=stderr)  # noqa: S603 - our own


def _answered(port: int, asks: bytes) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(asks)
                if connection.recv(4096).startswith(b"HTTP/1.1 200 "):
                    return
        except OSError:
            time.sleep(0.002)
    raise RuntimeError("a program of the benchmark did not answer 200")


def _most_resident(pid: int) -> float:
    """MiB; not from getrusage, which counts what the parent held when it forked."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / MIB if found else float("nan")


def _post() -> bytes:
    return request(text_post(1))
