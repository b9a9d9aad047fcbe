import pytest

LUCIA, AGENT = "34600000001", "34600000101"


def buttons(*pairs):
    replies = [{"type": "reply", "reply": {"id": key, "title": title}} for key, title in pairs]
    return {"type": "button", "body": {"text": "¿Cuál?"}, "action": {"buttons": replies}}


ROWS = [{"id": "v1:1042", "title": "Ático", "description": "2 hab"}, {"id": "v1:1043", "title": "Villa"}]
A_LIST = {"type": "list", "body": {"text": "Mira"}, "action": {"button": "Ver", "sections": [{"rows": ROWS}]}}
VISIT = {
    "name": "visita_recordatorio_v1",
    "language": {"code": "es"},
    "components": [
        {"type": "body", "parameters": [{"type": "text", "text": "Lucía"}, {"type": "text", "text": "martes"}]},
        {"type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{"type": "payload", "payload": "v1:cancel"}]},
    ],
}


def tap(sandbox, receiver, kind="choice", count=1, **what):
    sandbox.say(what.pop("person", LUCIA), kind=kind, **what)
    return receiver.wait_for("messages", count)[-1]


@pytest.mark.parametrize("what", [{"id": "b"}, {"title": "No"}, {"text": "No"}, {"index": 1}])
def test_a_button_is_tapped_by_id_title_or_place(sandbox, receiver, graph, what):
    wamid = graph.wamid(kind="interactive", content=buttons(("a", "Sí"), ("b", "No")))
    message = tap(sandbox, receiver, **what)
    assert message["type"] == "interactive"
    assert message["interactive"] == {"type": "button_reply", "button_reply": {"id": "b", "title": "No"}}
    assert message["context"]["id"] == wamid


def test_a_row_answers_with_its_description(sandbox, receiver, graph):
    graph.wamid(kind="interactive", content=A_LIST)
    message = tap(sandbox, receiver, title="Ático")
    assert message["interactive"]["list_reply"] == {"id": "v1:1042", "title": "Ático", "description": "2 hab"}


def test_the_newest_offer_wins_unless_an_older_one_is_named(sandbox, receiver, graph):
    old = graph.wamid(kind="interactive", content=buttons(("old", "Sí")))
    new = graph.wamid(kind="interactive", content=buttons(("new", "Sí")))
    assert tap(sandbox, receiver, title="Sí")["context"]["id"] == new
    message = tap(sandbox, receiver, title="Sí", replies_to=old, count=2)
    assert (message["context"]["id"], message["interactive"]["button_reply"]["id"]) == (old, "old")


def test_the_same_button_may_be_tapped_twice(sandbox, receiver, graph):
    graph.wamid(kind="interactive", content=buttons(("a", "Sí")))
    first = tap(sandbox, receiver, title="Sí")
    second = tap(sandbox, receiver, title="Sí", count=2)
    assert first["id"] != second["id"]
    assert first["interactive"] == second["interactive"]


def test_a_stale_tap_may_be_made_up(sandbox, receiver):
    message = tap(sandbox, receiver, id="v0:gone", title="Antiguo")
    assert message["interactive"]["button_reply"] == {"id": "v0:gone", "title": "Antiguo"}


def test_a_template_button_answers_with_its_payload_or_else_its_text(sandbox, receiver, graph):
    wamid = graph.wamid(kind="template", content=VISIT)
    message = tap(sandbox, receiver, "template_button", text="Cancelar")
    assert (message["type"], message["button"]) == ("button", {"payload": "v1:cancel", "text": "Cancelar"})
    assert message["context"]["id"] == wamid
    assert tap(sandbox, receiver, "template_button", index=0, count=2)["button"] == {"payload": "Confirmo", "text": "Confirmo"}
    assert tap(sandbox, receiver, "template_button", payload="v1:cancel", count=3)["button"]["text"] == "Cancelar"


def test_every_person_has_her_own_offers(sandbox, receiver, graph):
    graph.wamid(to=f"+{AGENT}", kind="template", content=VISIT)
    assert tap(sandbox, receiver, "template_button", text="Cancelar", person=AGENT)["from"] == AGENT
    answer = sandbox.client.post("/control/say", json={"from": LUCIA, "kind": "template_button", "text": "Cancelar"})
    assert answer.status_code == 409


def test_what_was_not_offered_cannot_be_tapped_and_the_refusal_says_what_was(sandbox, graph):
    graph.wamid(kind="interactive", content=buttons(("a", "Sí"), ("b", "No")))
    answer = sandbox.client.post("/control/say", json={"from": LUCIA, "kind": "choice", "title": "Quizás"})
    assert answer.status_code == 409
    assert "['Sí', 'No']" in answer.json()["error"]
    assert sandbox.client.post("/control/say", json={"from": LUCIA, "kind": "choice"}).status_code == 400
