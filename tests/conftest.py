"""Fixtures for everybody: the two stores."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import stores

from panelin.store.contract import Store
from panelin.store.open_store import open_store


@pytest.fixture(scope="session")
def firestore_emulator() -> Iterator[str]:
    """One emulator for the whole run; a machine without one skips with the reason, CI fails."""
    try:
        with stores.emulator() as host:
            yield host
    except stores.Missing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(params=stores.KINDS)
def store_kind(request: pytest.FixtureRequest) -> str:
    """Every test that asks for it runs on both stores."""
    kind: str = request.param
    if kind == "firestore":
        request.getfixturevalue("firestore_emulator")
    return kind


@pytest.fixture
def store_url(store_kind: str, tmp_path: Path) -> str:
    """Where a store lies that belongs to this test alone."""
    return stores.fresh_url(store_kind, tmp_path)


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """A store that belongs to this test alone."""
    opened = open_store(store_url)
    yield opened
    await opened.close()


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    return stores.free_port()
