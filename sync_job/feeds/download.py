"""A feed fetched to disk: conditionally, up to a size, from the host that was configured and from nowhere else.

Limits and tries: reliability.md sections 7 and 12. A file that arrives is complete: its declared length is checked by the HTTP client,
and what is cut without a declared length breaks in the parser.
"""

import asyncio
import ipaddress
import random
import re
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import urljoin, urlsplit

import httpx

from panelin.errors import Rejected, Unavailable
from sync_job.feeds import is_loopback

Resolve = Callable[[str], Awaitable[tuple[str, ...]]]

LARGEST = 200 << 20  # the longest feeds estimated in public are over 100 MB
LONGEST = 15 * 60.0  # seconds, all tries together
_TRIES = 4
_LONGEST_WAIT = 30.0
_MOST_REDIRECTS = 3
_IN_MEMORY = 4 << 20
_GZIP = zlib.MAX_WBITS | 16
_PIECE = 1 << 18
_OK, _UNCHANGED, _TOO_MANY, _BROKEN = 200, 304, 429, 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Marks:
    """What the server said of the version that we have."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file, at its beginning."""

    file: BinaryIO
    marks: Marks


@dataclass(frozen=True, slots=True)
class Download:
    """How to fetch: the client, the limits, and how a name becomes addresses."""

    client: httpx.AsyncClient
    largest: int = LARGEST
    longest: float = LONGEST
    pause: float = 1.0  # what every wait between two tries is multiplied with
    resolve: Resolve = field(default_factory=lambda: resolved)

    async def fetch(self, url: str, known: Marks | None = None) -> Fetched | None:
        """Fetch a file, or None if it is the known one; raises `Rejected` for good, `Unavailable` after four tries."""
        try:
            async with asyncio.timeout(self.longest):
                return await self._tried(url, known or Marks())
        except TimeoutError as error:
            raise Unavailable("the feed took too long") from error

    async def _tried(self, url: str, known: Marks) -> Fetched | None:
        for attempt in range(_TRIES - 1):
            try:
                return await self._once(url, known)
            except Unavailable as error:
                wait = error.retry_after.total_seconds() if error.retry_after else random.uniform(0, 2.0**attempt)  # noqa: S311 - jitter
                await asyncio.sleep(self.pause * min(wait, _LONGEST_WAIT))
        return await self._once(url, known)

    async def _once(self, url: str, known: Marks) -> Fetched | None:
        target = url
        for _ in range(_MOST_REDIRECTS + 1):
            await self._allowed(target)
            try:
                async with self.client.stream("GET", target, headers=_headers(known), follow_redirects=False) as response:
                    if response.status_code not in _REDIRECTS:
                        return await self._received(response)
                    target = _redirected(url, target, response.headers.get("location", ""))
            except httpx.HTTPError as error:
                raise Unavailable(f"the feed's server broke off ({type(error).__name__})") from error
        raise Rejected("the feed's server redirects in circles")

    async def _allowed(self, url: str) -> None:
        host = urlsplit(url).hostname or ""
        if is_loopback(host):
            return
        for address in await self.resolve(host):
            if not _is_public(address):
                raise Rejected("the feed's host leads to an internal address")

    async def _received(self, response: httpx.Response) -> Fetched | None:
        _check_peer(response)
        if response.status_code == _UNCHANGED:
            return None
        if response.status_code == _TOO_MANY or response.status_code >= _BROKEN:
            raise Unavailable(f"the feed's server answers {response.status_code}", retry_after=_patience(response))
        if response.status_code != _OK:
            raise Rejected(f"the feed's server answers {response.status_code}", code=response.status_code)
        file = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - whoever fetched it closes it
        size = 0
        async for piece in _plain(response):
            size += len(piece)
            if size > self.largest:
                raise Rejected(f"the feed is larger than {self.largest} bytes")
            file.write(piece)
        file.seek(0)
        return Fetched(file, Marks(response.headers.get("etag"), response.headers.get("last-modified")))


async def resolved(host: str) -> tuple[str, ...]:
    """Ask the system for the addresses of a host."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable("the feed's host is not known to the name service") from error
    return tuple(str(entry[4][0]) for entry in found)


def client() -> httpx.AsyncClient:
    """Make the client of a run; proxies of the environment are not asked, since they would hide who answers."""
    timeout = httpx.Timeout(connect=5.0, read=60.0, write=10.0, pool=10.0)
    return httpx.AsyncClient(timeout=timeout, trust_env=False, headers={"User-Agent": "panelin-sync", "Accept-Encoding": "gzip"})


def _headers(known: Marks) -> dict[str, str]:
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value}


def _patience(response: httpx.Response) -> timedelta | None:
    asked = response.headers.get("retry-after", "").strip()
    return timedelta(seconds=int(asked)) if re.fullmatch(r"[0-9]{1,5}", asked) else None


def _redirected(configured: str, current: str, location: str) -> str:
    target = urljoin(current, location)
    old, new = urlsplit(configured), urlsplit(target)
    if (new.scheme, new.hostname, new.port) not in ((old.scheme, old.hostname, old.port), ("https", old.hostname, None)):
        raise Rejected("the feed's server redirects to another host; configure that address if it is meant")
    return target


def _check_peer(response: httpx.Response) -> None:
    """Look at who really answered: between our look-up and the connection the name may have moved to an internal address."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    if peer and not is_loopback(response.url.host) and not _is_public(str(peer[0])):
        raise Rejected("the feed's host leads to an internal address")


def _is_public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (inner or found).is_global and not (inner or found).is_multicast


async def _plain(response: httpx.Response) -> AsyncIterator[bytes]:
    """Unpack gzip by bounded pieces, so that a bomb meets the size limit before it meets the memory."""
    packing = response.headers.get("content-encoding", "identity").strip().casefold()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise Rejected(f"the feed comes packed as {packing[:20]!r}")
    if packing in ("identity", ""):
        async for piece in response.aiter_raw(_PIECE):
            yield piece
        return
    unpacker = zlib.decompressobj(_GZIP)
    try:
        async for piece in response.aiter_raw(_PIECE):
            packed = piece
            while packed:
                yield unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise Unavailable("the feed's packing is broken") from error
    yield unpacker.flush()
    if not unpacker.eof:
        raise Unavailable("the feed's packing is cut")
