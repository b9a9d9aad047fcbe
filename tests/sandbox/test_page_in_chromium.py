"""The page in a real browser, without the app: every form of a message, people, composer, menus, clock, faults, languages, sizes."""

import json
import re

import pytest
from phone_browser import ANA, LUCIA, OMAR, chromium, phone_page
from sandbox_server import wait_until

PHOTO = "/inmoenter/photos/bs-1042-1.png"
TO_OMAR = "+34600000005"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def phone(browser, sandbox):
    with phone_page(browser, sandbox.url) as phone:
        yield phone


def expect(question, seconds=8):
    return wait_until(question, seconds=seconds)


def seen(locator):
    """Wait until an element is on the page."""
    locator.first.wait_for()
    return locator


# ---- writing


def test_enter_sends_at_once_so_that_a_burst_is_four_messages(phone, sandbox):
    phone.write("hola", "busco piso en nerja", "2 hab", "hasta 300")
    expect(lambda: phone.bubbles("customer").count() == 4)
    said = [event["entry"]["text"] for event in sandbox.client.get("/control/recent").json() if event["kind"] == "said"]
    assert said == ["hola", "busco piso en nerja", "2 hab", "hasta 300"]


def test_shift_enter_is_a_new_line_and_an_empty_message_is_none(phone):
    phone.write("   ")
    phone.test("composer").fill("uno")
    phone.test("composer").press("Shift+Enter")
    phone.test("composer").press_sequentially("dos")
    phone.test("composer").press("Enter")
    assert seen(phone.bubbles("customer")).inner_text().startswith("uno\ndos")
    assert phone.bubbles("customer").count() == 1


def test_the_empty_chat_offers_six_first_words(phone, sandbox):
    assert phone.test("chips").count() == 0
    chips = phone.page.locator("[data-testid^=first-]")
    assert chips.count() == 6
    phone.test("first-burst").click()
    expect(lambda: phone.bubbles("customer").count() == 4)
    assert not phone.test("empty").is_visible()


def test_ana_has_no_number_and_writes_all_the_same(phone, receiver):
    phone.be(ANA)
    phone.write("hola, soy Ana")
    (message,) = receiver.wait_for("messages", 1)
    assert message["from_user_id"] == ANA
    assert "from" not in message


def test_a_voice_note_plays_and_shows_what_was_said_after_a_reload_too(phone):
    phone.be(OMAR)
    phone.test("voice").click()
    phone.write("busco casa en Cómpeta")
    for _ in range(2):
        audio = seen(phone.test("chat").locator("audio"))
        assert re.search(r"/control/media/\d+", audio.get_attribute("src"))
        expect(lambda: "busco casa en Cómpeta" in phone.bubbles("customer").inner_text())
        phone.page.reload()


def test_photo_and_pin_are_sent_from_the_menu(phone, receiver):
    for entry in ("attach-photo", "attach-pin"):
        phone.test("plus").click()
        phone.test(entry).click()
    seen(phone.form("photo"))
    seen(phone.form("location"))
    assert [message["type"] for message in receiver.wait_for("messages", 2)] == ["image", "location"]


def test_send_twice_delivers_one_message_a_second_time_in_other_bytes(phone, receiver):
    phone.test("plus").click()
    phone.test("send-twice").click()
    phone.write("hola")
    first, second = receiver.wait_for("messages", 2)
    assert first == second
    assert receiver.deliveries[0].body != receiver.deliveries[1].body
    seen(phone.test("chat").get_by_text("×2"))
    phone.write("y ahora una vez")
    expect(lambda: phone.bubbles("customer").count() == 2)
    assert len(receiver.wait_for("messages", 3)) == 3


def test_a_message_is_answered_edited_reacted_to_and_deleted(phone, receiver, graph):
    phone.write("hola")
    seen(phone.bubbles("customer"))
    graph.send(f"+{LUCIA}", content={"body": "Dime"})
    phone.menu(seen(phone.bubbles("assistant")), "react-👍")
    seen(phone.test("chat").get_by_text("👍"))
    phone.menu(phone.bubbles("assistant"), "reply")
    phone.write("busco piso")
    phone.menu(phone.bubbles("customer").last, "edit")
    assert phone.test("composer").input_value() == "busco piso"
    phone.write("busco ático")
    seen(phone.bubbles("customer").get_by_text("busco ático"))
    phone.menu(phone.bubbles("customer").first, "delete")
    seen(phone.bubbles("customer").get_by_text("mensaje eliminado"))
    kinds = [message["type"] for message in receiver.wait_for("messages", 5)]
    assert kinds == ["text", "reaction", "text", "edit", "revoke"]


# ---- forms


def test_marks_are_drawn_and_words_of_others_are_never_html(phone, graph):
    phone.be(OMAR)
    graph.send(
        TO_OMAR,
        content={"body": "*Ático* _nuevo_ ~350~ `ref`\n- ascensor\n> nota\n<img src=x onerror=alert(1)> 2*3*4 https://brisasur.example/x."},
    )
    bubble = seen(phone.bubbles("assistant"))
    assert [bubble.locator(tag).first.inner_text() for tag in ("b", "i", "s", "code", "blockquote")] == [
        "Ático",
        "nuevo",
        "350",
        "ref",
        "nota",
    ]
    assert bubble.locator("a").get_attribute("href") == "https://brisasur.example/x"
    assert "2*3*4" in bubble.inner_text()
    assert bubble.locator("img").count() == 0


