"""What a request shows the assistant: the customer's turns, the homes it has seen, what it said last. Nothing else is known."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.assistant.read import Reading, merged, read
from sandbox.assistant.say import TEXTS
from sandbox.assistant.words import KNOWN, fold

Item = dict[str, Any]
MARKED = re.compile(r"^\s*\[[^\]\n]{1,60}\]")  # a person's words during a handoff, marked by the product: context, not the customer
REFERENCE_SAID = re.compile(r"[Rr]ef\. ?([\w-]*\d[\w-]*)|\[([\w-]*\d[\w-]*)\]")  # in a sentence, or as the transcript marks a card
WORDS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Scene:
    """The state of the talk before this answer."""

    lines: list[str] = field(default_factory=list)
    reading: Reading = field(default_factory=Reading)
    before: Reading = field(default_factory=Reading)
    demand: Reading = field(default_factory=Reading)
    language: str = "es"
    settled: bool = False
    outputs: list[tuple[str, Any]] = field(default_factory=list)
    homes: dict[str, Item] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    focus: str | None = None
    answers: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything the customer wrote in this turn."""
        return "\n".join(self.lines)

    @property
    def last_answer(self) -> str:
        """What the assistant said last."""
        return self.answers[-1] if self.answers else ""

    def said_last(self, key: str) -> bool:
        """Tell whether the last answer held this fixed sentence, in whatever language and with whatever values."""
        return any(re.search(re.sub(r"\\{\w+\\}", ".+", re.escape(texts[key])), self.last_answer) for texts in TEXTS.values())


def scene_of(items: Iterable[Item], instructions: str = "") -> Scene:
    """Read the items of a request, oldest first; homes shown before this thread began stand in the instructions."""
    scene, calls = Scene(shown=_shown_before(instructions)), dict[object, str]()
    for item in items:
        match item.get("type") or "message":
            case "message" if item.get("phase") != "commentary":
                _message(scene, item)
            case "function_call":
                calls[item.get("call_id")] = str(item.get("name"))
                _called(scene, item)
            case "mcp_call":
                _called(scene, item)
                _returned(scene, str(item.get("name")), item.get("output") or {"error": item.get("error")})
            case "function_call_output":
                _returned(scene, calls.get(item.get("call_id"), ""), item.get("output"))
    _hear(scene)
    return scene


def _shown_before(instructions: str) -> list[str]:
    told = re.search(r"\bshown\b[^:\n]*:([^\n]+)", instructions)
    return re.findall(r"[\w-]*\d[\w-]*", told[1]) if told else []


def text_of(item: Item) -> str:
    """Give the words of a message, whichever shape its content has."""
    content = item.get("content")
    if isinstance(content, str):
        return content
    return "\n".join(str(part["text"]) for part in content or () if isinstance(part, dict) and isinstance(part.get("text"), str))


def listings(output: object) -> list[Item]:
    """Give the listings in a tool's answer: found ones first, then the near misses."""
    if not isinstance(output, dict):
        return []
    if "reference" in output:
        return [output]
    near = [miss.get("listing") for miss in output.get("near") or () if isinstance(miss, dict)]
    return [home for home in [*(output.get("exact") or ()), *near] if isinstance(home, dict) and home.get("reference")]


def _language(scene: Scene, text: str) -> str:
    """Give the language: the first sentence with three known words sets it, before that any known word; little words keep it."""
    words = set(WORDS.findall(fold(text)))
    hits = {name: len(words & known) for name, known in KNOWN.items()}
    best = max(hits, key=lambda name: (hits[name], name == scene.language))
    clear = hits[best] >= 3 or (not scene.settled and hits[best] > 0)  # noqa: PLR2004 - three known words make a sentence
    scene.settled = scene.settled or clear
    return best if clear else scene.language


def _hear(scene: Scene) -> None:
    """Take the lines gathered so far as the turn that is to be answered."""
    asked = next((name for name in ("zone", "budget") if scene.said_last(f"ask_{name}")), None)
    scene.before = scene.demand
    scene.reading = read(scene.text, operation=scene.demand.operation, asked_for=asked)
    wish = scene.reading.intent == "search"
    scene.demand = merged(scene.demand, scene.reading) if wish and scene.reading.wishes else scene.demand


def _message(scene: Scene, item: Item) -> None:
    text = text_of(item)
    if item.get("role") == "assistant":
        _answered(scene, text)
    elif item.get("role") == "user" and text and not MARKED.match(text):
        scene.lines.append(text)
        scene.language = _language(scene, text)


def _answered(scene: Scene, text: str) -> None:
    if scene.lines:
        _hear(scene)
        scene.questions.append(scene.text)
    named = [found[1] or found[2] for found in REFERENCE_SAID.finditer(text)]
    mentioned = list(dict.fromkeys([*named, *(name for name in scene.homes if name in text)]))
    if mentioned:
        scene.shown = mentioned if len(mentioned) > 1 or not set(mentioned) <= set(scene.shown) else scene.shown
        scene.focus = mentioned[0] if len(mentioned) == 1 else None
    scene.answers.append(text)
    scene.lines, scene.outputs = [], []


def _called(scene: Scene, call: Item) -> None:
    arguments = parsed(call.get("arguments"))
    if call.get("name") == "show_listings" and isinstance(arguments, dict) and isinstance(arguments.get("references"), list):
        scene.shown = [str(reference) for reference in arguments["references"]]
        scene.focus = scene.shown[0] if len(scene.shown) == 1 else None
    elif isinstance(arguments, dict) and isinstance(arguments.get("reference"), str):
        scene.focus = arguments["reference"]


def _returned(scene: Scene, name: str, output: object) -> None:
    if isinstance(output, list):
        output = "".join(str(part.get("text", "")) for part in output if isinstance(part, dict))
    read_back = parsed(output)
    scene.outputs.append((name, read_back))
    for home in listings(read_back):
        scene.homes.pop(home["reference"], None)
        scene.homes[str(home["reference"])] = home


def parsed(text: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read JSON; what is no JSON stays the text it is."""
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return text
