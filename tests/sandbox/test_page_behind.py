"""What stands behind the page: the app's state handed on, tool calls, who is played, processes, a message marked as failed."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from sandbox_server import free_port, sandbox_thread, wait_until

QUESTION = {"model": "sandbox-assistant", "instructions": "Today is 2026-11-24."}
TOOL = {
    "type": "function",
    "name": "get_property",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"reference": {"type": "string"}},
        "required": ["reference"],
        "additionalProperties": False,
    },
}


class Inspected(BaseHTTPRequestHandler):
    """An app whose state can be read."""

    def do_GET(self):
        known = {"/inspect/conversations": (200, [{"id": "c1"}]), "/inspect/conversations/c1": (200, {"now": "2026-11-24T10:00:00+00:00"})}
        status, content = known.get(self.path, (404, {"error": "no such conversation"}))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def an_app():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Inspected)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_apps_state_is_handed_on_as_it_is(tmp_path):
    with an_app() as url, sandbox_thread(tmp_path / "s.db", INSPECT_URL=url) as watching:
        assert watching.client.get("/control/inspect/conversations").json() == [{"id": "c1"}]
        assert watching.client.get("/control/inspect/conversations/c1").json() == {"now": "2026-11-24T10:00:00+00:00"}
        unknown = watching.client.get("/control/inspect/conversations/c2")
        assert (unknown.status_code, unknown.json()) == (404, {"error": "no such conversation"})


def test_the_state_can_be_read_only(tmp_path):
    with an_app() as url, sandbox_thread(tmp_path / "s.db", INSPECT_URL=url) as watching:
        assert watching.client.post("/control/inspect/conversations", json={}).status_code == 405


def test_an_app_that_does_not_answer_is_said_in_a_sentence(tmp_path):
    with sandbox_thread(tmp_path / "s.db", INSPECT_URL=f"http://127.0.0.1:{free_port()}") as watching:
        answer = watching.client.get("/control/inspect/conversations")
        assert answer.status_code == 502
        assert "does not answer" in answer.json()["error"]


def test_without_an_address_of_the_app_the_page_is_told_so(sandbox):
    answer = sandbox.client.get("/control/inspect/conversations")
    assert answer.status_code == 409
    assert "INSPECT_URL" in answer.json()["error"]


# ---- tool calls


def openai(sandbox, path, body):
    answer = sandbox.client.post(f"/openai/v1/{path}", json=body, headers={"Authorization": "Bearer sandbox"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def calls_in(answer):
    return [item for item in answer["output"] if item["type"] == "function_call"]


def tools(sandbox, *threads):
    return sandbox.client.get("/control/tools", params={"thread": ",".join(threads)}).json()


@pytest.fixture
def asked(sandbox):
    """A thread in which the model has asked for a home; the thread and the call."""
    thread = openai(sandbox, "conversations", {})["id"]
    question = {**QUESTION, "conversation": thread, "tools": [TOOL], "input": [{"role": "user", "content": "tiene ascensor la BS-1042?"}]}
    (call,) = calls_in(openai(sandbox, "responses", question))
    return thread, call


def test_a_call_under_way_has_name_and_arguments_and_no_result_yet(sandbox, asked):
    thread, call = asked
    (seen,) = tools(sandbox, thread)
    assert (seen["call_id"], seen["name"], seen["arguments"]) == (call["call_id"], "get_property", {"reference": "BS-1042"})
    assert (seen["result"], seen["ms"]) == (None, None)


def test_a_finished_call_has_its_result_and_its_time(sandbox, asked):
    thread, call = asked
    result = {
        "type": "function_call_output",
        "call_id": call["call_id"],
        "output": json.dumps({"reference": "BS-1042", "features": {"lift": True}}),
    }
    openai(sandbox, "responses", {**QUESTION, "conversation": thread, "tools": [TOOL], "input": [result]})
    (seen,) = tools(sandbox, thread)
    assert seen["result"] == {"reference": "BS-1042", "features": {"lift": True}}
    assert seen["turn"] == 1
    assert seen["ms"] >= 0


def test_threads_of_others_are_not_shown(sandbox, asked):
    thread, _ = asked
    assert tools(sandbox, "conv_of_somebody_else") == []
    assert len(tools(sandbox, "conv_of_somebody_else", thread)) == 1


def history_of(sandbox, client, *words):
    """A client that keeps its own history asks, and asks again with all of it."""
    call = {"type": "function_call", "call_id": f"call_{client}", "name": "get_property", "arguments": '{"reference": "BS-1042"}'}
    result = {"type": "function_call_output", "call_id": f"call_{client}", "output": "not JSON"}
    history = [*({"role": "user", "content": word} for word in words), call, result]
    for _ in range(2):
        openai(sandbox, "responses", {**QUESTION, "store": False, "safety_identifier": client, "tools": [TOOL], "input": history})


def test_a_client_with_its_own_history_is_known_by_what_the_person_wrote(sandbox):
    sandbox.say("34600000001", "dime algo de la BS-1042")
    sandbox.say("34600000002", "busco otra cosa")
    history_of(sandbox, "lucia", "hola", "dime algo de la BS-1042")
    history_of(sandbox, "klaus", "hola", "busco otra cosa")
    (seen,) = sandbox.client.get("/control/tools", params={"person": "34600000001"}).json()
    assert seen["call_id"] == "call_lucia"
    assert (seen["name"], seen["arguments"], seen["result"], seen["turn"]) == ("get_property", {"reference": "BS-1042"}, "not JSON", 1)


def test_a_greeting_tells_nobody_apart(sandbox):
    sandbox.say("34600000001", "hola")
    history_of(sandbox, "klaus", "hola", "busco otra cosa")
    assert sandbox.client.get("/control/tools", params={"person": "34600000001"}).json() == []


def test_calls_of_a_thread_that_was_deleted_since_keep_their_names(sandbox):
    first, second = (openai(sandbox, "conversations", {})["id"] for _ in range(2))
    for thread in (first, second):
        body = {
            **QUESTION,
            "conversation": thread,
            "safety_identifier": "lucia",
            "tools": [TOOL],
            "input": [{"role": "user", "content": "la BS-1042?"}],
        }
        openai(sandbox, "responses", body)
    sandbox.client.delete(f"/openai/v1/conversations/{first}", headers={"Authorization": "Bearer sandbox"})
    assert [call["name"] for call in tools(sandbox, second)] == ["get_property", "get_property"]


# ---- who is played, processes


def test_the_agents_come_from_the_agency_file(tmp_path):
    agency = tmp_path / "agency.toml"
    agency.write_text('[agents.marta]\nname = "Marta Ruiz"\nwhatsapp = "+34600000101"\n[agents.nobody]\nname = "No Phone"\n', "utf-8")
    with sandbox_thread(tmp_path / "s.db", AGENCY_FILE=str(agency)) as watching:
        about = watching.client.get("/control/about").json()
    assert about["agents"] == [{"id": "marta", "name": "Marta Ruiz", "number": "+34600000101"}]


@pytest.mark.parametrize("content", [b"agents = 3 =", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_leaves_no_agents_and_no_error(tmp_path, content):
    agency = tmp_path / "agency.toml"
    if content is not None:
        agency.write_bytes(content)
    with sandbox_thread(tmp_path / "s.db", AGENCY_FILE=str(agency)) as watching:
        assert watching.client.get("/control/about").json()["agents"] == []


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "played"),
        ({"SUPERVISOR_URL": "unix:///nowhere.sock", "OPENAI_BASE_URL": "http://127.0.0.1:8090/openai/v1"}, "played"),
        ({"SUPERVISOR_URL": "unix:///nowhere.sock"}, "real"),
        ({"OPENAI_BASE_URL": "https://api.openai.com/v1"}, "real"),
    ],
)
def test_the_label_says_whether_openai_is_played(tmp_path, environment, said):
    with sandbox_thread(tmp_path / "s.db", **environment) as watching:
        assert watching.client.get("/control/about").json()["openai"] == said


def test_without_a_runner_there_are_no_processes(sandbox):
    assert sandbox.client.get("/control/processes").json() == []


def test_a_runner_that_is_gone_is_said_in_a_sentence(tmp_path):
    with sandbox_thread(tmp_path / "s.db", SUPERVISOR_URL=f"unix://{tmp_path}/gone.sock") as watching:
        answer = watching.client.get("/control/processes")
        assert answer.status_code == 409
        assert "does not answer" in answer.json()["error"]


# ---- a message marked as failed, a stream of chosen kinds


def test_a_message_marked_as_failed_comes_as_a_status_with_the_code(sandbox, graph, receiver):
    wamid = graph.wamid()
    sandbox.control("status", {"wamid": wamid, "code": 131026})
    failed = wait_until(lambda: [one for one in receiver.all_of("statuses") if one["status"] == "failed"])
    assert failed[0]["id"] == wamid
    assert failed[0]["errors"][0]["code"] == 131026


@pytest.mark.parametrize("wamid", ["", "wamid.nothing"])
def test_an_unknown_message_cannot_fail(sandbox, wamid):
    assert sandbox.client.post("/control/status", json={"wamid": wamid}).status_code == 404


def test_what_a_customer_wrote_cannot_be_marked_as_failed(sandbox):
    wamid = sandbox.say("34600000001", "hola")
    assert sandbox.client.post("/control/status", json={"wamid": wamid}).status_code == 404


def test_the_stream_leaves_out_the_kinds_that_nobody_asked_for(sandbox, graph):
    graph.wamid()
    sandbox.say("34600000001", "hola")
    kinds = []
    with httpx.stream("GET", f"{sandbox.url}/control/events", params={"after": 0, "kinds": "sent,said"}, timeout=5) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                kinds.append(json.loads(line[6:])["kind"])
            if "said" in kinds:
                break
    assert set(kinds) == {"sent", "said"}
