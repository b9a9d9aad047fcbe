"""What the real API refuses, with the words it refuses it in."""

import httpx
import openai
import pytest

MESSAGE = [{"role": "user", "content": "hola"}]
CLOSED = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def function(**more):
    return {"type": "function", "name": "look", "strict": True, "parameters": CLOSED, **more}


REFUSED = {
    "no model": ({"model": ""}, "model"),
    "no input": ({"input": []}, "input"),
    "an input that is no list": ({"input": {"role": "user"}}, "input"),
    "a role nobody has": ({"input": [{"role": "customer", "content": "hola"}]}, "input[0].role"),
    "an item type nobody knows": ({"input": [{"type": "telepathy", "content": "hola"}]}, "input[0].type"),
    "a message without content": ({"input": [{"role": "user"}]}, "input[0].content"),
    "output text from a user": ({"input": [{"role": "user", "content": [{"type": "output_text", "text": "x"}]}]}, "input[0].content[0]"),
    "a call id of 65 characters": ({"input": [{"type": "function_call_output", "call_id": "c" * 65, "output": ""}]}, "input[0].call_id"),
    "an output that is missing": ({"input": [{"type": "function_call_output", "call_id": "c"}]}, "input[0].output"),
    "a temperature": ({"temperature": 0.2}, "temperature"),
    "too small a cap": ({"max_output_tokens": 8}, "max_output_tokens"),
    "seventeen metadata": ({"metadata": {str(n): "x" for n in range(17)}}, "metadata"),
    "metadata of 513 characters": ({"metadata": {"a": "x" * 513}}, "metadata.a"),
    "a safety identifier of 65 characters": ({"safety_identifier": "s" * 65}, "safety_identifier"),
    "a stream": ({"stream": True}, "stream"),
    "a tool type nobody knows": ({"tools": [{"type": "crystal_ball"}]}, "tools[0].type"),
    "a function without a name": ({"tools": [{"type": "function", "parameters": CLOSED}]}, "tools[0].name"),
    "a function name with a blank": ({"tools": [function(name="look up")]}, "tools[0].name"),
    "a function name of 129 characters": ({"tools": [function(name="x" * 129)]}, "tools[0].name"),
    "the same name twice": ({"tools": [function(), function()]}, "tools[1].name"),
    "a schema that is no object": ({"tools": [function(parameters={"type": "string"})]}, "tools[0].parameters"),
    "an open strict schema": ({"tools": [function(parameters={"type": "object", "properties": {}})]}, "tools[0].parameters"),
    "a strict schema with an optional property": (
        {"tools": [function(parameters={**CLOSED, "properties": {"a": {"type": "string"}}})]},
        "tools[0].parameters",
    ),
    "a strict schema with oneOf inside": (
        {"tools": [function(parameters={**CLOSED, "properties": {"a": {"oneOf": []}}, "required": ["a"]})]},
        "tools[0].parameters",
    ),
    "file search without stores": ({"tools": [{"type": "file_search"}]}, "tools[0].vector_store_ids"),
    "file search with too many results": (
        {"tools": [{"type": "file_search", "vector_store_ids": ["vs_1"], "max_num_results": 51}]},
        "tools[0].max_num_results",
    ),
    "mcp without a label": ({"tools": [{"type": "mcp", "server_url": "https://x.example/mcp"}]}, "tools[0].server_label"),
    "mcp with a label that is no name": (
        {"tools": [{"type": "mcp", "server_label": "1 x", "server_url": "https://x.example"}]},
        "tools[0].server_label",
    ),
    "mcp without an address": ({"tools": [{"type": "mcp", "server_label": "panelin"}]}, "tools[0]"),
    "a choice of a tool that is not offered": (
        {"tools": [function()], "tool_choice": {"type": "function", "name": "other"}},
        "tool_choice",
    ),
    "a required choice without tools": ({"tool_choice": "required"}, "tool_choice"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_request_that_the_real_one_refuses_is_refused(client, case):
    changed, param = REFUSED[case]
    with pytest.raises(openai.BadRequestError) as refused:
        await client.responses.create(**{"model": "sandbox-echo", "input": MESSAGE, **changed})
    assert refused.value.param == param
    assert refused.value.type == "invalid_request_error"
    assert refused.value.request_id.startswith("req_")


async def test_the_messages_are_the_real_ones(client):
    with pytest.raises(openai.BadRequestError, match=r"Missing required parameter: 'tools\[0\].vector_store_ids'\."):
        await client.responses.create(model="sandbox-echo", input=MESSAGE, tools=[{"type": "file_search"}])
    with pytest.raises(openai.BadRequestError, match="'additionalProperties' is required to be supplied and to be false"):
        await client.responses.create(model="sandbox-echo", input=MESSAGE, tools=[function(parameters={"type": "object"})])


def test_a_body_that_is_no_json_is_refused(account):
    headers = {"Authorization": "Bearer sk-test"}
    for body in (b"{", b"[1]", b'"x"'):
        answer = httpx.post(f"{account.url}/responses", content=body, headers=headers, trust_env=False)
        assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


@pytest.mark.parametrize(
    "tool", [function(), function(strict=False, parameters={"type": "object", "properties": {"a": {"type": "string"}}})]
)
async def test_what_the_real_one_takes_is_taken(client, tool):
    response = await client.responses.create(
        model="sandbox-echo", input="hola", tools=[tool], tool_choice="auto", metadata={"a": "b"}, safety_identifier="s" * 64,
        max_output_tokens=4000, prompt_cache_key="panelin-1", reasoning={"effort": "low"}, include=["reasoning.encrypted_content"],
    )  # fmt: skip
    assert response.output_text == "hola"
    assert response.reasoning.effort == "low"
