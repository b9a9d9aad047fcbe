from concurrent.futures import ThreadPoolExecutor

import pytest
from sandbox_server import wait_until


def test_an_accepted_message_has_a_wamid_and_the_person_it_goes_to(sandbox, graph):
    answer = graph.send(biz_opaque_callback_data="c.1").json()
    assert answer["contacts"] == [{"input": "+34600000001", "wa_id": "34600000001"}]
    (sent,) = sandbox.sent()
    assert answer["messages"] == [{"id": sent["wamid"]}]
    assert sent["wamid"].startswith("wamid.")
    assert (sent["seq"], sent["to"], sent["type"], sent["biz_opaque_callback_data"]) == (1, "+34600000001", "text", "c.1")
    assert sent["body"]["text"]["body"] == sent["text"] == "hola"


@pytest.mark.parametrize("version", ["v21.0", "v26.0", "v99.0"])
def test_any_version_is_served(graph, version):
    body = {"messaging_product": "whatsapp", "to": "+34600000001", "type": "text", "text": {"body": "a"}}
    assert graph.post(f"{graph.number}/messages", body, version=version).status_code == 200


@pytest.mark.parametrize("path", ["latest/1/messages", "v26/1/messages", "v26.0/1/2/3", "v26.0", ""])
def test_what_is_no_path_of_graph_is_refused_in_its_shape(sandbox, path):
    answer = sandbox.client.post(f"/graph/{path}", json={}, headers={"Authorization": "Bearer test-graph-token"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 2500


@pytest.mark.parametrize(
    "token", ["", "Bearer wrong", "Bearer", "Basic test-graph-token", "bearer test-graph-token", "Bearer test-graph-token2"]
)
def test_a_token_that_is_not_ours_is_190(sandbox, graph, token):
    answer = graph.post(f"{graph.number}/messages", {}, token=token)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (401, 190, "OAuthException")
    assert error["fbtrace_id"]
    assert sandbox.sent() == []


def test_another_number_is_not_ours_to_send_from(graph):
    answer = graph.post("999/messages", {"messaging_product": "whatsapp"})
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["error"]["error_subcode"]) == (400, 100, 33)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"[" * 100_000, b"\xff"])
def test_a_body_that_is_no_json_object_is_100(sandbox, graph, body):
    headers = {"Authorization": "Bearer test-graph-token", "Content-Type": "application/json"}
    answer = sandbox.client.post(f"/graph/v26.0/{graph.number}/messages", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_a_refused_message_is_not_sent_and_its_details_say_why(sandbox, graph):
    error = graph.send(content={"body": "a" * 4097}).json()["error"]
    assert error["message"] == "(#100) Invalid parameter"
    assert "4096" in error["error_data"]["details"]
    assert sandbox.sent() == []


def test_sent_and_delivered_follow_with_our_opaque_data_and_the_price(receiver, graph):
    wamid = graph.wamid(biz_opaque_callback_data="c.1")
    sent, delivered = receiver.wait_for("statuses", 2)
    assert [sent["status"], delivered["status"]] == ["sent", "delivered"]
    assert {sent["id"], delivered["id"]} == {wamid}
    assert sent["biz_opaque_callback_data"] == "c.1"
    assert sent["recipient_id"] == "34600000001"
    assert sent["recipient_user_id"].startswith("ES.")
    assert sent["pricing"] == {"billable": False, "pricing_model": "PMP", "type": "free_customer_service", "category": "service"}
    assert sent["timestamp"].isdigit()
    assert receiver.all_of("contacts")[0]["wa_id"] == "34600000001"


def test_without_opaque_data_none_comes_back(receiver, graph):
    graph.wamid()
    assert "biz_opaque_callback_data" not in receiver.wait_for("statuses", 2)[0]


def test_a_customer_without_a_number_is_reached_by_her_user_id(sandbox, receiver, graph):
    sandbox.control("say", {"user_id": "ES.77", "kind": "text", "text": "hola", "name": "Ana"})
    body = {"messaging_product": "whatsapp", "recipient": "ES.77", "type": "text", "text": {"body": "hola, Ana"}}
    answer = graph.post(f"{graph.number}/messages", body).json()
    assert answer["contacts"] == [{"input": "ES.77", "user_id": "ES.77"}]
    assert sandbox.sent()[0]["to"] == "ES.77"
    status = receiver.wait_for("statuses", 2)[0]
    assert status["recipient_user_id"] == "ES.77"
    assert "recipient_id" not in status


def test_outside_the_window_only_templates_go(sandbox, graph):
    sandbox.say("34600000001", "hola")
    sandbox.control("clock", {"advance": 24 * 3600 - 5})
    graph.wamid()
    sandbox.control("clock", {"advance": 6})
    assert graph.refused() == 131047
    visit = {"name": "visita_recordatorio_v1", "language": {"code": "es"}}
    visit["components"] = [{"type": "body", "parameters": [{"type": "text", "text": "Lucía"}, {"type": "text", "text": "martes"}]}]
    answer = graph.send(kind="template", content=visit).json()
    assert answer["messages"][0]["message_status"] == "accepted"
    sandbox.say("34600000001", "sigo aquí")
    graph.wamid()


def test_the_window_counts_from_the_time_of_the_message_not_of_its_arrival(sandbox, graph):
    sandbox.control("clock", {"set": "2026-12-01T12:00:00Z"})
    sandbox.say("34600000001", "tarde", at="2026-11-30T11:59:00Z")
    assert graph.refused() == 131047
    sandbox.say("34600000001", "antes aún", at="2026-11-30T13:00:00Z")
    graph.wamid()


def test_reactions_edits_echoes_and_revokes_open_no_window(sandbox, graph):
    wamid = sandbox.say("34600000001", "hola")
    sandbox.control("clock", {"advance": 90_000})
    sandbox.say("34600000001", kind="reaction", emoji="👍", replies_to=wamid)
    sandbox.say("34600000001", "hola!", kind="edit", replies_to=wamid)
    sandbox.say("34600000001", kind="revoke", replies_to=wamid)
    sandbox.say("34600000001", "soy Marta", kind="echo")
    assert graph.refused() == 131047


def test_a_customer_never_seen_counts_as_inside_the_window(sandbox, graph):
    sandbox.control("clock", {"advance": 10**7})
    graph.wamid(to="+34699999999")


def test_the_business_cannot_write_to_itself(graph):
    assert graph.refused(to="+34951000000") == 131021


def test_one_person_takes_45_in_a_burst_and_then_waits(sandbox, graph):
    sandbox.control("limits", {"pair_seconds": 60})
    for _ in range(45):
        graph.wamid()
    assert graph.refused() == 131056
    graph.wamid(to="+34600000002")  # the others go on
    sandbox.control("clock", {"advance": 60})
    graph.wamid()
    assert graph.refused() == 131056


def test_a_number_takes_its_rate_and_a_second_later_again(sandbox, graph):
    sandbox.control("limits", {"per_second": 0.1})
    graph.wamid()
    assert graph.refused(to="+34600000002") == 130429
    sandbox.control("clock", {"advance": 10})
    graph.wamid()


def test_inbound_counts_in_the_rate_of_the_number_and_is_never_refused(sandbox, graph):
    sandbox.control("limits", {"per_second": 0.1})
    sandbox.control("say", [{"from": "34600000001", "text": "x"}] * 4)
    assert graph.refused() == 130429


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (130429, 400),
        (131047, 400),
        (131056, 400),
        (190, 401),
        (131000, 500),
        (131016, 500),
        (2, 503),
        (368, 403),
        (131031, 403),
        (132001, 404),
        (80007, 400),
    ],
)
def test_codes_on_order_for_one_recipient(sandbox, graph, code, status):
    sandbox.fault("graph", str(code), value="34600000001", count=1)
    graph.wamid(to="+34600000002")
    answer = graph.send()
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"].get("is_transient", False) == (code in (2, 131000, 131016))
    graph.wamid()


