"""Whether this process lives and may take traffic: only the store matters; a vendor that is down never stops a start."""

from collections.abc import Awaitable, Callable
from importlib.metadata import PackageNotFoundError, version

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from panelin.errors import PanelinError


def health_routes(ready: Callable[[], Awaitable[None]]) -> list[Route]:
    """Build the addresses that Cloud Run and people ask."""

    async def lives(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def is_ready(_: Request) -> Response:
        try:
            await ready()
        except PanelinError:
            return JSONResponse({"status": "store unavailable"}, status_code=503)
        return JSONResponse({"status": "ok"})

    async def which(_: Request) -> Response:
        return JSONResponse({"version": released()})

    return [
        Route("/health/startup", is_ready),
        Route("/health/live", lives),
        Route("/health/ready", is_ready),
        Route("/version", which),
    ]


def released() -> str:
    """Tell which release this is; a checkout that is not installed says so."""
    try:
        return version("panelin")
    except PackageNotFoundError:
        return "checkout"
