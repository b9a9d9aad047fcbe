import asyncio
from dataclasses import replace

import openai
import pytest
from fixture_homes import BS_1042, BS_1077
from scripted_http import answer, scripted

from panelin.errors import Misconfigured, Rejected, Unavailable
from sync_job.markdown import document
from sync_job.vector_store import OpenAiVectorStore


@pytest.fixture
async def models(office):
    async with office.models() as models:
        yield models


@pytest.fixture
def vectors(office, models):
    return OpenAiVectorStore(models, office.store, poll=0.31, patience=5.0)


async def test_a_store_is_made_once_and_its_id_is_kept(office, models, vectors):
    await vectors.ensure_kept()
    await OpenAiVectorStore(models, office.store).ensure_kept()
    (store,) = [store async for store in models.vector_stores.list()]
    assert (await office.store.note_of("vector_store"))["id"] == store.id
    assert (store.expires_after, store.expires_at) == (None, None)


async def test_a_document_is_uploaded_with_its_attributes_and_found_in_the_manifest(models, vectors):
    await vectors.ensure_kept()
    sent = document(BS_1042)
    file_id = await vectors.upload(sent)
    (held,) = await vectors.manifest()
    assert (held.file_id, held.reference, held.content_hash, held.usable) == (file_id, "BS-1042", sent.content_hash, True)
    file = await models.files.retrieve(file_id)
    assert file.filename.endswith(".md")
    assert file.bytes == len(sent.text.encode())


async def test_an_uploaded_home_can_be_searched_and_filtered(office, models, vectors):
    await vectors.ensure_kept()
    for home in (BS_1042, BS_1077):
        await vectors.upload(document(home))
    store = (await office.store.note_of("vector_store"))["id"]
    found = await models.vector_stores.search(
        store, query="piso en Nerja con terraza", filters={"type": "lt", "key": "price", "value": 300_000}
    )
    assert [entry.attributes["reference"] for entry in found.data] == ["BS-1077"]


async def test_what_is_removed_is_gone_from_the_store_and_from_the_files_and_may_be_removed_again(models, vectors):
    await vectors.ensure_kept()
    file_id = await vectors.upload(document(BS_1042))
    await vectors.remove([file_id])
    await vectors.remove([file_id])
    assert [file async for file in models.files.list()] == []


async def test_an_expiry_that_somebody_set_is_taken_away(office, models):
    store = await models.vector_stores.create(name="ours", expires_after={"anchor": "last_active_at", "days": 7})
    await OpenAiVectorStore(models, office.store, configured=store.id).ensure_kept()
    kept = await models.vector_stores.retrieve(store.id)
    assert (kept.expires_after, kept.expires_at) == (None, None)


async def test_a_store_that_expired_or_was_deleted_is_made_anew_and_filled_again(office, models):
    await office.sync()
    first = (await office.store.note_of("vector_store"))["id"]
    await models.vector_stores.delete(first)
    report = await office.sync()
    second = (await office.store.note_of("vector_store"))["id"]
    assert second != first
    assert (report.exit_code, report.documents.uploaded) == (0, 7)
    await models.vector_stores.update(second, expires_after={"anchor": "last_active_at", "days": 1})
    office.sandbox.control("clock", {"advance": 3 * 86_400})
    report = await office.sync()
    assert (report.exit_code, report.documents.uploaded) == (0, 7)
    assert len(await office.files()) == 7


async def test_a_configured_store_that_is_unknown_names_the_setting(office):
    office.vector_store_id = "vs_nowhere"
    report = await office.sync()
    assert report.exit_code == 2
    assert "OPENAI_VECTOR_STORE_ID" in report.stopped
    assert len(await office.homes()) == 7


async def test_documents_of_others_in_a_configured_store_are_left_alone(office, models):
    store = await models.vector_stores.create(name="shared")
    office.vector_store_id = store.id
    faq = await models.files.create(file=("faq.md", b"# Horario", "text/markdown"), purpose="assistants")
    await models.vector_stores.files.create(store.id, file_id=faq.id, attributes={"reference": "faq"})
    loose = await models.files.create(file=("loose.md", b"x", "text/markdown"), purpose="assistants")
    assert (await office.sync()).exit_code == 0
    assert (await office.sync()).documents.removed == 0
    held = {entry.id async for entry in models.vector_stores.files.list(store.id, limit=100)}
    assert faq.id in held
    assert len(held) == 8
    assert (await models.files.retrieve(loose.id)).id == loose.id


async def test_a_file_that_was_uploaded_and_never_attached_is_cleared(office, models, vectors):
    await vectors.ensure_kept()
    store = (await office.store.note_of("vector_store"))["id"]
    await models.files.create(file=(f"panelin-{store}-abc.md", b"x", "text/markdown"), purpose="assistants")
    other = await models.files.create(file=("panelin-vs_other-abc.md", b"x", "text/markdown"), purpose="assistants")
    await vectors.ensure_kept()
    assert [file.id async for file in models.files.list()] == [other.id]


async def test_a_file_that_is_never_indexed_is_given_up(office, models):
    vectors = OpenAiVectorStore(models, office.store, poll=0.01, patience=0.05)
    await vectors.ensure_kept()
    with pytest.raises(Unavailable, match="in time"):
        await vectors.upload(document(BS_1042))


async def test_a_long_manifest_is_read_to_its_end(vectors):
    await vectors.ensure_kept()
    homes = [replace(BS_1042, reference=f"X-{number}") for number in range(105)]
    await asyncio.gather(*(vectors.upload(document(home)) for home in homes))
    assert {held.reference for held in await vectors.manifest()} == {home.reference for home in homes}


@pytest.mark.parametrize(
    ("status", "error", "why"),
    [(500, Unavailable, "500"), (429, Unavailable, "429"), (503, Unavailable, "503"), (401, Rejected, "401"), (403, Rejected, "403")],
)
async def test_a_refusal_of_openai_says_whether_to_come_back(office, vectors, status, error, why):
    office.sandbox.fault("openai", "status", value=status)
    with pytest.raises(error, match=why):
        await vectors.ensure_kept()


@pytest.mark.parametrize("body", [b"<html>captive portal</html>", b"{broken", b""])
async def test_an_answer_that_is_no_json_is_a_failure_and_not_a_crash(office, body):
    kind = "text/html" if body.startswith(b"<") else "application/json"
    async with (
        scripted([answer(body=body, Content_Type=kind)]) as server,
        openai.AsyncOpenAI(api_key="k", base_url=server.url, max_retries=0) as models,
    ):
        with pytest.raises(Unavailable):
            await OpenAiVectorStore(models, office.store).ensure_kept()


async def test_an_unknown_store_setting_is_said_by_the_store_itself(office, models):
    with pytest.raises(Misconfigured, match="OPENAI_VECTOR_STORE_ID"):
        await OpenAiVectorStore(models, office.store, configured="vs_nowhere").ensure_kept()
