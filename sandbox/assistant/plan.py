"""The scripted assistant: the items of a request in, the items of its answer out. Pure: the same items give the same answer.

A plan is a generator that yields the tool calls it wants and receives their outputs. It is played from the start at every
request with the outputs already at hand, so that nothing is remembered between two requests.
"""

import json
import logging
from collections.abc import Iterable
from typing import Any

from sandbox.assistant.dialogue import Call, Script, script_for
from sandbox.assistant.fit import fit
from sandbox.assistant.scene import Item, Scene, scene_of

log = logging.getLogger("sandbox.assistant")
Tool = dict[str, Any]


def plan(items: Iterable[Item], tools: Iterable[Tool] = (), tool_choice: object = "auto", instructions: str = "") -> list[Item]:
    """Give the next output items: function calls, or the final message."""
    scene = scene_of(items, instructions)
    offered = _offered(tools, tool_choice)
    answer = _play(script_for(scene, instructions), scene, offered)
    forced = tool_choice == "required" or (isinstance(tool_choice, dict) and tool_choice.get("type") == "function")
    if forced and not scene.outputs and answer[0]["type"] == "message":
        return [_call(name, fitted) for name, tool in offered.items() if (fitted := fit({}, tool.get("parameters") or {})) is not None][
            :1
        ] or answer
    return answer


def message(text: str) -> Item:
    """Give a final message."""
    return {
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "phase": "final_answer",
        "content": [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}],
    }


def _offered(tools: Iterable[Tool], choice: object) -> dict[str, Tool]:
    functions = {tool["name"]: tool for tool in tools if tool.get("type") == "function"}
    if choice == "none":
        return {}
    if isinstance(choice, dict) and choice.get("type") == "function":
        return {name: tool for name, tool in functions.items() if name == choice.get("name")}
    if isinstance(choice, dict) and choice.get("type") == "allowed_tools":
        allowed = {tool.get("name") for tool in choice.get("tools") or ()}
        return {name: tool for name, tool in functions.items() if name in allowed}
    return functions


def _play(script: Script, scene: Scene, offered: dict[str, Tool]) -> list[Item]:
    pool = list(scene.outputs)
    results: list[Any] | None = None
    try:
        while True:
            batch = script.send(results)
            results, wanted = [], []
            for call in batch:
                position = next((at for at, (name, _) in enumerate(pool) if name == call.name), None)
                item = None if position is not None else _request(call, offered)
                results.append(pool.pop(position)[1] if position is not None else None)
                wanted += [item] if item else []
            if wanted:
                return wanted
    except StopIteration as end:
        return [message(end.value)]


def _request(call: Call, offered: dict[str, Tool]) -> Item | None:
    if call.name not in offered:
        return None
    arguments = fit(call.arguments, offered[call.name].get("parameters") or {}, quotes=call.quotes)
    if arguments is None:
        log.warning("the offered schema of %s requires something that nobody said; the call is left out", call.name)
        return None
    return _call(call.name, arguments)


def _call(name: str, arguments: dict[str, Any]) -> Item:
    return {"type": "function_call", "name": name, "arguments": json.dumps(arguments, ensure_ascii=False), "status": "completed"}
