"""The control addresses: whatever a person can do on the page, a test can do here."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from sandbox.world import World


def routes(world: World) -> list[BaseRoute]:  # noqa: ARG001
    """The addresses under /control."""
    return []


def guards(world: World) -> list[Middleware]:  # noqa: ARG001
    """What stands before them."""
    return []
