"""What may be asked of a response: parameters, tools, and calls that have or lack their outputs."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.openai_api.refusals import Refused
from sandbox.openai_api.shapes import Item

NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
LABEL = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]*")
MOST_OUTPUT = 10_485_760
ITEM_TYPES = frozenset(
    "message function_call function_call_output file_search_call mcp_list_tools mcp_call mcp_approval_request mcp_approval_response reasoning compaction "
    "item_reference custom_tool_call custom_tool_call_output web_search_call".split()
)
ROLES = frozenset({"user", "assistant", "developer", "system"})
Body = dict[str, Any]


def checked(body: Body) -> list[Item]:
    """Refuse what the API refuses; give the input as a list of items."""
    if not isinstance(body.get("model"), str) or not body["model"]:
        raise _missing("model")
    if body.get("stream"):
        raise Refused("Streaming is not played here: send stream=false.", param="stream", code="unsupported_value")
    if body.get("conversation") and body.get("previous_response_id"):
        raise Refused("Mutually exclusive parameters: 'previous_response_id' and 'conversation' cannot be used together.", param="previous_response_id",
                      code="mutually_exclusive_parameters")  # fmt: skip
    _check_numbers(body)
    _check_metadata(body.get("metadata"))
    _check_tools(body)
    return _items(body)


def check_calls(context: list[Item]) -> None:
    """Refuse a function call without its output and an output without its call."""
    calls = {item.get("call_id") for item in context if item.get("type") == "function_call"}
    outputs = {item.get("call_id") for item in context if item.get("type") == "function_call_output"}
    for item in context:
        identifier = item.get("call_id")
        if item.get("type") == "function_call" and identifier not in outputs:
            raise Refused(f"No tool output found for function call {identifier}.", param="input")
        if item.get("type") == "function_call_output" and identifier not in calls:
            raise Refused(f"No tool call found for function call output with call_id {identifier}.", param="input")


def _missing(param: str) -> Refused:
    return Refused(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")


def _check_numbers(body: Body) -> None:
    most = body.get("max_output_tokens")
    if most is not None and (not isinstance(most, int) or most < 16):  # noqa: PLR2004 - the API's own floor
        raise Refused(f"Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got {most} instead.",
                      param="max_output_tokens", code="integer_below_min_value")  # fmt: skip
    for name in ("temperature", "top_p"):
        if body.get(name) is not None:
            raise Refused(f"Unsupported parameter: '{name}' is not supported with this model.", param=name, code="unsupported_parameter")
    if isinstance(identifier := body.get("safety_identifier"), str) and len(identifier) > 64:  # noqa: PLR2004
        raise Refused(
            "Invalid 'safety_identifier': string too long. Expected a string with maximum length 64.",
            param="safety_identifier",
            code="string_above_max_length",
        )


def _check_metadata(metadata: object) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or len(metadata) > 16:  # noqa: PLR2004
        raise Refused(
            "Invalid 'metadata': expected an object with at most 16 properties.", param="metadata", code="object_above_max_properties"
        )
    for key, value in metadata.items():
        if len(key) > 64 or not isinstance(value, str) or len(value) > 512:  # noqa: PLR2004
            raise Refused(f"Invalid 'metadata.{key[:64]}': keys have at most 64 characters, values are strings of at most 512.", param=f"metadata.{key[:64]}",
                          code="string_above_max_length")  # fmt: skip


def _check_tools(body: Body) -> None:
    tools = body.get("tools") or []
    names: set[str] = set()
    for place, tool in enumerate(tools):
        check = _TOOLS.get(tool.get("type") if isinstance(tool, dict) else "")
        if check is None:
            raise Refused(f"Invalid value for 'tools[{place}].type'.", param=f"tools[{place}].type", code="invalid_value")
        check(tool, f"tools[{place}]")
        if tool.get("name") in names:
            raise Refused(f"Duplicate tool name: '{tool['name']}'.", param=f"tools[{place}].name", code="duplicate_tool")
        names |= {tool["name"]} if "name" in tool else set()
    _check_choice(body.get("tool_choice"), tools, names)


def _check_function(tool: Item, at: str) -> None:
    if not tool.get("name"):
        raise _missing(f"{at}.name")
    if not NAME.fullmatch(tool["name"]):
        raise Refused(f"Invalid '{at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
                      param=f"{at}.name", code="invalid_value")  # fmt: skip
    parameters = tool.get("parameters")
    if parameters is not None and (not isinstance(parameters, dict) or parameters.get("type", "object") != "object"):
        raise Refused(f"Invalid schema for function '{tool['name']}': schema must be a JSON Schema of 'type: \"object\"'.", param=f"{at}.parameters",
                      code="invalid_function_parameters")  # fmt: skip
    if tool.get("strict") and parameters is not None:
        _check_strict(tool["name"], parameters, f"{at}.parameters")


def _check_strict(name: str, schema: Item, at: str, path: str = "()") -> None:
    """Strict schemas close every object and require every property (openai.md 2.1)."""
    properties = schema.get("properties")
    if isinstance(properties, dict) or schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            raise _bad_schema(name, at, f"In context={path}, 'additionalProperties' is required to be supplied and to be false.")
        absent = set(properties or {}) - set(schema.get("required") or ())
        if absent:
            raise _bad_schema(name, at, f"In context={path}, 'required' is required to be supplied and to be an array including every key in properties. "
                              f"Missing '{sorted(absent)[0]}'.")  # fmt: skip
    for word in ("oneOf", "allOf", "not"):
        if word in schema:
            raise _bad_schema(name, at, f"In context={path}, '{word}' is not permitted.")
    for key, part in (properties or {}).items():
        _check_strict(name, part, at, f"('properties', '{key}')")
    for part in [schema.get("items"), *(schema.get("anyOf") or ()), *(schema.get("$defs") or {}).values()]:
        if isinstance(part, dict):
            _check_strict(name, part, at, f"{path[:-1]}, ...)")


def _bad_schema(name: str, at: str, why: str) -> Refused:
    return Refused(f"Invalid schema for function '{name}': {why}", param=at, code="invalid_function_parameters")


def _check_file_search(tool: Item, at: str) -> None:
    stores = tool.get("vector_store_ids")
    if not stores:
        raise _missing(f"{at}.vector_store_ids")
    if not isinstance(stores, list) or not all(isinstance(store, str) for store in stores):
        raise Refused(
            f"Invalid type for '{at}.vector_store_ids': expected an array of strings.", param=f"{at}.vector_store_ids", code="invalid_type"
        )
    if not 1 <= (tool.get("max_num_results") or 1) <= 50:  # noqa: PLR2004
        raise Refused(
            f"Invalid '{at}.max_num_results': expected a value between 1 and 50.", param=f"{at}.max_num_results", code="invalid_value"
        )


def _check_mcp(tool: Item, at: str) -> None:
    if not tool.get("server_label"):
        raise _missing(f"{at}.server_label")
    if not LABEL.fullmatch(tool["server_label"]):
        raise Refused(
            f"Invalid '{at}.server_label': must start with a letter and hold only letters, digits, '-' and '_'.",
            param=f"{at}.server_label",
            code="invalid_value",
        )
    if not (tool.get("server_url") or tool.get("connector_id") or tool.get("tunnel_id")):
        raise Refused(
            "One of 'server_url', 'connector_id' or 'tunnel_id' must be provided for an MCP tool.",
            param=at,
            code="missing_required_parameter",
        )


_TOOLS: dict[object, Callable[[Item, str], None]] = {"function": _check_function, "file_search": _check_file_search, "mcp": _check_mcp}


def _check_choice(choice: object, tools: list[Item], names: set[str]) -> None:
    if choice in (None, "auto", "none") or (choice == "required" and tools):
        return
    kinds = {tool["type"] for tool in tools}
    if isinstance(choice, dict) and (
        choice.get("name") in names if choice.get("type") == "function" else choice.get("type") in kinds | {"allowed_tools"}
    ):
        return
    raise Refused("Invalid 'tool_choice': the tool is not found in the 'tools' parameter.", param="tool_choice", code="invalid_value")


def _items(body: Body) -> list[Item]:
    given = body.get("input")
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    if given is None and (body.get("conversation") or body.get("previous_response_id")):
        return []
    if not given:
        raise _missing("input")
    if not isinstance(given, list):
        raise Refused("Invalid type for 'input': expected a string or an array of items.", param="input", code="invalid_type")
    for place, item in enumerate(given):
        check_item(item, f"input[{place}]")
    return given


def check_item(item: object, at: str) -> None:
    """Refuse an input item that the API would not take."""
    if not isinstance(item, dict):
        raise Refused(f"Invalid type for '{at}': expected an object.", param=at, code="invalid_type")
    kind = item.get("type", "message" if "role" in item else None)
    if kind not in ITEM_TYPES:
        raise Refused(
            f"Invalid value: '{kind}'. Supported values are: {', '.join(sorted(ITEM_TYPES))}.",
            param=f"{at}.type" if kind else at,
            code="invalid_value",
        )
    if kind == "message":
        _check_message(item, at)
    if kind in {"function_call", "function_call_output"}:
        _check_call(item, at, "arguments" if kind == "function_call" else "output")


def _check_message(item: Item, at: str) -> None:
    if item.get("role") not in ROLES:
        raise Refused(
            f"Invalid value: '{item.get('role')}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
            param=f"{at}.role",
            code="invalid_value",
        )
    content = item.get("content")
    if not isinstance(content, str | list):
        raise _missing(f"{at}.content")
    wanted = {"output_text", "refusal"} if item["role"] == "assistant" else {"input_text", "input_image", "input_file"}
    for place, part in enumerate(content if isinstance(content, list) else ()):
        if not isinstance(part, dict) or part.get("type") not in wanted:
            raise Refused(f"Invalid value: '{part.get('type') if isinstance(part, dict) else part}'. Supported values are: {', '.join(sorted(wanted))}.",
                          param=f"{at}.content[{place}]", code="invalid_value")  # fmt: skip


def _check_call(item: Item, at: str, words: str) -> None:
    identifier = item.get("call_id")
    if not isinstance(identifier, str) or not identifier:
        raise _missing(f"{at}.call_id")
    if len(identifier) > 64:  # noqa: PLR2004
        raise Refused(
            f"Invalid '{at}.call_id': string too long. Expected a string with maximum length 64.",
            param=f"{at}.call_id",
            code="string_above_max_length",
        )
    if not isinstance(item.get(words), str | list):
        raise _missing(f"{at}.{words}")
    if len(item[words]) > MOST_OUTPUT:
        raise Refused(f"Invalid '{at}.{words}': string too long.", param=f"{at}.{words}", code="string_above_max_length")
