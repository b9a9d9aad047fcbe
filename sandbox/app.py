"""The application: every played service under its address, one witness around them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from importlib import import_module

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount

from sandbox import control, graph, telemetry
from sandbox.armour import Armour
from sandbox.witness import Witness
from sandbox.world import World


def create_app(world: World) -> Starlette:
    """Everything that `python -m sandbox` serves, on one world."""
    routes: list[BaseRoute] = [
        Mount("/graph", routes=graph.routes(world)),
        Mount(
            "/control", routes=[*control.routes(world), *_routes_of("inmoenter", world, "control_routes")], middleware=control.guards(world)
        ),
        Mount("/otlp", routes=telemetry.routes(world)),
        Mount("/openai/v1", routes=_routes_of("openai_api", world)),
        Mount("/inmoenter", routes=_routes_of("inmoenter", world)),
        *_routes_of("page", world),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Witness, world=world), Middleware(Armour)], lifespan=_lifespan(world))


def _lifespan(world: World) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(_: Starlette) -> AsyncIterator[None]:
        deliveries = asyncio.create_task(world.webhooks.run())
        try:
            yield
        finally:
            deliveries.cancel()
            with suppress(asyncio.CancelledError):
                await deliveries

    return run


def _routes_of(package: str, world: World, name: str = "routes") -> list[BaseRoute]:
    try:
        module = import_module(f"sandbox.{package}")
    except ModuleNotFoundError as missing:
        if missing.name != f"sandbox.{package}":
            raise
        return []
    found: list[BaseRoute] = list(getattr(module, name)(world)) if hasattr(module, name) else []
    return found
