import json
import threading

import httpx
import pytest


def events(sandbox, count, *, after=0, headers=None):
    """The first events of a stream."""
    found = []
    with httpx.stream("GET", f"{sandbox.url}/control/events", params={"after": after}, headers=headers or {}, trust_env=False) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
            if len(found) == count:
                return found
    return found


def test_what_was_sent_is_a_list_after_a_number(sandbox, graph):
    first, second = graph.wamid(), graph.wamid()
    assert [entry["wamid"] for entry in sandbox.sent()] == [first, second]
    assert [entry["wamid"] for entry in sandbox.sent(after=1)] == [second]
    assert sandbox.sent(after=2) == []
    assert [entry["wamid"] for entry in sandbox.client.get("/control/sent", params={"limit": 1}).json()] == [first]


def test_requests_are_asked_for_by_target(sandbox):
    for target in ("", "mars", "webhook"):
        answer = sandbox.client.get("/control/requests", params={"target": target})
        assert answer.status_code == 400
        assert "graph, openai, inmoenter" in answer.json()["error"]


@pytest.mark.parametrize("after", ["one", "1.5", "9" * 40, "١"])
def test_a_number_that_is_none_is_refused(sandbox, after):
    assert sandbox.client.get("/control/sent", params={"after": after}).status_code == 400


def test_the_stream_shows_what_was_and_what_comes(sandbox, graph):
    sandbox.say("34600000001", "hola")
    threading.Timer(0.2, graph.wamid).start()
    found = events(sandbox, 5)
    assert found[0]["kind"] in ("reset", "said")
    assert {"said", "sent"} <= {event["kind"] for event in found}
    assert [event["seq"] for event in found] == list(range(1, 6))


def test_the_stream_resumes_where_it_was_cut(sandbox):
    for person in range(5):
        sandbox.control("people", {"from": f"3460000000{person}", "name": "x"})
    whole = events(sandbox, 6)
    assert events(sandbox, 2, after=4) == whole[4:6]
    assert events(sandbox, 1, headers={"Last-Event-ID": "5"}) == whole[5:6]


def test_the_stream_holds_sent_messages_and_requests_with_their_bodies(sandbox, graph):
    graph.wamid(content={"body": "hola"})
    found = {event["kind"]: event["entry"] for event in sandbox.client.get("/control/recent").json()}
    assert found["sent"]["body"]["text"] == {"body": "hola"}
    assert found["request"]["body"]["text"] == {"body": "hola"}
    assert (found["request"]["target"], found["request"]["status"]) == ("graph", 200)


def test_every_attempt_of_a_webhook_is_an_event(sandbox, receiver):
    receiver.answers.append(503)
    wamid = sandbox.say("34600000001", "hola")
    receiver.wait_for("messages", 1)
    found = [event["entry"] for event in events(sandbox, 4) if event["kind"] == "webhook"]
    assert found[0] == {"names": [wamid], "attempt": 1, "status": 503}


def test_a_medium_that_could_run_in_a_browser_is_saved_and_not_shown(sandbox, receiver):
    sandbox.say("34600000001", kind="document", data="PGh0bWw+", mime="text/html", filename="a.html")
    media_id = receiver.wait_for("messages", 1)[0]["document"]["id"]
    answer = sandbox.client.get(f"/control/media/{media_id}")
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert sandbox.client.get("/control/media/none").status_code == 404
