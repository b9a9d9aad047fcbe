import asyncio

import openai
import pytest

from sandbox.openai_api.stores import INDEXING

DAY = 86_400


async def settled(account):
    """Let the index take its time: business time moves, nobody waits."""
    account.world.clock.advance(INDEXING + 0.1)


async def store_of(client, *documents, **more):
    store = await client.vector_stores.create(name="homes", **more)
    files = []
    for name, text, attributes in documents:
        file = await client.files.create(file=(name, text.encode(), "text/markdown"), purpose="assistants")
        await client.vector_stores.files.create(store.id, file_id=file.id, attributes=attributes)
        files.append(file)
    return store, files


ATICO = ("BS-1042.md", "Ático en Burriana con terraza y ascensor", {"price": 320_000, "town": "Nerja", "active": True})
PISO = ("BS-1077.md", "Piso a reformar en el centro", {"price": 215_000, "town": "Nerja", "active": True})
APARTAMENTO = ("BS-1101.md", "Apartamento en primera línea con terraza", {"price": 189_000, "town": "Torrox", "active": False})


async def test_a_store_is_made_read_renamed_listed_and_deleted(client):
    store = await client.vector_stores.create(name="homes", metadata={"agency": "brisa"})
    assert store.id.startswith("vs_")
    assert (store.status, store.expires_after, store.expires_at, store.file_counts.total) == ("completed", None, None, 0)
    assert (await client.vector_stores.update(store.id, name="other")).name == "other"
    assert [each.id for each in (await client.vector_stores.list()).data] == [store.id]
    assert (await client.vector_stores.delete(store.id)).deleted
    with pytest.raises(openai.NotFoundError):
        await client.vector_stores.retrieve(store.id)


async def test_a_file_is_in_progress_before_it_is_completed(client, account):
    store, (file,) = await store_of(client, ATICO)
    assert (await client.vector_stores.files.retrieve(file.id, vector_store_id=store.id)).status == "in_progress"
    assert (await client.vector_stores.retrieve(store.id)).status == "in_progress"
    assert (await client.vector_stores.search(store.id, query="ático")).data == []
    await settled(account)
    entry = await client.vector_stores.files.retrieve(file.id, vector_store_id=store.id)
    assert (entry.status, entry.attributes["town"], entry.last_error) == ("completed", "Nerja", None)
    assert (await client.vector_stores.retrieve(store.id)).file_counts.completed == 1


async def test_the_sdk_can_upload_and_poll(client):
    store = await client.vector_stores.create()
    entry = await client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("a.md", b"hola"), poll_interval_ms=50)
    assert entry.status == "completed"


@pytest.mark.parametrize(("name", "content", "code"), [("homes.csv", b"a;b", "unsupported_file"), ("empty.md", b"", "invalid_file")])
async def test_a_file_that_cannot_be_read_fails(client, account, name, content, code):
    store = await client.vector_stores.create()
    file = await client.files.create(file=(name, content), purpose="assistants")
    await client.vector_stores.files.create(store.id, file_id=file.id)
    await settled(account)
    entry = await client.vector_stores.files.retrieve(file.id, vector_store_id=store.id)
    assert (entry.status, entry.last_error.code) == ("failed", code)
    assert [failed.id for failed in (await client.vector_stores.files.list(store.id, filter="failed")).data] == [file.id]


async def test_a_search_ranks_by_words_and_gives_text_and_attributes(client, account):
    store, (atico, _, apartamento) = await store_of(client, ATICO, PISO, APARTAMENTO)
    await settled(account)
    page = await client.vector_stores.search(store.id, query="terraza y ascensor")
    assert [hit.file_id for hit in page.data] == [atico.id, apartamento.id]
    assert page.data[0].score > page.data[1].score
    assert page.data[0].content[0].text.startswith("Ático en Burriana")
    assert page.data[0].attributes == {"price": 320_000, "town": "Nerja", "active": True}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"type": "eq", "key": "town", "value": "Nerja"}, {"BS-1042.md", "BS-1077.md"}),
        ({"type": "ne", "key": "town", "value": "Nerja"}, {"BS-1101.md"}),
        ({"type": "lte", "key": "price", "value": 215_000}, {"BS-1077.md", "BS-1101.md"}),
        ({"type": "lt", "key": "price", "value": 215_000}, {"BS-1101.md"}),
        ({"type": "gt", "key": "price", "value": 215_000}, {"BS-1042.md"}),
        ({"type": "gte", "key": "price", "value": 320_000}, {"BS-1042.md"}),
        ({"type": "in", "key": "town", "value": ["Torrox", "Frigiliana"]}, {"BS-1101.md"}),
        ({"type": "nin", "key": "town", "value": ["Torrox"]}, {"BS-1042.md", "BS-1077.md"}),
        ({"type": "eq", "key": "nobody", "value": 1}, set()),
        ({"type": "or", "filters": [{"type": "eq", "key": "town", "value": "Torrox"}, {"type": "gt", "key": "price", "value": 300_000}]}, {"BS-1042.md", "BS-1101.md"}),
        ({"type": "and", "filters": [{"type": "eq", "key": "active", "value": True}, {"type": "lt", "key": "price", "value": 300_000}]}, {"BS-1077.md"}),
    ],
)  # fmt: skip
async def test_filters_are_really_applied(client, account, filters, found):
    store, _ = await store_of(client, ATICO, PISO, APARTAMENTO)
    await settled(account)
    page = await client.vector_stores.search(store.id, query="en", filters=filters)
    assert {hit.filename for hit in page.data} == found


