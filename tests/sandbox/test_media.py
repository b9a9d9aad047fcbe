import hashlib
from datetime import timedelta

import pytest

from sandbox.clock import Clock
from sandbox.database import Database
from sandbox.media import RECEIVED_LIVES, UPLOADED_LIVES, Media


@pytest.fixture
def database():
    database = Database(":memory:")
    yield database
    database.close()


def test_a_file_is_kept_with_its_type_size_and_hash(database):
    media = Media(database, Clock(database))
    kept = media.keep(b"%PDF-1.4", "application/pdf", "dossier.pdf", UPLOADED_LIVES)
    assert media.find(kept.id) == kept
    assert (kept.size, kept.sha256, kept.filename) == (8, hashlib.sha256(b"%PDF-1.4").hexdigest(), "dossier.pdf")
    assert media.content(kept.id) == b"%PDF-1.4"


def test_a_file_lives_until_its_day_by_the_business_clock(database):
    clock = Clock(database)
    media = Media(database, clock)
    kept = media.keep(b"OggS", "audio/ogg", None, RECEIVED_LIVES)
    clock.advance(timedelta(days=6, hours=23).total_seconds())
    assert media.find(kept.id)
    clock.advance(3600)
    assert media.find(kept.id) is None
    assert media.content(kept.id) is None


def test_a_deleted_file_is_gone_with_its_bytes(database):
    media = Media(database, Clock(database))
    kept = media.keep(b"x", "text/plain", None, UPLOADED_LIVES)
    assert media.delete(kept.id)
    assert media.content(kept.id) is None
    assert not media.delete(kept.id)
