"""Serving: a socket of our own, SIGTERM and Ctrl-C that end with exit 0, a taken port said in one sentence."""

import asyncio
import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from sandbox.app import create_app
from sandbox.settings import Misconfigured, Settings
from sandbox.world import World

_GRACE = 3  # seconds that open requests get; Cloud Run's nine are the contract's limit


class Server(uvicorn.Server):
    """uvicorn without its habit of raising the signal again after an orderly end, which would spoil the exit code."""

    def __init__(self, world: World) -> None:
        config = uvicorn.Config(create_app(world), log_level="warning", access_log=False, timeout_graceful_shutdown=_GRACE, ws="none")
        super().__init__(config)
        self.world = world

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on SIGTERM and SIGINT; in a thread, where no signals arrive, on `stop`."""
        loop = asyncio.get_running_loop()
        wanted: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGINT)
        try:
            for number in wanted:
                loop.add_signal_handler(number, self.stop)
        except (RuntimeError, ValueError):  # not the main thread
            wanted = ()
        try:
            yield
        finally:
            for number in wanted:
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Take nothing more and end."""
        self.world.journal.close()
        self.should_exit = True


def bound_socket(host: str, port: int) -> socket.socket:
    """A listening address of our own; raises Misconfigured if it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
    except OSError as refusal:
        listener.close()
        reason = "is taken by another process" if refusal.errno == errno.EADDRINUSE else f"cannot be used: {refusal.strerror}"
        raise Misconfigured(f"The sandbox cannot start: {host}:{port} {reason} (set PORT to another one).") from None
    return listener


def serve(settings: Settings) -> int:
    """Serve until told to end; the exit code."""
    listener = bound_socket(settings.host, settings.port)
    world = World.open(settings)
    try:
        asyncio.run(Server(world).serve(sockets=[listener]))
    finally:
        world.close()
        listener.close()
    return 0
