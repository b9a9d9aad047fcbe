import time

import httpx
import pytest


def test_every_request_to_a_played_service_is_written_down_without_its_secrets(sandbox, graph):
    graph.send(content={"body": "hola"})
    (request,) = sandbox.requests("graph")
    assert (request["seq"], request["method"], request["status"]) == (1, "POST", 200)
    assert request["path"].endswith("/messages")
    assert request["body"]["text"] == {"body": "hola"}
    assert "authorization" not in request["headers"]
    assert "test-graph-token" not in str(request)
    assert request["headers"]["content-type"] == "application/json"


def test_requests_of_one_target_do_not_show_under_another(sandbox, graph):
    graph.send()
    sandbox.client.get("/openai/v1/nothing")
    assert len(sandbox.requests("graph")) == 1
    assert [request["path"] for request in sandbox.requests("openai")] == ["/openai/v1/nothing"]
    assert sandbox.requests("inmoenter") == []


def test_control_requests_are_not_written_down(sandbox):
    sandbox.sent()
    assert [sandbox.requests(target) for target in ("graph", "openai", "inmoenter")] == [[], [], []]


def test_a_body_that_is_no_json_is_kept_as_text(sandbox, graph):
    sandbox.client.post("/graph/v26.0/1/messages", content=b"not json", headers={"Authorization": "Bearer test-graph-token"})
    assert sandbox.requests("graph")[0]["body"] == "not json"


def test_an_upload_is_kept_as_its_size(sandbox, graph):
    graph.upload()
    assert sandbox.requests("graph")[0]["body"]["multipart"] > 100


def test_a_status_fault_answers_instead_of_graph_as_an_edge_would(sandbox, graph):
    sandbox.fault("graph", "status", value=503, count=1)
    answer = graph.send()
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert sandbox.sent() == []
    assert sandbox.requests("graph")[0]["status"] == 503
    assert sandbox.requests("graph")[0]["fault"]["kind"] == "status"
    assert graph.send().status_code == 200


def test_a_status_fault_may_bring_its_own_body_and_headers(sandbox, graph):
    sandbox.fault("graph", "status", value=429, options={"body": {"error": {"code": 4}}, "headers": {"Retry-After": "7"}})
    answer = graph.send()
    assert (answer.status_code, answer.headers["retry-after"], answer.json()) == (429, "7", {"error": {"code": 4}})


@pytest.mark.parametrize(("target", "path"), [("openai", "/openai/v1/responses"), ("inmoenter", "/inmoenter/leads")])
def test_other_targets_refuse_in_their_own_shape(sandbox, target, path):
    sandbox.fault(target, "status", value=429)
    answer = sandbox.client.post(path, json={})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    assert "error" in answer.json()


def test_a_reset_cuts_the_connection_and_nothing_was_done(sandbox, graph):
    sandbox.fault("graph", "reset", count=1)
    with pytest.raises(httpx.TransportError):
        graph.send()
    assert sandbox.sent() == []
    assert sandbox.requests("graph")[0]["status"] is None


def test_a_lost_reply_does_its_work_and_then_cuts_the_connection(sandbox, graph, receiver):
    sandbox.fault("graph", "lost_reply", count=1)
    with pytest.raises(httpx.TransportError):
        graph.send(biz_opaque_callback_data="c1.7")
    (sent,) = sandbox.sent()
    assert sent["biz_opaque_callback_data"] == "c1.7"
    assert receiver.wait_for("statuses", 2)[0]["biz_opaque_callback_data"] == "c1.7"


def test_a_late_reply_does_its_work_first(sandbox, graph, receiver):
    sandbox.fault("graph", "late_reply", value=0.4, count=1)
    began = time.monotonic()
    assert graph.send().status_code == 200
    assert time.monotonic() - began >= 0.4
    assert receiver.all_of("statuses")


def test_latency_waits_first_and_works_then(sandbox, graph):
    sandbox.fault("graph", "latency", value=0.3, count=1)
    began = time.monotonic()
    assert graph.send().status_code == 200
    assert time.monotonic() - began >= 0.3


def test_a_hang_never_answers_and_does_nothing(sandbox, graph):
    sandbox.fault("graph", "hang", count=1)
    with pytest.raises(httpx.ReadTimeout):
        sandbox.client.post("/graph/v26.0/1/messages", json={}, timeout=0.3)
    assert sandbox.sent() == []


def test_a_hang_with_an_end_cuts_the_connection_there(sandbox, graph):
    sandbox.fault("graph", "hang", value=0.2, count=1)
    with pytest.raises(httpx.TransportError):
        graph.send()
    assert graph.send().status_code == 200


def test_a_fault_for_one_path_leaves_the_others_alone(sandbox, graph):
    sandbox.fault("graph", "status", value=500, path="/media")
    assert graph.send().status_code == 200
    assert graph.upload().status_code == 500


def test_bodies_that_no_parser_likes_are_written_down_and_can_be_read_back(sandbox, graph):
    headers = {"Authorization": "Bearer test-graph-token", "Content-Type": "application/json"}
    for body in (b"[" * 100_000, b'{"a":NaN}', rb'{"type":"\ud83c"}', rb'{"messaging_product":"whatsapp","\ud83c":1}', b"[1e999]"):
        answer = sandbox.client.post(f"/graph/v26.0/{graph.number}/messages", content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)
    assert len(sandbox.requests("graph")) == 5
    assert [event["kind"] for event in sandbox.client.get("/control/recent").json()].count("request") == 5
