"""Reading an order and answering it: JSON in, JSON out, a refusal is a sentence."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import strict_json
from sandbox.strict_json import AsciiResponse
from sandbox.world import World


class Refused(Exception):
    """An order that cannot be carried out; the sentence says why."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


Command = Callable[[World, Any], Awaitable[object]]
Question = Callable[[World, Request], Awaitable[object]]


def post(path: str, world: World, command: Command) -> Route:
    """An address that takes an order."""

    async def call(request: Request) -> Response:
        return await _answered(lambda: _carried_out(request))

    async def _carried_out(request: Request) -> object:
        return await command(world, await _order(request))

    return Route(path, call, methods=["POST"])


def get(path: str, world: World, question: Question, *, method: str = "GET") -> Route:
    """An address that is asked, perhaps with words in its query."""

    async def call(request: Request) -> Response:
        return await _answered(lambda: question(world, request))

    return Route(path, call, methods=[method])


def whole(request: Request, name: str, default: int) -> int:
    """A whole number of the query."""
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.lstrip("-").isdigit() and len(text) < 19):  # noqa: PLR2004 - what SQLite holds
        raise Refused(f"{name} must be a whole number")
    return int(text)


async def _order(request: Request) -> object:
    body = await request.body()
    try:
        return strict_json.read(body, surrogates=True) if body else {}
    except ValueError:
        raise Refused("the body must be JSON") from None


async def _answered(act: Callable[[], Awaitable[object]]) -> Response:
    try:
        answer = await act()
    except Refused as refusal:
        return AsciiResponse({"error": str(refusal)}, refusal.status)
    except (ValueError, TypeError) as problem:
        return AsciiResponse({"error": str(problem)}, 400)
    return answer if isinstance(answer, Response) else AsciiResponse(answer)
