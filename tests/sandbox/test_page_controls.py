"""The page's controls in a real browser: people, window, clock, faults, model, languages, sizes, a long chat, a cut stream."""

import pytest
from phone_browser import LUCIA, OMAR, chromium, phone_page
from sandbox_server import sandbox_process, wait_until


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def phone(browser, sandbox):
    with phone_page(browser, sandbox.url) as phone:
        yield phone


def test_five_people_stand_ready_and_a_new_one_is_made(phone, sandbox):
    assert phone.page.locator("[data-testid^=person-]").count() == 5
    phone.test("new-person").click()
    phone.test("new-name").fill("Berta <b>")
    phone.test("new-number").fill("+34 600 000 033")
    phone.test("new-ok").click()
    phone.test("person-34600000033").wait_for()
    assert "Berta <b>" in phone.test("phone-title").inner_text()
    assert [person["name"] for person in sandbox.client.get("/control/people").json()] == ["Berta <b>"]


def test_unread_messages_are_counted_until_the_chat_is_opened(phone, graph):
    graph.send(f"+{OMAR}")
    graph.send(f"+{OMAR}")
    unread = phone.test(f"person-{OMAR}").get_by_test_id("unread")
    wait_until(lambda: unread.count() == 1 and unread.inner_text() == "2")
    phone.be(OMAR)
    phone.be(LUCIA)
    wait_until(lambda: unread.count() == 0)


def test_the_window_closes_with_the_clock_and_a_template_is_all_that_is_left(phone, sandbox):
    phone.write("hola")
    wait_until(lambda: "quedan 23 h" in phone.test("window-bar").inner_text())
    phone.open("clock")
    phone.test("clock-+25h").click()
    wait_until(lambda: "solo plantillas" in phone.test("window-bar").inner_text())
    assert sandbox.client.get("/control/clock").json()["offset"] == pytest.approx(90_000, abs=1)
    assert "25 h" in phone.test("clock-offset").inner_text()
    phone.test("clock-reset").click()
    wait_until(lambda: "quedan" in phone.test("window-bar").inner_text())


def test_tomorrow_is_half_past_nine_in_the_agencys_time(phone):
    phone.open("clock")
    phone.test("clock-tomorrow").click()
    wait_until(lambda: "9:30:" in phone.test("clock-now").inner_text())


def test_a_fault_is_ordered_counted_and_lifted(phone, graph):
    phone.open("faults")
    phone.test("fault-graph-500").or_(phone.test("fault-graph-status")).click()
    assert "0 veces de 1" in phone.test("hits").inner_text()
    assert graph.send().status_code == 500
    wait_until(lambda: "1 vez de 1" in phone.test("hits").inner_text())
    phone.test("lift").click()
    wait_until(lambda: phone.test("fault").count() == 0)


def test_a_process_cannot_be_killed_without_a_runner_and_that_is_said(phone):
    phone.open("faults")
    phone.test("kill").click()
    assert "make run" in phone.test("toast").inner_text()


def test_the_model_is_switched_between_two_messages(phone, sandbox):
    phone.test("model").select_option("sandbox-echo")
    wait_until(lambda: sandbox.client.get("/control/model").json()["model"] == "sandbox-echo")


def test_a_webhook_that_is_refused_is_a_red_line_until_it_is_taken(phone, receiver):
    receiver.answers.extend([503, 503])
    phone.write("hola")
    phone.test("alarm").wait_for()
    assert "503" in phone.test("alarm").inner_text()
    wait_until(lambda: not phone.test("alarm").is_visible())


def test_twenty_seconds_without_an_answer_are_a_red_line_until_it_comes(phone, graph):
    phone.write("hola")
    phone.bubbles("customer").wait_for()
    phone.page.evaluate("{ const real = Date.now; Date.now = () => real() + 25_000; }")
    phone.test("alarm").get_by_text("Lucía espera desde hace").wait_for()
    graph.send(f"+{LUCIA}", content={"body": "Dime"})
    wait_until(lambda: not phone.test("alarm").is_visible())


def test_the_page_speaks_english_and_spanish(browser, sandbox):
    with phone_page(browser, sandbox.url, locale="en-GB") as phone:
        assert "Tools" in phone.test("tab-tools").inner_text()
        phone.test("language").click()
        phone.test("tab-tools").get_by_text("Herramientas").wait_for()
        phone.page.reload()
        phone.test("tab-tools").get_by_text("Herramientas").wait_for()
        assert phone.page.locator("html").get_attribute("lang") == "es"


