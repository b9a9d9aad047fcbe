from datetime import UTC, datetime, timedelta

import pytest
from graph_reading import code_of, media_with, message

from sandbox.clock import Clock
from sandbox.database import Database
from sandbox.graph.attachments import kind_of
from sandbox.media import UPLOADED_LIVES, Media


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("application/pdf", "document"),
        ("text/plain", "document"),
        ("image/jpeg", "image"),
        ("IMAGE/PNG", "image"),
        ("audio/ogg; codecs=opus", "audio"),
        ("image/webp", "sticker"),
        ("video/3gpp", "video"),
        ("image/gif", None),
        ("application/zip", None),
    ],
)
def test_a_type_belongs_to_one_kind_of_message(mime, kind):
    assert kind_of(mime) == kind


def test_an_upload_that_fits_may_be_sent():
    media, (pdf, photo) = media_with("application/pdf", "image/jpeg")
    assert code_of(message("document", {"id": pdf, "filename": "dossier.pdf", "caption": "Aquí tienes"}), media) is None
    assert code_of(message("image", {"id": photo}), media) is None


def test_an_upload_of_another_kind_is_refused():
    media, (pdf,) = media_with("application/pdf")
    assert code_of(message("image", {"id": pdf}), media) == 100


def test_an_unknown_upload_is_refused():
    assert code_of(message("document", {"id": "123"})) == 100


def test_an_upload_of_thirty_days_ago_is_gone():
    database = Database(":memory:")
    clock = Clock(database)
    media = Media(database, clock)
    pdf = media.keep(b"%PDF", "application/pdf", "a.pdf", UPLOADED_LIVES).id
    clock.set(datetime.now(UTC) + timedelta(days=29, hours=23))
    assert code_of(message("document", {"id": pdf}), media) is None
    clock.set(datetime.now(UTC) + timedelta(days=30))
    assert code_of(message("document", {"id": pdf}), media) == 100


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("https://brisasur.example/1042.jpg", None),
        ("http://127.0.0.1:8090/inmoenter/photo.jpg", None),
        ("http://localhost/photo.jpg", None),
        ("http://brisasur.example/1042.jpg", 131009),
        ("ftp://brisasur.example/1042.jpg", 131009),
        ("1042.jpg", 131009),
        ("https://[::bad/", 131009),
        ("", 131009),
    ],
)
def test_a_link_is_public_https_or_lies_on_this_machine(link, code):
    assert code_of(message("image", {"link": link})) == code


def test_exactly_one_of_id_and_link_is_wanted():
    media, (photo,) = media_with("image/png")
    assert code_of(message("image", {"id": photo, "link": "https://x.example/a.png"}), media) == 100
    assert code_of(message("image", {"caption": "hola"}), media) == 100


@pytest.mark.parametrize("kind", ["image", "video", "document"])
@pytest.mark.parametrize(("length", "code"), [(1024, None), (1025, 131009)])
def test_a_caption_has_at_most_1024_code_points(kind, length, code):
    assert code_of(message(kind, {"link": "https://x.example/a", "caption": "🏠" * length})) == code


@pytest.mark.parametrize("kind", ["audio", "sticker"])
def test_audio_and_stickers_have_no_caption(kind):
    assert code_of(message(kind, {"link": "https://x.example/a", "caption": "hola"})) == 100


def test_only_documents_have_a_file_name():
    assert code_of(message("image", {"link": "https://x.example/a", "filename": "a.jpg"})) == 100


def test_a_voice_note_says_so_with_a_boolean():
    assert code_of(message("audio", {"link": "https://x.example/a", "voice": True})) is None
    assert code_of(message("audio", {"link": "https://x.example/a", "voice": "yes"})) == 100
