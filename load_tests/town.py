"""The processes of a run: the sandbox and the service on free loopback ports, with a store of their own; ended by their ids."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0  # seconds
ENDS_WITHIN = 12.0  # seconds; the contract allows nine
LAST_WORDS = 2000  # characters of a log that say why a process ended
NUMBER_ID = "105500000000001"


class DidNotStart(Exception):
    """A process ended or was silent instead of starting; the message has the end of its log."""


@dataclass(frozen=True, slots=True)
class Town:
    """What runs, and where."""

    webhook: str
    """The origin to which webhooks are posted."""
    sandbox: str
    secret: str = field(repr=False)
    directory: Path
    """Where store, logs, plan and ledger of this run lie."""


@contextmanager
def town(directory: Path, *, scale: float = 1) -> Iterator[Town]:
    """Start both, give them, end both."""
    app_port, sandbox_port = free_ports(2)
    told = _environment(directory, app_port, sandbox_port, scale)
    outside, inside = f"http://127.0.0.1:{sandbox_port}", f"http://127.0.0.1:{app_port}"
    with ExitStack() as running:
        for module, port, asked in (("sandbox", sandbox_port, f"{outside}/control/clock"), ("app", app_port, f"{inside}/health/ready")):
            log = directory / f"{module}.log"
            process = running.enter_context(process_of([sys.executable, "-m", module], {**told, "PORT": str(port)}, log))
            _wait_until_ready(process, asked, log)
        yield Town(inside, outside, told["APP_SECRET"], directory)


@contextmanager
def process_of(command: Sequence[str], environment: Mapping[str, str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a process until the block ends; Ctrl-C reaches it only through us, so that the order of ends is ours."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)  # noqa: S603 - our own words
    try:
        yield process
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process that we started: asked first, killed when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_ports(number: int) -> list[int]:
    """Ports of loopback that are free now, all different."""
    with ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def inherited() -> dict[str, str]:
    """What a process of the run gets of this shell: where things are, no setting of the service."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def last_words(log: Path) -> str:
    """The end of a log."""
    return log.read_text(errors="replace")[-LAST_WORDS:] if log.exists() else ""


def _environment(directory: Path, app_port: int, sandbox_port: int, scale: float) -> dict[str, str]:
    outside = f"http://127.0.0.1:{sandbox_port}"
    return {
        **inherited(),
        **{name: secrets.token_hex(16) for name in ("APP_SECRET", "WHATSAPP_TOKEN", "VERIFY_TOKEN")},
        "PHONE_NUMBER_ID": NUMBER_ID,
        "WABA_ID": "105500000000000",
        "HOST": "127.0.0.1",
        "STORE_URL": f"sqlite:///{directory.resolve()}/panelin.db",
        "SANDBOX_STATE": f"{directory.resolve()}/sandbox.db",
        "WEBHOOK_URL": f"http://127.0.0.1:{app_port}/webhook",
        "GRAPH_BASE_URL": f"{outside}/graph",
        "OPENAI_BASE_URL": f"{outside}/openai/v1",
        "OPENAI_API_KEY": "sandbox",
        "OPENAI_MODEL": "sandbox-echo",
        "TEMPLATES_FILE": "templates.toml",
        "TIME_SCALE": str(scale),
        "LOG_FORMAT": "text",
    }


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    with httpx.Client(timeout=2, trust_env=False) as client:
        while time.monotonic() < until and process.poll() is None:
            try:
                if client.get(url).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
    raise DidNotStart(f"{url} does not answer:\n{last_words(log)}")
