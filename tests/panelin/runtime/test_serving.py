"""A process serves until SIGTERM, ends with 0, and says in one sentence why it cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from panelin.errors import Misconfigured
from panelin.runtime.serving import bound, started

ROOT = Path(__file__).resolve().parents[3]
PROCESS = """
import asyncio, sys
from panelin.runtime import serving

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            event = (await receive())["type"]
            await send({"type": event + ".complete"})
            if event == "lifespan.shutdown":
                print("closed", flush=True)
                return
    await asyncio.sleep(0.5 if scope["path"] == "/slow" else 0)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})

def main():
    listener = serving.bound("127.0.0.1", PORT, "the test")
    print(listener.getsockname()[1], flush=True)
    serving.serve(app, listener)

sys.exit(serving.started(main))
"""


def a_process(port=0):
    command = [sys.executable, "-c", PROCESS.replace("PORT", str(port))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture
def process():
    with a_process() as running:
        yield running
        running.kill()


def url_of(process):
    """Where it listens, once it answers."""
    url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
    for _ in range(200):
        try:
            assert httpx.get(url, trust_env=False).text == "done"
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return url
    raise AssertionError("it never answered")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_told_to_end_closes_in_order_and_exits_with_zero(process, number):
    url_of(process)
    process.send_signal(number)
    assert process.wait(9) == 0
    assert process.stdout.read() == "closed\n"
    assert "Traceback" not in process.stderr.read()


def test_a_request_under_way_is_answered_before_the_end(process):
    host, port = url_of(process).removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: test\r\n\r\n")
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
    assert process.wait(9) == 0


def test_the_server_does_not_say_what_it_is(process):
    assert "server" not in httpx.get(url_of(process), trust_env=False).headers


def test_a_taken_port_ends_the_start_with_two_and_the_remedy():
    with bound("127.0.0.1", 0, "somebody else") as listener:
        listener.listen()
        port = listener.getsockname()[1]
        with a_process(port) as second:
            out, told = second.communicate(timeout=20)
    assert (second.returncode, out) == (2, "")
    assert told == f"Cannot start:\n  PORT {port} is taken by another process: the test listens there; set PORT to another one\n"


def test_an_address_that_is_not_of_this_machine_cannot_be_used():
    with pytest.raises(Misconfigured, match="PORT 8080 cannot be used: the desk listens there"):
        bound("203.0.113.1", 8080, "the desk")


def test_small_answers_need_not_wait_because_the_protocol_is_named():
    with bound("127.0.0.1", 0, "the test") as listener:
        assert (listener.family, listener.proto) == (socket.AF_INET, socket.IPPROTO_TCP)


@pytest.mark.skipif(not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists(), reason="this machine has no IPv6")
def test_an_address_of_six_is_listened_on_too():
    with bound("::1", 0, "the test") as listener:
        assert listener.family == socket.AF_INET6


def test_everything_that_is_misconfigured_is_said_line_by_line(capsys):
    def misconfigured():
        raise Misconfigured(("VERIFY_TOKEN is missing: the answer", "PORT is malformed: a number"))

    assert started(misconfigured) == 2
    assert capsys.readouterr().err == "Cannot start:\n  VERIFY_TOKEN is missing: the answer\n  PORT is malformed: a number\n"


def test_a_process_that_has_done_its_work_exits_with_zero(capsys):
    assert started(lambda: None) == 0
    assert capsys.readouterr().err == ""
