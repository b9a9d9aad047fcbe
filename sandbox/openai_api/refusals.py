"""How OpenAI refuses: its error bodies, statuses and headers."""

import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Body = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]


class Refused(Exception):  # noqa: N818 - an answer of the API, not a fault of ours
    """A request that the API answers with an error body."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        param: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.param, self.code, self.headers = status, param, code, dict(headers or {})

    @property
    def body(self) -> Body:
        """The error as the API writes it."""
        kind = {
            401: "invalid_request_error",
            424: "external_connector_error",
            429: "rate_limit_error",
            500: "server_error",
            503: "server_error",
        }
        if self.code == "insufficient_quota":
            name = "insufficient_quota"
        else:
            name = kind.get(self.status, "invalid_request_error")
        return {"error": {"message": str(self), "type": name, "param": self.param, "code": self.code}}


def not_found(what: str, identifier: str, *, param: str | None = None) -> Refused:
    """Nothing has this id."""
    return Refused(f"{what} with id '{identifier}' not found.", status=404, param=param)


def guarded(endpoint: Endpoint) -> Endpoint:
    """Wrap an endpoint: bearer wanted, refusals as bodies, a request id on everything."""

    @functools.wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            _signed_in(request)
            response = await endpoint(request)
        except Refused as refusal:
            response = JSONResponse(refusal.body, refusal.status, refusal.headers)
        response.headers.setdefault("x-request-id", f"req_{uuid4().hex}")
        response.headers.setdefault("openai-processing-ms", "1")
        return response

    return answer


async def json_of(request: Request) -> Body:
    """Read the body, which must be a JSON object; an empty one counts as {}."""
    raw = await request.body()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Refused("We could not parse the JSON body of your request. The OpenAI API expects a JSON payload.") from None
    if not isinstance(body, dict):
        raise Refused("Invalid body: expected a JSON object.")
    return body


def _signed_in(request: Request) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
            status=401,
        )
