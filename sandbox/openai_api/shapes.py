"""The shapes that OpenAI's objects have on the wire: ids by prefix, items, usage, the response object."""

import json
from typing import Any
from uuid import uuid4

Item = dict[str, Any]
PREFIXES = {
    "message": "msg",
    "function_call": "fc",
    "function_call_output": "fco",
    "file_search_call": "fs",
    "mcp_list_tools": "mcpl",
    "mcp_call": "mcp",
    "mcp_approval_request": "mcpr",
    "mcp_approval_response": "mcpa",
    "reasoning": "rs",
}
UNSET = (
    *("error", "incomplete_details", "instructions", "max_output_tokens", "max_tool_calls", "previous_response_id", "prompt_cache_key"),
    *("safety_identifier", "user"),
)
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(UNSET),
    "background": False,
    "metadata": {},
    "parallel_tool_calls": True,
    "reasoning": {"effort": None, "summary": None},
    "service_tier": "default",
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}, "verbosity": "medium"},
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
}


def new_id(prefix: str, separator: str = "_") -> str:
    """Give an unguessable id with the prefix that tells its kind."""
    return f"{prefix}{separator}{uuid4().hex}{uuid4().hex[:16]}"


def with_id(item: Item) -> Item:
    """Give an output item its id; a function call also gets a call id of its own."""
    kind = item.get("type", "message")
    own = {"id": new_id(PREFIXES.get(kind, "item"))} if not item.get("id") else {}
    call = {"call_id": new_id("call")[:29]} if kind == "function_call" and not item.get("call_id") else {}
    return {**own, **item, **call}


def as_kept(item: Item) -> Item:
    """Give an input item the shape in which a conversation keeps and lists it."""
    item = {"type": "message", **item} if "role" in item else item
    if item.get("type") == "message":
        kind = "output_text" if item["role"] == "assistant" else "input_text"
        content = item.get("content")
        parts = [{"type": kind, "text": content}] if isinstance(content, str) else list(content or ())
        item = {**item, "status": "completed", "content": [_annotated(part) for part in parts]}
    return with_id({"status": "completed", **item} if item.get("type") in {"function_call", "function_call_output"} else item)


def usage(context: list[Item], instructions: str, output: list[Item]) -> dict[str, Any]:
    """Count tokens as characters / 4, so that caps and costs move."""
    read = (len(json.dumps(context, ensure_ascii=False)) + len(instructions)) // 4
    written = tokens(output)
    return {
        "input_tokens": read, "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": written, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": read + written,
    }  # fmt: skip


def tokens(output: list[Item]) -> int:
    """Count the tokens that an output costs."""
    return sum(len(_words(item)) // 4 + 1 for item in output)


def page(entries: list[Item], query: dict[str, str], *, limit: int = 20, most: int = 100) -> dict[str, Any]:
    """Give one page of entries that stand oldest first: newest first by default, `after` exclusive, `has_more` told."""
    ordered = entries if query.get("order") == "asc" else entries[::-1]
    places = {entry["id"]: place for place, entry in enumerate(ordered)}
    start = places.get(query.get("after", ""), -1) + 1
    size = max(1, min(most, int(query.get("limit") or limit)))
    shown = ordered[start : start + size]
    return {
        "object": "list", "data": shown, "first_id": shown[0]["id"] if shown else None, "last_id": shown[-1]["id"] if shown else None,
        "has_more": start + size < len(ordered),
    }  # fmt: skip


def _annotated(part: Item) -> Item:
    return {"annotations": [], "logprobs": [], **part} if part.get("type") == "output_text" else part


def _words(item: Item) -> str:
    parts = item.get("content") if isinstance(item.get("content"), list) else []
    return "".join(str(part.get("text", "")) for part in parts or ()) + str(item.get("arguments", ""))
