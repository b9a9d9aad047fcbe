"""How OpenAI refuses: its error bodies, statuses and headers."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Body = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
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
        name = self.code if self.code == "insufficient_quota" else kind.get(self.status, "invalid_request_error")
        return {"error": {"message": str(self), "type": name, "param": self.param, "code": self.code}}


def invalid(param: str, why: str, code: str) -> Refused:
    """A parameter has a value that it may not have."""
    return Refused(f"Invalid '{param}': {why}", param=param, code=code)


def too_long(param: str, most: int) -> Refused:
    """A text is longer than the API takes."""
    return invalid(param, f"string too long. Expected a string with maximum length {most}.", "string_above_max_length")


def missing(param: str) -> Refused:
    """A parameter that must be there is not."""
    return Refused(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")


def not_found(what: str, identifier: object, *, param: str | None = None) -> Refused:
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


def _signed_in(request: Request) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
            "(i.e. Authorization: Bearer YOUR_KEY).",
            status=401,
        )
