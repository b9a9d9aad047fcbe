"""Real stores for tests: an SQLite file of one's own, or a database of one's own in one Firestore emulator per run."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from panelin.store.contract import Store
from panelin.store.open_store import open_store

KINDS = ("sqlite", "firestore")
_STARTS_WITHIN = 60.0


class Missing(Exception):
    """A tool that a test needs is not installed; the text says which, and how to get it."""


@contextmanager
def emulator() -> Iterator[str]:
    """Run a Firestore emulator, or use the one that FIRESTORE_EMULATOR_HOST names; gives its host and port."""
    running = os.environ.get("FIRESTORE_EMULATOR_HOST")
    if running:
        yield running
        return
    host = f"127.0.0.1:{free_port()}"
    with _started(_program(), host):
        os.environ["FIRESTORE_EMULATOR_HOST"] = host
        try:
            yield host
        finally:
            del os.environ["FIRESTORE_EMULATOR_HOST"]


def _program() -> Path:
    gcloud = shutil.which("gcloud")
    if gcloud is None or shutil.which("java") is None:
        raise Missing("the Firestore emulator needs gcloud and java")
    asked = subprocess.run(
        [gcloud, "info", "--format=value(installation.sdk_root)"], capture_output=True, text=True, check=False, timeout=60
    )
    program = Path(asked.stdout.strip()) / "platform/cloud-firestore-emulator/cloud_firestore_emulator"
    if not program.exists():
        raise Missing("the Firestore emulator is not installed: gcloud components install cloud-firestore-emulator")
    return program


@contextmanager
def _started(program: Path, host: str) -> Iterator[None]:
    name, port = host.split(":")
    process = subprocess.Popen(
        [program, "start", "--host", name, "--port", port],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_it_answers(process, name, int(port))
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", name: str, port: int) -> None:
    give_up_at = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            connection = http.client.HTTPConnection(name, port, timeout=1)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise Missing("the Firestore emulator did not start")


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def fresh_url(kind: str, directory: Path) -> str:
    """Name a store that nobody else uses; for Firestore an emulator must be running."""
    if kind == "sqlite":
        return f"sqlite:///{directory / 'panelin.db'}"
    return f"firestore://demo-{uuid4().hex[:20]}/(default)"


def fresh_store(kind: str, directory: Path) -> Store:
    """Open an empty store."""
    return open_store(fresh_url(kind, directory))
