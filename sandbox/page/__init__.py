"""The phone page: one HTML, one CSS and four ES modules, as they lie here; nothing is built and nothing comes from another host."""

import hmac
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.control.guard import COOKIE
from sandbox.world import World

HERE = Path(__file__).parent
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "people.js": "text/javascript; charset=utf-8",
    "phone.js": "text/javascript; charset=utf-8",
    "behind.js": "text/javascript; charset=utf-8",
    "controls.js": "text/javascript; charset=utf-8",
}


def routes(world: World) -> list[BaseRoute]:
    """The page and its parts."""

    async def page(request: Request) -> Response:
        given = request.query_params.get("token", "")
        if world.tokens.sandbox_token and given:
            return _let_in(given, world.tokens.sandbox_token)
        return _file("index.html")

    async def part(request: Request) -> Response:
        return _file(request.path_params["name"])

    return [Route("/", page, methods=["GET"]), Route("/page/{name}", part, methods=["GET"])]


def _file(name: str) -> Response:
    if name not in TYPES:
        return PlainTextResponse("no such part of the page", 404)
    return Response((HERE / name).read_bytes(), media_type=TYPES[name], headers={"Cache-Control": "no-cache"})


def _let_in(given: str, token: str) -> Response:
    """Turn `/?token=...` into a cookie, so that the token leaves the address bar."""
    if not hmac.compare_digest(given.encode(), token.encode()):
        return PlainTextResponse("the token is not ours", 401)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer
