"""What each played service answers when a fault orders a bare status code."""

from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.database import Document


def refusal_of(target: str, status: int, options: Document) -> Response:
    """A refusal in the shape of its target; `options` may give `body` and `headers`."""
    headers = {str(name): str(value) for name, value in dict(options.get("headers") or {}).items()}
    if "body" in options:
        return JSONResponse(options["body"], status, headers)
    if target == "openai":
        return JSONResponse({"error": _openai_error(status)}, status, headers or _patience(status))
    if target == "inmoenter":
        return JSONResponse({"error": {"status": status, "message": "fault ordered"}}, status, headers or _patience(status))
    # An edge in front of Graph answers plain HTML (whatsapp.md section 18); Graph's own codes are the faults of kind "code".
    return HTMLResponse(f"<html><body><h1>{status}</h1></body></html>", status, headers)


def _openai_error(status: int) -> Document:
    kinds = {401: "invalid_request_error", 429: "rate_limit_exceeded"}
    codes = {401: "invalid_api_key", 429: "rate_limit_exceeded"}
    return {"message": f"Fault ordered: {status}", "type": kinds.get(status, "server_error"), "param": None, "code": codes.get(status)}


def _patience(status: int) -> dict[str, str]:
    return {"Retry-After": "1"} if status in (429, 503) else {}
