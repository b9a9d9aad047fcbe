import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest
from sandbox_server import ROOT, SECRETS, environment_for, free_port, sandbox_process, wait_until
from webhook_receiver import webhook_receiver


def started(environment):
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox"], cwd=ROOT, env={**environment, "PATH": os.environ["PATH"]}, stderr=subprocess.PIPE, text=True
    )


def ended(environment):
    process = started(environment)
    _, said = process.communicate(timeout=20)
    return process.returncode, said


def test_missing_settings_end_the_start_with_exit_2_and_one_line():
    code, said = ended({})
    assert code == 2
    assert said.count("\n") == 1
    assert "Traceback" not in said
    for name in SECRETS:
        assert name in said


def test_a_taken_port_is_said_in_one_sentence(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        code, said = ended(environment_for(tmp_path / "s.db", PORT=str(holder.getsockname()[1])))
    assert code == 2
    assert "is taken by another process" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_exit_0_even_while_somebody_watches_the_events(tmp_path, number):
    port = free_port()
    process = started(environment_for(tmp_path / "s.db", PORT=str(port)))
    url = f"http://127.0.0.1:{port}"
    wait_until(lambda: _answers(url), seconds=20)
    with httpx.Client(trust_env=False) as client, client.stream("GET", f"{url}/control/events") as watched:
        next(watched.iter_lines())
        began = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=9)
    assert process.returncode == 0
    assert time.monotonic() - began < 9
    assert said == ""


def test_a_request_that_hangs_by_order_does_not_hold_up_the_end(tmp_path):
    with sandbox_process(tmp_path / "s.db") as sandbox:
        sandbox.fault("graph", "hang")
        with socket.create_connection(("127.0.0.1", int(sandbox.url.rsplit(":", 1)[1]))) as raw:
            raw.sendall(b"GET /graph/v26.0/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            wait_until(lambda: sandbox.requests("graph"))
            sandbox.process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            assert sandbox.process.wait(9) == 0
            assert time.monotonic() - began < 3


def test_kill_9_loses_no_message_and_no_webhook(tmp_path):
    state = tmp_path / "s.db"
    with webhook_receiver() as receiver:
        with sandbox_process(state, receiver.url) as sandbox:
            receiver.answers.extend([503] * 3)
            wamid = sandbox.say("34600000001", "¿sigue libre?")
            sandbox.control("clock", {"advance": 0.0})
            sandbox.process.kill()
            sandbox.process.wait()
        receiver.answers.clear()
        with sandbox_process(state, receiver.url) as again:
            (message, *_) = receiver.wait_for("messages", 1)
            assert message["id"] == wamid
            assert again.client.get("/control/people").json()[0]["id"] == "34600000001"


def test_unknown_addresses_are_404_and_carry_the_policy_of_the_page(sandbox):
    answer = sandbox.client.get("/nowhere")
    assert answer.status_code == 404
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


def _answers(url):
    try:
        return httpx.get(f"{url}/control/clock", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
