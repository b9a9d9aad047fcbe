import openai
import pytest


async def upload(client, name="BS-1042.md", content=b"# Atico en Burriana", **more):
    return await client.files.create(file=(name, content, "text/markdown"), purpose="assistants", **more)


async def test_a_file_is_uploaded_read_listed_and_deleted(client):
    made = await upload(client)
    assert made.id.startswith("file-")
    assert (made.bytes, made.filename, made.purpose, made.status) == (19, "BS-1042.md", "assistants", "processed")
    assert made.expires_at is None
    assert (await client.files.retrieve(made.id)).filename == "BS-1042.md"
    assert [file.id for file in (await client.files.list()).data] == [made.id]
    gone = await client.files.delete(made.id)
    assert (gone.id, gone.deleted) == (made.id, True)
    with pytest.raises(openai.NotFoundError):
        await client.files.retrieve(made.id)
    with pytest.raises(openai.NotFoundError):
        await client.files.delete(made.id)


async def test_what_was_uploaded_for_assistants_cannot_be_downloaded(client):
    made = await upload(client)
    with pytest.raises(openai.BadRequestError, match="Not allowed to download files of purpose: assistants"):
        await client.files.content(made.id)
    other = await client.files.create(file=("a.txt", b"hola"), purpose="user_data")
    assert (await client.files.content(other.id)).content == b"hola"


async def test_a_purpose_nobody_knows_is_refused(client):
    with pytest.raises(openai.BadRequestError):
        await client.files.create(file=("a.txt", b"hola"), purpose="fun")


async def test_a_file_expires_on_the_business_clock(client, account):
    made = await upload(client, expires_after={"anchor": "created_at", "seconds": 3600})
    assert made.expires_at == made.created_at + 3600
    account.world.clock.advance(3599)
    assert (await client.files.retrieve(made.id)).id == made.id
    account.world.clock.advance(2)
    with pytest.raises(openai.NotFoundError):
        await client.files.retrieve(made.id)


@pytest.mark.parametrize("seconds", [3599, 2_592_001])
async def test_an_expiry_out_of_bounds_is_refused(client, seconds):
    with pytest.raises(openai.BadRequestError):
        await upload(client, expires_after={"anchor": "created_at", "seconds": seconds})


async def test_files_are_listed_by_purpose_and_page(client):
    made = [await upload(client, f"{number}.md", b"x") for number in range(3)]
    await client.files.create(file=("a.txt", b"hola"), purpose="user_data")
    listed = [file.id async for file in client.files.list(purpose="assistants", limit=2)]
    assert sorted(listed) == sorted(file.id for file in made)
