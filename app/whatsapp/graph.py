"""One call to Graph: the token in its header only, no redirect followed, every end of it one of our errors."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from app.whatsapp.graph_errors import TOKEN, Refusal, refusal
from app.whatsapp.pace import PER_SECOND
from app.whatsapp.strict_json import Json, NotJson, read
from panelin.errors import PanelinError, Rejected, Unavailable, Uncertain

CONNECT, TOTAL = 2.0, 10.0  # seconds (reliability sheet, section 7)
UPLOAD_TOTAL, FETCH_TOTAL = 60.0, 30.0  # files of some megabytes over a slow line
AGENT = "Panelin"  # media hosts refuse some product names (WhatsApp sheet, section 16)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_OUR_FAULT = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)
_BUSY = frozenset({408, 425, 429})  # the edge did not take the request in

T = TypeVar("T")
FreshToken = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """Where Graph is and how we are known there; `media_hosts` are the only other hosts that get the token."""

    base_url: str
    version: str
    token: str = field(repr=False)
    media_hosts: tuple[str, ...] = ("fbsbx.com", "whatsapp.net")
    per_second: float = PER_SECOND
    scale: float = 1


class Graph:
    """Calls Graph with one token, which is read once more when Graph no longer knows it."""

    def __init__(self, settings: GraphSettings, http: httpx.AsyncClient, fresh_token: FreshToken | None = None) -> None:
        self.settings = settings
        self._http, self._fresh_token = http, fresh_token
        self._token = settings.token

    def url(self, *path: str) -> str:
        """Write an address under the pinned version; ids are opaque, so each is quoted whole."""
        return "/".join((self.settings.base_url.rstrip("/"), self.settings.version, *(quote(part, safe="") for part in path)))

    async def post(self, *path: str, json: Json) -> Json:
        """Send JSON and return Graph's answer; raises `Rejected`, `Unavailable` or `Uncertain`."""
        return await self._asked("POST", self.url(*path), TOTAL, json=json)

    async def upload(self, *path: str, fields: Mapping[str, str], file: tuple[str, bytes, str]) -> Json:
        """Send a file as multipart; name and type stand on the part itself, or Graph answers 100 (WhatsApp sheet, section 16)."""
        return await _repeatable(self._asked("POST", self.url(*path), UPLOAD_TOTAL, data=dict(fields), files={"file": file}))

    async def get(self, *path: str, **query: str) -> Json:
        """Read an object of Graph."""
        return await _repeatable(self._asked("GET", self.url(*path), TOTAL, params=query))

    async def fetch(self, url: str, *, at_most: int) -> bytes | int:
        """Read a file by its address, or the HTTP status that came instead; the caller has judged the host, which gets the token."""
        return await _repeatable(self._ended(self._read(url, at_most), FETCH_TOTAL))

    async def _read(self, url: str, at_most: int) -> bytes | int:
        content = bytearray()
        async with self._http.stream(
            "GET", url, headers=self._headers(), timeout=_timeout(FETCH_TOTAL), follow_redirects=False
        ) as response:
            if response.status_code != httpx.codes.OK:
                return response.status_code
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > at_most:
                    raise Rejected("the file is larger than allowed", code="too_large")
        return bytes(content)

    def _headers(self) -> dict[str, str]:
        """The only place where the token stands."""
        return {"Authorization": f"Bearer {self._token}", "User-Agent": AGENT}

    async def _ended(self, call: Awaitable[T], total: float) -> T:
        """Await one request; how it failed decides whether it may be made again.

        The vendor's exception holds the request and with it the token, so it ends here and is no one's cause.
        """
        failure: PanelinError
        try:
            async with asyncio.timeout(total):
                return await call
        except _NEVER_LEFT as error:
            failure = Unavailable(f"Graph cannot be reached ({type(error).__name__})")
        except _OUR_FAULT as error:
            failure = Rejected(f"this is no request to Graph ({type(error).__name__})", code="request")
        except (httpx.HTTPError, TimeoutError) as error:
            failure = Uncertain(f"Graph did not answer ({type(error).__name__})")
        raise failure

    async def _asked(self, method: str, url: str, total: float, **content: Any) -> Json:  # noqa: ANN401 - what httpx takes
        response = await self._request(method, url, total, **content)
        answer = answered(response)
        if isinstance(answer, Refusal) and answer.code == TOKEN and await self._token_changed():
            response = await self._request(method, url, total, **content)
            answer = answered(response)
        if isinstance(answer, Refusal):
            raise Refused(answer, answer.error(retry_after(response)))
        return answer

    async def _request(self, method: str, url: str, total: float, **content: Any) -> httpx.Response:  # noqa: ANN401 - what httpx takes
        call = self._http.request(method, url, headers=self._headers(), timeout=_timeout(total), follow_redirects=False, **content)
        return await self._ended(call, total)

    async def _token_changed(self) -> bool:
        """Read the token once more: it may have been exchanged while we ran."""
        if self._fresh_token is None:
            return False
        token = await self._fresh_token()
        changed, self._token = token != self._token, token
        return changed


class Refused(Exception):
    """A refusal on its way to who knows what to do about its class; `error` is what everybody else is told."""

    def __init__(self, refusal: Refusal, error: PanelinError) -> None:
        super().__init__(str(error))
        self.refusal = refusal
        self.error = error


def answered(response: httpx.Response) -> Json | Refusal:
    """Read an answer, whoever gave it: Graph, or an edge in front of it that speaks HTML."""
    status = response.status_code
    if 300 <= status < 400:  # noqa: PLR2004 - HTTP's own border
        raise Rejected("Graph answered with a redirect, which is never followed", code="redirect")
    try:
        body = read(response.content)
    except NotJson:
        body = None
    found = refusal(body, status)
    if found is not None:
        return found
    if body is not None and response.is_success:
        return body
    if status in _BUSY:
        raise Unavailable(f"the edge before Graph is busy ({status})", retry_after=retry_after(response), code=status)
    if response.is_client_error:
        raise Rejected(f"the edge before Graph refused ({status})", code=status)
    raise Uncertain(f"Graph answered {status} without saying what became of the request")


async def _repeatable(call: Awaitable[T]) -> T:
    """Reading and uploading may be done twice, so a lost answer is no doubt to reconcile."""
    try:
        return await call
    except Uncertain as error:
        reason = str(error)
    raise Unavailable(reason)


def _timeout(total: float) -> httpx.Timeout:
    return httpx.Timeout(total, connect=CONNECT, pool=CONNECT)


def retry_after(response: httpx.Response) -> timedelta | None:
    """How long the other side asks us to wait, if it says so in seconds."""
    wish = response.headers.get("retry-after", "")
    return timedelta(seconds=int(wish)) if wish.isascii() and wish.isdigit() and len(wish) < 6 else None  # noqa: PLR2004 - under 28 hours
