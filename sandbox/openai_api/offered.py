"""The tools that a request may offer: names, strict schemas, stores, MCP servers, and the choice among them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.openai_api.refusals import Refused, invalid, missing
from sandbox.openai_api.shapes import Item
from sandbox.openai_api.typed import check_types

NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
LABEL = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]*")
MOST_RESULTS = 50
NOT_STRICT = ("oneOf", "allOf", "not")


def check_tools(body: dict[str, Any]) -> None:
    """Refuse tools that the API would not take, and a choice of one that is not offered."""
    tools = body.get("tools") or []
    names: set[str] = set()
    for place, tool in enumerate(tools):
        at = f"tools[{place}]"
        check = TOOLS.get(str(tool.get("type"))) if isinstance(tool, dict) else None
        if check is None:
            raise invalid(f"{at}.type", f"supported values are: {', '.join(TOOLS)}.", "invalid_value")
        check_types(tool, f"{at}.")
        check(tool, at)
        if tool.get("name") in names:
            raise invalid(f"{at}.name", f"duplicate tool name '{tool['name']}'.", "duplicate_tool")
        names |= {tool["name"]} if "name" in tool else set()
    _check_choice(body.get("tool_choice"), {tool["type"] for tool in tools}, names)


def _check_function(tool: Item, at: str) -> None:
    name, parameters = tool.get("name"), tool.get("parameters")
    if not name:
        raise missing(f"{at}.name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise invalid(f"{at}.name", f"string does not match pattern. Expected '^{NAME.pattern}$'.", "invalid_value")
    if parameters is None:
        return
    if parameters.get("type", "object") != "object":
        raise _bad_schema(name, at, "schema must be a JSON Schema of 'type: \"object\"'.")
    if tool.get("strict"):
        for fault in _strict_faults(parameters, "()"):
            raise _bad_schema(name, at, fault)


def _strict_faults(schema: Item, path: str) -> Iterator[str]:
    """Say what keeps a schema from being strict: every object is closed and requires every property (openai.md 2.1)."""
    properties = _table(schema.get("properties"))
    if properties or schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            yield f"In context={path}, 'additionalProperties' is required to be supplied and to be false."
        for name in properties:
            if name not in _list(schema.get("required")):
                yield f"In context={path}, 'required' must hold every key in properties. Missing '{name}'."
    yield from (f"In context={path}, '{word}' is not permitted." for word in NOT_STRICT if word in schema)
    for name, part in _parts(schema, properties):
        yield from _strict_faults(part, f"{path[:-1]}'{name}', )")


def _parts(schema: Item, properties: Item) -> Iterator[tuple[str, Item]]:
    named = {**properties, **_table(schema.get("$defs")), "items": schema.get("items")}
    others = {f"anyOf[{place}]": part for place, part in enumerate(_list(schema.get("anyOf")))}
    return ((name, part) for name, part in {**named, **others}.items() if isinstance(part, dict))


def _table(value: object) -> Item:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _bad_schema(name: str, at: str, why: str) -> Refused:
    return Refused(f"Invalid schema for function '{name}': {why}", param=f"{at}.parameters", code="invalid_function_parameters")


def _check_file_search(tool: Item, at: str) -> None:
    stores, most = tool.get("vector_store_ids"), tool.get("max_num_results")
    if not stores:
        raise missing(f"{at}.vector_store_ids")
    if not all(isinstance(store, str) for store in stores):
        raise invalid(f"{at}.vector_store_ids", "expected an array of strings.", "invalid_type")
    if most is not None and most not in range(1, MOST_RESULTS + 1):
        raise invalid(f"{at}.max_num_results", f"expected a value between 1 and {MOST_RESULTS}.", "invalid_value")


def _check_mcp(tool: Item, at: str) -> None:
    label = tool.get("server_label")
    if not label:
        raise missing(f"{at}.server_label")
    if not LABEL.fullmatch(label):
        raise invalid(f"{at}.server_label", "must start with a letter and hold only letters, digits, '-' and '_'.", "invalid_value")
    if not any(tool.get(way) for way in ("server_url", "connector_id", "tunnel_id")):
        raise invalid(at, "one of 'server_url', 'connector_id' or 'tunnel_id' must be provided.", "missing_required_parameter")


TOOLS: dict[str, Callable[[Item, str], None]] = {"function": _check_function, "file_search": _check_file_search, "mcp": _check_mcp}


def _check_choice(choice: object, kinds: set[str], names: set[str]) -> None:
    if choice in (None, "auto", "none") or (choice == "required" and kinds):
        return
    if isinstance(choice, dict):
        found = choice.get("name") in names if choice.get("type") == "function" else choice.get("type") in kinds | {"allowed_tools"}
        if found:
            return
    raise invalid("tool_choice", "the tool is not found in the 'tools' parameter.", "invalid_value")
