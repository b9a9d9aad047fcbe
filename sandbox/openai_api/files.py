"""Files: uploaded by multipart, kept until deleted or expired; a deleted file leaves every vector store."""

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.openai_api.refusals import Refused, guarded, invalid
from sandbox.openai_api.shapes import new_id, page
from sandbox.world import World

KIND = "openai.file"
MOST_BYTES = 512 * 1024 * 1024
PURPOSES = frozenset({"assistants", "batch", "evals", "fine-tune", "user_data", "vision"})
File = dict[str, Any]


class Files:
    """The files of this account."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.when_deleted: list[Callable[[str], None]] = []

    def routes(self) -> list[Route]:
        """The addresses under /files."""
        one = "/files/{file}"
        return [
            Route("/files", guarded(self._create), methods=["POST"]),
            Route("/files", guarded(self._list), methods=["GET"]),
            Route(one, guarded(self._retrieve), methods=["GET"]),
            Route(one, guarded(self._delete), methods=["DELETE"]),
            Route(one + "/content", guarded(self._content), methods=["GET"]),
        ]

    def find(self, identifier: object) -> File | None:
        """The file, unless it is unknown or has expired."""
        kept = self._world.database.get(KIND, str(identifier))
        return kept if kept and not self._expired(kept) else None

    def words(self, identifier: str) -> bytes:
        """The bytes of a file."""
        return self._world.database.get_bytes(f"{KIND}/{identifier}") or b""

    def _expired(self, kept: File) -> bool:
        return kept["expires_at"] is not None and kept["expires_at"] <= self._world.clock.now().timestamp()

    def _found(self, request: Request) -> File:
        identifier = request.path_params["file"]
        kept = self.find(identifier)
        if kept is None:
            raise Refused(f"No such File object: {identifier}", status=404, param="id")
        return kept

    async def _create(self, request: Request) -> Response:
        async with request.form() as form:
            upload, purpose = form.get("file"), form.get("purpose")
            if not isinstance(upload, UploadFile):
                raise Refused("'file' is a required property", param="file")
            if purpose not in PURPOSES:
                raise Refused(f"'{purpose}' is not one of {sorted(PURPOSES)} - 'purpose'", param="purpose")
            content = await upload.read()
            kept = self._described(upload.filename or "file", content, str(purpose), _lifetime(form))
        if len(content) > MOST_BYTES:
            raise Refused("File is too large: the maximum is 512 MB.", status=413, param="file")
        self._world.database.put_bytes(f"{KIND}/{kept['id']}", content)
        self._world.database.put(KIND, kept["id"], kept)
        return JSONResponse(kept)

    def _described(self, name: str, content: bytes, purpose: str, seconds: int | None) -> File:
        now = int(self._world.clock.now().timestamp())
        return {
            "id": new_id("file", "-")[:29],
            "object": "file",
            "bytes": len(content),
            "created_at": now,
            "filename": name,
            "purpose": purpose,
            "status": "processed",
            "status_details": None,
            "expires_at": None if seconds is None else now + seconds,
        }

    async def _list(self, request: Request) -> Response:
        wanted = request.query_params.get("purpose")
        kept = [file for file in self._world.database.all(KIND).values() if not self._expired(file) and wanted in (None, file["purpose"])]
        return JSONResponse(page(sorted(kept, key=lambda file: file["created_at"]), dict(request.query_params), limit=10_000, most=10_000))

    async def _retrieve(self, request: Request) -> Response:
        return JSONResponse(self._found(request))

    async def _content(self, request: Request) -> Response:
        kept = self._found(request)
        if kept["purpose"] == "assistants":
            raise Refused("Not allowed to download files of purpose: assistants")
        return Response(self.words(kept["id"]), media_type="application/octet-stream")

    async def _delete(self, request: Request) -> Response:
        identifier = self._found(request)["id"]
        self._world.database.delete(KIND, identifier)
        self._world.database.delete_bytes(f"{KIND}/{identifier}")
        for leave in self.when_deleted:
            leave(identifier)
        return JSONResponse({"id": identifier, "object": "file", "deleted": True})


def _lifetime(form: FormData) -> int | None:
    seconds = form.get("expires_after[seconds]")
    if seconds is None:
        return None
    if form.get("expires_after[anchor]") != "created_at" or not str(seconds).isdigit() or not 3_600 <= int(str(seconds)) <= 2_592_000:  # noqa: PLR2004
        raise invalid("expires_after", "anchor must be 'created_at', seconds between 3600 and 2592000.", "invalid_value")
    return int(str(seconds))
