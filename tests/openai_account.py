"""The sandbox's OpenAI on an ephemeral port, in a thread of this process, with the world behind it at hand."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox_server import environment_for, wait_until

from sandbox.server import Server
from sandbox.settings import read_settings
from sandbox.world import World


@dataclass
class Account:
    """Where the API listens, and the world whose faults, clock and model a test may move."""

    url: str
    world: World

    def fault(self, kind: str, **more: object) -> None:
        """Put a fault of the model or the API in force."""
        self.world.faults.add({"target": "openai", "kind": kind, **more})


@contextmanager
def openai_account(state: Path) -> Iterator[Account]:
    """Serve until the test ends; the state stays in its file."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY
    listener.bind(("127.0.0.1", 0))
    world = World.open(read_settings(environment_for(state)))
    server = Server(world)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield Account(f"http://127.0.0.1:{listener.getsockname()[1]}/openai/v1", world)
    finally:
        server.stop()
        thread.join(10)
        world.close()
        listener.close()
