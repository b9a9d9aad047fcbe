"""The body of a request: a JSON object, its parameters of the types that the API wants."""

import json
from typing import Any

from starlette.requests import Request

from sandbox.openai_api.refusals import Refused, invalid

Body = dict[str, Any]

TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("model", "instructions", "previous_response_id", "safety_identifier", "prompt_cache_key", "truncation"), (str,)),
    **dict.fromkeys(("service_tier", "user", "name", "description", "purpose"), (str,)),
    **dict.fromkeys(("store", "stream", "parallel_tool_calls", "background", "strict"), (bool,)),
    **dict.fromkeys(("tools", "include", "items", "file_ids", "files", "vector_store_ids"), (list,)),
    **dict.fromkeys(
        ("text", "reasoning", "metadata", "expires_after", "chunking_strategy", "attributes", "parameters", "headers"), (dict,)
    ),
    **dict.fromkeys(("conversation", "tool_choice", "require_approval"), (str, dict)),
    **dict.fromkeys(("server_label", "server_url", "authorization", "file_id"), (str,)),
    **dict.fromkeys(("max_output_tokens", "max_num_results", "max_tool_calls"), (int,)),
    "query": (str, list),
}
WORDS = {str: "a string", bool: "a boolean", list: "an array", dict: "an object", int: "an integer"}


async def json_of(request: Request) -> Body:
    """Read the body, which must be a JSON object with parameters of the right types; an empty one counts as {}."""
    raw = await request.body()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Refused("We could not parse the JSON body of your request. The OpenAI API expects a JSON payload.") from None
    if not isinstance(body, dict):
        raise Refused("Invalid body: expected a JSON object.")
    check_types(body)
    return body


def check_types(body: dict[str, Any], at: str = "") -> None:
    """Refuse a known parameter whose value has another type; null counts as left out."""
    for name, value in body.items():
        kinds = TYPES.get(name)
        if kinds is None or value is None:
            continue
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            expected = " or ".join(WORDS[kind] for kind in kinds)
            raise invalid(f"{at}{name}", f"expected {expected}, but got {type(value).__name__} instead.", "invalid_type")
