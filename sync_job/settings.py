"""The settings of a run (contract section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from panelin.runtime.settings import Environment, is_loopback
from sync_job.feeds import Feed, read_feeds
from sync_job.overlays import OverlayFile, read_overlays

_SAMPLE = "overlays.toml"
_STORES = ("sqlite:///", "firestore://")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that `python -m sync_job` is told by its environment."""

    store_url: str
    feeds: tuple[Feed, ...] = field(repr=False)
    overlays: OverlayFile = field(repr=False)
    overlays_mark: str
    openai_api_key: str = field(repr=False)
    openai_base_url: str | None
    vector_store_id: str | None
    accepted: str
    clock_url: str | None
    time_scale: float
    log_format: str


def read(values: Mapping[str, str], *, terminal: bool = False) -> Settings:
    """Read them all, or report all that is wrong at once."""
    env = Environment(values)
    feeds, problems = read_feeds(env.optional("FEEDS"))
    env.problems += problems
    path, named = Path(env.optional("OVERLAYS_FILE", _SAMPLE)), env.optional("OVERLAYS_FILE")
    overlays = env.tried(lambda: read_overlays(path, now=datetime.now(UTC))) if named or path.exists() else OverlayFile()
    scale = env.parsed("TIME_SCALE", "1", float, "a number, for tests")
    store_url = env.optional("STORE_URL", "sqlite:///var/panelin.db")
    if not store_url.startswith(_STORES):
        env.problems.append(f"STORE_URL is malformed: it begins with {' or '.join(_STORES)}")
    clock_url = env.optional("CLOCK_URL") or None
    if (clock_url or scale != 1) and not _on_one_machine(values, store_url):
        env.problems.append("CLOCK_URL and TIME_SCALE are for one machine: the store must be SQLite or an emulator")
    key = env.required("OPENAI_API_KEY", "the key for the vector store in which homes are searched by meaning")
    form = env.one_of("LOG_FORMAT", ("text", "json") if terminal else ("json", "text"))
    env.check()
    return Settings(
        store_url=store_url,
        feeds=feeds,
        overlays=overlays or OverlayFile(),
        overlays_mark=_mark(path) if overlays and overlays.overlays else "",
        openai_api_key=key,
        openai_base_url=env.optional("OPENAI_BASE_URL") or None,
        vector_store_id=env.optional("OPENAI_VECTOR_STORE_ID") or None,
        accepted=env.optional("SYNC_ACCEPT"),
        clock_url=clock_url,
        time_scale=scale or 1.0,
        log_format=form,
    )


def _on_one_machine(values: Mapping[str, str], store_url: str) -> bool:
    others = [values.get(name, "").strip() for name in ("GRAPH_BASE_URL", "INMOENTER_BASE_URL")]
    local = store_url.startswith("sqlite:") or bool(values.get("FIRESTORE_EMULATOR_HOST", "").strip())
    return local and all(is_loopback(url) for url in others if url)


def _mark(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:16]
