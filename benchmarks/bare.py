"""The calls of one turn, written down once and issued again bare: same clients, same requests, same sizes, and nothing decided.

One message of one customer is served by the real turn while a scribe writes down what is asked of the database and of Meta. For another
message the names in it are exchanged, and the calls go out in the same order; only the versions are those just read or written.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx

from panelin.store.documents import Version
from panelin.store.engine import Found, Query, Reading, Write, Written
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

Names: TypeAlias = Mapping[str, str]
HEADERS = {"Authorization": "Bearer token", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Get:
    """Documents read by id."""

    collection: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Commit:
    """Documents written together."""

    writes: tuple[Write, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A POST to Meta."""

    url: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the model, as the SDK was given it."""

    request: Mapping[str, Any]


Call: TypeAlias = Get | Query | Commit | Post | Ask


@dataclass(frozen=True, slots=True)
class Clients:
    """What the calls go out on."""

    engine: FirestoreEngine
    http: httpx.AsyncClient
    sdk: "AsyncOpenAI | None" = None


class Scribe(FirestoreEngine):
    """Firestore, and a list of what was asked of it; hooked to a client of HTTP it lists the POSTs too."""

    def __init__(self, calls: Calls) -> None:
        super().__init__(calls)
        self.asked: list[Call] = []

    async def get(self, collection: str, ids: Sequence[str], *, expired: bool = False) -> Reading:
        """Read documents by id."""
        self.asked.append(Get(collection, tuple(ids)))
        return await super().get(collection, ids, expired=expired)

    async def query(self, query: Query) -> Reading:
        """Read the documents that match."""
        self.asked.append(query)
        return await super().query(query)

    async def commit(self, writes: Sequence[Write]) -> Written:
        """Write all or nothing."""
        self.asked.append(Commit(tuple(writes)))
        return await super().commit(writes)

    async def posted(self, request: httpx.Request) -> None:
        """Take down a POST to Meta."""
        self.asked.append(Post(str(request.url), request.content))

    async def questioned(self, request: "httpx2.Request") -> None:
        """Take down a question to the model."""
        if request.url.path.endswith("/responses"):
            self.asked.append(Ask(json.loads(request.content)))


def exchanged(call: Call, names: Names) -> Call:
    """Write a call for another message."""
    match call:
        case Get(collection, ids):
            return Get(collection, tuple(_exchanged(ids, names)))
        case Query():
            return replace(call, equal=tuple((field, _exchanged(value, names)) for field, value in call.equal))
        case Commit(writes):
            return Commit(tuple(replace(write, id=_exchanged(write.id, names), patch=_exchanged(write.patch, names)) for write in writes))
        case Post(url, body):
            return Post(url, _exchanged(body.decode(), names).encode())
        case Ask(request):
            return Ask(_exchanged(request, names))


def _exchanged(value: Any, names: Names) -> Any:  # noqa: ANN401 - whatever stands in a document
    match value:
        case str():
            for old, new in names.items():
                value = value.replace(old, new)
            return value
        case list() | tuple():
            return [_exchanged(part, names) for part in value]
        case dict():
            return {key: _exchanged(part, names) for key, part in value.items()}
        case _:
            return value


async def issued(calls: Sequence[Call], clients: Clients) -> None:
    """Make the calls, each write at the version last seen."""
    seen: dict[tuple[str, str], Version] = {}
    for call in calls:
        match call:
            case Get(collection, ids):
                _learn(seen, collection, (await clients.engine.get(collection, ids)).found)
            case Query(collection=collection):
                _learn(seen, collection, (await clients.engine.query(call)).found)
            case Commit(writes):
                current = [replace(write, at=seen.get((write.collection, write.id), write.at)) for write in writes]
                written = await clients.engine.commit(current)
                seen.update(((write.collection, write.id), at) for write, at in zip(writes, written.versions, strict=True))
            case Post(url, body):
                (await clients.http.post(url, content=body, headers=HEADERS)).raise_for_status()
            case Ask(request) if clients.sdk is not None:
                await clients.sdk.responses.with_raw_response.create(**request)


def _learn(seen: dict[tuple[str, str], Version], collection: str, documents: Sequence[Found]) -> None:
    seen.update(((collection, document.id), document.version) for document in documents)
