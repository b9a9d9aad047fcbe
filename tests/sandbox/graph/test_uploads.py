import hashlib

import pytest

PDF = b"%PDF-1.4 " + b"x" * 5000
AUTH = {"Authorization": "Bearer test-graph-token"}


def raw_upload(sandbox, graph, parts):
    boundary = "cut"
    body = b"".join(b"--cut\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts) + b"--cut--\r\n"
    headers = {**AUTH, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    return sandbox.client.post(f"/graph/v26.0/{graph.number}/media", content=body, headers=headers)


PRODUCT = (b'Content-Disposition: form-data; name="messaging_product"', b"whatsapp")
TYPE = (b'Content-Disposition: form-data; name="type"', b"application/pdf")


def test_an_uploaded_file_can_be_sent_looked_up_and_downloaded(sandbox, graph):
    media_id = graph.upload(PDF).json()["id"]
    assert media_id.isdigit()
    graph.wamid(kind="document", content={"id": media_id, "filename": "dossier.pdf"})
    found = graph.get(media_id).json()
    assert (found["mime_type"], found["file_size"], found["id"]) == ("application/pdf", str(len(PDF)), media_id)
    assert found["sha256"] == hashlib.sha256(PDF).hexdigest()
    answer = sandbox.client.get(found["url"], headers=AUTH)
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")


def test_an_address_wants_the_token_and_lives_five_minutes(sandbox, graph):
    media_id = graph.upload(PDF).json()["id"]
    url = graph.get(media_id).json()["url"]
    assert sandbox.client.get(url).status_code == 401
    sandbox.control("clock", {"advance": 301})
    assert sandbox.client.get(url, headers=AUTH).status_code == 404
    fresh = graph.get(media_id).json()["url"]
    assert fresh != url
    assert sandbox.client.get(fresh, headers=AUTH).status_code == 200
    assert sandbox.client.get(f"{sandbox.graph_url}/lookaside/none", headers=AUTH).status_code == 404


def test_an_upload_is_gone_after_thirty_days_and_what_a_customer_sent_after_seven(sandbox, receiver, graph):
    uploaded = graph.upload(PDF).json()["id"]
    sandbox.say("34600000001", "mira", kind="image")
    received = receiver.wait_for("messages", 1)[0]["image"]["id"]
    assert graph.get(received).status_code == 200
    sandbox.control("clock", {"advance": 7 * 86400})
    assert graph.get(received).json()["error"]["error_subcode"] == 33
    assert graph.get(uploaded).status_code == 200
    sandbox.control("clock", {"advance": 23 * 86400})
    assert graph.get(uploaded).status_code == 400


def test_a_deleted_file_is_gone(sandbox, graph):
    media_id = graph.upload(PDF).json()["id"]
    delete = sandbox.client.delete(f"/graph/v26.0/{media_id}", headers=AUTH)
    assert delete.json() == {"success": True}
    assert graph.get(media_id).status_code == 400
    assert sandbox.client.delete(f"/graph/v26.0/{media_id}", headers=AUTH).json()["error"]["code"] == 100


def test_a_file_is_asked_for_under_the_number_that_owns_it(graph):
    media_id = graph.upload(PDF).json()["id"]
    assert graph.get(media_id, phone_number_id=graph.number).status_code == 200
    assert graph.get(media_id, phone_number_id="999").status_code == 400


@pytest.mark.parametrize(
    "file",
    [
        b'Content-Disposition: form-data; name="file"',
        b'Content-Disposition: form-data; name="file"\r\nContent-Type: application/pdf',
        b'Content-Disposition: form-data; name="file"; filename="a.pdf"',
        b'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/pdf',
        b'Content-Disposition: form-data; name="other"; filename="a.pdf"\r\nContent-Type: application/pdf',
    ],
)
def test_the_file_part_wants_a_name_and_a_type(sandbox, graph, file):
    answer = raw_upload(sandbox, graph, [PRODUCT, TYPE, (file, PDF)])
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_the_form_wants_product_and_type(sandbox, graph):
    file = (b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf', PDF)
    assert raw_upload(sandbox, graph, [PRODUCT, TYPE, file]).status_code == 200
    assert raw_upload(sandbox, graph, [TYPE, file]).json()["error"]["code"] == 100
    assert raw_upload(sandbox, graph, [PRODUCT, file]).json()["error"]["code"] == 100


def test_a_body_that_is_no_multipart_is_100(sandbox, graph):
    answer = sandbox.client.post(f"/graph/v26.0/{graph.number}/media", json={}, headers=AUTH)
    assert answer.json()["error"]["code"] == 100
    broken = sandbox.client.post(
        f"/graph/v26.0/{graph.number}/media",
        content=b"--cut\r\nnonsense",
        headers={**AUTH, "Content-Type": "multipart/form-data; boundary=cut"},
    )
    assert broken.json()["error"]["code"] == 100


def test_the_declared_type_must_be_the_type_of_the_part(graph):
    assert graph.upload(PDF, type="image/png").json()["error"]["code"] == 100


@pytest.mark.parametrize("mime", ["application/zip", "image/gif", "text/html"])
def test_a_type_that_whatsapp_does_not_take_is_refused(graph, mime):
    assert graph.upload(PDF, mime=mime).json()["error"]["code"] == 100


@pytest.mark.parametrize(
    ("content", "mime"), [(b"<html>", "application/pdf"), (b"GIF89a", "image/png"), (b"%PDF-1.4", "image/jpeg"), (b"", "application/pdf")]
)
def test_the_content_must_be_what_its_type_says(graph, content, mime):
    assert graph.upload(content, mime=mime).json()["error"]["code"] == 131053


@pytest.mark.parametrize(
    ("size", "mime", "magic", "status"),
    [
        (5 * 1024 * 1024, "image/png", b"\x89PNG\r\n\x1a\n", 200),
        (5 * 1024 * 1024 + 1, "image/png", b"\x89PNG\r\n\x1a\n", 400),
        (500 * 1024 + 1, "image/webp", b"RIFF", 400),
        (16 * 1024 * 1024 + 1, "audio/mpeg", b"ID3", 400),
    ],
)
def test_every_kind_has_its_largest_size(graph, size, mime, magic, status):
    assert graph.upload(magic.ljust(size, b"\0"), mime=mime).status_code == status


def test_an_upload_fails_on_order(sandbox, graph):
    sandbox.fault("graph", "upload", value=131053, count=1)
    assert graph.upload(PDF).json()["error"]["code"] == 131053
    assert graph.upload(PDF).status_code == 200