def test_a_photo_card_with_buttons_is_pressed(phone, graph, receiver, sandbox):
    buttons = [{"type": "reply", "reply": {"id": "visit:BS-1042", "title": "Pedir visita"}}]
    header = {"type": "image", "image": {"link": sandbox.url + PHOTO}}
    graph.send(TO_OMAR, "interactive", {"type": "button", "header": header, "body": {"text": "*Ático*"}, "action": {"buttons": buttons}})
    phone.be(OMAR)
    photo = seen(phone.bubbles("assistant").get_by_test_id("photo"))
    expect(lambda: photo.evaluate("image => image.naturalWidth") > 0)
    phone.bubbles("assistant").get_by_test_id("choice").click()
    (message,) = receiver.wait_for("messages", 1)
    assert message["interactive"]["button_reply"] == {"id": "visit:BS-1042", "title": "Pedir visita"}


def test_a_list_opens_as_a_sheet_and_a_row_is_chosen(phone, graph, receiver):
    rows = [{"id": "r1", "title": "Ático BS-1042", "description": "320.000 €"}, {"id": "r2", "title": "Piso BS-1077"}]
    graph.send(
        TO_OMAR, "interactive", {"type": "list", "body": {"text": "¿Cuál?"}, "action": {"button": "Ver", "sections": [{"rows": rows}]}}
    )
    phone.be(OMAR)
    phone.bubbles("assistant").get_by_test_id("choice").click()
    phone.test("list-row").first.click()
    (message,) = receiver.wait_for("messages", 1)
    assert message["interactive"]["list_reply"] == {"id": "r1", "title": "Ático BS-1042", "description": "320.000 €"}


def test_a_document_has_its_name_and_opens_and_a_location_is_a_pin(phone, graph):
    medium = graph.upload().json()["id"]
    graph.send(TO_OMAR, "document", {"id": medium, "filename": "Dossier-BS-1042.pdf"})
    graph.send(TO_OMAR, "location", {"latitude": 36.75, "longitude": -3.87, "name": "Brisa Sur"})
    phone.be(OMAR)
    document = seen(phone.form("document"))
    assert "Dossier-BS-1042.pdf" in document.inner_text()
    opened = phone.page.request.get(phone.page.url.rstrip("/") + document.get_attribute("href"))
    assert opened.headers["content-type"] == "application/pdf"
    assert "Brisa Sur" in seen(phone.form("location")).inner_text()


def test_a_template_stands_in_its_frame_and_its_button_answers(phone, graph, receiver):
    parameters = [{"type": "text", "text": "Omar"}, {"type": "text", "text": "martes"}]
    body = {"name": "visita_recordatorio_v1", "language": {"code": "es"}, "components": [{"type": "body", "parameters": parameters}]}
    graph.send(TO_OMAR, "template", body)
    phone.be(OMAR)
    assert "visita_recordatorio_v1" in seen(phone.form("template")).inner_text()
    phone.bubbles("assistant").get_by_text("Confirmo").click()
    (message,) = receiver.wait_for("messages", 1)
    assert message["button"]["text"] == "Confirmo"


def test_what_the_phone_cannot_draw_is_shown_raw(phone, sandbox):
    order = {"type": "order", "order": {"catalog_id": "7"}}
    sandbox.control("say", {"from": OMAR, "kind": "raw", "message": order})
    phone.be(OMAR)
    raw = seen(phone.form("raw"))
    assert json.loads(raw.inner_text())["order"] == {"catalog_id": "7"}
    assert raw.evaluate("node => getComputedStyle(node).color") == "rgb(179, 38, 30)"


def test_a_photo_of_another_host_is_not_loaded_but_named(phone, graph):
    graph.send(TO_OMAR, "image", {"link": "https://photos.example/x.jpg"})
    phone.be(OMAR)
    seen(phone.bubbles("assistant").get_by_text("foto en otro servidor"))


def test_ticks_show_delivery_and_a_failure_with_its_code(phone, graph):
    phone.be(OMAR)
    graph.send(TO_OMAR)
    seen(phone.form("ticks-read"))  # whoever looks at the chat has read it
    phone.menu(phone.bubbles("assistant"), "fail")
    assert "131026" in seen(phone.form("failed")).inner_text()


def test_the_business_types_until_its_answer_comes(phone, graph, receiver):
    phone.write("hola")
    (message,) = receiver.wait_for("messages", 1)
    typing = {"messaging_product": "whatsapp", "status": "read", "message_id": message["id"], "typing_indicator": {"type": "text"}}
    assert graph.post(f"{graph.number}/messages", typing).status_code == 200
    seen(phone.test("typing"))
    graph.send(f"+{LUCIA}", content={"body": "Dime"})
    expect(lambda: not phone.test("typing").is_visible())
