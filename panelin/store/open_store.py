"""Which store a `STORE_URL` means."""

from datetime import timedelta
from urllib.parse import unquote

from panelin.errors import Misconfigured
from panelin.store.contract import Store
from panelin.store.documents import TRANSCRIPT_KEPT_FOR
from panelin.store.over import StoreOver

_EXPECTED = "expected sqlite:///relative/path, sqlite:////absolute/path or firestore://PROJECT/DATABASE"


def open_store(url: str, *, time_scale: float = 1.0, kept_for: timedelta = TRANSCRIPT_KEPT_FOR, synchronous: str = "FULL") -> Store:
    """Open the store behind a URL; nothing is asked of it yet, so an unreachable one shows in `ready`."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        from panelin.store.sqlite.engine import SqliteEngine

        return StoreOver(SqliteEngine(unquote(rest[1:]), synchronous=synchronous), time_scale=time_scale, kept_for=kept_for)
    project, _, database = rest.partition("/")
    if scheme == "firestore" and project and database and "/" not in database:
        from panelin.store.firestore.calls import Calls
        from panelin.store.firestore.engine import FirestoreEngine

        return StoreOver(FirestoreEngine(Calls(project, unquote(database))), time_scale=time_scale, kept_for=kept_for)
    raise Misconfigured((f"STORE_URL: {_EXPECTED}",))