def test_the_labels_are_honest(phone):
    assert "de mentira" in phone.test("honest").inner_text()
    assert "supuesto" in phone.test("honest").inner_text()


def test_it_is_used_with_the_keyboard_alone(phone):
    phone.test(f"person-{LUCIA}").focus()
    phone.page.keyboard.press("ArrowDown")
    phone.page.keyboard.press("Enter")
    wait_until(lambda: "Klaus" in phone.test("phone-title").inner_text())
    phone.test("composer").focus()
    phone.page.keyboard.type("Guten Tag")
    phone.page.keyboard.press("Enter")
    phone.bubbles("customer").get_by_text("Guten Tag").wait_for()
    phone.test("tab-agent").focus()
    phone.page.keyboard.press("ArrowRight")
    wait_until(lambda: phone.test("tab-tools").get_attribute("aria-selected") == "true")


def test_three_columns_stand_side_by_side_at_1280_and_one_at_a_time_at_390(browser, sandbox):
    columns = ("#people", "#phone", "#behind")
    with phone_page(browser, sandbox.url) as phone:
        lefts = [phone.page.locator(column).bounding_box()["x"] for column in columns]
        assert lefts == sorted(lefts)
        assert all(phone.page.locator(column).is_visible() for column in columns)
    with phone_page(browser, sandbox.url, width=390) as phone:
        for name, column in zip(("people", "phone", "behind"), columns, strict=True):
            phone.test(f"to-{name}").click()
            assert [each for each in columns if phone.page.locator(each).is_visible()] == [column]
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 390


def test_two_hundred_messages_stay_at_the_end_scroll_smoothly_and_survive_a_reload(phone, sandbox):
    sandbox.control("say", [{"from": LUCIA, "text": f"mensaje {number}"} for number in range(200)])
    wait_until(lambda: phone.bubbles("customer").count() == 200)
    chat = phone.test("chat")
    at_end = "chat => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 5"
    wait_until(lambda: chat.evaluate(at_end))
    slowest = chat.evaluate("""async (chat) => {
        let slowest = 0, before = performance.now();
        for (let step = 0; step < 60; step += 1) {
            chat.scrollTop -= 120;
            await new Promise((done) => requestAnimationFrame(done));
            slowest = Math.max(slowest, performance.now() - before);
            before = performance.now();
        }
        return slowest;
    }""")
    assert slowest < 250  # one frame on a busy machine without a graphics card
    phone.page.reload()
    wait_until(lambda: phone.bubbles("customer").count() == 200)
    wait_until(lambda: chat.evaluate(at_end))


def test_whoever_reads_further_up_is_not_pulled_down(phone, sandbox):
    sandbox.control("say", [{"from": LUCIA, "text": f"mensaje {number}"} for number in range(60)])
    wait_until(lambda: phone.bubbles("customer").count() == 60)
    phone.test("chat").evaluate("chat => { chat.scrollTop = 100; }")
    phone.page.wait_for_timeout(100)
    sandbox.say(LUCIA, "uno más")
    wait_until(lambda: phone.bubbles("customer").count() == 61)
    assert phone.test("chat").evaluate("chat => chat.scrollTop") == 100


def test_everything_is_forgotten_on_reset(phone, sandbox):
    phone.write("hola")
    phone.bubbles("customer").wait_for()
    sandbox.control("reset")
    wait_until(lambda: phone.bubbles("customer").count() == 0)
    assert phone.test("empty").is_visible()


def test_the_stream_resumes_when_the_sandbox_comes_back(browser, tmp_path):
    with sandbox_process(tmp_path / "s.db") as first, phone_page(browser, first.url) as phone:
        phone.write("antes")
        phone.bubbles("customer").wait_for()
        first.process.kill()
        first.process.wait()
        phone.test("alarm").get_by_text("no responde").wait_for()
        port = int(first.url.rsplit(":", 1)[1])
        with sandbox_process(tmp_path / "s.db", port=port) as second:
            second.say(LUCIA, "después")
            wait_until(lambda: phone.bubbles("customer").count() == 2, seconds=15)
            assert phone.bubbles("customer").first.inner_text().startswith("antes")
