from openai import AsyncOpenAI
from openai_account import openai_account


async def test_everything_is_still_there_after_a_restart(tmp_path):
    state = tmp_path / "sandbox.db"
    with openai_account(state) as account:
        async with AsyncOpenAI(api_key="k", base_url=account.url, max_retries=0) as client:
            thread = await client.conversations.create(items=[{"role": "user", "content": "hola"}])
            response = await client.responses.create(model="sandbox-echo", input="uno", conversation=thread.id)
            file = await client.files.create(file=("a.md", b"casa en nerja"), purpose="assistants")
            store = await client.vector_stores.create(file_ids=[file.id])
    with openai_account(state) as account:
        async with AsyncOpenAI(api_key="k", base_url=account.url, max_retries=0) as client:
            listed = await client.conversations.items.list(thread.id, order="asc")
            assert [item.content[0].text for item in listed.data] == ["hola", "uno", "uno"]
            assert (await client.responses.retrieve(response.id)).output_text == "uno"
            account.world.clock.advance(1)
            assert [hit.file_id for hit in (await client.vector_stores.search(store.id, query="nerja")).data] == [file.id]
            assert (await client.responses.create(model="sandbox-echo", input="dos", conversation=thread.id)).output_text == "dos"


async def test_a_reset_forgets_threads_files_and_locks(client, account):
    thread = await client.conversations.create()
    account.world.reset()
    assert (await client.files.list()).data == []
    fresh = await client.conversations.create()
    assert fresh.id != thread.id
    assert (await client.responses.create(model="sandbox-echo", input="hola", conversation=fresh.id)).output_text == "hola"


async def test_the_models_are_listed(client):
    assert [model.id async for model in client.models.list()] == ["sandbox-assistant", "sandbox-echo", "sandbox-liar"]
    assert (await client.models.retrieve("sandbox-echo")).owned_by == "sandbox"
