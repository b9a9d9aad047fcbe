"""`make run`: everything on this machine, without an account; what dies is started again, Ctrl-C ends all of it.

supervisord keeps the processes; this file writes its configuration, makes keys for the sandbox, and says where to look.
"""

import configparser
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

VAR = Path("var")
DEFAULT_BASE = 8080
APP, MCP, DESK, SANDBOX = 0, 1, 2, 10  # offsets from PORT_BASE
READY_WITHIN = 60.0
STOP_WITHIN = 10
# What of the caller's environment the processes get: settings of the contract, and what a process needs to run; nobody else's secrets.
PASSED_ON = frozenset(
    [
        "PATH",
        "HOME",
        "LANG",
        "TZ",
        "TMPDIR",
        "STORE_URL",
        "FIRESTORE_EMULATOR_HOST",
        "VERIFY_TOKEN",
        "APP_SECRET",
        "APP_SECRET_PREVIOUS",
        "WHATSAPP_TOKEN",
        "PHONE_NUMBER_ID",
        "WABA_ID",
        "GRAPH_BASE_URL",
        "GRAPH_VERSION",
        "FEEDS",
        "SYNC_ACCEPT",
        "AGENCY_FILE",
        "TEMPLATES_FILE",
        "OVERLAYS_FILE",
        "THREAD_MODE",
        "WORKERS",
        "CLOCK_URL",
        "TIME_SCALE",
        "INSPECT",
        "SMTP_URL",
        "WEBHOOK_URL",
        "SANDBOX_STATE",
        "SANDBOX_TOKEN",
        "LOG_FORMAT",
        "FAILPOINTS",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ]
)
PASSED_ON_PREFIX = ("OPENAI_", "SECRET_", "INMOENTER_", "OTEL_", "MCP_", "DESK_")
KEYS = ("APP_SECRET", "VERIFY_TOKEN", "WHATSAPP_TOKEN")


def main() -> int:
    """Start it all and stay until it ends; the exit code."""
    base = int(os.environ.get("PORT_BASE") or DEFAULT_BASE)
    if (taken := _taken(base)) is not None:
        sys.stderr.write(f"Port {taken} is taken by another process: choose others with PORT_BASE=9080 make run.\n")
        return 2
    os.umask(0o077)  # chats and keys are nobody else's on this machine
    VAR.mkdir(exist_ok=True)
    environment = settings(os.environ, base)
    conf = VAR / "supervisord.conf"
    with conf.open("w") as file:
        programs(environment, base).write(file)
    return _kept(conf, base)


def settings(given: Mapping[str, str], base: int) -> dict[str, str]:
    """What the processes are told: what the caller gave wins, any side may be the real one."""
    outside = f"http://127.0.0.1:{base + SANDBOX}"
    own = {
        **_keys(),
        "PHONE_NUMBER_ID": "105500000000001",
        "WABA_ID": "105500000000000",
        "GRAPH_BASE_URL": f"{outside}/graph",
        "CLOCK_URL": f"{outside}/control/clock",
        "WEBHOOK_URL": f"http://127.0.0.1:{base + APP}/webhook",
        "FEEDS": f"xcp+{outside}/inmoenter/xcp.xml",
        "OVERLAYS_FILE": "overlays.toml",
        "TEMPLATES_FILE": "templates.toml",
        "STORE_URL": f"sqlite:///{VAR}/panelin.db",
        "SANDBOX_STATE": f"{VAR}/sandbox.db",
        "INSPECT": "on",
        "INSPECT_URL": f"http://127.0.0.1:{base + APP}",
        "SUPERVISOR_URL": f"unix://{(VAR / 'supervisor.sock').resolve()}",
        "LOG_FORMAT": "text",
        "PYTHONUNBUFFERED": "1",
    }
    if not given.get("OPENAI_API_KEY"):
        own |= {"OPENAI_API_KEY": "sandbox", "OPENAI_BASE_URL": f"{outside}/openai/v1"}
    return own | {name: value for name, value in given.items() if value and (name in PASSED_ON or name.startswith(PASSED_ON_PREFIX))}


def programs(environment: Mapping[str, str], base: int) -> configparser.RawConfigParser:
    """Write the processes as supervisord wants them."""
    conf = configparser.RawConfigParser()
    sock = f"{VAR}/supervisor.sock"
    conf["supervisord"] = {"nodaemon": "true", "silent": "true", "pidfile": f"{VAR}/supervisord.pid", "logfile": f"{VAR}/supervisord.log"}
    if os.getuid() == 0:
        conf["supervisord"]["user"] = "root"
    conf["unix_http_server"] = {"file": sock, "chmod": "0700"}
    conf["supervisorctl"] = {"serverurl": f"unix://{sock}"}
    conf["rpcinterface:supervisor"] = {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"}
    for name, module, offset in (("sandbox", "sandbox", SANDBOX), ("app", "app", APP)):
        conf[f"program:{name}"] = _program(module, dict(environment) | {"PORT": str(base + offset), "HOST": "127.0.0.1"})
    conf["program:sync"] = _program("sync_job", environment) | {"autostart": "false", "autorestart": "false", "startsecs": "0"}
    return conf


def _program(module: str, environment: Mapping[str, str]) -> dict[str, str]:
    quoted = ",".join(f'{name}="{_escaped(value)}"' for name, value in environment.items() if name.isidentifier())
    return {
        "command": f"{sys.executable} -m {module}",
        "environment": quoted,
        "autorestart": "true",
        "startretries": "1000",
        "stopwaitsecs": str(STOP_WITHIN),
        "stdout_logfile": "/dev/fd/1",
        "stdout_logfile_maxbytes": "0",
        "redirect_stderr": "true",
    }


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", " ")


def _keys() -> dict[str, str]:
    """Keys for the sandbox, made once, so that a chat goes on after a restart."""
    path = VAR / "keys.json"
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text())
        return kept
    made = {name: secrets.token_hex(16) for name in KEYS}
    path.touch(0o600)
    path.write_text(json.dumps(made))
    return made


def _taken(base: int) -> int | None:
    for port in (base + APP, base + SANDBOX):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return port
    return None


def _kept(conf: Path, base: int) -> int:
    """Keep supervisord until it ends; Ctrl-C and SIGTERM end it in order."""
    keeper = subprocess.Popen([sys.executable, "-m", "supervisor.supervisord", "-c", str(conf)], start_new_session=True)  # noqa: S603

    def stop(*_: object) -> None:
        keeper.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    page = f"http://127.0.0.1:{base + SANDBOX}"
    if _answers(page, keeper) and _answers(f"http://127.0.0.1:{base + APP}/health/ready", keeper):
        control = [sys.executable, "-m", "supervisor.supervisorctl", "-c", str(conf), "start", "sync"]
        subprocess.run(control, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own words
        sys.stdout.write(f"Open {page}\n")
        sys.stdout.flush()
    keeper.wait()
    return 0


def _answers(url: str, keeper: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and keeper.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - loopback
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


if __name__ == "__main__":
    sys.exit(main())
