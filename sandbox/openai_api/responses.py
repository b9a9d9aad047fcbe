"""The Responses API: checks, the lock of a conversation, the work of the model, and what is kept when it completes.

The model's work runs apart from the request: a client that hangs up does not cancel it, so it completes and appends to the
conversation all the same. That is why threads cannot be repaired by whoever gave them up.
"""

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.assistant.models import Question, answer, looks_up
from sandbox.openai_api import quirks
from sandbox.openai_api.asked import check_calls, checked
from sandbox.openai_api.conversations import Conversations
from sandbox.openai_api.hosted import Servers, searched, servers_of
from sandbox.openai_api.refusals import Refused, guarded, not_found
from sandbox.openai_api.shapes import DEFAULTS, Item, as_kept, new_id, page, usage, with_id
from sandbox.openai_api.stores import Stores
from sandbox.openai_api.typed import json_of
from sandbox.world import World

KIND = "openai.response"
MOST_HOSTED_ROUNDS = 8
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that passed the checks."""

    body: Body
    given: list[Item]
    context: list[Item]
    conversation: str | None


class Responses:
    """The responses of this account."""

    def __init__(self, world: World, conversations: Conversations, stores: Stores) -> None:
        self._world, self._conversations, self._stores = world, conversations, stores
        self._running: set[str] = set()
        self._work: set[asyncio.Task[Body]] = set()
        self._chance = random.Random(7)
        world.resets.append(self._running.clear)

    def routes(self) -> list[Route]:
        """The addresses under /responses."""
        one = "/responses/{response}"
        return [
            Route("/responses", guarded(self._create), methods=["POST"]),
            Route(one, guarded(self._retrieve), methods=["GET"]),
            Route(one, guarded(self._delete), methods=["DELETE"]),
            Route(one + "/input_items", guarded(self._input_items), methods=["GET"]),
        ]

    async def _create(self, request: Request) -> Response:
        asked = self._asked(await json_of(request))
        if asked.conversation:
            self._running.add(asked.conversation)
        work = asyncio.create_task(self._answered(asked))
        self._work.add(work)
        work.add_done_callback(self._work.discard)
        return JSONResponse(await asyncio.shield(work))

    def _asked(self, body: Body) -> Asked:
        given = checked(body)
        quirks.refuse(self._world.faults)
        for tool in body.get("tools") or []:
            for store in tool.get("vector_store_ids") or ():
                self._stores.alive(store, param="tools")
        conversation = body.get("conversation")
        identifier = conversation.get("id") if isinstance(conversation, dict) else conversation
        earlier = self._conversations.items(identifier) if identifier else self._chain(body.get("previous_response_id"))
        if identifier in self._running or (identifier and self._world.faults.take("openai", "locked")):
            raise Refused(
                "Another process is currently operating on this conversation. Please retry in a few seconds.",
                param="conversation",
                code="conversation_locked",
            )
        context = [*earlier, *given]
        check_calls(context)
        return Asked(body, given, context, identifier)

    def _chain(self, identifier: str | None) -> list[Item]:
        """Give the items that a previous response stands for: its own context and what it said."""
        if not identifier:
            return []
        kept = self._world.database.get(KIND, identifier)
        if kept is None:
            raise Refused(
                f"Previous response with id '{identifier}' not found.", param="previous_response_id", code="previous_response_not_found"
            )
        return [*kept["context"], *kept["response"]["output"]]

    async def _answered(self, asked: Asked) -> Body:
        try:
            begun = self._world.clock.now().timestamp()
            await asyncio.sleep(self._pause())
            response = self._response(asked, begun, await self._output(asked))
            if asked.conversation and response["status"] != "failed":
                self._conversations.append(asked.conversation, [*map(as_kept, asked.given), *response["output"]])
            if response["store"]:
                self._world.database.put(KIND, response["id"], {"response": response, "context": asked.context})
            return response
        finally:
            self._running.discard(asked.conversation or "")

    def _pause(self) -> float:
        shortest, longest = getattr(self._world, "latency", (0.0, 0.0))
        return self._chance.uniform(shortest, longest) + quirks.slowness(self._world.faults)

    async def _output(self, asked: Asked) -> list[Item]:
        """Let the model work; the tools that OpenAI hosts are run here, until something is left for the client."""
        servers = servers_of(asked.body.get("tools") or [])
        done = await servers.open(asked.context)
        done += await servers.approved(asked.context, asked.given)
        done += searched(self._stores, asked.body, looks_up(self._model(asked), self._question(asked, done, servers)))
        for _ in range(MOST_HOSTED_ROUNDS):
            output = answer(self._model(asked), self._question(asked, done, servers))
            hosted = [item for item in output if item["type"] == "function_call" and servers.server_of(item["name"])]
            if not hosted:
                return [*done, *output]
            done += [await servers.run(call) for call in hosted]
            if len(hosted) < len(output) or done[-1]["type"] == "mcp_approval_request":
                return [*done, *(item for item in output if item not in hosted)]
        return done

    def _model(self, asked: Asked) -> str:
        """Give the model that answers: the one ordered by the control address, else the one that the request names."""
        chosen = self._world.database.get("model", "chosen")
        return str(chosen["name"] if chosen else asked.body["model"])

    def _question(self, asked: Asked, done: list[Item], servers: Servers) -> Question:
        tools = [*(asked.body.get("tools") or []), *servers.as_functions()]
        choice, instructions = asked.body.get("tool_choice") or "auto", asked.body.get("instructions") or ""
        return Question([*asked.context, *done], asked.given, tools, choice, instructions)

    def _response(self, asked: Asked, begun: float, output: list[Item]) -> Body:
        body = asked.body
        outcome = quirks.bent(self._world.faults, output, body)
        items = [with_id(item) for item in outcome.output]
        known = {name: body[name] for name in DEFAULTS if body.get(name) is not None}
        return {
            "id": new_id("resp"),
            "object": "response",
            "created_at": begun,
            "completed_at": self._world.clock.now().timestamp() if outcome.status == "completed" else None,
            "status": outcome.status,
            "model": body["model"],
            **DEFAULTS,
            **known,
            "text": {**DEFAULTS["text"], **(body.get("text") or {})},
            "incomplete_details": outcome.incomplete,
            "error": outcome.error,
            "conversation": {"id": asked.conversation} if asked.conversation else None,
            "output": items,
            "usage": usage(asked.context, body.get("instructions") or "", items),
        }

    def _kept(self, request: Request) -> Body:
        identifier = request.path_params["response"]
        kept = self._world.database.get(KIND, identifier)
        if kept is None:
            raise not_found("Response", identifier)
        return kept

    async def _retrieve(self, request: Request) -> Response:
        return JSONResponse(self._kept(request)["response"])

    async def _delete(self, request: Request) -> Response:
        identifier = self._kept(request)["response"]["id"]
        self._world.database.delete(KIND, identifier)
        return JSONResponse({"id": identifier, "object": "response", "deleted": True})

    async def _input_items(self, request: Request) -> Response:
        return JSONResponse(page([as_kept(item) for item in self._kept(request)["context"]], dict(request.query_params)))
