AUTH = {"Authorization": "Bearer test-graph-token"}


def test_the_number_tells_its_display_number(graph):
    found = graph.get(graph.number).json()
    assert (found["id"], found["display_phone_number"]) == (graph.number, "+34951000000")


def test_the_account_has_a_name(graph):
    assert graph.get(graph.account).json()["id"] == graph.account


def test_an_id_that_is_not_ours_does_not_exist(graph):
    error = graph.get("123456").json()["error"]
    assert (error["code"], error["error_subcode"]) == (100, 33)


def test_the_subscription_shows_only_after_it_was_made(sandbox, graph):
    path = f"{graph.account}/subscribed_apps"
    assert graph.get(path).json() == {"data": []}
    assert graph.post(path, {}).json() == {"success": True}
    assert graph.get(path).json()["data"][0]["whatsapp_business_api_data"]["name"] == "Panelin"
    assert sandbox.client.delete(f"/graph/v26.0/{path}", headers=AUTH).json() == {"success": True}
    assert graph.get(path).json() == {"data": []}


def test_subscriptions_and_templates_belong_to_the_account_not_to_the_number(graph):
    assert graph.get(f"{graph.number}/subscribed_apps").json()["error"]["error_subcode"] == 33
    assert graph.get(f"{graph.number}/message_templates").json()["error"]["error_subcode"] == 33


def test_the_approved_templates_are_listed_page_by_page(graph):
    path = f"{graph.account}/message_templates"
    everything = graph.get(path).json()["data"]
    assert [one["name"] for one in everything] == ["visita_recordatorio_v1", "dossier_listo", "codigo"]
    first = graph.get(path, limit=2).json()
    rest = graph.get(path, limit=2, after=first["paging"]["cursors"]["after"]).json()
    assert first["data"] + rest["data"] == everything
    assert "paging" not in rest
    assert [one["name"] for one in graph.get(path, name="codigo").json()["data"]] == ["codigo"]
    assert graph.get(path, limit="many").json()["error"]["code"] == 100


def test_registration_wants_the_product_and_a_pin_of_six_digits(graph):
    path = f"{graph.number}/register"
    assert graph.post(path, {"messaging_product": "whatsapp", "pin": "123456"}).json() == {"success": True}
    assert graph.post(path, {"messaging_product": "whatsapp", "pin": "12345"}).json()["error"]["code"] == 131008
    assert graph.post(path, {"pin": "123456"}).json()["error"]["code"] == 100
    assert graph.post(path, []).json()["error"]["code"] == 100
