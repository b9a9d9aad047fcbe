"""The plan table: what each intent does. A new rule is a new function and a line in PLANS."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from sandbox.assistant.answers import MOST_SHOWN, about, chosen, gone, near_or_exact, next_question
from sandbox.assistant.locate import Located, locate
from sandbox.assistant.read import DEMAND, Reading, read
from sandbox.assistant.say import say, title
from sandbox.assistant.scene import Scene, listings


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call that a plan wants; what the offered schema lacks is cut off before it is sent."""

    name: str
    arguments: dict[str, Any]
    quotes: dict[str, str] = field(default_factory=dict)


Script = Generator[list[Call], Any, str]


def script_for(scene: Scene, instructions: str) -> Script:
    """Choose the plan for what the customer says; without a date in its instructions it cannot work, and shows it."""
    if not any(character.isdigit() for character in instructions):
        return _lost(scene)
    return PLANS.get(scene.reading.intent, _unknown)(scene)


def _lost(scene: Scene) -> Script:
    yield []
    return say(scene.language, "failed")


def _search(scene: Scene) -> Script:
    if scene.reading.doubtful:
        yield [_note(scene)]
        return say(scene.language, "doubt", "ask_budget")
    if not _ready(scene):
        yield [_note(scene)]
        return say(scene.language, "noted", next_question(scene.demand))
    (found,) = yield [_criteria(scene.demand)]
    if _failed(found):
        return (yield from _cannot(scene))
    exact, near = chosen(scene.demand, found)
    homes = [*exact, *(miss["listing"] for miss in near)]
    _, *shown = yield [_note(scene), *([_show(homes)] if homes else [])]
    return near_or_exact(scene, found, cards=_done(shown))


def _ready(scene: Scene) -> bool:
    demand = scene.demand
    known = sum(
        bool(value) for value in (demand.operation, demand.zones, demand.price_max or demand.open_end, demand.bedrooms_min, demand.types)
    )
    wishes = bool(demand.must or demand.nice)
    return known + wishes >= 3 or (bool(demand.zones) and known + wishes >= 2) or wishes  # noqa: PLR2004 - product.md 3.1


def _criteria(demand: Reading) -> Call:
    return Call("search_properties", {name: _plain(getattr(demand, name)) for name in DEMAND})


def _note(scene: Scene) -> Call:
    said = {name: _plain(getattr(scene.reading, name)) for name in DEMAND if scene.reading.says(name)}
    return Call("note_demand", {**said, "language": scene.language}, {name: _quote(scene, name) for name in said})


def _quote(scene: Scene, name: str) -> str:
    """Give the customer's own line in which the wish stands, word for word."""
    operation = scene.before.operation
    return next((line for line in scene.lines if read(line, operation=operation).says(name)), scene.lines[-1])[:200]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _show(homes: list[dict[str, Any]]) -> Call:
    return Call("show_listings", {"references": [home["reference"] for home in homes], "note": ""})


def _failed(found: object) -> bool:
    return not isinstance(found, dict) or bool(found.get("error"))


def _done(answers: list[Any]) -> bool:
    return bool(answers) and answers[0] is not None and not _refused(answers[0])


def _cannot(scene: Scene) -> Script:
    (told,) = yield [Call("call_person", {"reason": "consulta fallida", "question": scene.text[:500]})]
    return say(scene.language, "failed", "told" if _done([told]) else "later")


def _refused(answer: object) -> bool:
    return isinstance(answer, dict) and bool(answer.get("error"))


def _home(scene: Scene) -> Generator[list[Call], Any, Located]:
    """Find the home that is meant: among those seen, else by one search with the words that name it."""
    found = locate(scene)
    if found.reference or found.choices or not (scene.reading.types or scene.reading.zones):
        return found
    (answer,) = yield [_criteria(Reading(types=scene.reading.types, zones=scene.reading.zones))]
    homes = chosen(Reading(), answer)[0] if isinstance(answer, dict) else []
    return Located(homes[0]["reference"]) if len(homes) == 1 else Located(choices=tuple(homes), missing=not homes)


