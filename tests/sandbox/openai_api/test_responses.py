import asyncio
import json

import httpx
import openai
import pytest
from brisa_tools import TODAY, TOOLS, tool_answer

ECHO = "sandbox-echo"


async def test_the_echo_gives_back_the_texts_of_this_turn_in_order(client):
    given = [
        {"role": "user", "content": "hola"},
        {"role": "assistant", "content": "Buenas"},
        {"role": "user", "content": "busco piso"},
        {"role": "developer", "content": "Marta ha escrito"},
        {"role": "user", "content": "[Marta, del equipo] te llamo luego"},
        {"role": "user", "content": [{"type": "input_text", "text": "en nerja"}]},
    ]
    response = await client.responses.create(model=ECHO, input=given)
    assert response.output_text == "busco piso | en nerja"
    assert response.status == "completed"
    assert response.output[0].phase == "final_answer"


async def test_a_response_has_the_shape_of_the_real_ones(client):
    response = await client.responses.create(model="gpt-6-luna", input="hola", instructions=TODAY, tools=TOOLS, metadata={"turn": "1"})
    assert response.id.startswith("resp_")
    assert response.output[0].id.startswith("msg_")
    assert response.output[0].content[0].annotations == []
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens > 0
    assert [tool.name for tool in response.tools] == [tool["name"] for tool in TOOLS]
    assert response.metadata == {"turn": "1"}
    assert response.model == "gpt-6-luna"
    assert response._request_id.startswith("req_")
    assert (await client.responses.retrieve(response.id)).output_text == response.output_text


async def test_the_burst_of_d01_is_answered_through_the_tool_loop(client):
    thread = await client.conversations.create()
    turn = [{"role": "user", "content": text} for text in ("hola", "busco piso en nerja", "2 hab", "hasta 300")]
    called, text = await in_a_loop(client, thread.id, turn)
    assert called == ["search_properties", "note_demand", "show_listings"]
    assert text.startswith("Entiendo *comprar* y hasta 300.000\u00a0€ (si es otra cosa, dime).")
    assert text.endswith("¿Cuál te enseño?")


async def in_a_loop(client, conversation, given):
    called = []
    for _ in range(6):
        response = await client.responses.create(
            model="sandbox-assistant", conversation=conversation, input=given, tools=TOOLS, instructions=TODAY
        )
        calls = [item for item in response.output if item.type == "function_call"]
        if not calls:
            return called, response.output_text
        assert all(call.id.startswith("fc_") and call.call_id.startswith("call_") for call in calls)
        called += [call.name for call in calls]
        given = [
            {
                "type": "function_call_output",
                "call_id": call.call_id,
                "output": json.dumps(tool_answer(call.name, json.loads(call.arguments))),
            }
            for call in calls
        ]
    raise AssertionError("the loop does not end")


async def test_input_and_output_are_appended_when_the_response_completes(client):
    thread = await client.conversations.create(items=[{"role": "user", "content": "antes"}])
    await client.responses.create(model=ECHO, conversation=thread.id, input="uno")
    await client.responses.create(model=ECHO, conversation=thread.id, input="dos")
    listed = await client.conversations.items.list(thread.id, order="asc")
    assert [item.content[0].text for item in listed.data] == ["antes", "uno", "uno", "dos", "dos"]
    newest_first = await client.conversations.items.list(thread.id)
    assert [item.id for item in newest_first.data] == [item.id for item in reversed(listed.data)]


async def test_a_second_response_on_a_running_conversation_is_refused_as_locked(client, account):
    account.fault("slow", value=0.4, count=1)
    thread = await client.conversations.create()
    first = asyncio.create_task(client.responses.create(model=ECHO, conversation=thread.id, input="uno"))
    await asyncio.sleep(0.15)
    with pytest.raises(openai.BadRequestError) as refused:
        await client.responses.create(model=ECHO, conversation=thread.id, input="dos")
    assert refused.value.code == "conversation_locked"
    assert refused.value.param == "conversation"
    assert (await first).output_text == "uno"
    assert (await client.responses.create(model=ECHO, conversation=thread.id, input="dos")).output_text == "dos"


