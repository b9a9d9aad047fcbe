import pytest


def refused(sandbox, name, order, status=400):
    answer = sandbox.client.post(f"/control/{name}", json=order)
    assert answer.status_code == status, answer.text
    return answer.json()["error"]


def kinds(sandbox):
    return [event["kind"] for event in sandbox.client.get("/control/recent").json()]


def test_the_clock_is_read_moved_set_and_reset(sandbox):
    assert sandbox.control("clock", {"advance": 3600})["offset"] == 3600
    assert sandbox.control("clock", {"advance": -600})["offset"] == 3000
    assert sandbox.control("clock", {"set": "2026-12-24T09:30:00+01:00"})["now"].startswith("2026-12-24T08:30:0")
    shown = sandbox.client.get("/control/clock").json()
    assert shown["now"].startswith("2026-12-24T08:30:0")
    assert abs(shown["epoch"] - 1798101000) < 10
    assert sandbox.control("clock", {"reset": True})["offset"] == 0
    assert "clock" in kinds(sandbox)


@pytest.mark.parametrize("order", [{}, {"advance": "an hour"}, {"set": 5}, {"set": "noon"}, {"reset": False}, [], "now"])
def test_a_clock_that_cannot_be_is_refused(sandbox, order):
    assert refused(sandbox, "clock", order)
    assert sandbox.client.get("/control/clock").json()["offset"] == 0


def test_faults_are_put_in_force_listed_and_lifted(sandbox, graph):
    fault = sandbox.fault("graph", "status", value=500, count=2)
    assert (fault["id"], fault["hits"]) == (1, 0)
    graph.send()
    assert sandbox.client.get("/control/faults").json()[0]["hits"] == 1
    assert len(sandbox.control("faults", [{"target": "openai", "kind": "locked"}, {"target": "inmoenter", "kind": "empty"}])) == 2
    assert sandbox.client.delete("/control/faults", params={"target": "openai"}).json() == {"removed": 1}
    assert sandbox.client.request("DELETE", "/control/faults", json={"id": 1}).json() == {"removed": 1}
    assert sandbox.client.delete("/control/faults").json() == {"removed": 1}
    assert sandbox.client.get("/control/faults").json() == []


def test_a_fault_that_cannot_be_is_refused(sandbox):
    assert "target" in refused(sandbox, "faults", {"target": "mars", "kind": "reset"})
    assert "object" in refused(sandbox, "faults", "reset")


def test_the_model_is_chosen_by_name(sandbox):
    assert sandbox.client.get("/control/model").json()["model"] == "sandbox-assistant"
    assert sandbox.control("model", {"model": "sandbox-echo"}) == {"model": "sandbox-echo"}
    assert sandbox.control("model", {"name": "sandbox-liar"}) == {"model": "sandbox-liar"}
    assert "sandbox-echo" in refused(sandbox, "model", {"model": "gpt-5"})
    assert sandbox.world.model == "sandbox-liar"


def test_limits_are_shown_and_changed(sandbox):
    assert sandbox.control("limits", {"per_second": 1000})["per_second"] == 1000
    assert sandbox.client.get("/control/limits").json()["per_second"] == 1000
    assert "speed" in refused(sandbox, "limits", {"speed": 1})


def test_people_are_introduced_by_name_and_language(sandbox):
    assert sandbox.control("people", {"from": "34600000003", "name": "Klaus", "language": "de"}) == {"person": "34600000003"}
    sandbox.control("people", {"user_id": "ES.77", "name": "Ana"})
    sandbox.control("people", {"from": "34600000003", "name": "Klaus Weber"})
    known = {person["id"]: (person["name"], person["language"]) for person in sandbox.client.get("/control/people").json()}
    assert known == {"34600000003": ("Klaus Weber", "de"), "ES.77": ("Ana", None)}
    assert refused(sandbox, "people", {"name": "Nobody"})


def test_a_reset_forgets_everything_and_counts_from_one_again(sandbox, receiver, graph):
    sandbox.say("34600000001", "hola")
    graph.send()
    sandbox.fault("graph", "reset")
    sandbox.control("clock", {"advance": 999})
    sandbox.control("reset")
    assert (sandbox.sent(), sandbox.requests("graph"), sandbox.client.get("/control/faults").json()) == ([], [], [])
    assert sandbox.client.get("/control/people").json() == []
    assert sandbox.client.get("/control/clock").json()["offset"] == 0
    graph.wamid()
    assert sandbox.sent()[0]["seq"] == 1


def test_a_body_that_is_no_json_is_refused_with_a_sentence(sandbox):
    answer = sandbox.client.post("/control/clock", content=b"{")
    assert (answer.status_code, answer.json()) == (400, {"error": "the body must be JSON"})


def test_without_a_process_runner_nothing_can_be_killed(sandbox):
    assert "make run" in refused(sandbox, "process", {"name": "app", "do": "kill"}, status=409)
    assert "kill or run" in refused(sandbox, "process", {"name": "app", "do": "dance"})
    assert "name" in refused(sandbox, "process", {"do": "run"})
