"""A talk with the scripted assistant on the pure plan: turns in, calls and a text out, the tools' answers from a script."""

import json
from dataclasses import dataclass, field

from brisa_tools import TODAY, TOOLS, tool_answer
from jsonschema import Draft202012Validator

from sandbox.assistant.plan import plan


@dataclass
class Turn:
    """What the assistant did and said in one turn."""

    calls: list[tuple[str, dict]]
    text: str

    @property
    def names(self):
        """The tools called, in order."""
        return [name for name, _ in self.calls]

    def arguments(self, name):
        """The arguments of the only call of a tool."""
        (found,) = [arguments for called, arguments in self.calls if called == name]
        return found


@dataclass
class Talk:
    """One thread: every argument is checked against the offered schema, every call gets its output."""

    answer: object = tool_answer
    tools: list = field(default_factory=lambda: list(TOOLS))
    instructions: str = TODAY
    items: list = field(default_factory=list)

    def says(self, *texts, **options):
        """The customer writes; the tool loop runs to the final message."""
        self.items += [{"type": "message", "role": "user", "content": text} for text in texts]
        calls = []
        for _ in range(8):
            output = plan(self.items, self.tools, instructions=self.instructions, **options)
            self.items += output
            if output[-1]["type"] == "message":
                return Turn(calls, output[-1]["content"][0]["text"])
            calls += [(call["name"], self._run(call)) for call in output]
        raise AssertionError("the loop does not end")

    def hears(self, role, text):
        """Somebody else's words stand in the thread."""
        self.items.append({"type": "message", "role": role, "content": text})

    def _run(self, call):
        call["call_id"] = f"call_{len(self.items)}"
        arguments = json.loads(call["arguments"])
        schema = next(tool["parameters"] for tool in self.tools if tool["name"] == call["name"])
        Draft202012Validator(schema).validate(arguments)
        output = json.dumps(self.answer(call["name"], arguments), ensure_ascii=False)
        self.items.append({"type": "function_call_output", "call_id": call["call_id"], "output": output})
        return arguments
