"""Serving one ASGI app: a socket of our own, SIGTERM that ends with exit 0 within nine seconds, faults at start in one message."""

import asyncio
import errno
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from panelin.errors import Misconfigured

GRACE = 3  # seconds for open requests; Cloud Run kills after ten (reliability sheet, section 9)


class Server(uvicorn.Server):
    """uvicorn, which raises a caught signal again after an orderly end and so spoils the exit code, without that habit."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order on SIGTERM and Ctrl-C."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        self.should_exit = True


def bound(host: str, port: int, name: str) -> socket.socket:
    """Listen on an address, or say in one sentence why that is not possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY on what it accepts
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        why = "is taken by another process" if refused.errno == errno.EADDRINUSE else "cannot be used"
        raise Misconfigured((f"PORT {port} {why}: {name} listens there; set PORT to another one",)) from None
    return listener


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until told to end."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE, ws="none", server_header=False, limit_concurrency=2000
    )
    asyncio.run(Server(config).serve(sockets=[listener]))


def started(main: Callable[[], None]) -> int:
    """Run a process's `main`; the exit code. What is misconfigured is said once, without a traceback."""
    try:
        main()
    except Misconfigured as fault:
        sys.stderr.write("Cannot start:\n" + "".join(f"  {problem}\n" for problem in fault.problems))
        return 2
    return 0
