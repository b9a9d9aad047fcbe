"""What goes wrong with a model on order: refusals of the API before it works, and odd answers after it did."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.assistant.plan import message
from sandbox.faults import Faults
from sandbox.openai_api.refusals import Refused
from sandbox.openai_api.shapes import Item, tokens

SLOW = 25.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The output as it leaves, and how the response ended."""

    output: list[Item]
    status: str = "completed"
    incomplete: dict[str, str] | None = None
    error: dict[str, str] | None = None


def refuse(faults: Faults) -> None:
    """Raise the refusal that is on order, if one is."""
    if faults.take("openai", "quota"):
        raise Refused("You exceeded your current quota, please check your plan and billing details.", status=429, code="insufficient_quota")
    if limited := faults.take("openai", "rate_limit"):
        raise Refused(
            "Rate limit reached for requests.", status=429, code="rate_limit_exceeded", headers={"retry-after": str(limited.value or 1)}
        )
    if faults.take("openai", "invalid_key"):
        raise Refused("Incorrect API key provided.", status=401, code="invalid_api_key")


def slowness(faults: Faults) -> float:
    """Give the seconds that a slow model takes longer."""
    slow = faults.take("openai", "slow")
    return float(slow.value if slow.value is not None else SLOW) if slow else 0.0


def bent(faults: Faults, output: list[Item], body: dict[str, Any]) -> Outcome:
    """Bend the output as ordered by the request (one call at a time, a cap of tokens) and by the faults in force."""
    for kind, bend in BENDS.items():
        if faults.take("openai", kind):
            return bend(output)
    if body.get("parallel_tool_calls") is False:
        calls = [item for item in output if item["type"] == "function_call"]
        output = [item for item in output if item not in calls[1:]]
    cap = body.get("max_output_tokens")
    if cap is not None and tokens(output) > cap:
        return _cut(output, cap)
    return Outcome(output)


def _cut(output: list[Item], cap: int = 8) -> Outcome:
    kept = [_shortened(item, cap * 4) for item in output[:1] if item["type"] == "message"]
    return Outcome(kept, "incomplete", {"reason": "max_output_tokens"})


def _shortened(item: Item, length: int) -> Item:
    parts = [{**part, "text": part.get("text", "")[:length]} for part in item["content"][:1]]
    return {**item, "status": "incomplete", "content": parts}


def _refusal(_output: list[Item]) -> Outcome:
    content = [{"type": "refusal", "refusal": "I'm sorry, I can't help with that."}]
    return Outcome([{"type": "message", "role": "assistant", "status": "completed", "phase": "final_answer", "content": content}])


def _failed(_output: list[Item]) -> Outcome:
    return Outcome([], "failed", error={"code": "server_error", "message": "The model failed to generate a response."})


def _saying(text: str) -> Callable[[list[Item]], Outcome]:
    """Say this instead of what the model wanted to say; its calls stay as they are."""

    def bend(output: list[Item]) -> Outcome:
        return Outcome([message(text) if item["type"] == "message" else item for item in output])

    return bend


def _call(name: str, arguments: str) -> Item:
    return {"type": "function_call", "name": name, "arguments": arguments, "status": "completed"}


def _first_call(output: list[Item]) -> Item:
    return next((item for item in output if item["type"] == "function_call"), _call("get_property", json.dumps({"reference": "ZZ-0000"})))


TABLE = "## Homes\n| Ref. | Precio |\n|---|---|\n| **ZZ-1** | [ver](https://x.example) |"
BENDS: dict[str, Callable[[list[Item]], Outcome]] = {
    "failed": _failed,
    "empty_text": _saying(""),
    "markdown": _saying(TABLE),
    "english": _saying("Sure! Which one would you like to see?"),
    "early_done": _saying("Hecho: la visita queda confirmada."),
    "incomplete": _cut,
    "refusal": _refusal,
    "empty": lambda _output: Outcome([]),
    "bad_arguments": lambda output: Outcome([{**_first_call(output), "arguments": '{"reference": '}]),
    "unknown_tool": lambda _output: Outcome([_call("teleport_customer", "{}")]),
    "unknown_item": lambda output: Outcome([{"type": "telepathy_call", "id": "tp_1", "status": "completed", "thought": "..."}, *output]),
    "repeat_call": lambda output: Outcome([_first_call(output), _first_call(output)]),
    "seven_calls": lambda output: Outcome([_first_call(output)] * 7),
}
