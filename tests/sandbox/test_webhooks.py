import json

import pytest
from sandbox_server import SECRETS, wait_until

from sandbox.envelope import signature


def texts(messages):
    return [message["text"]["body"] for message in messages]


def waiting(sandbox):
    return sandbox.client.get("/control/webhooks").json()


def test_a_delivery_is_signed_over_its_raw_bytes(sandbox, receiver):
    sandbox.say("34600000001", "¿Sigue libre el piso? 🏠 a/b")
    receiver.wait_for("messages", 1)
    delivery = receiver.deliveries[0]
    assert delivery.headers["x-hub-signature-256"] == signature(SECRETS["APP_SECRET"], delivery.body)
    assert delivery.headers["content-type"] == "application/json"
    assert json.loads(delivery.body)["entry"][0]["id"] == SECRETS["WABA_ID"]


@pytest.mark.parametrize("refusal", [500, 503, 401, 404, 302, 204])
def test_anything_but_200_is_repeated_until_200(sandbox, receiver, refusal):
    receiver.answers.extend([refusal, refusal])
    sandbox.say("34600000001", "hola")
    receiver.wait_for("messages", 1)
    assert [delivery.answered for delivery in receiver.deliveries] == [refusal, refusal, 200]
    wait_until(lambda: not waiting(sandbox))


def test_repeats_come_with_falling_frequency(sandbox, receiver):
    receiver.answers.extend([503] * 3)
    sandbox.say("34600000001", "hola")
    receiver.wait_for("messages", 1)
    tries = [event["entry"] for event in sandbox.client.get("/control/recent").json() if event["kind"] == "webhook"]
    assert [(one["attempt"], one["status"]) for one in tries] == [(1, 503), (2, 503), (3, 503), (4, 200)]


def test_a_burst_of_one_person_arrives_in_order_and_all_at_once_of_many(sandbox, receiver):
    sandbox.control("say", [{"from": f"3460000000{n % 3}", "text": str(n)} for n in range(60)])
    messages = receiver.wait_for("messages", 60)
    for person in range(3):
        own = [int(message["text"]["body"]) for message in messages if message["from"] == f"3460000000{person}"]
        assert own == sorted(own)


def test_a_message_that_is_refused_holds_no_other_up(sandbox, receiver):
    receiver.answers.append(503)
    sandbox.control("say", [{"from": "34600000001", "text": "first"}, {"from": "34600000001", "text": "second"}])
    assert texts(receiver.wait_for("messages", 2)) == ["second", "first"]


def test_duplicates_on_order(sandbox, receiver):
    sandbox.fault("webhook", "duplicate", value=3, count=1)
    wamid = sandbox.say("34600000001", "hola")
    assert [message["id"] for message in receiver.wait_for("messages", 3)] == [wamid] * 3


def test_a_shuffle_changes_the_order_and_loses_nothing(sandbox, receiver):
    sandbox.fault("webhook", "shuffle", value=0.4)
    sandbox.control("say", [{"from": "34600000001", "text": f"{n:02}"} for n in range(20)])
    found = texts(receiver.wait_for("messages", 20))
    assert found != sorted(found)
    assert sorted(found) == [f"{n:02}" for n in range(20)]


def test_a_batch_packs_many_updates_into_one_post(sandbox, receiver):
    sandbox.fault("webhook", "batch", value=0.2)
    sandbox.control("say", [{"from": f"346000000{n:02}", "text": str(n)} for n in range(30)])
    assert texts(receiver.wait_for("messages", 30)) == [str(n) for n in range(30)]
    assert len(receiver.deliveries) == 1


def test_a_batch_stays_within_a_thousand_updates(sandbox, receiver):
    sandbox.fault("webhook", "batch", value=1.0)
    sandbox.control("say", [{"from": "34600000001", "text": str(n)} for n in range(1001)])
    receiver.wait_for("messages", 1001)
    assert len(receiver.deliveries) == 2


