"""The model's tool calls, read from OpenAI's request log: names of the answers, results and times of the questions after them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox import strict_json
from sandbox.clock import as_text, from_text
from sandbox.database import Document
from sandbox.journal import EVENTS
from sandbox.world import World

_LOG = "requests.openai"
_NEWEST = 1_000  # requests and events that are looked through
_WORTH_A_NAME = 6  # letters; "hola" and "ok" are said by everybody


def tool_calls(world: World, threads: list[str], person: str = "") -> list[Document]:
    """Each call with its question, arguments, result and milliseconds; a call that is being worked on has no result yet."""
    asked = list(_asked(world))
    mine = {_client(request) for request in asked if _thread_of(request) in threads} or _by_words(world, asked, person)
    found: dict[str, Document] = {}
    ended: dict[str, datetime] = {}
    turn = 0
    for request in (one for one in asked if _client(one) in mine):
        end = from_text(request["at"])
        began = end - timedelta(milliseconds=float(request.get("took_ms") or 0))
        turn += any(item.get("role") == "user" for item in _items(request["body"].get("input")))
        _read_results(found, request, turn, began=began, before=ended.get(_client(request), began))
        for call in _calls(request.get("output")):
            found.setdefault(str(call.get("call_id")), {**_named(call), "turn": turn})
        ended[_client(request)] = end
    return list(found.values())


def _asked(world: World) -> Iterator[Document]:
    for request in world.journal.read(_LOG, max(0, world.database.last(_LOG) - _NEWEST)):
        if request["method"] == "POST" and request["path"].endswith("/responses") and isinstance(request["body"], dict):
            yield request


def _client(request: Document) -> str:
    """Who asks for whom: the app gives each conversation an opaque name, which outlives its threads."""
    return str(request["body"].get("safety_identifier") or _thread_of(request))


def _thread_of(request: Document) -> str:
    thread = request["body"].get("conversation")
    return str(thread.get("id") if isinstance(thread, dict) else thread or "")


def _by_words(world: World, asked: list[Document], person: str) -> set[str]:
    """Whose questions hold what this person wrote, if the app has just left its thread and names none."""
    events = world.journal.read(EVENTS, max(0, world.database.last(EVENTS) - 10 * _NEWEST)) if person else []
    said = {event["entry"]["text"] for event in events if event["kind"] == "said" and event["entry"]["person"] == person}
    telling = [text for text in said if len(text) > _WORTH_A_NAME]
    return {_client(request) for request in asked if any(text in _user_words(request) for text in telling)}


def _user_words(request: Document) -> str:
    return "\n".join(str(item.get("content")) for item in _items(request["body"].get("input")) if item.get("role") == "user")


def _items(items: object) -> list[Document]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _calls(items: object) -> list[Document]:
    return [item for item in _items(items) if item.get("type") == "function_call"]


def _named(call: Document) -> Document:
    arguments = _read(call.get("arguments"))
    return {
        "call_id": call.get("call_id"),
        "name": call.get("name"),
        "arguments": arguments,
        "result": None,
        "turn": None,
        "at": None,
        "ms": None,
    }


def _read_results(found: dict[str, Document], request: Document, turn: int, *, began: datetime, before: datetime) -> None:
    given = request["body"].get("input")
    for call in _calls(given):  # a client that keeps its own history sends its calls again
        found.setdefault(str(call.get("call_id")), {**_named(call), "turn": turn})
    for item in _items(given):
        call_id = str(item.get("call_id"))
        if item.get("type") == "function_call_output" and call_id in found and found[call_id]["at"] is None:
            milliseconds = max(0.0, (began - before).total_seconds() * 1000)
            found[call_id].update(result=_read(item.get("output")), at=as_text(began), ms=round(milliseconds, 1))


def _read(text: object) -> object:
    try:
        return strict_json.read(text.encode()) if isinstance(text, str) else text
    except ValueError:
        return text
