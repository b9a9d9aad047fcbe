"""The faults of a model and of its API, each ordered once."""

import json

import openai
import pytest
from brisa_tools import TODAY, TOOLS

SEARCH = "busco piso en nerja hasta 300"


async def asked(client, **more):
    return await client.responses.create(model="sandbox-assistant", input=SEARCH, tools=TOOLS, instructions=TODAY, **more)


async def test_a_spent_quota_is_429_and_says_so(client, account):
    account.fault("quota", count=1)
    with pytest.raises(openai.RateLimitError) as refused:
        await asked(client)
    assert (refused.value.code, refused.value.type) == ("insufficient_quota", "insufficient_quota")
    assert (await asked(client)).status == "completed"


async def test_a_rate_limit_says_when_to_come_back(client, account):
    account.fault("status", value=429, count=1)
    with pytest.raises(openai.RateLimitError) as refused:
        await asked(client)
    assert int(refused.value.response.headers["retry-after"]) >= 1
    account.fault("rate_limit", value=7, count=1)
    with pytest.raises(openai.RateLimitError) as refused:
        await asked(client)
    assert refused.value.response.headers["retry-after"] == "7"


async def test_a_key_that_is_not_accepted_is_401(client, account):
    account.fault("invalid_key", count=1)
    with pytest.raises(openai.AuthenticationError) as refused:
        await asked(client)
    assert refused.value.code == "invalid_api_key"


async def test_a_lock_on_order_refuses_only_requests_on_a_conversation(client, account):
    account.fault("locked", count=1)
    assert (await asked(client)).status == "completed"
    thread = await client.conversations.create()
    with pytest.raises(openai.BadRequestError) as refused:
        await asked(client, conversation=thread.id)
    assert refused.value.code == "conversation_locked"


async def test_an_incomplete_response_says_why(client, account):
    account.fault("incomplete", count=1)
    response = await client.responses.create(model="sandbox-echo", input="hola " * 40)
    assert (response.status, response.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert response.output[0].status == "incomplete"
    assert len(response.output_text) < 40


async def test_a_cap_on_the_output_is_honoured(client):
    response = await client.responses.create(model="sandbox-echo", input="hola " * 40, max_output_tokens=16)
    assert (response.status, len(response.output_text)) == ("incomplete", 64)
    assert response.completed_at is None


async def test_a_refusal_has_no_text(client, account):
    account.fault("refusal", count=1)
    response = await asked(client)
    assert response.output_text == ""
    assert response.output[0].content[0].type == "refusal"


async def test_an_empty_output_is_completed_all_the_same(client, account):
    account.fault("empty", count=1)
    response = await asked(client)
    assert (response.status, response.output) == ("completed", [])


async def test_arguments_may_be_no_json(client, account):
    account.fault("bad_arguments", count=1)
    (call,) = (await asked(client)).output
    with pytest.raises(json.JSONDecodeError):
        json.loads(call.arguments)


async def test_a_tool_may_be_called_that_does_not_exist(client, account):
    account.fault("unknown_tool", count=1)
    (call,) = (await asked(client)).output
    assert call.name not in {tool["name"] for tool in TOOLS}


async def test_an_item_may_be_of_a_type_that_nobody_knows(client, account):
    account.fault("unknown_item", count=1)
    strange, call = (await asked(client)).output
    assert (strange.type, call.type) == ("telepathy_call", "function_call")


@pytest.mark.parametrize(("kind", "times"), [("repeat_call", 2), ("seven_calls", 7)])
async def test_the_same_call_may_come_several_times_each_with_its_own_id(client, account, kind, times):
    account.fault(kind, count=1)
    calls = (await asked(client)).output
    assert [call.name for call in calls] == ["search_properties"] * times
    assert len({call.call_id for call in calls}) == len({call.id for call in calls}) == times


async def test_one_call_at_a_time_where_parallel_calls_are_not_wanted(client):
    context = [{"role": "user", "content": SEARCH}]
    names = []
    for _ in range(4):
        output = (await client.responses.create(
            model="sandbox-assistant", input=context, tools=TOOLS, instructions=TODAY, parallel_tool_calls=False, store=False
        )).output  # fmt: skip
        if output[0].type == "message":
            break
        (call,) = output
        names.append(call.name)
        found = json.dumps({"exact": [{"reference": "BS-1", "title": "Piso", "price_text": "1 €"}], "near": []})
        context += [call.model_dump(exclude_none=True), {"type": "function_call_output", "call_id": call.call_id, "output": found}]
    assert names == ["search_properties", "note_demand", "show_listings"]


async def test_a_response_that_failed_says_so_with_status_200_and_leaves_no_trace_in_the_conversation(client, account):
    thread = await client.conversations.create()
    account.fault("failed", count=1)
    response = await asked(client, conversation=thread.id)
    assert (response.status, response.error.code, response.output) == ("failed", "server_error", [])
    assert (await client.conversations.items.list(thread.id)).data == []


@pytest.mark.parametrize(("kind", "said"), [("empty_text", ""), ("markdown", "|---|"), ("english", "Sure!"), ("early_done", "Hecho:")])
async def test_a_quirk_of_the_text_replaces_the_message_and_never_a_call(client, account, kind, said):
    account.fault(kind, count=2)
    assert [item.type for item in (await asked(client)).output] == ["function_call"]
    response = await client.responses.create(model="sandbox-assistant", input="hola", instructions=TODAY)
    assert said in response.output_text
    assert "¿Comprar o alquilar" not in response.output_text
