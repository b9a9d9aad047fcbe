"""`make run` as a process of its own: ports, folder and `var` that belong to one test, the sample agency, everything as a visitor has it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sandbox_server import ROOT, Sandbox, wait_until

FILES = ("AGENCY_FILE", "TEMPLATES_FILE", "OVERLAYS_FILE")
PORTS = (0, 1, 2, 10)  # app, MCP server, desk, sandbox: offsets of the contract
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


@contextmanager
def whole_run(folder: Path, **settings: str) -> Iterator[Sandbox]:
    """Start it all, wait for the line "Open ..." and for the first sync, and end it by SIGTERM."""
    base = _free_base()
    files = {name: str(ROOT / f"{name.removesuffix('_FILE').lower()}.toml") for name in FILES}
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    environment = {**inherited, **files, "PYTHONPATH": str(ROOT), "PORT_BASE": str(base), **settings}
    log = folder / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.run"], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield _opened(process, log, environment)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert code == 0, log.read_text("utf-8")


def _opened(process: "subprocess.Popen[bytes]", log: Path, environment: dict[str, str]) -> Sandbox:
    deadline = time.monotonic() + 90
    while not (line := re.search(r"^Open (http://\S+)$", log.read_text("utf-8"), re.MULTILINE)):
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.1)
    sandbox = Sandbox(line[1], environment, process=process)
    wait_until(lambda: _synced(sandbox), seconds=60, every=0.2)
    return sandbox


def _synced(sandbox: Sandbox) -> bool:
    processes = sandbox.client.get("/control/processes").json()
    return any(one["name"] == "sync" and one["statename"] == "EXITED" and one["start"] for one in processes)


def _free_base() -> int:
    for base in range(20_000, 32_000, 20):
        if all(_is_free(base + offset) for offset in PORTS):
            return base
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def texts_to(sandbox: Sandbox, number: str) -> list[str]:
    """What the business said to somebody, in order."""
    return [sent["text"] for sent in sandbox.sent() if sent["person"] == number]


def app_answers(sandbox: Sandbox) -> bool:
    """Whether the app is up."""
    try:
        return sandbox.client.get("/control/inspect/conversations").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
