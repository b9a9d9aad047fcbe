"""The page as files: six of them, nothing from other hosts, nothing inline, both languages, sizes that can be read."""

import re
from pathlib import Path

import httpx
import pytest
from sandbox_server import sandbox_process

from sandbox import page

FILES = sorted(page.TYPES)
MODULES = [name for name in FILES if name.endswith(".js")]


def source(name):
    return (page.HERE / name).read_text("utf-8")


def test_the_page_is_one_html_one_css_and_four_modules():
    suffixes = sorted(Path(name).suffix for name in FILES)
    assert suffixes == [".css", ".html", ".js", ".js", ".js", ".js"]
    assert MODULES == ["behind.js", "controls.js", "people.js", "phone.js"]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_at_most_three_hundred_lines(name):
    assert len(source(name).splitlines()) <= 300


@pytest.mark.parametrize("name", FILES)
def test_every_part_is_served_with_its_type_and_a_policy_of_self(sandbox, name):
    answer = sandbox.client.get("/" if name == "index.html" else f"/page/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == page.TYPES[name]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["nothing.js", "__init__.py", "..%2f__init__.py"])
def test_nothing_else_of_the_folder_is_served(sandbox, name):
    assert sandbox.client.get(f"/page/{name}").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_loaded_from_another_host(name):
    loaded = re.findall(r"""(?:src|import|from|href|url)\s*[=(]?\s*["'(]*(https?://[^"')\s]+)""", source(name))
    assert [link for link in loaded if not link.startswith("https://www.openstreetmap.org/")] == []  # a link that people may follow


def test_the_html_holds_no_script_style_or_handler_of_its_own():
    html = source("index.html")
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []


@pytest.mark.parametrize("name", MODULES)
def test_words_of_others_are_never_read_as_html(name):
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source(name)) == []


def test_every_label_stands_in_spanish_and_english():
    html = source("index.html")
    for spanish, english in (("data-es", "data-en"), ("data-title-es", "data-title-en")):
        assert html.count(f'{spanish}="') == html.count(f'{english}="') > 5


def test_a_token_in_the_address_becomes_a_cookie_and_leaves_the_address(tmp_path):
    with (
        sandbox_process(tmp_path / "s.db", SANDBOX_TOKEN="open-sesame") as guarded_sandbox,
        httpx.Client(base_url=guarded_sandbox.url) as visitor,
    ):
        assert visitor.get("/control/people").status_code == 401
        answer = visitor.get("/", params={"token": "open-sesame"})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert visitor.get("/control/people").status_code == 200


def test_a_wrong_token_is_refused(tmp_path):
    with sandbox_process(tmp_path / "s.db", SANDBOX_TOKEN="open-sesame") as guarded_sandbox:
        answer = httpx.get(f"{guarded_sandbox.url}/", params={"token": "wrong"})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
