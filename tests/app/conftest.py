"""The service in one process, on both stores."""

import pytest
from office import Office

from panelin.store.open_store import open_store


@pytest.fixture
async def store(store_url):
    opened = open_store(store_url, time_scale=0.02)
    yield opened
    await opened.close()


@pytest.fixture
async def office(store):
    house = Office(store)
    yield house
    await house.workers.close()
