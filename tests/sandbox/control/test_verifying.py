import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from sandbox_server import sandbox_thread


@pytest.fixture(scope="module")
def callback():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            right = query["hub.mode"] == "subscribe" and query["hub.verify_token"] == "test-verify-token"
            body = (b'"%s"' if Handler.quoted else b"%s") % query["hub.challenge"].encode()
            self.send_response(200 if right else 403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    Handler.quoted = False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    Handler.url = f"http://127.0.0.1:{server.server_port}/webhook"
    yield Handler
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def box(callback, tmp_path_factory):
    with sandbox_thread(tmp_path_factory.mktemp("verify") / "s.db", callback.url) as sandbox:
        yield sandbox


def test_a_challenge_that_comes_back_as_it_is_passes(box):
    assert box.control("verify") == {"status": 200, "passed": True}


def test_a_wrong_token_must_be_refused(box):
    assert box.control("verify", {"token": "wrong"}) == {"status": 403, "passed": False}


def test_a_challenge_in_quotes_does_not_pass(box, callback):
    callback.quoted = True
    assert box.control("verify") == {"status": 200, "passed": False}


def test_an_address_that_does_not_answer_is_said(sandbox, module_receiver):
    answer = sandbox.client.post("/control/verify", json={})
    assert answer.json()["passed"] is False  # the stand-in knows no GET


def test_nobody_listening_is_said(tmp_path):
    with sandbox_thread(tmp_path / "s.db") as lonely:
        answer = lonely.client.post("/control/verify", json={})
        assert answer.status_code == 409
        assert "does not answer" in answer.json()["error"]
