"""The tools that OpenAI runs itself: an MCP server that is really opened, and the file search."""

import asyncio
import threading

import openai
import pytest
import uvicorn
from brisa_tools import HOMES, TODAY
from fastmcp import FastMCP
from sandbox_server import free_port, wait_until

QUESTION = "¿la ref BS-1042 sigue disponible?"


@pytest.fixture(scope="module")
def mcp_url():
    server = FastMCP("panelin")

    @server.tool
    def get_property(reference: str) -> dict:
        return HOMES.get(reference, {"error": "unknown"})

    @server.tool
    def search_properties(zones: list[str]) -> dict:
        raise RuntimeError("the catalogue is down")

    port = free_port()
    running = uvicorn.Server(uvicorn.Config(server.http_app(), host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=lambda: asyncio.run(running.serve()), daemon=True)
    thread.start()
    wait_until(lambda: running.started)
    yield f"http://127.0.0.1:{port}/mcp"
    running.should_exit = True
    thread.join(10)


def mcp(url, **more):
    return {"type": "mcp", "server_label": "panelin", "server_url": url, "require_approval": "never", **more}


async def asked(client, tool, question=QUESTION, **more):
    return await client.responses.create(model="sandbox-assistant", input=question, tools=[tool], instructions=TODAY, **more)


async def test_a_server_is_listed_called_and_its_answer_told(client, mcp_url):
    response = await asked(client, mcp(mcp_url))
    listed, called, said = response.output
    assert [item.type for item in response.output] == ["mcp_list_tools", "mcp_call", "message"]
    assert {tool.name for tool in listed.tools} == {"get_property", "search_properties"}
    assert (called.name, called.server_label, called.arguments) == ("get_property", "panelin", '{"reference": "BS-1042"}')
    assert '"BS-1042"' in called.output
    assert said.content[0].text.startswith("La ref. BS-1042 figura como disponible hoy.")
    assert (listed.id[:5], called.id[:4]) == ("mcpl_", "mcp_")


async def test_only_allowed_tools_are_listed(client, mcp_url):
    response = await asked(client, mcp(mcp_url, allowed_tools=["search_properties"]))
    assert [tool.name for tool in response.output[0].tools] == ["search_properties"]


async def test_a_listing_that_is_in_the_thread_is_not_made_again(client, mcp_url):
    thread = await client.conversations.create()
    await asked(client, mcp(mcp_url), conversation=thread.id)
    again = await asked(client, mcp(mcp_url), conversation=thread.id)
    assert [item.type for item in again.output] == ["mcp_call", "message"]


async def test_a_call_waits_for_approval_unless_told_otherwise(client, mcp_url):
    thread = await client.conversations.create()
    tool = mcp(mcp_url)
    del tool["require_approval"]
    waiting = await asked(client, tool, conversation=thread.id)
    request = waiting.output[-1]
    assert (request.type, request.id[:5], waiting.output_text) == ("mcp_approval_request", "mcpr_", "")
    reply = {"type": "mcp_approval_response", "approval_request_id": request.id, "approve": True}
    done = await asked(client, tool, question=[reply], conversation=thread.id)
    assert done.output[0].approval_request_id == request.id
    assert "disponible" in done.output_text
    with pytest.raises(openai.BadRequestError):
        await asked(client, tool, question=[{**reply, "approval_request_id": "mcpr_nobody"}], conversation=thread.id)


async def test_a_call_that_fails_stands_in_its_item_and_the_answer_admits_it(client, mcp_url):
    response = await asked(client, mcp(mcp_url), question="busco piso en nerja hasta 300")
    called = response.output[1]
    assert (called.status, called.error.type) == ("failed", "mcp_tool_execution_error")
    assert response.output_text.startswith("Ahora mismo no puedo consultarlo.")


async def test_a_server_that_cannot_be_reached_fails_the_whole_request_with_424(client):
    thread = await client.conversations.create()
    with pytest.raises(openai.APIStatusError) as refused:
        await asked(client, mcp(f"http://127.0.0.1:{free_port()}/mcp"), conversation=thread.id)
    assert refused.value.status_code == 424
    assert "Error retrieving tool list from MCP server: 'panelin'" in str(refused.value)
    assert (await client.conversations.items.list(thread.id)).data == []
    assert (await client.responses.create(model="sandbox-echo", input="hola", conversation=thread.id)).output_text == "hola"


async def test_a_file_search_shows_its_results_only_where_they_are_included(client, account):
    file = await client.files.create(file=("BS-1042.md", "Ático en Burriana, Nerja".encode()), purpose="assistants")
    store = await client.vector_stores.create(file_ids=[file.id])
    account.world.clock.advance(1)
    tool = {"type": "file_search", "vector_store_ids": [store.id], "max_num_results": 6}
    response = await asked(client, tool, question="busco ático en nerja", include=["file_search_call.results"])
    searched = response.output[0]
    assert (searched.type, searched.id[:3], searched.queries) == ("file_search_call", "fs_", ["busco ático en nerja"])
    assert [(hit.file_id, hit.filename) for hit in searched.results] == [(file.id, "BS-1042.md")]
    assert (await asked(client, tool, question="busco ático en nerja")).output[0].results is None


async def test_small_talk_and_the_echo_search_no_files(client):
    store = await client.vector_stores.create()
    tool = {"type": "file_search", "vector_store_ids": [store.id]}
    assert [item.type for item in (await asked(client, tool, question="muchas gracias")).output] == ["message"]
    response = await client.responses.create(model="sandbox-echo", input="busco piso en nerja", tools=[tool])
    assert [item.type for item in response.output] == ["message"]


async def test_a_store_that_is_gone_is_an_error(client):
    with pytest.raises(openai.NotFoundError) as refused:
        await asked(client, {"type": "file_search", "vector_store_ids": ["vs_nobody"]})
    assert refused.value.param == "tools"
