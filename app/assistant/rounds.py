"""One conversation with the model: ask, run the tools it wants, give every call its output, ask again, six times at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from app.assistant.limits import Deadline
from app.assistant.mishaps import Kind, Mishap
from app.assistant.model import Model
from app.assistant.reply import Call, Item, Reply
from panelin.ids import ThreadId


class Workbench(Protocol):
    """Whoever runs the tools."""

    async def run(self, call: Call, deadline: Deadline) -> str:
        """Run one call and give its output; a failure is an output too."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same in all rounds of one answer; `thread` None means that we carry the items ourselves."""

    fixed: Mapping[str, Any] = field(repr=False)
    tools: Sequence[Mapping[str, Any]]
    thread: ThreadId | None
    rounds: int = 6

    def request(self, carried: Sequence[Item], *, last: bool) -> dict[str, Any]:
        """The parameters of one call."""
        kept = {"conversation": self.thread} if self.thread is not None else {"store": False, "include": ["reasoning.encrypted_content"]}
        return {**self.fixed, **kept, "tools": list(self.tools), "tool_choice": "none" if last else "auto", "input": list(carried)}

    def without_file_search(self) -> "Frame":
        """The same without the vector store, which is gone."""
        return replace(self, tools=[tool for tool in self.tools if tool["type"] != "file_search"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the model said in the end, and how many items its thread has more."""

    text: str = field(repr=False)
    items: int


async def converse(model: Model, frame: Frame, said: Sequence[Item], bench: Workbench, deadline: Deadline) -> Spoken:
    """Talk until the model has said something; `Mishap` if nothing usable comes out of it."""
    carried, items, left = list(said), 0, frame.rounds
    while True:
        left -= 1
        reply, frame = await _asked(model, frame, carried, deadline, last=left == 0)
        items += len(carried) + reply.count
        _check(reply, may_call=left > 0)
        if not reply.calls:
            return Spoken(reply.text, items)
        outputs = [_output(call, await bench.run(call, deadline)) for call in reply.calls]
        carried = outputs if frame.thread is not None else [*carried, *reply.items, *outputs]


async def _asked(model: Model, frame: Frame, carried: Sequence[Item], deadline: Deadline, *, last: bool) -> tuple[Reply, Frame]:
    try:
        return await model.respond(frame.request(carried, last=last), deadline), frame
    except Mishap as mishap:
        if mishap.kind is not Kind.STORE or not any(tool["type"] == "file_search" for tool in frame.tools):
            raise
        frame = frame.without_file_search()
        return await model.respond(frame.request(carried, last=last), deadline), frame


def _check(reply: Reply, *, may_call: bool) -> None:
    """An answer that ends in the middle may hold calls without their end; one that was cut is never used."""
    if not reply.complete:
        raise Mishap(Kind.CUT, "incomplete")
    if reply.calls and may_call:
        return
    if reply.refused and not reply.text:
        raise Mishap(Kind.REFUSED)
    if reply.calls or not reply.text:
        raise Mishap(Kind.CUT, "calls in the last round" if reply.calls else "empty")


def _output(call: Call, output: str) -> Item:
    return {"type": "function_call_output", "call_id": call.id, "output": output}
