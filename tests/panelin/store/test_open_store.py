"""Which store a STORE_URL means."""

import pytest
from kept import an_item

from panelin.errors import Misconfigured, Unavailable
from panelin.store.documents import Put
from panelin.store.open_store import open_store


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "firestore://",
        "firestore://demo",
        "firestore://demo/",
        "firestore://a/b/c",
        "postgres://x/y",
    ],
)
def test_a_malformed_url_is_named_with_what_was_expected(url):
    with pytest.raises(Misconfigured, match=r"STORE_URL: expected sqlite:///.*firestore://PROJECT/DATABASE"):
        open_store(url)


async def test_a_relative_and_an_absolute_path_name_the_same_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    relative, absolute = open_store("sqlite:///var/of%20ours/p.db"), open_store(f"sqlite:///{tmp_path}/var/of ours/p.db")
    item = an_item()
    assert await relative.put([item]) == [Put.NEW]
    assert await absolute.put([item]) == [Put.KNOWN]
    for store in (relative, absolute):
        await store.close()


async def test_a_place_that_cannot_be_written_is_said_when_the_store_is_asked(tmp_path):
    (tmp_path / "file").write_text("no directory")
    store = open_store(f"sqlite:///{tmp_path}/file/p.db")
    with pytest.raises(Unavailable):
        await store.ready()
    assert await store.put([an_item()]) == [Put.LOST]
    await store.close()


async def test_a_firestore_that_is_not_there_is_said_when_it_is_asked(monkeypatch, unused_port):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{unused_port}")
    store = open_store("firestore://demo/(default)")
    with pytest.raises(Unavailable):
        await store.ready()
    await store.close()
