"""The model's tool calls as they can be read from outside: names and arguments of its threads, results and times of the request log."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.clock import as_text, from_text
from sandbox.database import Document
from sandbox.world import World

_LOG, _THREADS = "requests.openai", "openai.conversation"
_NEWEST = 2_000  # requests that are looked through


def tool_calls(world: World, threads: list[str]) -> list[Document]:
    """Each call with its question, arguments, result and milliseconds; a call that is being worked on has no result yet."""
    asked = list(_asked(world, threads))
    found = {call["call_id"]: call for call in _named(world, threads, asked)}
    ended: dict[str, datetime] = {}
    turn = 0
    for request in asked:
        thread, body = _thread_of(request), request["body"]
        turn += any(item.get("role") == "user" for item in _input(body))
        end = from_text(request["at"])
        began = end - timedelta(milliseconds=float(request.get("took_ms") or 0))
        for item in _input(body):
            if item.get("type") == "function_call_output":
                call = found.setdefault(str(item["call_id"]), _unnamed(str(item["call_id"])))
                _conclude(call, item, turn, began, ended.get(thread, began))
        ended[thread] = end
    return list(found.values())


def _asked(world: World, threads: list[str]) -> Iterator[Document]:
    first = max(0, world.database.last(_LOG) - _NEWEST)
    for request in world.journal.read(_LOG, first):
        is_question = request["method"] == "POST" and request["path"].endswith("/responses") and isinstance(request["body"], dict)
        if is_question and _thread_of(request) in threads:
            yield request


def _thread_of(request: Document) -> str:
    thread = request["body"].get("conversation")
    return str(thread.get("id") if isinstance(thread, dict) else thread or "")


def _input(body: Document) -> list[Document]:
    items = body.get("input")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _named(world: World, threads: list[str], asked: list[Document]) -> Iterator[Document]:
    """Calls as the model made them: kept in its thread, or sent back to it by a client that keeps its own history."""
    kept = [item for thread in threads for item in (world.database.get(_THREADS, thread) or {}).get("items", ())]
    for item in [*kept, *(item for request in asked for item in _input(request["body"]))]:
        if item.get("type") == "function_call":
            yield {**_unnamed(str(item.get("call_id", ""))), "name": item.get("name"), "arguments": _read(item.get("arguments"))}


def _unnamed(call_id: str) -> Document:
    return {"call_id": call_id, "name": None, "arguments": None, "result": None, "turn": None, "at": None, "ms": None}


def _conclude(call: Document, item: Document, turn: int, began: datetime, before: datetime) -> None:
    if call["at"] is None:  # the first time counts: a client with its own history sends old results again
        milliseconds = max(0.0, (began - before).total_seconds() * 1000)
        call.update(result=_read(item.get("output")), turn=turn, at=as_text(began), ms=round(milliseconds, 1))


def _read(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return text
