"""Conversations and their items, kept until somebody deletes them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.openai_api.asked import check_item, check_metadata
from sandbox.openai_api.refusals import guarded, invalid, missing, not_found
from sandbox.openai_api.shapes import Item, as_kept, new_id, page
from sandbox.openai_api.typed import json_of
from sandbox.world import World

KIND = "openai.conversation"
MOST_AT_ONCE = 20


class Conversations:
    """The conversations of this account; items stand oldest first."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """The addresses under /conversations."""
        one, items = "/conversations/{conversation}", "/conversations/{conversation}/items"
        return [
            Route("/conversations", guarded(self._create), methods=["POST"]),
            Route(one, guarded(self._retrieve), methods=["GET"]),
            Route(one, guarded(self._update), methods=["POST"]),
            Route(one, guarded(self._delete), methods=["DELETE"]),
            Route(items, guarded(self._create_items), methods=["POST"]),
            Route(items, guarded(self._list_items), methods=["GET"]),
            Route(items + "/{item}", guarded(self._retrieve_item), methods=["GET"]),
            Route(items + "/{item}", guarded(self._delete_item), methods=["DELETE"]),
        ]

    def items(self, identifier: str) -> list[Item]:
        """All items, oldest first; refused if there is no such conversation."""
        return list(self._found(identifier)["items"])

    def append(self, identifier: str, items: list[Item]) -> None:
        """Add items, if the conversation is still there."""
        if kept := self._world.database.get(KIND, identifier):
            self._world.database.put(KIND, identifier, {**kept, "items": kept["items"] + items})

    def _found(self, identifier: str) -> dict[str, Any]:
        kept = self._world.database.get(KIND, identifier)
        if kept is None:
            raise not_found("Conversation", identifier)
        return kept

    async def _create(self, request: Request) -> Response:
        body = await json_of(request)
        check_metadata(body.get("metadata"))
        kept: dict[str, Any] = {
            "id": new_id("conv"),
            "object": "conversation",
            "created_at": int(self._world.clock.now().timestamp()),
            "metadata": body.get("metadata") or {},
            "items": _given(body.get("items") or []),
        }
        self._world.database.put(KIND, kept["id"], kept)
        return JSONResponse(_seen(kept))

    async def _retrieve(self, request: Request) -> Response:
        return JSONResponse(_seen(self._found(request.path_params["conversation"])))

    async def _update(self, request: Request) -> Response:
        body = await json_of(request)
        check_metadata(body.get("metadata"))
        kept = {**self._found(request.path_params["conversation"]), "metadata": body.get("metadata") or {}}
        self._world.database.put(KIND, kept["id"], kept)
        return JSONResponse(_seen(kept))

    async def _delete(self, request: Request) -> Response:
        identifier = self._found(request.path_params["conversation"])["id"]
        self._world.database.delete(KIND, identifier)
        return JSONResponse({"id": identifier, "object": "conversation.deleted", "deleted": True})

    async def _create_items(self, request: Request) -> Response:
        body = await json_of(request)
        identifier = self._found(request.path_params["conversation"])["id"]
        items = _given(body.get("items") or [], wanted=True)
        self.append(identifier, items)
        return JSONResponse(page(items, {"order": "asc"}))

    async def _list_items(self, request: Request) -> Response:
        return JSONResponse(page(self.items(request.path_params["conversation"]), dict(request.query_params)))

    async def _retrieve_item(self, request: Request) -> Response:
        return JSONResponse(self._item(request))

    async def _delete_item(self, request: Request) -> Response:
        gone = self._item(request)["id"]
        kept = self._found(request.path_params["conversation"])
        kept = {**kept, "items": [item for item in kept["items"] if item["id"] != gone]}
        self._world.database.put(KIND, kept["id"], kept)
        return JSONResponse(_seen(kept))

    def _item(self, request: Request) -> Item:
        wanted = request.path_params["item"]
        found = next((item for item in self.items(request.path_params["conversation"]) if item["id"] == wanted), None)
        if found is None:
            raise not_found("Item", wanted)
        return found


def _given(items: object, *, wanted: bool = False) -> list[Item]:
    if wanted and not items:
        raise missing("items")
    if not isinstance(items, list):
        raise invalid("items", "expected an array.", "invalid_type")
    if len(items) > MOST_AT_ONCE:
        why = f"array too long. Expected an array with maximum length {MOST_AT_ONCE}, but got an array with length {len(items)} instead."
        raise invalid("items", why, "array_above_max_length")
    for place, item in enumerate(items):
        check_item(item, f"items[{place}]")
    return [as_kept(item) for item in items]


def _seen(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "items"}
