"""Media by link: Meta fetches it after it has accepted the message; here only what lies on this machine is fetched."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from sandbox.database import Document
from sandbox.graph.attachments import TYPES, plain_type
from sandbox.graph.errors import GraphError
from sandbox.settings import is_loopback

_TIMEOUT = 5.0
_CANNOT = 131053


def links_in(node: object) -> Iterator[tuple[str, str]]:
    """Every media link of a request with the kind that it claims to be."""
    if isinstance(node, list):
        for item in node:
            yield from links_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in TYPES and isinstance(value, dict) and isinstance(value.get("link"), str):
                yield key, value["link"]
            else:
                yield from links_in(value)


def fetched(body: Document) -> list[tuple[str, str]]:
    """The links that the sandbox really fetches."""
    return [(kind, link) for kind, link in links_in(body) if is_loopback(urlsplit(link).hostname or "")]


async def first_failure(links: list[tuple[str, str]]) -> GraphError | None:
    """Fetch links one after the other; what is wrong with the first bad one."""
    async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False, headers={"User-Agent": "facebookexternalhit/1.1"}) as client:
        for kind, link in links:
            if (failure := await _failure(client, kind, link)) is not None:
                return GraphError(_CANNOT, failure)
    return None


async def _failure(client: httpx.AsyncClient, kind: str, link: str) -> str | None:
    try:
        answer = await client.get(link)
    except httpx.HTTPError as problem:
        return f"Downloading media from weblink failed: {type(problem).__name__}"
    types, most = TYPES[kind]
    mime = plain_type(answer.headers.get("content-type", ""))
    if answer.status_code != httpx.codes.OK:
        return f"Downloading media from weblink failed with http code {answer.status_code}"
    if mime not in types:
        return f"The media is of type {mime or '(none)'}, which is not supported for {kind}"
    if len(answer.content) > most:
        return f"The media has {len(answer.content)} bytes, at most {most} are allowed for {kind}"
    return None
