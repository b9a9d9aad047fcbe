import pytest
from sandbox_server import sandbox_thread
from stores import fresh_url
from sync_parts import an_office


@pytest.fixture(scope="module")
def running_sandbox(tmp_path_factory):
    """One sandbox for the tests of a module."""
    with sandbox_thread(tmp_path_factory.mktemp("sandbox") / "sandbox.db") as sandbox:
        yield sandbox


@pytest.fixture
async def office(running_sandbox, tmp_path):
    """An agency with an empty catalogue, and a world that has forgotten the test before."""
    running_sandbox.control("reset")
    async with an_office(running_sandbox, fresh_url("sqlite", tmp_path)) as office:
        yield office
