"""Reads what the Responses API answered; bytes in, values out (openai sheet, section 4)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Item = Mapping[str, Any]

# Carried by hand when no conversation keeps them; a reasoning item must stay beside the item that follows it.
_CARRIED: Final = frozenset({"message", "function_call", "reasoning", "compaction", "file_search_call"})
_KNOWN: Final = _CARRIED | {"mcp_call", "mcp_list_tools", "mcp_approval_request"}
_MARK: Final = r"(?:【[^】\n]{0,80}】|\ue200[^\ue201]{0,200}\ue201)+"
_CITATION: Final = re.compile(rf"[^\S\n]*{_MARK}(?=[\s.,;:!?)]|$)|{_MARK}")
_FINAL: Final = "final_answer"


@dataclass(frozen=True, slots=True)
class Call:
    """A function that the model wants called; `arguments` is its JSON as it came, which may be none."""

    id: str
    name: str
    arguments: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One response: what may be said, what is to be called, and the items to carry on."""

    text: str = field(repr=False)
    calls: tuple[Call, ...] = ()
    refused: bool = False
    complete: bool = True
    failure: str | None = None  # the error code of a response whose status is `failed`
    items: tuple[Item, ...] = field(default=(), repr=False)
    count: int = 0  # of all items, those of unknown types included
    strange: int = 0  # items of types that we do not know, which are ignored
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0


def read_reply(body: bytes) -> Reply:
    """Read a response; `ValueError` if the body is no JSON object with an output (a proxy's page, a body that was cut)."""
    found = json.loads(body)
    if not isinstance(found, dict) or not isinstance(found.get("output"), list):
        raise ValueError("the body is no response")  # noqa: TRY004 - JSON that is no object is as broken as no JSON
    items = [item for item in found["output"] if isinstance(item, dict)]
    messages = [item for item in items if item.get("type") == "message"]
    usage = _mapping(found.get("usage"))
    return Reply(
        text=_text(messages),
        calls=tuple(_call(item) for item in items if item.get("type") == "function_call"),
        refused=any(part.get("type") == "refusal" for part in _parts(messages)),
        complete=found.get("status") in {"completed", None},
        failure=_failure(found) if found.get("status") == "failed" else None,
        items=tuple(item for item in items if item.get("type") in _CARRIED),
        count=len(found["output"]),
        strange=len(found["output"]) - sum(item.get("type") in _KNOWN for item in items),
        tokens_in=_number(usage.get("input_tokens")),
        tokens_cached=_number(_mapping(usage.get("input_tokens_details")).get("cached_tokens")),
        tokens_out=_number(usage.get("output_tokens")),
    )


def _failure(found: Item) -> str:
    return str(_mapping(found.get("error")).get("code") or "server_error")


def _call(item: Item) -> Call:
    return Call(str(item.get("call_id") or ""), str(item.get("name") or ""), str(item.get("arguments") or ""))


def _text(messages: Sequence[Item]) -> str:
    """The final answer alone: newer models write commentary before their tool calls, which nobody should read."""
    final = [message for message in messages if message.get("phase") == _FINAL]
    unmarked = [message for message in messages if message.get("phase") is None]
    chosen = final or unmarked or messages
    written = "\n\n".join(filter(None, ("".join(_words(message)).strip() for message in chosen)))
    return _CITATION.sub("", written).strip()


def _words(message: Item) -> Iterator[str]:
    return (part["text"] for part in _parts([message]) if part.get("type") == "output_text" and isinstance(part.get("text"), str))


def _parts(messages: Sequence[Item]) -> Iterator[Item]:
    for message in messages:
        content = message.get("content")
        yield from (part for part in (content if isinstance(content, list) else ()) if isinstance(part, dict))


def _mapping(value: object) -> Item:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