def test_a_delay_of_three_hours_is_over_when_the_clock_says_so(sandbox, receiver):
    sandbox.fault("webhook", "delay", value=10800, count=1)
    late = sandbox.say("34600000001", "tarde")
    prompt = sandbox.say("34600000001", "pronto")
    assert [message["id"] for message in receiver.wait_for("messages", 1)] == [prompt]
    assert [one["name"] for one in waiting(sandbox)] == [late]
    sandbox.control("clock", {"advance": 10800})
    assert [message["id"] for message in receiver.wait_for("messages", 2)] == [prompt, late]


def test_faults_may_strike_statuses_only(sandbox, receiver, graph):
    sandbox.fault("webhook", "delay", value=1000, field="statuses")
    sandbox.say("34600000001", "hola")
    graph.wamid()
    receiver.wait_for("messages", 1)
    wait_until(lambda: len(waiting(sandbox)) == 2)
    assert receiver.all_of("statuses") == []


def test_an_answer_that_is_lost_on_the_way_back_makes_a_second_copy(sandbox, receiver):
    sandbox.fault("webhook", "lost_reply", count=1)
    wamid = sandbox.say("34600000001", "hola")
    assert [message["id"] for message in receiver.wait_for("messages", 2)] == [wamid] * 2


@pytest.mark.parametrize("kind", ["reset", "hang", "status"])
def test_a_delivery_that_did_not_leave_is_repeated(sandbox, receiver, kind):
    sandbox.fault("webhook", kind, count=1)
    sandbox.say("34600000001", "hola")
    receiver.wait_for("messages", 1)
    assert len(receiver.deliveries) == 1


def test_after_seven_days_a_delivery_is_given_up(sandbox, receiver):
    receiver.answers.extend([503] * 2)
    sandbox.say("34600000001", "hola")
    wait_until(lambda: receiver.deliveries)
    sandbox.control("clock", {"advance": 8 * 86400})
    wait_until(lambda: not waiting(sandbox))
    assert receiver.all_of("messages") == []


def test_a_known_webhook_comes_once_more_even_in_other_bytes(sandbox, receiver):
    wamid = sandbox.say("34600000001", "¿libre?")
    receiver.wait_for("messages", 1)
    assert sandbox.control("redeliver", {"wamid": wamid, "bytes": "other"}) == {"redelivered": [wamid]}
    first, second = receiver.wait_for("messages", 2)
    assert first == second
    assert receiver.deliveries[0].body != receiver.deliveries[1].body


def test_a_status_comes_once_more_by_its_name(sandbox, receiver, graph):
    wamid = graph.wamid()
    receiver.wait_for("statuses", 2)
    sandbox.control("redeliver", {"wamid": wamid, "status": "sent"})
    receiver.wait_for("statuses", 3)
    assert receiver.statuses_of(wamid) == ["sent", "delivered", "sent"]


def test_an_unknown_webhook_cannot_be_repeated(sandbox):
    assert sandbox.client.post("/control/redeliver", json={"wamid": "wamid.none"}).status_code == 404


def test_a_lone_surrogate_is_delivered_as_its_escape(sandbox, receiver):
    order = rb'{"from":"34600000001","text":"roto \ud83c"}'
    wamid = sandbox.client.post("/control/say", content=order).json()["wamid"]
    receiver.wait_for("messages", 1)
    assert rb"\ud83c" in receiver.deliveries[0].body
    assert sandbox.client.get("/control/recent").status_code == 200
    sandbox.control("redeliver", {"wamid": wamid, "bytes": "other"})
    wait_until(lambda: len(receiver.deliveries) == 2)
    assert b"\xed\xa0\xbc" in receiver.deliveries[1].body


def test_after_a_reset_nothing_of_before_arrives(sandbox, receiver):
    for _ in range(5):
        sandbox.control("say", [{"from": f"3460000{n:04}", "text": str(n)} for n in range(40)])
        sandbox.control("reset")
        receiver.deliveries.clear()
        sandbox.control("people", {"from": "34600000001", "name": "x"})
        assert receiver.deliveries == []
        assert "webhook" not in [event["kind"] for event in sandbox.client.get("/control/recent").json()]
