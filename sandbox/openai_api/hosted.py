"""The tools that OpenAI runs itself: `file_search` over the stores, and `mcp` over servers that it really opens."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.openai_api.refusals import Refused
from sandbox.openai_api.shapes import Item, new_id
from sandbox.openai_api.stores import Stores

SECONDS = 10.0
TOOL_FIELDS = ("name", "description", "input_schema", "annotations")


@dataclass(slots=True)
class Server:
    """An MCP server offered by the request: how to reach it, and what it lists."""

    offer: Item
    tools: list[Item] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name under which its calls appear."""
        return str(self.offer["server_label"])

    def needs_approval(self, name: str) -> bool:
        """Tell whether a call waits for a yes; the default is that it does."""
        rule = self.offer.get("require_approval") or "always"
        if isinstance(rule, str):
            return rule != "never"
        return name not in ((rule.get("never") or {}).get("tool_names") or ())

    async def listed(self) -> Item:
        """List the tools; an unreachable server fails the whole request."""
        try:
            async with self._client() as client:
                found = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in await client.list_tools()]
        except Exception as why:
            status = getattr(getattr(why, "response", None), "status_code", 424)
            raise Refused(
                f"Error retrieving tool list from MCP server: '{self.label}'. Http status code: {status} (Failed Dependency)",
                status=424,
                param="tools",
                code="http_error",
            ) from why
        allowed = self.offer.get("allowed_tools")
        names = allowed.get("tool_names") if isinstance(allowed, dict) else allowed
        kept = [{**tool, "input_schema": tool.get("inputSchema") or {}} for tool in found if names is None or tool["name"] in names]
        self.tools = [{name: tool.get(name) for name in TOOL_FIELDS} for tool in kept]
        return {"type": "mcp_list_tools", "id": new_id("mcpl"), "server_label": self.label, "tools": self.tools, "error": None}

    async def called(self, name: str, arguments: str, approval: str | None = None) -> Item:
        """Call a tool; what goes wrong stands in the item, and the model goes on."""
        item = {
            "type": "mcp_call", "id": new_id("mcp"), "server_label": self.label, "name": name, "arguments": arguments,
            "approval_request_id": approval, "output": None, "error": None, "status": "completed",
        }  # fmt: skip
        try:
            async with self._client() as client:
                result = await client.call_tool(name, json.loads(arguments), raise_on_error=False)
        except Exception as why:  # noqa: BLE001 - any failure of the server becomes the call's error
            return item | {"status": "failed", "error": {"type": "http_error", "code": 424, "message": str(why)}}
        content = [part.model_dump(mode="json", exclude_none=True) for part in result.content]
        if result.is_error:
            return item | {"status": "failed", "error": {"type": "mcp_tool_execution_error", "content": content}}
        return item | {"output": "".join(str(part.get("text", "")) for part in content)}

    def _client(self) -> Any:  # noqa: ANN401 - fastmcp is loaded only where a request offers an MCP server
        from fastmcp import Client
        from fastmcp.client.transports import StreamableHttpTransport

        headers = {str(name): str(value) for name, value in (self.offer.get("headers") or {}).items()}
        if token := self.offer.get("authorization"):
            headers["Authorization"] = token if " " in token else f"Bearer {token}"
        return Client(StreamableHttpTransport(str(self.offer.get("server_url")), headers=headers), timeout=SECONDS, init_timeout=SECONDS)


@dataclass(slots=True)
class Servers:
    """All MCP servers of one request."""

    servers: list[Server]

    async def open(self, context: list[Item]) -> list[Item]:
        """List each server; a listing that is still in the context is taken as it is."""
        known = {item["server_label"]: item for item in context if item.get("type") == "mcp_list_tools"}
        fresh = []
        for server in self.servers:
            if server.label in known:
                server.tools = known[server.label]["tools"]
            else:
                fresh.append(await server.listed())
        return fresh

    def as_functions(self) -> list[Item]:
        """Give their tools in the form in which the model plans."""
        return [
            {"type": "function", "name": tool["name"], "parameters": tool["input_schema"]}
            for server in self.servers
            for tool in server.tools
        ]

    def server_of(self, name: str) -> Server | None:
        """Give the server that has the tool."""
        return next((server for server in self.servers if any(tool["name"] == name for tool in server.tools)), None)

    async def run(self, call: Item) -> Item:
        """Run a planned call, or ask for the approval that it needs."""
        server = self.server_of(call["name"])
        assert server is not None  # noqa: S101 - asked before
        if server.needs_approval(call["name"]):
            fields = {name: call[name] for name in ("name", "arguments")}
            return {"type": "mcp_approval_request", "id": new_id("mcpr"), "server_label": server.label, **fields}
        return await server.called(call["name"], call["arguments"])

    async def approved(self, context: list[Item], given: list[Item]) -> list[Item]:
        """Run the calls that this request's input says yes to."""
        asked = {item["id"]: item for item in context if item.get("type") == "mcp_approval_request"}
        done = []
        for reply in given:
            if reply.get("type") != "mcp_approval_response":
                continue
            call = asked.get(reply.get("approval_request_id"))
            if call is None:
                raise Refused(f"Approval request '{reply.get('approval_request_id')}' not found.", param="input", code="invalid_value")
            if reply.get("approve") and (server := self.server_of(call["name"])):
                done.append(await server.called(call["name"], call["arguments"], call["id"]))
        return done


def servers_of(tools: list[Item]) -> Servers:
    """Give the MCP servers that a request offers."""
    return Servers([Server(tool) for tool in tools if tool["type"] == "mcp"])


def searched(stores: Stores, body: dict[str, Any], words: str | None) -> list[Item]:
    """Run the file search that a request offers, on the customer's words."""
    found = []
    for tool in body.get("tools") or []:
        if tool["type"] != "file_search" or not words or body.get("tool_choice") == "none":
            continue
        hits = [
            hit
            for store in tool["vector_store_ids"]
            for hit in stores.search(store, words, tool.get("filters"), tool.get("max_num_results") or 20)
        ]
        results = [{**hit, "text": hit["content"][0]["text"]} for hit in hits]
        shown = [{name: value for name, value in hit.items() if name != "content"} for hit in results]
        told = shown if "file_search_call.results" in (body.get("include") or []) else None
        found.append({"type": "file_search_call", "id": new_id("fs"), "queries": [words], "status": "completed", "results": told})
    return found
