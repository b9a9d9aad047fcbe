"""What the page shows behind the scenes: the app's own read-only state, the model's tool calls, who plays what, which processes run."""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.requests import Request
from starlette.responses import Response

from sandbox.control.processes import running_processes
from sandbox.control.requests import Refused
from sandbox.control.tool_calls import tool_calls
from sandbox.database import Document
from sandbox.graph.errors import GraphError
from sandbox.settings import Settings, is_loopback
from sandbox.statuses import report_failed
from sandbox.world import World

_TIMEOUT = 3.0


async def inspected(world: World, request: Request) -> object:
    """`GET /inspect/...` of the app, handed on as it is, so that the page needs its own origin only."""
    if not world.settings.inspect_url:
        raise Refused("no INSPECT_URL is set: the state of the app is shown under `make run`", 409)
    url = f"{world.settings.inspect_url.rstrip('/')}/inspect/{request.path_params['path']}"
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as client:
            answer = await client.get(url)
    except httpx.HTTPError as problem:
        raise Refused(f"the app does not answer: {type(problem).__name__}", 502) from None
    return Response(answer.content, answer.status_code, media_type="application/json")


async def tools(world: World, request: Request) -> object:
    """The tool calls of the threads named in the query, or else of whoever wrote what this person wrote; oldest first."""
    threads = [thread for thread in request.query_params.get("thread", "").split(",") if thread]
    return tool_calls(world, threads, request.query_params.get("person", ""))


async def processes(world: World, _: Request) -> object:
    """The processes of `make run`, with the last lines of a log of their own; nothing without a runner."""
    return await running_processes(world.settings.supervisor_url)


async def about(world: World, _: Request) -> object:
    """Who is played and who is real, and the agents whose phones the page draws."""
    settings = world.settings
    return {
        "openai": "real" if _is_real(settings) else "played",
        "feeds": settings.feeds,
        "inspect": bool(settings.inspect_url),
        "runner": bool(settings.supervisor_url),
        "agents": _agents(settings.agency_file),
    }


async def mark_failed(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Fail a message that the business sent, by a status webhook with a code of Meta's."""
    wanted = order if isinstance(order, dict) else {}
    message = world.messages.find(str(wanted.get("wamid", "")))
    person = world.people.by_id(message.person) if message else None
    if message is None or person is None or message.direction != "out":
        raise Refused("no message of the business has that wamid", 404)
    error = GraphError(int(wanted.get("code", 131026)), "Marked as failed by hand in the sandbox").in_webhook()
    report_failed(world, message, person, error)
    return {"wamid": message.wamid, "status": "failed", "error": error}


def _is_real(settings: Settings) -> bool:
    """Under `make run` the played OpenAI has a loopback address; the real one is named by nothing but its key."""
    if settings.openai_base_url:
        return not is_loopback(urlsplit(settings.openai_base_url).hostname or "")
    return bool(settings.supervisor_url)


def _agents(path: str) -> list[Document]:
    try:
        agents = tomllib.loads(Path(path).read_text("utf-8")).get("agents", {})
    except (OSError, ValueError):
        return []
    found = [(key, agent) for key, agent in agents.items() if isinstance(agent, dict)]
    return [
        {"id": key, "name": str(agent.get("name", key)), "number": str(agent["whatsapp"])} for key, agent in found if agent.get("whatsapp")
    ]
