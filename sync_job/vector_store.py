"""The vector store at OpenAI, by the real SDK.

Facts (openai.md 6): a store made by the API is permanent unless told otherwise, an expired one cannot be revived, there is no upsert, a
file taken out of a store still exists, deletes are seen late, and the SDK waits for a batch without a deadline, so the waiting is ours.
"""

import asyncio
import json
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar
from uuid import uuid4

import openai
from openai.types import VectorStore as Store

from panelin.errors import Misconfigured, Rejected, Unavailable
from panelin.ids import Reference
from panelin.runtime.failpoints import reached
from panelin.store.contract import Notes
from sync_job.ports import Document, FileId, Held

NOTE = "vector_store"
HASH = "content_hash"
_NAME = "panelin"
_OWNER = "panelin_catalogue"  # metadata that tells our store from others of the same account
_CHUNK = 800  # tokens: one document is one chunk
_AT_ONCE = 8
_PAGE = 100
_UNKNOWN, _BROKEN = 404, 500
_LATER = (408, 409, 429)

T = TypeVar("T")


class OpenAiVectorStore:
    """One vector store: the configured one, or one that we made and whose id the store's notes keep."""

    def __init__(
        self, client: openai.AsyncOpenAI, notes: Notes, *, configured: str | None = None, patience: float = 120.0, poll: float = 0.5
    ) -> None:
        self._client = client
        self._notes = notes
        self._configured = configured
        self._patience = patience
        self._poll = poll
        self._id = configured or ""
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def ensure_kept(self) -> None:
        """Find or make the store, take its expiry away, clear what a run that died has left behind."""
        store = await (self._given() if self._configured else self._own())
        self._id = store.id
        if store.expires_after is not None:
            await _asked(self._client.vector_stores.update(store.id, expires_after=None))
        await self._clear_left_overs()

    async def manifest(self) -> tuple[Held, ...]:
        """Rebuild from the attributes what the store holds."""
        found = []
        async for entry in _pages(self._client.vector_stores.files.list(self._id, limit=_PAGE)):
            told = entry.attributes or {}
            reference, content_hash = told.get("reference"), told.get(HASH)
            found.append(
                Held(
                    FileId(entry.id),
                    Reference(str(reference)) if reference else None,
                    str(content_hash) if content_hash else None,
                    entry.status == "completed",
                )
            )
        return tuple(found)

    async def upload(self, document: Document) -> FileId:
        """Upload the file, attach it with its attributes, wait until it is indexed."""
        async with self._room:
            name = f"{self._mark}{document.content_hash[:12]}.md"
            content = (name, document.text.encode(), "text/markdown")
            file = await _asked(self._client.files.create(file=content, purpose="assistants"))
            await reached("sync.file.sent")
            entry = await _asked(
                self._client.vector_stores.files.create(
                    self._id,
                    file_id=file.id,
                    attributes={**document.attributes, HASH: document.content_hash},
                    chunking_strategy={
                        "type": "static",
                        "static": {"max_chunk_size_tokens": _CHUNK, "chunk_overlap_tokens": 0},
                    },
                )
            )
            await self._indexed(entry.id, entry.status)
            return FileId(file.id)

    async def remove(self, files: Sequence[FileId]) -> None:
        """Take files out of the store and delete them, which takes them out of everything."""
        await asyncio.gather(*(self._removed(file) for file in files))

    @property
    def _mark(self) -> str:
        """How our file names begin: they carry the store, so that two installations in one account leave each other alone."""
        return f"{_NAME}-{self._id}-"

    async def _removed(self, file: FileId) -> None:
        async with self._room:
            await _gone(self._client.vector_stores.files.delete(file, vector_store_id=self._id))
            await _gone(self._client.files.delete(file))

    async def _indexed(self, file: str, status: str) -> None:
        deadline, wait = monotonic() + self._patience, self._poll
        while status == "in_progress":
            if monotonic() > deadline:
                raise Unavailable("the vector store did not index a file in time")
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, 5.0)
            status = (await _asked(self._client.vector_stores.files.retrieve(file, vector_store_id=self._id))).status
        if status != "completed":
            await self._removed(FileId(file))
            raise Unavailable(f"the vector store could not index a file ({status})")

    async def _given(self) -> Store:
        store = await self._alive(str(self._configured))
        if store is None:
            raise Misconfigured(("OPENAI_VECTOR_STORE_ID names a vector store that is expired or unknown to OpenAI",))
        return store

    async def _own(self) -> Store:
        """Find the store of our note, or the one that a run made and died before it could note it, or make one."""
        note = dict(await self._notes.note_of(NOTE) or {})
        owner = str(note.get("owner") or uuid4().hex)
        known = await self._alive(str(note["id"])) if note.get("id") else None
        if known is not None:
            return known
        await self._notes.keep_note(NOTE, {"owner": owner})
        store = await self._unnoted(owner)
        if store is None:
            store = await _asked(self._client.vector_stores.create(name=_NAME, metadata={_OWNER: owner}))
        await reached("sync.store.sent")
        await self._notes.keep_note(NOTE, {"owner": owner, "id": store.id})
        return store

    async def _unnoted(self, owner: str) -> Store | None:
        async for store in _pages(self._client.vector_stores.list(limit=_PAGE)):
            if (store.metadata or {}).get(_OWNER) == owner and store.status != "expired":
                return store
        return None

    async def _alive(self, store_id: str) -> Store | None:
        try:
            store = await _asked(self._client.vector_stores.retrieve(store_id))
        except Rejected as refusal:
            if refusal.code != _UNKNOWN:
                raise
            return None
        return None if store.status == "expired" else store

    async def _clear_left_overs(self) -> None:
        """Delete files of ours that were uploaded and never attached; nobody would ever find or delete them."""
        attached = {held.file_id for held in await self.manifest()}
        async for file in _pages(self._client.files.list(purpose="assistants")):
            if file.filename.startswith(self._mark) and file.id not in attached:
                await _gone(self._client.files.delete(file.id))


async def _asked(call: Awaitable[T]) -> T:
    """Make a call and put its failure into our words; a proxy's page with status 200 comes out of the SDK as a string."""
    with _our_words():
        answer = await call
    if isinstance(answer, str):
        raise Unavailable("OpenAI answered with something that is no JSON")
    return answer


async def _pages(listing: AsyncIterable[T]) -> AsyncIterator[T]:
    try:
        with _our_words():
            async for entry in listing:
                yield entry
    except AttributeError as error:  # inside the SDK: a page that came as a string
        raise Unavailable("OpenAI answered with something that is no JSON") from error


async def _gone(call: Awaitable[object]) -> None:
    try:
        await _asked(call)
    except Rejected as refusal:
        if refusal.code != _UNKNOWN:
            raise


@contextmanager
def _our_words() -> Iterator[None]:
    try:
        yield
    except openai.APIStatusError as error:
        reason = f"OpenAI answers {error.status_code} ({error.code or error.type or 'no code'})"
        if error.status_code in _LATER or error.status_code >= _BROKEN:
            raise Unavailable(reason, code=error.code) from error
        raise Rejected(reason, code=error.status_code) from error
    except (openai.APIError, json.JSONDecodeError) as error:
        raise Unavailable(f"OpenAI could not be reached ({type(error).__name__})") from error
