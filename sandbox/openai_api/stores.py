"""What a vector store is and what it holds, on the business clock: indexing takes a little, deletes are seen late, stores expire."""

from collections.abc import Iterator
from typing import Any

from sandbox.openai_api.files import Files
from sandbox.openai_api.filters import checked_attributes, passes, score
from sandbox.openai_api.refusals import Refused, invalid, not_found
from sandbox.openai_api.shapes import new_id
from sandbox.world import World

STORE, ENTRY = "openai.store", "openai.store_file"
INDEXING, LINGERING = 0.3, 0.4  # seconds: `in_progress` before `completed`; how long a deleted file can still be found
READABLE = (
    *("c", "cpp", "cs", "css", "doc", "docx", "go", "html", "java", "js", "json", "md", "pdf", "php", "pptx", "py", "rb", "sh", "tex"),
    *("ts", "txt"),
)
AUTO_CHUNKS = {"type": "static", "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}
DAY = 86_400
Document = dict[str, Any]


class Stores:
    """The vector stores of this account and their entries; an entry belongs to one store and one file."""

    def __init__(self, world: World, files: Files) -> None:
        self._world, self._files = world, files
        files.when_deleted.append(self._file_left)

    def now(self) -> float:
        """The business instant in seconds."""
        return self._world.clock.now().timestamp()

    def find(self, identifier: object, *, param: str | None = None) -> Document:
        """The store; refused if unknown."""
        kept = self._world.database.get(STORE, str(identifier))
        if kept is None:
            raise not_found("Vector store", identifier, param=param)
        return kept

    def alive(self, identifier: object, *, param: str | None = None) -> Document:
        """The store, refused if it has expired; using it moves its expiry."""
        kept = self.find(identifier, param=param)
        if self.expires_at(kept) is not None and (self.expires_at(kept) or 0) <= self.now():
            raise Refused(f"Vector store '{identifier}' is expired.", param=param, code="vector_store_expired")
        kept["last_active_at"] = int(self.now())
        self.keep(kept)
        return kept

    def keep(self, kept: Document) -> None:
        """Write a store."""
        self._world.database.put(STORE, kept["id"], kept)

    def all(self) -> list[Document]:
        """Every store, oldest first."""
        return sorted(self._world.database.all(STORE).values(), key=lambda kept: kept["created_at"])

    def delete(self, identifier: str) -> None:
        """Forget a store and its entries; the files stay."""
        self._world.database.delete(STORE, identifier)
        for key in [key for key in self._world.database.all(ENTRY) if key.startswith(f"{identifier}/")]:
            self._world.database.delete(ENTRY, key)

    def expires_at(self, kept: Document) -> int | None:
        """When the store expires, counted from its last use; None if it is permanent."""
        after = kept.get("expires_after")
        return kept["last_active_at"] + after["days"] * DAY if after else None

    def seen(self, kept: Document) -> Document:
        """The store as the API shows it."""
        expires = self.expires_at(kept)
        expired = expires is not None and expires <= self.now()
        entries = [] if expired else list(self.entries(kept["id"]))
        counts = count(entries)
        return {
            **kept,
            "object": "vector_store",
            "status": "expired" if expired else "in_progress" if counts["in_progress"] else "completed",
            "file_counts": counts,
            "usage_bytes": sum(entry["usage_bytes"] for entry in entries),
            "expires_at": expires,
        }

    def attach(self, store: str, file_id: object, attributes: object = None, chunking: object = None, batch: str | None = None) -> Document:
        """Put a file into a store; indexing it takes a moment."""
        file = self._files.find(file_id)
        if file is None:
            raise Refused(f"No such File object: {file_id}", status=404, param="file_id")
        entry = {
            "id": file["id"],
            "created_at": int(self.now()),
            "attributes": checked_attributes(attributes),
            "chunking_strategy": AUTO_CHUNKS if chunking is None or chunking == {"type": "auto"} else chunking,
            "vector_store_id": store,
            "batch": batch,
            "ready_at": self.now() + INDEXING,
            "gone_at": None,
        }
        self._world.database.put(ENTRY, f"{store}/{file['id']}", entry)
        return self.entry_seen(entry)

    def entry(self, store: str, file_id: str) -> Document:
        """One entry; refused if the store does not hold the file."""
        kept = self._world.database.get(ENTRY, f"{store}/{file_id}")
        if kept is None or kept["gone_at"] is not None:
            raise Refused(f"No file found with id '{file_id}' in vector store '{store}'.", status=404)
        return kept

    def entries(self, store: str) -> Iterator[Document]:
        """The entries of a store as the API shows them, oldest first; one that is being deleted is listed a moment longer."""
        kept = (entry for key, entry in self._world.database.all(ENTRY).items() if key.startswith(f"{store}/"))
        for entry in sorted(kept, key=lambda entry: (entry["created_at"], entry["ready_at"])):
            if entry["gone_at"] is None or entry["gone_at"] > self.now():
                yield self.entry_seen(entry)
            else:
                self._world.database.delete(ENTRY, f"{store}/{entry['id']}")

    def entry_seen(self, entry: Document) -> Document:
        """An entry as the API shows it."""
        file = self._files.find(entry["id"]) or {"filename": "", "bytes": 0}
        fault = _unreadable(file)
        status = "in_progress" if entry["ready_at"] > self.now() else "failed" if fault else "completed"
        shown = {name: value for name, value in entry.items() if name not in {"ready_at", "gone_at"}}
        last_error = fault if status == "failed" else None
        size = file["bytes"] if status == "completed" else 0
        return {**shown, "object": "vector_store.file", "status": status, "last_error": last_error, "usage_bytes": size}

    def mark(self, store: str, file_id: str, attributes: object) -> Document:
        """Replace the attributes of an entry."""
        kept = {**self.entry(store, file_id), "attributes": checked_attributes(attributes)}
        self._world.database.put(ENTRY, f"{store}/{file_id}", kept)
        return self.entry_seen(kept)

    def detach(self, store: str, file_id: str) -> None:
        """Take a file out of a store; it can be found a moment longer."""
        kept = {**self.entry(store, file_id), "gone_at": self.now() + LINGERING}
        self._world.database.put(ENTRY, f"{store}/{file_id}", kept)

    def search(self, store: str, query: str, filters: object, most: int) -> list[Document]:
        """The entries that pass the filters, best first."""
        passes({}, filters)
        found = []
        for entry in self.entries(store):
            if entry["status"] == "completed" and passes(entry["attributes"], filters):
                text = self._files.words(entry["id"]).decode("utf-8", "replace")
                points = score(query, text)
                file = self._files.find(entry["id"]) or {"filename": ""}
                content = [{"type": "text", "text": text[:4_000]}]
                found.append(
                    {
                        "file_id": entry["id"],
                        "filename": file["filename"],
                        "score": points,
                        "attributes": entry["attributes"],
                        "content": content,
                    }
                )
        return sorted((hit for hit in found if hit["score"] > 0), key=lambda hit: -hit["score"])[:most]

    def _file_left(self, file_id: str) -> None:
        for key, entry in self._world.database.all(ENTRY).items():
            if entry["id"] == file_id:
                self._world.database.delete(ENTRY, key)


def _unreadable(file: Document) -> Document | None:
    """Say why a file cannot be searched: its type is judged by its name, an empty one has nothing to search."""
    if file["filename"].rpartition(".")[2].lower() not in READABLE:
        return {"code": "unsupported_file", "message": f"The file type of '{file['filename']}' is not supported."}
    return None if file["bytes"] else {"code": "invalid_file", "message": "The file is empty."}


def count(entries: list[Document]) -> dict[str, int]:
    """Count entries by status."""
    statuses = [entry["status"] for entry in entries]
    return {name: statuses.count(name) for name in ("in_progress", "completed", "failed", "cancelled")} | {"total": len(statuses)}


def new_store(body: Document, now: float) -> Document:
    """Give a new store as it is kept."""
    return {
        "id": new_id("vs"),
        "created_at": int(now),
        "name": body.get("name") or "",
        "description": body.get("description"),
        "metadata": body.get("metadata") or {},
        "expires_after": checked_expiry(body.get("expires_after")),
        "last_active_at": int(now),
    }


def checked_expiry(after: object) -> Document | None:
    """Give the expiry rule, refused if it is none."""
    if after is None:
        return None
    if not isinstance(after, dict) or after.get("anchor") != "last_active_at" or after.get("days") not in range(1, 366):
        raise invalid("expires_after", "anchor must be 'last_active_at', days between 1 and 365.", "invalid_value")
    return after
