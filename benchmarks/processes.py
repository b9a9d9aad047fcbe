"""Processes that are measured: started on a port of their own, asked what they have used, ended by their id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.emulator import free_port

ROOT = Path(__file__).parents[1]
STARTS_WITHIN = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is up."""

    port: int

    def usage(self) -> Mapping[str, float]:
        """Ask what it has used: CPU seconds, and messages that reached a handler."""
        used: Mapping[str, float] = httpx.get(f"http://127.0.0.1:{self.port}/usage", trust_env=False).json()
        return used


@contextmanager
def server(kind: str, *more: str) -> Iterator[Server]:
    """Run one of `benchmarks.servers` until the block ends."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.servers", kind, str(port), *more], cwd=ROOT, env=environment())  # noqa: S603 - our own
    try:
        _wait_for_port(process, port)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def meta() -> Iterator[str]:
    """Run a Meta that takes everything; gives the address of its Graph."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.graph", str(port)], cwd=ROOT, env=environment())  # noqa: S603 - our own
    try:
        _wait_for_port(process, port)
        yield f"http://127.0.0.1:{port}/graph"
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def sandbox() -> Iterator[str]:
    """Run the sandbox; gives the address of its OpenAI."""
    port = free_port()
    with TemporaryDirectory() as directory:
        tokens = dict.fromkeys(("APP_SECRET", "VERIFY_TOKEN", "WHATSAPP_TOKEN", "PHONE_NUMBER_ID", "WABA_ID"), "1")
        settings = environment({**tokens, "PORT": str(port), "SANDBOX_STATE": str(Path(directory, "sandbox.db"))})
        process = subprocess.Popen([sys.executable, "-m", "sandbox"], cwd=ROOT, env=settings)
        try:
            _wait_for_port(process, port)
            yield f"http://127.0.0.1:{port}/openai/v1"
        finally:
            process.terminate()
            process.wait(15)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a measured process is told: nothing of this shell but where things are."""
    kept = ("PATH", "HOME", "FIRESTORE_EMULATOR_HOST")
    return {name: os.environ[name] for name in kept if name in os.environ} | dict(more or {})


def _wait_for_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("a process of the benchmark did not start")
