"""Meta's Graph API, as strict as Meta: any version path, a bearer, the limits and the codes of whatsapp.md."""

import hmac
import re
from collections.abc import Awaitable, Callable

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox import strict_json
from sandbox.database import Document
from sandbox.graph import account, uploads
from sandbox.graph.errors import GraphError
from sandbox.graph.links import fetched, first_failure
from sandbox.graph.sending import Accepted, mark_read, send, settle
from sandbox.graph.templates import Templates
from sandbox.graph.uploads import unknown_object
from sandbox.world import World

_VERSION = re.compile(r"v\d{1,3}\.\d")
_TOKEN_INVALID = 190
_NO_PATH = 2500

Handler = Callable[[World, Request], Awaitable[Response]]


def routes(world: World) -> list[BaseRoute]:
    """The addresses under /graph."""
    templates = Templates.load(world.settings.templates_file)

    async def messages(world: World, request: Request) -> Response:
        return _messages(world, templates, await _body(request))

    async def listed(world: World, request: Request) -> Response:
        return account.templates(world, request, templates)

    def route(path: str, handler: Handler, *methods: str) -> Route:
        return Route(path, _call(world, handler), methods=list(methods))

    return [
        route("/lookaside/{token}", _download, "GET"),
        route("/{version}/{node}/messages", messages, "POST"),
        route("/{version}/{node}/media", uploads.upload, "POST"),
        route("/{version}/{node}/subscribed_apps", account.subscription, "GET", "POST", "DELETE"),
        route("/{version}/{node}/message_templates", listed, "GET"),
        route("/{version}/{node}/register", account.registration, "POST"),
        route("/{version}/{node}", _node, "GET", "DELETE"),
        route("/{path:path}", _nowhere, "GET", "POST", "DELETE", "PUT", "PATCH"),
    ]


def _call(world: World, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def call(request: Request) -> Response:
        try:
            _check_token(world, request)
            _check_path(world, request)
            return await handler(world, request)
        except GraphError as refusal:
            return refusal.response()

    return call


def _check_token(world: World, request: Request) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not hmac.compare_digest(given.encode(), world.tokens.whatsapp_token.encode()):
        raise GraphError(_TOKEN_INVALID, "The access token is missing, malformed or not ours")
    if not request.url.path.endswith("/messages") and world.faults.take("graph", "code", value=_TOKEN_INVALID):
        raise GraphError(_TOKEN_INVALID, "Fault ordered: the session has expired", subcode=463)


def _check_path(world: World, request: Request) -> None:
    found = request.path_params
    if "version" in found and not _VERSION.fullmatch(found["version"]):
        raise GraphError(_NO_PATH, f"Unknown path components: {request.url.path}")
    last = request.url.path.rsplit("/", 1)[-1]
    owner = {
        "messages": world.tokens.phone_number_id,
        "media": world.tokens.phone_number_id,
        "register": world.tokens.phone_number_id,
        "subscribed_apps": world.tokens.waba_id,
        "message_templates": world.tokens.waba_id,
    }.get(last)
    if owner is not None and found.get("node") != owner:
        raise unknown_object(request, str(found.get("node")))


async def _body(request: Request) -> Document:
    try:
        body = strict_json.read(await request.body())
    except ValueError:
        raise GraphError(100, "The body is not valid JSON") from None
    if not isinstance(body, dict):
        raise GraphError(100, "The body must be a JSON object")
    return body


def _messages(world: World, templates: Templates, body: Document) -> Response:
    if "status" in body:
        if body.get("messaging_product") != "whatsapp" or body["status"] != "read":
            raise GraphError(100, "Param status must be one of {read}, with messaging_product whatsapp")
        return JSONResponse(mark_read(world, body))
    accepted = send(world, templates, body)
    if links := fetched(body):
        return JSONResponse(accepted.answer, background=BackgroundTask(_settle_later, world, accepted, links))
    settle(world, accepted)
    return JSONResponse(accepted.answer)


async def _settle_later(world: World, accepted: Accepted, links: list[tuple[str, str]]) -> None:
    settle(world, accepted, await first_failure(links))


async def _download(world: World, request: Request) -> Response:
    return uploads.download(world, request.path_params["token"])


async def _node(world: World, request: Request) -> Response:
    node = request.path_params["node"]
    if request.method == "DELETE":
        return uploads.delete(world, request, node)
    if node == world.tokens.phone_number_id:
        return account.number(world)
    if node == world.tokens.waba_id:
        return JSONResponse({"id": node, "name": "Brisa Sur", "timezone_id": "1", "message_template_namespace": "sandbox"})
    return uploads.look_up(world, request, node)


async def _nowhere(_: World, request: Request) -> Response:
    raise GraphError(_NO_PATH, f"Unknown path components: {request.url.path}")
