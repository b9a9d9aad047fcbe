import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sandbox.generated import picture
from sandbox.graph.links import fetched, links_in

PHOTO = {"link": "http://127.0.0.1/a.jpg"}


@pytest.fixture(scope="module")
def photos():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, status, body = {
                "/good.png": ("image/png", 200, picture("good")),
                "/page.png": ("text/html", 200, b"<html>"),
                "/large.png": ("image/png", 200, b"x" * (5 * 1024 * 1024 + 1)),
            }.get(self.path, ("text/plain", 404, b""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_links_are_found_wherever_a_message_holds_media():
    card = {"header": {"type": "image", "image": PHOTO}}
    body = {"interactive": {"header": {"image": PHOTO}, "action": {"cards": [card, card]}}, "link": "http://x"}
    assert list(links_in(body)) == [("image", PHOTO["link"])] * 3


def test_only_what_lies_on_this_machine_is_fetched():
    body = {"image": {"link": "https://brisasur.example/a.jpg"}, "document": {"link": "http://localhost/a.pdf"}}
    assert fetched(body) == [("document", "http://localhost/a.pdf")]


def test_a_photo_that_can_be_fetched_is_delivered(receiver, graph, photos):
    wamid = graph.wamid(kind="image", content={"link": f"{photos}/good.png", "caption": "Ático"})
    receiver.wait_for("statuses", 2)
    assert receiver.statuses_of(wamid) == ["sent", "delivered"]


@pytest.mark.parametrize("name", ["page.png", "missing.png", "large.png"])
def test_a_photo_that_cannot_be_used_is_accepted_and_fails_by_webhook(receiver, graph, photos, name):
    wamid = graph.wamid(kind="image", content={"link": f"{photos}/{name}"})
    (failed,) = receiver.wait_for("statuses", 1)
    assert (failed["id"], failed["status"], failed["errors"][0]["code"]) == (wamid, "failed", 131053)


def test_an_address_that_does_not_answer_fails_too(receiver, graph):
    graph.wamid(kind="image", content={"link": "http://127.0.0.1:1/a.png"})
    assert receiver.wait_for("statuses", 1)[0]["errors"][0]["code"] == 131053


def test_a_photo_in_a_header_is_fetched_too(receiver, graph, photos):
    action = {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "Ver"}}]}
    header = {"type": "image", "image": {"link": f"{photos}/missing.png"}}
    graph.wamid(kind="interactive", content={"type": "button", "header": header, "body": {"text": "x"}, "action": action})
    assert receiver.wait_for("statuses", 1)[0]["status"] == "failed"
