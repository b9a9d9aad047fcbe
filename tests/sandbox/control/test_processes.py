import socketserver
import threading
import xmlrpc.client
from http.server import BaseHTTPRequestHandler
from xmlrpc.server import SimpleXMLRPCDispatcher

import pytest

from sandbox.control.processes import command_process
from sandbox.control.requests import Refused


class Supervisor(SimpleXMLRPCDispatcher):
    """The two calls of supervisord that are used, and its faults."""

    def __init__(self):
        super().__init__(allow_none=True)
        self.calls = []
        self.register_function(self._signal, "supervisor.signalProcess")
        self.register_function(self._start, "supervisor.startProcess")

    def _signal(self, name, signal):
        self.calls.append(("signal", name, signal))
        return self._checked(name, running=70, fault=name == "sync")

    def _start(self, name, wait):
        self.calls.append(("start", name, wait))
        return self._checked(name, running=60, fault=name == "app")

    def _checked(self, name, *, running, fault):
        if name not in ("app", "sync", "odd"):
            raise xmlrpc.client.Fault(10, "BAD_NAME")
        if name == "odd":
            raise xmlrpc.client.Fault(50, "SPAWN_ERROR: odd")
        if fault:
            raise xmlrpc.client.Fault(running, "STATE")
        return True


@pytest.fixture(params=["unix", "http"])
def supervisor(request, tmp_path):
    dispatcher = Supervisor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            answer = dispatcher._marshaled_dispatch(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def address_string(self):
            return "runner"

        def log_message(self, *_):
            pass

    if request.param == "unix":
        server = socketserver.UnixStreamServer(str(tmp_path / "s.sock"), Handler)
        url = f"unix://{tmp_path / 's.sock'}"
    else:
        server = socketserver.TCPServer(("127.0.0.1", 0), Handler)
        url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    dispatcher.url = url
    yield dispatcher
    server.shutdown()
    server.server_close()


async def sentence(supervisor, name, deed):
    with pytest.raises(Refused) as refusal:
        await command_process(supervisor.url, name, deed)
    return refusal.value.status, str(refusal.value)


async def test_kill_is_signal_9_and_run_starts_without_waiting(supervisor):
    assert await command_process(supervisor.url, "app", "kill") == {"name": "app", "done": "kill"}
    assert await command_process(supervisor.url, "sync", "run") == {"name": "sync", "done": "run"}
    assert supervisor.calls == [("signal", "app", "KILL"), ("start", "sync", False)]


async def test_the_runner_s_refusals_are_sentences(supervisor):
    assert await sentence(supervisor, "app", "run") == (409, "app is running already")
    assert await sentence(supervisor, "sync", "kill") == (409, "sync is not running")
    assert await sentence(supervisor, "nothing", "kill") == (404, "no process is called nothing")
    assert await sentence(supervisor, "odd", "run") == (409, "odd: SPAWN_ERROR: odd")


@pytest.mark.parametrize("url", ["unix:///nowhere/at/all.sock", "http://127.0.0.1:1"])
async def test_a_runner_that_does_not_answer_is_said(url):
    with pytest.raises(Refused, match="does not answer"):
        await command_process(url, "app", "kill")
