import subprocess
import sys

import pytest
from sandbox_server import sandbox_thread, wait_until

CONFIGURATION = """
[unix_http_server]
file={folder}/s.sock
[supervisord]
nodaemon=true
logfile={folder}/log
pidfile={folder}/pid
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:app]
command={python} -c "import time, os; open('{folder}/app', 'a').write(str(os.getpid()) + chr(10)); time.sleep(60)"
autorestart=true
startsecs=0
[program:sync]
command={python} -c "open('{folder}/sync', 'a').write('ran' + chr(10))"
autostart=false
autorestart=false
startsecs=0
"""


@pytest.fixture
def runner(tmp_path):
    (tmp_path / "supervisord.conf").write_text(CONFIGURATION.format(folder=tmp_path, python=sys.executable))
    process = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(tmp_path / "supervisord.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield tmp_path
    process.terminate()
    process.wait(15)


def lines(file):
    return file.read_text().split() if file.exists() else []


def test_the_real_process_runner_kills_what_runs_and_runs_what_is_due(runner):
    with sandbox_thread(runner / "sandbox.db", SUPERVISOR_URL=f"unix://{runner / 's.sock'}") as sandbox:
        wait_until(lambda: lines(runner / "app"))
        assert sandbox.control("process", {"name": "app", "do": "kill"}) == {"name": "app", "done": "kill"}
        first, second = wait_until(lambda: pids if len(pids := lines(runner / "app")) == 2 else None)
        assert first != second
        sandbox.control("process", {"name": "sync", "do": "run"})
        wait_until(lambda: lines(runner / "sync") == ["ran"])
        assert sandbox.client.post("/control/process", json={"name": "app", "do": "run"}).status_code == 409
