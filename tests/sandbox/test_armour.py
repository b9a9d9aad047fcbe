import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from sandbox.armour import POLICY, Armour


@pytest.fixture
def page():
    async def plain(_):
        return HTMLResponse("<p>hola</p>")

    async def own(_):
        return HTMLResponse("<p>hola</p>", headers={"Content-Security-Policy": "default-src 'none'"})

    app = Starlette(routes=[Route("/", plain), Route("/own", own)])
    return TestClient(Armour(app))


def test_a_page_takes_nothing_from_other_hosts_and_stands_in_no_frame(page):
    headers = page.get("/").headers
    assert headers["content-security-policy"] == POLICY
    assert "http" not in POLICY
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_stricter_policy_of_an_answer_stays(page):
    assert page.get("/own").headers["content-security-policy"] == "default-src 'none'"


def test_no_other_origin_may_read_anything(page):
    answer = page.get("/", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
