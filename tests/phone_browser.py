"""Headless Chromium on the phone page, for tests; a machine without one skips with the reason, CI fails."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LUCIA, ANA, OMAR = "34600000001", "ES.7400000000004", "34600000005"
MARTA = "34600000101"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a profile of its own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium); the phone page is tried in it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def phone_page(browser: Browser, url: str, *, width: int = 1280, height: int = 800, locale: str = "es-ES") -> Iterator["Phone"]:
    """The page in a fresh profile; whatever the browser complains about, a breach of the CSP included, fails the test."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" and "Failed to load resource" not in line.text else None,
    )
    page.set_default_timeout(15_000)
    page.goto(url)
    phone = Phone(page)
    phone.test("connection").and_(page.locator(".on")).wait_for()
    yield phone
    context.close()
    assert complaints == []


class Phone:
    """What a visitor does on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def test(self, name: str) -> Locator:
        """An element by its test id."""
        return self.page.get_by_test_id(name)

    def be(self, person: str) -> None:
        """Take somebody's phone."""
        self.test(f"person-{person}").click()

    def write(self, *texts: str) -> None:
        """Write bubbles, one after the other, each sent by Enter."""
        for text in texts:
            self.test("composer").fill(text)
            self.test("composer").press("Enter")

    def form(self, name: str) -> Locator:
        """A part of the customer's chat by its test id; the business app draws the same forms a second time."""
        return self.test("chat").get_by_test_id(name)

    def bubbles(self, whose: str) -> Locator:
        """The bubbles of the customer's chat: of `customer`, `assistant` or `agent`."""
        return self.form(f"bubble-{whose}")

    def open(self, tab: str) -> None:
        """Open a tab behind the scenes."""
        self.test(f"tab-{tab}").click()

    def menu(self, bubble: Locator, entry: str) -> None:
        """Choose from the menu of a bubble."""
        bubble.hover()
        bubble.get_by_test_id("more").click()
        self.test(entry).click()
