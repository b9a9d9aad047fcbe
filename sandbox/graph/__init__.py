"""Meta's Graph API, as strict as Meta."""

from starlette.routing import BaseRoute

from sandbox.world import World


def routes(world: World) -> list[BaseRoute]:  # noqa: ARG001
    """The addresses under /graph."""
    return []
