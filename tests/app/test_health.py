"""Whether the process lives and may take traffic."""

from importlib.metadata import PackageNotFoundError, version

import httpx
import pytest
from starlette.applications import Starlette

from app.health import health_routes, released
from panelin.errors import Unavailable
from panelin.store.open_store import open_store


async def answer(ready, path, method="GET"):
    transport = httpx.ASGITransport(Starlette(routes=health_routes(ready)))
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        return await client.request(method, path)


async def away():
    raise Unavailable("the store is down: host 10.0.0.7")


async def broken():
    raise RuntimeError("a defect")


@pytest.mark.parametrize("path", ["/health/startup", "/health/ready"])
async def test_a_process_whose_store_answers_takes_traffic(path, store):
    reply = await answer(store.ready, path)
    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/health/startup", "/health/ready"])
async def test_a_process_whose_store_is_away_takes_none_and_does_not_say_where_it_is(path):
    reply = await answer(away, path)
    assert (reply.status_code, reply.json()) == (503, {"status": "store unavailable"})


async def test_a_store_that_cannot_be_opened_is_no_readiness(tmp_path):
    (tmp_path / "file").write_text("")
    shut = open_store(f"sqlite:///{tmp_path}/file/panelin.db")
    assert (await answer(shut.ready, "/health/ready")).status_code == 503
    await shut.close()


async def test_a_process_lives_while_its_store_is_away_so_that_nobody_kills_it_for_that():
    reply = await answer(away, "/health/live")
    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


async def test_a_defect_is_no_outage_of_the_store():
    with pytest.raises(RuntimeError):
        await answer(broken, "/health/ready")


@pytest.mark.parametrize("path", ["/health/startup", "/health/live", "/health/ready", "/version"])
async def test_nothing_can_be_written_to_these_addresses(path, store):
    assert (await answer(store.ready, path, "POST")).status_code == 405


async def test_the_release_is_told(store):
    assert (await answer(store.ready, "/version")).json() == {"version": released()}


def test_a_checkout_that_is_not_installed_says_so():
    try:
        installed = version("panelin")
    except PackageNotFoundError:
        installed = "checkout"
    assert released() == installed
