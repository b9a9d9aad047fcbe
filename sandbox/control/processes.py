"""Processes of `make run`, commanded through supervisord's XML-RPC over its unix socket or loopback address."""

import asyncio
import http.client
import socket
import xmlrpc.client
from typing import Any
from urllib.parse import urlsplit

from sandbox.control.requests import Refused
from sandbox.database import Document

_TIMEOUT = 5.0
_TAIL = 2_000
_TOLD = ("name", "statename", "exitstatus", "spawnerr", "start", "pid")
_ALREADY_STARTED, _BAD_NAME, _NOT_RUNNING = 60, 10, 70


async def command_process(supervisor_url: str, name: str, deed: str) -> Document:
    """`kill` sends SIGKILL, `run` starts a process that is not running; refusals are sentences."""
    if deed not in ("kill", "run"):
        raise Refused("do must be kill or run")
    if not name:
        raise Refused("name is missing: the process")
    if not supervisor_url:
        raise Refused("no process runner is at hand: processes can be commanded under `make run` only", 409)
    try:
        return await asyncio.to_thread(_command, supervisor_url, name, deed)
    except xmlrpc.client.Fault as fault:
        raise Refused(_sentence(fault, name), 404 if fault.faultCode == _BAD_NAME else 409) from None
    except (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError) as problem:
        raise Refused(f"the process runner does not answer: {type(problem).__name__}", 409) from None


async def running_processes(supervisor_url: str) -> list[Document]:
    """Every process with its state, and the end of its log if it has one of its own; empty without a runner."""
    if not supervisor_url:
        return []
    try:
        return await asyncio.to_thread(_listed, supervisor_url)
    except (xmlrpc.client.Fault, OSError, http.client.HTTPException, xmlrpc.client.ProtocolError) as problem:
        raise Refused(f"the process runner does not answer: {type(problem).__name__}", 409) from None


def _listed(supervisor_url: str) -> list[Document]:
    with _server(supervisor_url) as server:
        found: list[Any] = server.supervisor.getAllProcessInfo()  # type: ignore[assignment]
        return [{**{key: one[key] for key in _TOLD}, "log": _tail(server, one)} for one in found]


def _tail(server: xmlrpc.client.ServerProxy, process: Document) -> str:
    """The last lines; a log that goes to the terminal cannot be read again, and asking for it would take from a pipe."""
    if not process.get("stdout_logfile") or process["stdout_logfile"].startswith("/dev/"):
        return ""
    return str(server.supervisor.tailProcessStdoutLog(process["name"], 0, _TAIL)[0])  # type: ignore[index]


def _command(supervisor_url: str, name: str, deed: str) -> Document:
    with _server(supervisor_url) as server:
        if deed == "kill":
            server.supervisor.signalProcess(name, "KILL")
        else:
            server.supervisor.startProcess(name, False)
    return {"name": name, "done": deed}


def _sentence(fault: xmlrpc.client.Fault, name: str) -> str:
    known = {
        _ALREADY_STARTED: f"{name} is running already",
        _BAD_NAME: f"no process is called {name}",
        _NOT_RUNNING: f"{name} is not running",
    }
    return known.get(fault.faultCode, f"{name}: {fault.faultString}")


def _server(supervisor_url: str) -> xmlrpc.client.ServerProxy:
    if supervisor_url.startswith("unix://"):
        return xmlrpc.client.ServerProxy("http://127.0.0.1/RPC2", transport=_UnixTransport(supervisor_url.removeprefix("unix://")))
    parts = urlsplit(supervisor_url)
    return xmlrpc.client.ServerProxy(f"{parts.scheme}://{parts.netloc}/RPC2")


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("127.0.0.1", timeout=_TIMEOUT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_TIMEOUT)
        self.sock.connect(self._path)


class _UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, _host: object) -> http.client.HTTPConnection:
        return _UnixConnection(self._path)