def _which(scene: Scene, found: Located) -> str:
    if found.choices:
        names = ", ".join(f"{title(scene.language, home)} (ref. {home['reference']})" for home in found.choices)
        return say(scene.language, "of_which_these", names=names)
    return say(scene.language, "unknown_home" if found.missing else "of_which")


def _question(scene: Scene) -> Script:
    found = yield from _home(scene)
    if not found.reference:
        return _which(scene, found)
    (home,) = yield [Call("get_property", {"reference": found.reference})]
    if home is None or (isinstance(home, dict) and home.get("error") and not listings(home)):
        return say(scene.language, "unknown_home") if home else (yield from _cannot(scene))
    if not listings(home):
        return (yield from _cannot(scene))
    answer = about(scene, home)
    if answer.unknown and scene.said_last("no_record"):  # the second time running a person is asked at once
        yield [Call("call_person", {"reason": "dato que no consta", "question": scene.text[:500]})]
        return say(scene.language, "no_record", "asked_team")
    return answer.text


def _pick(scene: Scene) -> Script:
    found = yield from _home(scene)
    if not found.reference:
        return _which(scene, found)
    (home,) = yield [Call("get_property", {"reference": found.reference})]
    if _failed(home) or not listings(home):
        return say(scene.language, "unknown_home") if isinstance(home, dict) else (yield from _cannot(scene))
    shown = yield [] if gone(home) else [_show([home])]
    return about(scene, home, card=_done(shown)).text


def _location(scene: Scene) -> Script:
    found = yield from _home(scene)
    if not found.reference:
        return _which(scene, found)
    (sent,) = yield [Call("send_location", {"reference": found.reference})]
    return say(scene.language, "location" if _done([sent]) else "no_location")


def _yes(scene: Scene) -> Script:
    if scene.said_last("ask_team") or scene.said_last("price_asked") or scene.said_last("minor"):
        question = scene.questions[-1] if scene.questions else scene.text
        yield [Call("call_person", {"reason": "dato que no consta", "question": question[:500]})]
        return say(scene.language, "asked_team")
    home = scene.homes.get(scene.focus or "")
    if home and (scene.said_last("reserved") or scene.said_last("gone")):
        (found,) = yield [_criteria(Reading(operation=home.get("operation"), zones=(str(home.get("town")),)))]
        homes = [other for other in listings(found) if other["reference"] != home["reference"]][:MOST_SHOWN]
        shown = yield [_show(homes)] if homes else []
        return near_or_exact(scene, {"exact": homes, "near": []}, cards=_done(shown))
    return say(scene.language, "dossier_or_visit" if scene.focus else "which" if scene.shown else "hello")


def _unknown(scene: Scene) -> Script:
    if scene.said_last("fallback"):
        yield [Call("call_person", {"reason": "no se le entiende", "question": scene.text[:500]})]
        return say(scene.language, "person")
    yield []
    return say(scene.language, "fallback")


def _sentence(key: str) -> Callable[[Scene], Script]:
    def script(scene: Scene) -> Script:
        yield []
        return say(scene.language, key)

    return script


def _person(key: str, reason: str) -> Callable[[Scene], Script]:
    def script(scene: Scene) -> Script:
        (told,) = yield [Call("call_person", {"reason": reason, "question": scene.text[:500]})]
        return say(scene.language, key) if _done([told]) else say(scene.language, "failed", "later")

    return script


REASONS = {
    "person": "pide una persona",
    "angry": "queja",
    "rights": "datos personales",
    "owner": "captación",
    "payment": "pago",
    "haggle": "negociación",
    "legal": "impuestos, hipoteca o contrato",
    "dossier": "dossier",
    "photos": "fotos",
    "visit": "visita",
}
PLANS: dict[str, Callable[[Scene], Script]] = {
    "search": _search,
    "question": _question,
    "pick": _pick,
    "location": _location,
    "yes": _yes,
    "greeting": _sentence("hello"),
    "no": _sentence("soft_close"),
    **{key: _sentence(key) for key in ("hostile", "robot", "off_topic", "thanks", "papers", "equal", "area", "alert", "minor")},
    **{key: _person(key, reason) for key, reason in REASONS.items()},
}