@pytest.mark.parametrize("code", [131026, 131049, 131053])
def test_codes_that_come_late_are_accepted_first_and_fail_by_webhook(sandbox, receiver, graph, code):
    sandbox.fault("graph", str(code), value="34600000001", count=1)
    wamid = graph.wamid(biz_opaque_callback_data="c.9")
    (failed,) = receiver.wait_for("statuses", 1)
    assert (failed["id"], failed["status"], failed["biz_opaque_callback_data"]) == (wamid, "failed", "c.9")
    assert failed["errors"][0]["code"] == code
    assert failed["errors"][0]["error_data"]["details"]
    assert failed["recipient_id"] == "34600000001"
    assert "recipient_user_id" not in failed
    assert receiver.all_of("contacts") == []
    assert len(sandbox.sent()) == 1


def test_a_code_comes_the_way_that_was_ordered(sandbox, receiver, graph):
    sandbox.fault("graph", "code", value=131047, to="34600000001", how="status", count=1)
    graph.wamid()
    assert receiver.wait_for("statuses", 1)[0]["errors"][0]["code"] == 131047
    sandbox.fault("graph", "131026", how="sync", count=1)
    assert graph.refused() == 131026


def test_a_revoked_token_fails_every_call(sandbox, graph):
    sandbox.fault("graph", "190")
    assert graph.refused() == 190
    assert graph.get(graph.number).status_code == 401
    assert graph.upload().status_code == 401


