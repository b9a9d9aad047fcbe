"""Who may command the sandbox: this machine only, or whoever holds SANDBOX_TOKEN; never a page from somewhere else."""

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.settings import is_loopback

COOKIE = "sandbox_token"


class Guard:
    """Stands before /control; a foreign Origin is refused, which also keeps other pages of the same browser out."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass or refuse it with a sentence."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            status, sentence = refusal
            await JSONResponse({"error": sentence}, status)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, "control addresses answer their own page only"
        if self._token:
            return None if self._knows(headers, scope) else (401, "SANDBOX_TOKEN is wanted, as X-Sandbox-Token, bearer, cookie or ?token=")
        # Without a token we listen on loopback; another name in Host would be a page that had itself resolved to 127.0.0.1.
        return None if is_loopback(urlsplit(f"//{host}").hostname or "") else (403, "control addresses answer on loopback names only")

    def _knows(self, headers: Headers, scope: Scope) -> bool:
        query = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        given = (headers.get("x-sandbox-token", ""), bearer, query, _cookie(headers.get("cookie", "")))
        return any(hmac.compare_digest(one.encode(), self._token.encode()) for one in given)


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
