"""A sync run in this process or in one of its own, against a sandbox and a store of the test."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import openai
from sandbox_server import Sandbox

from panelin.store.contract import Store
from panelin.store.open_store import open_store
from sync_job.feeds import read_feeds
from sync_job.feeds.download import Download, client
from sync_job.intake import Order
from sync_job.overlays import OverlayFile, read_overlays
from sync_job.report import Report
from sync_job.sync import Parts, run
from sync_job.vector_store import OpenAiVectorStore

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "overlays.toml"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@dataclass
class Office:
    """An agency's sandbox and store."""

    sandbox: Sandbox
    store: Store
    url: str
    feeds: str = ""
    overlays: OverlayFile = field(default_factory=lambda: read_overlays(SAMPLE, now=NOW))
    vector_store_id: str | None = None

    async def sync(self, *, now: datetime = NOW, accepted: str = "", mark: str = "sample") -> Report:
        """One run in this process."""
        feeds, problems = read_feeds(self.feeds)
        assert not problems, problems
        async with client() as http, self.models() as models:
            vectors = OpenAiVectorStore(models, self.store, configured=self.vector_store_id, patience=5.0, poll=0.31)
            parts = Parts(store=self.store, notes=self.store, vectors=vectors, download=Download(http, pause=0.01))
            return await run(Order(feeds, self.overlays, mark, now, accepted), parts)

    def models(self) -> openai.AsyncOpenAI:
        """The real SDK, pointed at the sandbox."""
        return openai.AsyncOpenAI(api_key="k", base_url=f"{self.sandbox.url}/openai/v1", max_retries=0, timeout=10.0)

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of its own is told; the lease is a second, so that a run that died is soon forgotten."""
        told = {
            "FEEDS": self.feeds, "STORE_URL": self.url, "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": f"{self.sandbox.url}/openai/v1",
            "OVERLAYS_FILE": str(SAMPLE), "LOG_FORMAT": "json", "TIME_SCALE": "0.0003", "PATH": os.environ["PATH"],
        }  # fmt: skip
        emulator = os.environ.get("FIRESTORE_EMULATOR_HOST")
        return told | ({"FIRESTORE_EMULATOR_HOST": emulator} if emulator else {}) | more

    def process(self, **more: str) -> "subprocess.Popen[str]":
        """One run as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "sync_job"],
            cwd=ROOT,
            env=self.environment(**more),
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ended(self, **more: str) -> tuple[int, str]:
        """One run as a process of its own, to its end: exit code and what it logged."""
        with self.process(**more) as process:
            out, err = process.communicate(timeout=30)
            assert out == ""
            return process.returncode, err

    async def homes(self) -> dict[str, int | None]:
        """The active homes and their prices in euros."""
        found = await self.store.active()
        return {home.reference: None if home.price.cents is None else home.price.cents // 100 for home in found}

    async def files(self) -> list[tuple[str, float | None]]:
        """What the vector store holds: reference and price of each document, sorted."""
        note = await self.store.note_of("vector_store")
        async with self.models() as models:
            held = [entry.attributes async for entry in models.vector_stores.files.list(self.vector_store_id or note["id"], limit=100)]
        return sorted((told["reference"], told.get("price")) for told in held)

    def asked(self, method: str, part: str) -> int:
        """How often OpenAI was asked for something."""
        found = [entry for entry in self.sandbox.requests("openai") if entry["method"] == method and entry["path"].endswith(part)]
        return len(found)


@asynccontextmanager
async def an_office(sandbox: Sandbox, url: str) -> AsyncIterator[Office]:
    """An office with the store behind a URL."""
    store = open_store(url)
    try:
        yield Office(sandbox, store, url, f"xcp+{sandbox.url}/inmoenter/xcp.xml")
    finally:
        await store.close()
