"""What a visitor sees in the first minutes of `make run`, in a real browser, with every process real."""

import pytest
from phone_browser import LUCIA, MARTA, chromium, phone_page
from sandbox_server import wait_until
from whole_run import app_answers, texts_to, whole_run

SARAH = "447700900003"
KLAUS = "4915100000002"
TUESDAY_ELEVEN = "2026-11-24T10:00:00Z"  # the office is open
SCALE = "0.4"  # the app's own waits, so that a killed turn is taken up after 12 s instead of 30


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with chromium() as browser, whole_run(tmp_path_factory.mktemp("run"), TIME_SCALE=SCALE) as sandbox:
        yield browser, sandbox


@pytest.fixture
def sandbox(running):
    _, sandbox = running
    sandbox.control("clock", {"set": TUESDAY_ELEVEN})
    wait_until(lambda: app_answers(sandbox), seconds=30)
    return sandbox


@pytest.fixture
def phone(running, sandbox):
    browser, _ = running
    with phone_page(browser, sandbox.url) as phone:
        yield phone


@pytest.mark.promise("P3")
def test_a_burst_of_four_bubbles_is_answered_once_with_a_real_home_and_its_button_is_pressed(phone, sandbox):
    phone.write("hola", "busco piso en nerja", "2 hab", "hasta 300")
    phone.bubbles("assistant").first.wait_for(timeout=30_000)
    phone.page.wait_for_timeout(3_000)
    (answer,) = texts_to(sandbox, LUCIA)
    assert "BS-1077" in answer
    assert "215.000" in answer
    assert phone.bubbles("customer").count() == 4
    phone.bubbles("assistant").get_by_test_id("choice").first.click()
    wait_until(lambda: phone.bubbles("customer").count() == 5)
    wait_until(lambda: len(texts_to(sandbox, LUCIA)) > 1, seconds=30)
    wait_until(lambda: phone.bubbles("assistant").count() == len(texts_to(sandbox, LUCIA)))


def test_behind_the_scenes_stand_the_tools_the_decisions_and_the_state(phone, sandbox):
    phone.be(LUCIA)
    phone.open("tools")
    phone.test("tool-name").get_by_text("search_properties").first.wait_for()
    phone.open("decision")
    phone.test("decision-event").get_by_text("AssistantAnswered").first.wait_for()
    phone.open("state")
    wait_until(lambda: "Nerja" in phone.test("state-demand.zones").inner_text())
    assert "busco piso en nerja" in phone.test("state-demand.zones").inner_text()
    assert "asistente" in phone.test("state-owner").inner_text()
    assert "asistente" in phone.test("phone-title").inner_text()


def test_a_field_that_changes_lights_up(phone, sandbox):
    phone.be(LUCIA)
    phone.open("state")
    phone.test("state-owner").wait_for()
    assert phone.page.locator("dd.flash").count() == 0
    before = len(texts_to(sandbox, LUCIA))
    phone.write("mejor con terraza")
    phone.page.locator("dd.flash").first.wait_for(state="attached")
    wait_until(lambda: len(texts_to(sandbox, LUCIA)) > before, seconds=30)


@pytest.mark.promise("P4")
def test_an_agent_is_told_on_her_own_whatsapp_takes_the_chat_with_a_tap_and_gives_it_back(phone, sandbox):
    phone.be(KLAUS)
    phone.write("quiero hablar con un agente")
    notice = phone.test("own-chat").get_by_test_id("template")
    notice.first.wait_for(timeout=30_000)
    wait_until(lambda: "pedido" in phone.test("phone-title").inner_text(), seconds=30)
    phone.test("own-chat").get_by_test_id("choice").first.click()
    wait_until(lambda: "Marta" in phone.test("phone-title").inner_text(), seconds=30)
    assert any("Klaus" in text for text in texts_to(sandbox, MARTA))
    before = len(texts_to(sandbox, KLAUS))
    phone.write("y cuánto sería la entrada?")
    phone.page.wait_for_timeout(4_000)
    assert len(texts_to(sandbox, KLAUS)) == before
    phone.test("quick-1").click()  # the closing phrase
    wait_until(lambda: "asistente" in phone.test("phone-title").inner_text(), seconds=30)


@pytest.mark.promise("P4")
def test_when_the_agent_answers_from_her_phone_the_assistant_is_silent(phone, sandbox):
    phone.be(LUCIA)
    phone.open("agent")
    before = len(texts_to(sandbox, LUCIA))
    phone.test("echo").fill("Hola Lucía, soy Marta. ¿Te interesa financiar?")
    phone.test("echo").press("Enter")
    wait_until(lambda: phone.bubbles("agent").count() == 1)
    wait_until(lambda: "persona" in phone.test("phone-title").inner_text(), seconds=30)
    phone.write("sí, y cuánto sería la entrada?")
    phone.page.wait_for_timeout(5_000)
    assert len(texts_to(sandbox, LUCIA)) == before
    assert not phone.test("typing").is_visible()


@pytest.mark.promise("P1")
@pytest.mark.promise("P7")
def test_an_app_killed_in_mid_answer_sends_exactly_one_message(phone, sandbox):
    phone.be(SARAH)
    phone.open("faults")
    sandbox.fault("openai", "slow", value=4, count=1)
    phone.write("Hi! I'm looking for a villa in Frigiliana")
    phone.test("typing").wait_for(timeout=30_000)
    phone.test("kill").click()
    phone.test("alarm").get_by_text("ha arrancado otra vez").wait_for(timeout=30_000)
    phone.bubbles("assistant").first.wait_for(timeout=60_000)
    phone.page.wait_for_timeout(5_000)
    (answer,) = texts_to(sandbox, SARAH)
    assert "BS-1133" in answer
    assert phone.bubbles("assistant").count() == 1


def test_a_reload_loses_nothing(phone, sandbox):
    phone.be(SARAH)
    wait_until(lambda: phone.bubbles("assistant").count() == 1)
    phone.page.reload()
    wait_until(lambda: phone.bubbles("assistant").count() == 1)
    assert "Sarah" in phone.test("phone-title").inner_text()
    assert phone.bubbles("customer").count() == 1
