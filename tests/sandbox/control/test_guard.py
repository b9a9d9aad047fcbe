import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from sandbox.control.guard import Guard


def guarded(token=""):
    async def obey(_):
        return PlainTextResponse("obeyed")

    app = Starlette(routes=[Route("/", obey, methods=["GET", "POST"])], middleware=[Middleware(Guard, token=token)])
    return TestClient(app, base_url="http://127.0.0.1:8090")


def test_this_machine_is_obeyed():
    for host in ("127.0.0.1:8090", "localhost:8090", "[::1]:8090"):
        assert guarded().get("/", headers={"Host": host}).text == "obeyed"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8090", "192.168.1.4:8090", ""])
def test_a_foreign_name_for_this_machine_is_refused(host):
    answer = guarded().get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "loopback" in answer.json()["error"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null"])
def test_a_page_from_somewhere_else_is_refused(origin):
    assert guarded().post("/", headers={"Origin": origin}).status_code == 403
    assert guarded("open").post("/", headers={"Origin": origin, "X-Sandbox-Token": "open"}).status_code == 403


def test_the_page_itself_is_obeyed():
    assert guarded().post("/", headers={"Origin": "http://127.0.0.1:8090"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"X-Sandbox-Token": "open"}, {"Authorization": "Bearer open"}, {"Cookie": "other=1; sandbox_token=open"}],
)
def test_with_a_token_its_holder_is_obeyed_under_any_name(headers):
    assert guarded("open").get("/", headers={"Host": "sandbox.example", **headers}).status_code == 200


def test_the_token_may_stand_in_the_address_for_streams():
    assert guarded("open").get("/?token=open").status_code == 200
    assert guarded("open").get("/?token=shut").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Sandbox-Token": ""},
        {"X-Sandbox-Token": "shut"},
        {"Authorization": "Bearer "},
        {"Cookie": "sandbox_token=shut"},
        {"Cookie": "[=;"},
    ],
)
def test_with_a_token_everybody_else_is_refused_even_on_this_machine(headers):
    answer = guarded("open").get("/", headers=headers)
    assert answer.status_code == 401
    assert "SANDBOX_TOKEN" in answer.json()["error"]
