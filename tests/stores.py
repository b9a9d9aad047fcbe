"""Real stores for tests: an SQLite file of one's own, or a database of one's own in one Firestore emulator per run."""

from pathlib import Path

from benchmarks.emulator import Missing, emulator, free_port, fresh_project
from panelin.store.contract import Store
from panelin.store.open_store import open_store

__all__ = ["KINDS", "Missing", "emulator", "free_port", "fresh_store", "fresh_url"]
KINDS = ("sqlite", "firestore")


def fresh_url(kind: str, directory: Path) -> str:
    """Name a store that nobody else uses; for Firestore an emulator must be running."""
    if kind == "sqlite":
        return f"sqlite:///{directory / 'panelin.db'}"
    return f"firestore://{fresh_project()}/(default)"


def fresh_store(kind: str, directory: Path) -> Store:
    """Open an empty store."""
    return open_store(fresh_url(kind, directory))