@pytest.mark.parametrize(
    "filters",
    [{"type": "like", "key": "town", "value": "N"}, {"type": "in", "key": "town", "value": "Nerja"}, {"type": "eq", "key": "town"}],
)
async def test_a_filter_that_nobody_knows_is_refused(client, filters):
    store = await client.vector_stores.create()
    with pytest.raises(openai.BadRequestError):
        await client.vector_stores.search(store.id, query="x", filters=filters)


async def test_results_are_limited_and_the_limit_has_a_limit(client, account):
    store, _ = await store_of(client, ATICO, PISO, APARTAMENTO)
    await settled(account)
    assert len((await client.vector_stores.search(store.id, query="en", max_num_results=2)).data) == 2
    with pytest.raises(openai.BadRequestError):
        await client.vector_stores.search(store.id, query="en", max_num_results=51)


async def test_attributes_are_replaced_and_bounded(client, account):
    store, (file,) = await store_of(client, ATICO)
    await settled(account)
    await client.vector_stores.files.update(file.id, vector_store_id=store.id, attributes={"active": False})
    assert (await client.vector_stores.files.retrieve(file.id, vector_store_id=store.id)).attributes == {"active": False}
    for attributes in ({str(n): 1 for n in range(17)}, {"a" * 65: 1}, {"a": "x" * 513}, {"a": ["list"]}):
        with pytest.raises(openai.BadRequestError):
            await client.vector_stores.files.update(file.id, vector_store_id=store.id, attributes=attributes)


async def test_a_file_taken_out_of_a_store_is_found_a_little_longer_and_stays_a_file(client, account):
    store, (file,) = await store_of(client, ATICO)
    await settled(account)
    assert (await client.vector_stores.files.delete(file.id, vector_store_id=store.id)).deleted
    assert len((await client.vector_stores.search(store.id, query="ático")).data) == 1
    account.world.clock.advance(1)
    assert (await client.vector_stores.search(store.id, query="ático")).data == []
    assert (await client.files.retrieve(file.id)).id == file.id
    with pytest.raises(openai.NotFoundError):
        await client.vector_stores.files.delete(file.id, vector_store_id=store.id)


async def test_a_deleted_file_leaves_every_store(client, account):
    store, (file,) = await store_of(client, ATICO)
    await settled(account)
    await client.files.delete(file.id)
    assert (await client.vector_stores.files.list(store.id)).data == []
    assert (await client.vector_stores.retrieve(store.id)).file_counts.total == 0


async def test_a_store_expires_by_its_last_use_and_cannot_be_revived(client, account):
    store, _ = await store_of(client, ATICO, expires_after={"anchor": "last_active_at", "days": 7})
    account.world.clock.advance(6 * DAY)
    await client.vector_stores.search(store.id, query="ático")
    account.world.clock.advance(6 * DAY)
    assert (await client.vector_stores.retrieve(store.id)).status == "completed"
    account.world.clock.advance(2 * DAY)
    kept = await client.vector_stores.retrieve(store.id)
    assert (kept.status, kept.file_counts.total) == ("expired", 0)
    with pytest.raises(openai.BadRequestError) as refused:
        await client.vector_stores.search(store.id, query="ático")
    assert refused.value.code == "vector_store_expired"


async def test_an_expiry_is_taken_off_by_null(client):
    store = await client.vector_stores.create(expires_after={"anchor": "last_active_at", "days": 1})
    assert store.expires_at is not None
    assert (await client.vector_stores.update(store.id, expires_after=None)).expires_at is None


async def test_a_batch_attaches_many_files_with_attributes_of_their_own(client, account):
    store = await client.vector_stores.create()
    files = [await client.files.create(file=(f"{n}.md", f"casa {n}".encode()), purpose="assistants") for n in range(3)]
    batch = await client.vector_stores.file_batches.create(
        store.id, files=[{"file_id": file.id, "attributes": {"n": n}} for n, file in enumerate(files)]
    )
    assert (batch.id[:5], batch.status, batch.file_counts.in_progress) == ("vsfb_", "in_progress", 3)
    await settled(account)
    batch = await client.vector_stores.file_batches.retrieve(batch.id, vector_store_id=store.id)
    assert (batch.status, batch.file_counts.completed) == ("completed", 3)
    listed = await client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id)
    assert sorted(entry.attributes["n"] for entry in listed.data) == [0, 1, 2]


async def test_a_batch_names_files_one_way_and_all_of_them_or_none(client):
    store = await client.vector_stores.create()
    file = await client.files.create(file=("a.md", b"x"), purpose="assistants")
    with pytest.raises(openai.BadRequestError):
        await client.vector_stores.file_batches.create(store.id, file_ids=[file.id], files=[{"file_id": file.id}])
    with pytest.raises(openai.NotFoundError):
        await client.vector_stores.file_batches.create(store.id, file_ids=[file.id, "file-nobody"])
    assert (await client.vector_stores.files.list(store.id)).data == []


async def test_many_files_at_once_all_land(client, account):
    store = await client.vector_stores.create()

    async def attach(number):
        file = await client.files.create(file=(f"{number}.md", b"casa"), purpose="assistants")
        return await client.vector_stores.files.create(store.id, file_id=file.id)

    made = await asyncio.gather(*map(attach, range(25)))
    listed = [entry.id async for entry in client.vector_stores.files.list(store.id)]
    assert sorted(listed) == sorted(entry.id for entry in made)
