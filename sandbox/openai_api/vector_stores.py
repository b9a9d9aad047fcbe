"""The addresses of vector stores, their files, batches of files, and the search."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.openai_api.files import Files
from sandbox.openai_api.refusals import Refused, guarded, invalid, missing
from sandbox.openai_api.shapes import new_id, page
from sandbox.openai_api.stores import Stores, checked_expiry, count, new_store
from sandbox.openai_api.typed import json_of
from sandbox.world import World

BATCH = "openai.batch"
MOST_IN_BATCH, MOST_AT_CREATION, MOST_RESULTS = 2_000, 500, 50
Body = dict[str, Any]


class VectorStores:
    """The HTTP side of `Stores`."""

    def __init__(self, world: World, files: Files) -> None:
        self._world, self.stores = world, Stores(world, files)

    def routes(self) -> list[Route]:
        """The addresses under /vector_stores."""
        one, files, batches = "/vector_stores/{store}", "/vector_stores/{store}/files", "/vector_stores/{store}/file_batches"
        table = (
            ("/vector_stores", self._create, "POST"),
            ("/vector_stores", self._list, "GET"),
            (one, self._retrieve, "GET"),
            (one, self._update, "POST"),
            (one, self._delete, "DELETE"),
            (one + "/search", self._search, "POST"),
            (files, self._attach, "POST"),
            (files, self._entries, "GET"),
            (files + "/{file}", self._entry, "GET"),
            (files + "/{file}", self._mark, "POST"),
            (files + "/{file}", self._detach, "DELETE"),
            (batches, self._create_batch, "POST"),
            (batches + "/{batch}", self._batch, "GET"),
            (batches + "/{batch}/files", self._batch_files, "GET"),
        )
        return [Route(path, guarded(endpoint), methods=[method]) for path, endpoint, method in table]

    async def _create(self, request: Request) -> Response:
        body = await json_of(request)
        file_ids = body.get("file_ids") or []
        if len(file_ids) > MOST_AT_CREATION:
            raise Refused(
                f"Invalid 'file_ids': array too long. Expected at most {MOST_AT_CREATION}.", param="file_ids", code="array_above_max_length"
            )
        kept = new_store(body, self.stores.now())
        self.stores.keep(kept)
        for file_id in file_ids:
            self.stores.attach(kept["id"], file_id, chunking=body.get("chunking_strategy"))
        return JSONResponse(self.stores.seen(kept))

    async def _list(self, request: Request) -> Response:
        return JSONResponse(page([self.stores.seen(kept) for kept in self.stores.all()], dict(request.query_params)))

    async def _retrieve(self, request: Request) -> Response:
        return JSONResponse(self.stores.seen(self.stores.find(request.path_params["store"])))

    async def _update(self, request: Request) -> Response:
        body = await json_of(request)
        kept = self.stores.find(request.path_params["store"])
        changed: Body = {name: body[name] for name in ("name", "metadata") if name in body}
        changed |= {"expires_after": checked_expiry(body["expires_after"])} if "expires_after" in body else {}
        self.stores.keep({**kept, **changed})
        return JSONResponse(self.stores.seen({**kept, **changed}))

    async def _delete(self, request: Request) -> Response:
        identifier = self.stores.find(request.path_params["store"])["id"]
        self.stores.delete(identifier)
        return JSONResponse({"id": identifier, "object": "vector_store.deleted", "deleted": True})

    async def _search(self, request: Request) -> Response:
        body = await json_of(request)
        query = body.get("query")
        query = " ".join(query) if isinstance(query, list) else query
        if not isinstance(query, str) or not query:
            raise missing("query")
        most = body.get("max_num_results") or 10
        if most not in range(1, MOST_RESULTS + 1):
            raise invalid("max_num_results", f"expected a value between 1 and {MOST_RESULTS}.", "invalid_value")
        store = self.stores.alive(request.path_params["store"])["id"]
        found = self.stores.search(store, query, body.get("filters"), most)
        return JSONResponse(
            {"object": "vector_store.search_results.page", "search_query": [query], "data": found, "has_more": False, "next_page": None}
        )

    async def _attach(self, request: Request) -> Response:
        body = await json_of(request)
        store = self.stores.alive(request.path_params["store"])["id"]
        return JSONResponse(_shown(self.stores.attach(store, body.get("file_id"), body.get("attributes"), body.get("chunking_strategy"))))

    async def _entries(self, request: Request) -> Response:
        store = self.stores.find(request.path_params["store"])["id"]
        return self._page(request, list(self.stores.entries(store)))

    async def _entry(self, request: Request) -> Response:
        return JSONResponse(_shown(self.stores.entry_seen(self.stores.entry(request.path_params["store"], request.path_params["file"]))))

    async def _mark(self, request: Request) -> Response:
        body = await json_of(request)
        return JSONResponse(_shown(self.stores.mark(request.path_params["store"], request.path_params["file"], body.get("attributes"))))

    async def _detach(self, request: Request) -> Response:
        self.stores.detach(request.path_params["store"], request.path_params["file"])
        return JSONResponse({"id": request.path_params["file"], "object": "vector_store.file.deleted", "deleted": True})

    async def _create_batch(self, request: Request) -> Response:
        body = await json_of(request)
        store = self.stores.alive(request.path_params["store"])["id"]
        wanted = _batch_of(body)
        batch = {"id": new_id("vsfb"), "created_at": int(self.stores.now()), "vector_store_id": store, "object": "vector_store.files_batch"}
        with self._world.database.together():
            for file in wanted:
                self.stores.attach(store, file.get("file_id"), file.get("attributes"), file.get("chunking_strategy"), batch["id"])
            self._world.database.put(BATCH, str(batch["id"]), batch)
        return JSONResponse(self._batch_seen(batch))

    async def _batch(self, request: Request) -> Response:
        return JSONResponse(self._batch_seen(self._batch_found(request)))

    async def _batch_files(self, request: Request) -> Response:
        return self._page(request, self._batch_entries(self._batch_found(request)))

    def _batch_found(self, request: Request) -> Body:
        kept = self._world.database.get(BATCH, request.path_params["batch"])
        if kept is None or kept["vector_store_id"] != request.path_params["store"]:
            raise Refused(f"No file batch found with id '{request.path_params['batch']}'.", status=404)
        return kept

    def _batch_entries(self, batch: Body) -> list[Body]:
        return [entry for entry in self.stores.entries(batch["vector_store_id"]) if entry["batch"] == batch["id"]]

    def _batch_seen(self, batch: Body) -> Body:
        counts = count(self._batch_entries(batch))
        return {**batch, "status": "in_progress" if counts["in_progress"] else "completed", "file_counts": counts}

    def _page(self, request: Request, entries: list[Body]) -> Response:
        wanted = request.query_params.get("filter")
        return JSONResponse(page([_shown(entry) for entry in entries if wanted in (None, entry["status"])], dict(request.query_params)))


def _batch_of(body: Body) -> list[Body]:
    file_ids, files = body.get("file_ids"), body.get("files")
    if bool(file_ids) == bool(files):
        raise invalid("file_ids", "exactly one of 'file_ids' or 'files' must be provided.", "invalid_value")
    wanted = files or [
        {"file_id": file_id, **{key: body[key] for key in ("attributes", "chunking_strategy") if key in body}} for file_id in file_ids or []
    ]
    if len(wanted) > MOST_IN_BATCH:
        raise invalid("file_ids", f"at most {MOST_IN_BATCH} files in a batch.", "array_above_max_length")
    return list(wanted)


def _shown(entry: Body) -> Body:
    return {name: value for name, value in entry.items() if name != "batch"}
