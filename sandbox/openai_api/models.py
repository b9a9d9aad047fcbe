"""The list of models."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.openai_api.refusals import guarded, not_found

NAMES = ("sandbox-assistant", "sandbox-echo", "sandbox-liar")
CREATED = 1_790_000_000


def routes() -> list[Route]:
    """The addresses under /models."""
    return [Route("/models", guarded(_list), methods=["GET"]), Route("/models/{model}", guarded(_retrieve), methods=["GET"])]


async def _list(_request: Request) -> Response:
    return JSONResponse({"object": "list", "data": [_model(name) for name in NAMES]})


async def _retrieve(request: Request) -> Response:
    if request.path_params["model"] not in NAMES:
        raise not_found("The model", request.path_params["model"])
    return JSONResponse(_model(request.path_params["model"]))


def _model(name: str) -> dict[str, object]:
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "sandbox"}
