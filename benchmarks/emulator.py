"""One Firestore emulator for a run of benchmarks or tests, on a port of its own."""

import http.client
import json
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

VARIABLE = "FIRESTORE_EMULATOR_HOST"
STARTS_WITHIN = 60.0  # seconds


class Missing(Exception):
    """A tool is not installed; the text says which, and how to get it."""


@contextmanager
def emulator() -> Iterator[str]:
    """Run a Firestore emulator, or use the one that FIRESTORE_EMULATOR_HOST names; gives its host and port."""
    running = os.environ.get(VARIABLE)
    if running:
        yield running
        return
    host = f"127.0.0.1:{free_port()}"
    with _started(_program(), host):
        os.environ[VARIABLE] = host
        try:
            yield host
        finally:
            del os.environ[VARIABLE]


def fresh_project() -> str:
    """Name a project that nobody else uses."""
    return f"demo-{uuid4().hex[:20]}"


def free_port() -> int:
    """Find a port of this machine that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _program() -> Path:
    gcloud = shutil.which("gcloud")
    if gcloud is None or shutil.which("java") is None:
        raise Missing("the Firestore emulator needs gcloud and java")
    command = [gcloud, "info", "--format=value(installation.sdk_root)"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - found by name
    program = Path(asked.stdout.strip()) / "platform/cloud-firestore-emulator/cloud_firestore_emulator"
    if not program.exists():
        raise Missing("the Firestore emulator is not installed: gcloud components install cloud-firestore-emulator")
    return program


@contextmanager
def _started(program: Path, host: str) -> Iterator[None]:
    name, port = host.split(":")
    command = [str(program), "start", "--host", name, "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - Google's own
    try:
        _wait_until_it_answers(process, name, int(port))
        _wake(name, int(port))
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", name: str, port: int) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up_at and process.poll() is None:
        connection = http.client.HTTPConnection(name, port, timeout=1)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise Missing("the Firestore emulator did not start")


def _wake(name: str, port: int) -> None:
    """Have it write once: its first write takes seconds, which no deadline of ours allows."""
    documents = "projects/demo-first/databases/(default)/documents"
    first = {"writes": [{"update": {"name": f"{documents}/first/write"}}]}
    connection = http.client.HTTPConnection(name, port, timeout=STARTS_WITHIN)
    connection.request("POST", f"/v1/{documents}:commit", json.dumps(first), {"Content-Type": "application/json"})
    if connection.getresponse().status != http.HTTPStatus.OK:
        raise Missing("the Firestore emulator takes no writes")
    connection.close()
