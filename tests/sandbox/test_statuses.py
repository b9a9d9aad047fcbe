def statuses(sandbox):
    return [event["entry"]["status"] for event in sandbox.client.get("/control/recent").json() if event["kind"] == "status"]


def test_nothing_is_read_until_the_person_opens_the_chat(sandbox, receiver, graph):
    first, second = graph.wamid(), graph.wamid()
    receiver.wait_for("statuses", 4)
    assert sandbox.client.get("/control/people").json()[0]["unread"] == 2
    assert sandbox.control("read", {"from": "34600000001"}) == {"read": 2}
    receiver.wait_for("statuses", 6)
    assert receiver.statuses_of(first) == receiver.statuses_of(second) == ["sent", "delivered", "read"]
    assert sandbox.client.get("/control/people").json()[0]["unread"] == 0
    assert sandbox.control("read", {"from": "34600000001"}) == {"read": 0}


def test_a_person_may_read_everything_at_once_from_now_on(sandbox, receiver, graph):
    sandbox.say("34600000001", "hola")
    sandbox.control("read", {"from": "+34600000001", "always": True})
    wamid = graph.wamid()
    receiver.wait_for("statuses", 3)
    assert receiver.statuses_of(wamid) == ["sent", "delivered", "read"]
    assert statuses(sandbox) == ["sent", "delivered", "read"]


def test_a_stranger_reads_nothing(sandbox):
    assert sandbox.client.post("/control/read", json={"from": "34600000009"}).status_code == 404


def test_after_a_thousand_service_messages_of_a_month_they_cost(sandbox, receiver, graph):
    sandbox.world.database.put("usage", sandbox.world.clock.now().strftime("%Y-%m"), {"service": 999})
    graph.wamid()
    assert receiver.wait_for("statuses", 2)[0]["pricing"]["type"] == "free_customer_service"
    graph.wamid()
    assert receiver.wait_for("statuses", 4)[2]["pricing"] == {
        "billable": True,
        "pricing_model": "PMP",
        "type": "regular",
        "category": "service",
    }
    sandbox.control("clock", {"advance": 32 * 86400})
    graph.wamid()
    assert receiver.wait_for("statuses", 6)[4]["pricing"]["type"] == "free_customer_service"


def test_a_template_costs_by_its_category(receiver, graph):
    parameters = [{"type": "text", "parameter_name": "nombre", "text": "Lucía"}]
    header = {"type": "document", "document": {"link": "https://brisasur.example/a.pdf", "filename": "a.pdf"}}
    components = [{"type": "header", "parameters": [header]}, {"type": "body", "parameters": parameters}]
    graph.wamid(kind="template", content={"name": "dossier_listo", "language": {"code": "es"}, "components": components})
    assert receiver.wait_for("statuses", 2)[0]["pricing"]["category"] == "utility"