async def test_a_client_that_hangs_up_does_not_cancel_the_response(client, account):
    account.fault("slow", value=0.4, count=1)
    thread = await client.conversations.create()
    with pytest.raises(openai.APITimeoutError):
        await client.with_options(timeout=0.15).responses.create(model=ECHO, conversation=thread.id, input="uno")
    assert (await client.conversations.items.list(thread.id)).data == []
    await asyncio.sleep(0.6)
    assert [item.role for item in (await client.conversations.items.list(thread.id, order="asc")).data] == ["user", "assistant"]


async def test_a_conversation_that_nobody_has_is_404(client):
    with pytest.raises(openai.NotFoundError) as refused:
        await client.responses.create(model=ECHO, conversation="conv_unknown", input="hola")
    assert refused.value.body["message"] == "Conversation with id 'conv_unknown' not found."


async def test_conversation_and_previous_response_exclude_each_other(client):
    thread = await client.conversations.create()
    with pytest.raises(openai.BadRequestError) as refused:
        await client.responses.create(model=ECHO, conversation=thread.id, previous_response_id="resp_1", input="hola")
    assert refused.value.code == "mutually_exclusive_parameters"


async def test_a_call_left_without_an_output_poisons_the_conversation(client):
    thread = await client.conversations.create()
    turn = "busco piso en nerja hasta 300"
    response = await client.responses.create(model="sandbox-assistant", conversation=thread.id, input=turn, tools=TOOLS, instructions=TODAY)
    call = response.output[0]
    with pytest.raises(openai.BadRequestError, match=f"No tool output found for function call {call.call_id}"):
        await client.responses.create(model=ECHO, conversation=thread.id, input="hola?")
    answer = {"type": "function_call_output", "call_id": call.call_id, "output": '{"error": "interrupted"}'}
    assert (await client.responses.create(model=ECHO, conversation=thread.id, input=[answer])).status == "completed"


async def test_an_output_without_its_call_is_refused(client):
    given = [{"type": "function_call_output", "call_id": "call_nobody", "output": "{}"}]
    with pytest.raises(openai.BadRequestError, match="No tool call found for function call output with call_id call_nobody"):
        await client.responses.create(model=ECHO, input=given)


async def test_a_transcript_sent_whole_works_without_storing_anything(client):
    call = {"type": "function_call", "call_id": "call_1", "name": "get_property", "arguments": '{"reference": "BS-1042"}'}
    output = {
        "type": "function_call_output",
        "call_id": "call_1",
        "output": json.dumps(tool_answer("get_property", {"reference": "BS-1042"})),
    }
    given = [{"role": "user", "content": "cuanto vale la 1042?"}, call, output]
    response = await client.responses.create(model="sandbox-assistant", input=given, tools=TOOLS, instructions=TODAY, store=False)
    assert response.output_text.startswith("El precio publicado de la ref. BS-1042 es 320.000\u00a0€.")
    with pytest.raises(openai.NotFoundError):
        await client.responses.retrieve(response.id)


async def test_a_previous_response_is_gone_on_from(client):
    first = await client.responses.create(model=ECHO, input="uno")
    second = await client.responses.create(model=ECHO, input="dos", previous_response_id=first.id)
    assert second.previous_response_id == first.id
    listed = await client.responses.input_items.list(second.id, order="asc")
    assert [item.content[0].text for item in listed.data] == ["uno", "uno", "dos"]
    await client.responses.delete(first.id)
    with pytest.raises(openai.BadRequestError) as refused:
        await client.responses.create(model=ECHO, input="tres", previous_response_id=first.id)
    assert refused.value.code == "previous_response_not_found"


async def test_the_model_ordered_by_the_control_address_overrides_the_named_one(client, account):
    account.world.choose_model(ECHO)
    assert (await client.responses.create(model="sandbox-assistant", input="hola", instructions=TODAY)).output_text == "hola"


def test_without_a_bearer_nothing_is_answered(account):
    for headers in ({}, {"Authorization": "Basic abc"}, {"Authorization": "Bearer"}):
        answer = httpx.post(f"{account.url}/responses", json={"model": ECHO, "input": "hola"}, headers=headers, trust_env=False)
        assert answer.status_code == 401
        assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
        assert answer.headers["x-request-id"].startswith("req_")
