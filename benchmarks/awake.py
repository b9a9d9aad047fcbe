"""A Firestore that is ready to be measured."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from app.whatsapp.payload import split
from benchmarks.emulator import emulator, fresh_project
from benchmarks.posts import NUMBER, text_post
from panelin.store.documents import Put
from panelin.store.open_store import open_store

NOBODY = 999_999  # a customer whom nobody answers
TRIES = 20


@contextmanager
def firestore() -> Iterator[str]:
    """Run an emulator until the block ends, and give a project in it."""
    with emulator():
        project = fresh_project()
        asyncio.run(_woken(url_of(project)))
        yield project


def url_of(project: str) -> str:
    """Write the STORE_URL of a project."""
    return f"firestore://{project}/(default)"


async def _woken(url: str) -> None:
    """Write until the emulator takes it: its first answer may take seconds, and the webhook waits for one and a half."""
    store = open_store(url)
    try:
        for _ in range(TRIES):
            if Put.LOST not in await store.put(split(text_post(NOBODY), {NUMBER}).items):
                return
    finally:
        await store.close()
    raise RuntimeError("the emulator takes no message")
