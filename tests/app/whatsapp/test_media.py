from datetime import timedelta

from parcels import NUMBER

from app.whatsapp.media import REUSED_FOR, Uploads

PDF = b"%PDF-1.7 dossier"


class Notes:
    """Notes that remember for how long."""

    def __init__(self) -> None:
        self.kept: dict[str, dict] = {}
        self.kept_for: dict[str, timedelta | None] = {}

    async def note_of(self, key):
        return self.kept.get(key)

    async def keep_note(self, key, value, *, kept_for=None):
        self.kept[key], self.kept_for[key] = dict(value), kept_for


class Messenger:
    """Takes uploads and numbers them."""

    def __init__(self) -> None:
        self.uploaded: list[tuple] = []

    async def upload(self, number, document, *, filename, mime):
        self.uploaded.append((number, document, filename, mime))
        return f"media-{len(self.uploaded)}"


async def given(uploads, document=PDF, number=NUMBER, **more):
    return await uploads.media_id(number, document, filename="d.pdf", mime="application/pdf", **more)


async def test_the_same_file_is_uploaded_once():
    notes, messenger = Notes(), Messenger()
    assert [await given(Uploads(notes, messenger)) for _ in range(2)] == ["media-1"] * 2
    assert messenger.uploaded == [(NUMBER, PDF, "d.pdf", "application/pdf")]
    assert list(notes.kept_for.values()) == [REUSED_FOR]
    assert timedelta(days=25) >= REUSED_FOR  # Meta forgets an upload after 30


async def test_another_file_or_another_number_is_another_upload():
    uploads = Uploads(Notes(), Messenger())
    assert [await given(uploads), await given(uploads, PDF + b"x"), await given(uploads, number="2")] == ["media-1", "media-2", "media-3"]


async def test_an_id_that_meta_forgot_is_replaced():
    uploads = Uploads(Notes(), Messenger())
    await given(uploads)
    assert await given(uploads, again=True) == "media-2"
    assert await given(uploads) == "media-2"


async def test_a_note_that_is_none_of_ours_is_written_anew():
    notes = Notes()
    uploads = Uploads(notes, Messenger())
    await given(uploads)
    (key,) = notes.kept
    notes.kept[key] = {"media": None}
    assert await given(uploads) == "media-2"


async def test_it_is_kept_in_a_real_store(store):
    messenger = Messenger()
    assert [await given(Uploads(store, messenger)) for _ in range(2)] == ["media-1"] * 2
