import pytest
from graph_reading import code_of, media_with, message, understood


def reply(key="v1", title="Sí"):
    return {"type": "reply", "reply": {"id": key, "title": title}}


def buttons(*replies, **more):
    return message("interactive", {"type": "button", "body": {"text": "¿Te encaja?"}, "action": {"buttons": list(replies)}, **more})


def rows(count, start=0):
    return [{"id": f"r{n}", "title": f"Piso {n}", "description": "2 hab"} for n in range(start, start + count)]


def a_list(*sections, button="Ver pisos", **more):
    return message(
        "interactive", {"type": "list", "body": {"text": "Mira"}, "action": {"button": button, "sections": list(sections)}, **more}
    )


def link(text="Ver ficha", url="https://brisasur.example/1042", **more):
    action = {"name": "cta_url", "parameters": {"display_text": text, "url": url}}
    return message("interactive", {"type": "cta_url", "body": {"text": "Ático"}, "action": action, **more})


def test_buttons_are_understood_with_what_may_be_chosen():
    content = understood(buttons(reply("a", "Sí"), reply("b", "No"))).content
    assert content["text"] == "¿Te encaja?"
    assert content["choices"] == [{"kind": "button_reply", "id": "a", "title": "Sí"}, {"kind": "button_reply", "id": "b", "title": "No"}]


@pytest.mark.parametrize(("count", "code"), [(0, 131009), (1, None), (3, None), (4, 131009)])
def test_one_to_three_buttons(count, code):
    assert code_of(buttons(*(reply(str(n), str(n)) for n in range(count)))) == code


@pytest.mark.parametrize(("title", "code"), [("a" * 20, None), ("🏠" * 20, None), ("ñ" * 21, 131009), ("", 131009)])
def test_a_button_title_has_1_to_20_code_points(title, code):
    assert code_of(buttons(reply(title=title))) == code


@pytest.mark.parametrize(("length", "code"), [(256, None), (257, 131009)])
def test_a_button_id_has_at_most_256_characters(length, code):
    assert code_of(buttons(reply("a" * length))) == code


def test_titles_and_ids_of_buttons_differ():
    assert code_of(buttons(reply("a", "Sí"), reply("b", "Sí"))) == 131009
    assert code_of(buttons(reply("a", "Sí"), reply("a", "No"))) == 131009


@pytest.mark.parametrize(("length", "code"), [(1024, None), (1025, 131009)])
def test_the_body_of_buttons_has_at_most_1024_code_points(length, code):
    body = buttons(reply())
    body["interactive"]["body"]["text"] = "🏠" * length
    assert code_of(body) == code


@pytest.mark.parametrize(("length", "code"), [(60, None), (61, 131009)])
def test_header_text_and_footer_have_at_most_60_code_points(length, code):
    assert code_of(buttons(reply(), footer={"text": "ñ" * length})) == code
    assert code_of(buttons(reply(), header={"type": "text", "text": "ñ" * length})) == code


def test_a_header_may_be_a_photo():
    media, (photo, pdf) = media_with("image/jpeg", "application/pdf")
    assert code_of(buttons(reply(), header={"type": "image", "image": {"id": photo}}), media) is None
    assert code_of(buttons(reply(), header={"type": "document", "document": {"id": pdf, "filename": "a.pdf"}}), media) is None
    assert code_of(buttons(reply(), header={"type": "image", "image": {"id": pdf}}), media) == 100
    assert code_of(buttons(reply(), header={"type": "sticker", "sticker": {"id": photo}}), media) == 100


@pytest.mark.parametrize("missing", ["type", "body", "action"])
def test_an_interactive_message_has_its_three_parts(missing):
    body = buttons(reply())
    del body["interactive"][missing]
    assert code_of(body) == 131008


def test_a_key_that_graph_does_not_know_is_refused():
    assert code_of(buttons(reply(), colour="red")) == 100
    assert code_of(buttons({**reply(), "icon": "x"})) == 100


def test_a_list_is_understood_with_its_rows():
    choices = understood(a_list({"rows": rows(2)})).content["choices"]
    assert choices[1] == {"kind": "list_reply", "id": "r1", "title": "Piso 1", "description": "2 hab"}


@pytest.mark.parametrize(("count", "code"), [(1, None), (10, None), (11, 131009), (0, 131009)])
def test_a_list_has_1_to_10_rows(count, code):
    assert code_of(a_list({"rows": rows(count)})) == code


def test_ten_rows_are_the_limit_of_all_sections_together():
    assert code_of(a_list({"title": "Venta", "rows": rows(5)}, {"title": "Alquiler", "rows": rows(5, 5)})) is None
    assert code_of(a_list({"title": "Venta", "rows": rows(6)}, {"title": "Alquiler", "rows": rows(5, 6)})) == 131009


def test_more_than_one_section_wants_titles():
    assert code_of(a_list({"rows": rows(1)}, {"title": "Alquiler", "rows": rows(1, 5)})) == 131008


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": "a" * 200, "title": "ñ" * 24, "description": "🏠" * 72}, None),
        ({"id": "a" * 201, "title": "a"}, 131009),
        ({"id": "a", "title": "a" * 25}, 131009),
        ({"id": "a", "title": "a", "description": "a" * 73}, 131009),
        ({"id": "a", "title": ""}, 131009),
        ({"title": "a"}, 131008),
        ({"id": "a", "title": "a", "price": 1}, 100),
    ],
)
def test_a_row_keeps_its_limits(row, code):
    assert code_of(a_list({"rows": [row]})) == code


def test_row_ids_differ_over_all_sections():
    assert code_of(a_list({"title": "A", "rows": rows(1)}, {"title": "B", "rows": rows(1)})) == 131009


@pytest.mark.parametrize(("button", "code"), [("a" * 20, None), ("a" * 21, 131009), (None, 131008)])
def test_the_button_of_a_list_has_at_most_20_code_points(button, code):
    assert code_of(a_list({"rows": rows(1)}, button=button)) == code


def test_the_body_of_a_list_may_be_longer_and_its_header_is_text():
    body = a_list({"rows": rows(1)}, header={"type": "text", "text": "Pisos"})
    body["interactive"]["body"]["text"] = "a" * 4096
    assert code_of(body) is None
    assert code_of(a_list({"rows": rows(1)}, header={"type": "image", "image": {"link": "https://x.example/a.jpg"}})) == 100


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (link(), None),
        (link(text="a" * 21), 131009),
        (link(url="brisasur.example"), 131009),
        (link(header={"type": "image", "image": {"link": "https://x.example/a.jpg"}}), None),
    ],
)
def test_a_url_button_keeps_its_limits(body, code):
    assert code_of(body) == code


@pytest.mark.parametrize(
    ("kind", "name"), [("location_request_message", "send_location"), ("request_contact_info", "request_contact_info")]
)
def test_location_and_phone_may_be_asked_for(kind, name):
    asked = {"type": kind, "body": {"text": "¿Dónde?"}, "action": {"name": name}}
    assert code_of(message("interactive", asked)) is None
    assert code_of(message("interactive", {**asked, "action": {"name": "other"}})) == 100
    assert code_of(message("interactive", {**asked, "header": {"type": "text", "text": "x"}})) == 100


def test_an_unknown_interactive_type_is_refused():
    assert code_of(message("interactive", {"type": "poll", "body": {"text": "x"}, "action": {}})) == 100
