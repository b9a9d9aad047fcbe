import openai
import pytest


def texts(count):
    return [{"role": "user", "content": f"linea {number}"} for number in range(count)]


async def test_a_conversation_is_made_read_changed_and_deleted(client):
    made = await client.conversations.create(metadata={"who": "a"}, items=texts(2))
    assert made.id.startswith("conv_")
    assert made.object == "conversation"
    assert (await client.conversations.retrieve(made.id)).metadata == {"who": "a"}
    assert (await client.conversations.update(made.id, metadata={"who": "b"})).metadata == {"who": "b"}
    gone = await client.conversations.delete(made.id)
    assert (gone.id, gone.deleted, gone.object) == (made.id, True, "conversation.deleted")
    with pytest.raises(openai.NotFoundError):
        await client.conversations.retrieve(made.id)
    with pytest.raises(openai.NotFoundError):
        await client.conversations.delete(made.id)


async def test_at_most_twenty_items_come_at_once(client):
    with pytest.raises(openai.BadRequestError) as refused:
        await client.conversations.create(items=texts(21))
    assert refused.value.code == "array_above_max_length"
    made = await client.conversations.create(items=texts(20))
    with pytest.raises(openai.BadRequestError):
        await client.conversations.items.create(made.id, items=texts(21))


async def test_items_are_listed_newest_first_twenty_a_page_and_tell_whether_there_are_more(client):
    made = await client.conversations.create(items=texts(20))
    await client.conversations.items.create(made.id, items=[{"role": "user", "content": f"nueva {number}"} for number in range(5)])
    first = await client.conversations.items.list(made.id)
    assert len(first.data) == 20
    assert first.has_more
    assert first.data[0].content[0].text == "nueva 4"
    rest = await client.conversations.items.list(made.id, after=first.last_id)
    assert [item.content[0].text for item in rest.data] == [f"linea {number}" for number in (4, 3, 2, 1, 0)]
    assert not rest.has_more
    oldest = await client.conversations.items.list(made.id, order="asc", limit=2)
    assert [item.content[0].text for item in oldest.data] == ["linea 0", "linea 1"]
    assert [item.id async for item in client.conversations.items.list(made.id, limit=7)] == [item.id for item in first.data + rest.data]


async def test_an_item_is_read_and_deleted_alone(client):
    made = await client.conversations.create(items=texts(2))
    first, second = (await client.conversations.items.list(made.id, order="asc")).data
    assert (await client.conversations.items.retrieve(first.id, conversation_id=made.id)).content[0].text == "linea 0"
    assert (await client.conversations.items.delete(first.id, conversation_id=made.id)).id == made.id
    assert [item.id for item in (await client.conversations.items.list(made.id)).data] == [second.id]
    with pytest.raises(openai.NotFoundError):
        await client.conversations.items.retrieve(first.id, conversation_id=made.id)


async def test_a_persons_words_are_added_as_a_developer_message(client):
    made = await client.conversations.create()
    await client.conversations.items.create(made.id, items=[{"type": "message", "role": "developer", "content": "Marta ha llamado"}])
    (kept,) = (await client.conversations.items.list(made.id)).data
    assert (kept.role, kept.content[0].text, kept.id[:4]) == ("developer", "Marta ha llamado", "msg_")


async def test_a_message_without_a_role_that_exists_is_refused(client):
    with pytest.raises(openai.BadRequestError):
        await client.conversations.create(items=[{"role": "agent", "content": "hola"}])