def test_a_reaction_wants_a_known_message_of_this_chat(sandbox, receiver, graph):
    wamid = sandbox.say("34600000001", "hola")
    other = sandbox.say("34600000002", "hola")
    answer = graph.wamid(kind="reaction", content={"message_id": wamid, "emoji": "👍"})
    assert graph.refused(kind="reaction", content={"message_id": other, "emoji": "👍"}) == 131009
    assert graph.refused(kind="reaction", content={"message_id": "wamid.none", "emoji": "👍"}) == 131009
    receiver.wait_for("statuses", 1)
    assert receiver.statuses_of(answer) == ["sent"]


def test_read_marks_and_typing_are_no_messages(sandbox, graph):
    wamid = sandbox.say("34600000001", "hola")
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    assert graph.post(f"{graph.number}/messages", mark).json() == {"success": True}
    assert graph.post(f"{graph.number}/messages", {**mark, "typing_indicator": {"type": "text"}}).json() == {"success": True}
    assert sandbox.sent() == []
    kinds = [event["kind"] for event in sandbox.client.get("/control/recent").json()]
    assert "read" in kinds
    assert "typing" in kinds


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"message_id": "wamid.none"}, 131009),
        ({"message_id": None}, 131009),
        ({"message_id": 5}, 131009),
        ({"status": "unread"}, 100),
        ({"messaging_product": None}, 100),
        ({"typing_indicator": {"type": "voice"}}, 100),
    ],
)
def test_a_read_mark_must_fit(sandbox, graph, change, code):
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": sandbox.say("34600000001", "hola")}
    assert graph.post(f"{graph.number}/messages", mark | change).json()["error"]["code"] == code


def test_after_thirty_days_a_message_is_too_old_to_be_read_or_reacted_to(sandbox, graph):
    wamid = sandbox.say("34600000001", "hola")
    sandbox.control("clock", {"advance": 31 * 86400})
    sandbox.say("34600000001", "otra vez")
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    assert graph.post(f"{graph.number}/messages", mark).json()["error"]["code"] == 131009
    assert graph.refused(kind="reaction", content={"message_id": wamid, "emoji": "👍"}) == 131009


def test_many_sends_at_once_all_get_their_own_wamid(sandbox, graph):
    sandbox.control("limits", {"per_second": 1000})
    with ThreadPoolExecutor(8) as threads:
        wamids = list(threads.map(lambda n: graph.wamid(to=f"+346000001{n:02}"), range(60)))
    assert len(set(wamids)) == 60
    assert {entry["wamid"] for entry in sandbox.sent()} == set(wamids)


def test_statuses_may_be_late_by_the_clock(sandbox, receiver, graph):
    sandbox.control("limits", {"status_delay": 3600})
    wamid = graph.wamid()
    sandbox.control("clock", {"advance": 3601})
    receiver.wait_for("statuses", 1)
    assert receiver.statuses_of(wamid) == ["sent"]
    sandbox.control("clock", {"advance": 3601})
    wait_until(lambda: receiver.statuses_of(wamid) == ["sent", "delivered"])
