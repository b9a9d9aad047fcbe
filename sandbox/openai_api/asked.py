"""What may be asked of a response: parameters, items, and calls that have or lack their outputs."""

from typing import Any

from sandbox.openai_api.offered import check_tools
from sandbox.openai_api.refusals import Refused, invalid, missing, too_long
from sandbox.openai_api.shapes import PREFIXES, Item

LONGEST_CALL_ID, LONGEST_OUTPUT, LONGEST_SAFETY_ID = 64, 10_485_760, 64
MOST_METADATA, LONGEST_KEY, LONGEST_VALUE = 16, 64, 512
SMALLEST_CAP = 16
ITEM_TYPES = (*PREFIXES, "compaction", "item_reference", "custom_tool_call", "custom_tool_call_output", "web_search_call")
PARTS = {
    "assistant": ("output_text", "refusal"),
    **dict.fromkeys(("user", "developer", "system"), ("input_text", "input_image", "input_file")),
}
WORDS = {"function_call": "arguments", "function_call_output": "output"}
Body = dict[str, Any]


def checked(body: Body) -> list[Item]:
    """Refuse what the API refuses; give the input as a list of items."""
    if not isinstance(body.get("model"), str) or not body["model"]:
        raise missing("model")
    if body.get("stream"):
        raise invalid("stream", "streaming is not played here, send stream=false.", "unsupported_value")
    if body.get("conversation") and body.get("previous_response_id"):
        raise Refused(
            "Mutually exclusive parameters: 'previous_response_id' and 'conversation' cannot be used together.",
            param="previous_response_id",
            code="mutually_exclusive_parameters",
        )
    _check_settings(body)
    check_metadata(body.get("metadata"))
    check_tools(body)
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


def check_metadata(metadata: object) -> None:
    """Refuse metadata that is too much or no text."""
    if metadata is None:
        return
    if not isinstance(metadata, dict) or len(metadata) > MOST_METADATA:
        raise invalid("metadata", f"expected an object with at most {MOST_METADATA} properties.", "object_above_max_properties")
    for key, value in metadata.items():
        if len(key) > LONGEST_KEY:
            raise too_long("metadata", LONGEST_KEY)
        if not isinstance(value, str):
            raise invalid(f"metadata.{key}", "expected a string.", "invalid_type")
        if len(value) > LONGEST_VALUE:
            raise too_long(f"metadata.{key}", LONGEST_VALUE)


def check_item(item: object, at: str) -> None:
    """Refuse an input item that the API would not take."""
    if not isinstance(item, dict):
        raise invalid(at, "expected an object.", "invalid_type")
    kind = item.get("type", "message" if "role" in item else None)
    if kind not in ITEM_TYPES:
        raise invalid(f"{at}.type", f"'{kind}'. Supported values are: {', '.join(ITEM_TYPES)}.", "invalid_value")
    if kind == "message":
        _check_message(item, at)
    if kind in WORDS:
        _check_call(item, at, WORDS[kind])


def _check_settings(body: Body) -> None:
    cap = body.get("max_output_tokens")
    if cap is not None and (not isinstance(cap, int) or cap < SMALLEST_CAP):
        raise invalid("max_output_tokens", f"expected a value >= {SMALLEST_CAP}, but got {cap} instead.", "integer_below_min_value")
    for name in ("temperature", "top_p"):  # reasoning models refuse both (openai.md 2)
        if body.get(name) is not None:
            raise Refused(f"Unsupported parameter: '{name}' is not supported with this model.", param=name, code="unsupported_parameter")
    if len(str(body.get("safety_identifier") or "")) > LONGEST_SAFETY_ID:
        raise too_long("safety_identifier", LONGEST_SAFETY_ID)


def _items(body: Body) -> list[Item]:
    given = body.get("input")
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    if given is None and (body.get("conversation") or body.get("previous_response_id")):
        return []
    if not given:
        raise missing("input")
    if not isinstance(given, list):
        raise invalid("input", "expected a string or an array of items.", "invalid_type")
    for place, item in enumerate(given):
        check_item(item, f"input[{place}]")
    return given


def _check_message(item: Item, at: str) -> None:
    wanted = PARTS.get(str(item.get("role")))
    if wanted is None:
        raise invalid(f"{at}.role", f"'{item.get('role')}'. Supported values are: {', '.join(PARTS)}.", "invalid_value")
    content = item.get("content")
    if not isinstance(content, str | list):
        raise missing(f"{at}.content")
    for place, part in enumerate(content if isinstance(content, list) else ()):
        kind = part.get("type") if isinstance(part, dict) else part
        if kind not in wanted:
            raise invalid(f"{at}.content[{place}]", f"'{kind}'. Supported values are: {', '.join(wanted)}.", "invalid_value")


def _check_call(item: Item, at: str, words: str) -> None:
    identifier = item.get("call_id")
    if not isinstance(identifier, str) or not identifier:
        raise missing(f"{at}.call_id")
    if len(identifier) > LONGEST_CALL_ID:
        raise too_long(f"{at}.call_id", LONGEST_CALL_ID)
    if not isinstance(item.get(words), str | list):
        raise missing(f"{at}.{words}")
    if len(item[words]) > LONGEST_OUTPUT:
        raise too_long(f"{at}.{words}", LONGEST_OUTPUT)
