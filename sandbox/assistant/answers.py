"""Answers about homes: what a search found, and what a record says or does not say about one home."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.assistant import say as words
from sandbox.assistant.read import Reading
from sandbox.assistant.say import say
from sandbox.assistant.scene import Scene, listings
from sandbox.assistant.words import fold

Home = dict[str, Any]
OPERATION = {"venta": "buy", "alquiler": "rent", "vacacional": "holiday", "traspaso": "business"}
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A text about one home, and whether something asked for stands nowhere in its record."""

    text: str = ""
    unknown: bool = False


NOT_ON_RECORD = Answer(unknown=True)


def next_question(demand: Reading) -> str:
    """Give the one question to ask next, in the order of product.md 3.4."""
    order = ((demand.operation, "ask_operation"), (demand.zones, "ask_zone"), (demand.price_max or demand.open_end, "ask_budget"),
             (demand.bedrooms_min, "ask_bedrooms"))  # fmt: skip
    return next((key for known, key in order if not known), "ask_more")


def understood(scene: Scene) -> str:
    """Say a reading that was only likely, so that the customer can set it right."""
    reading, language, parts = scene.reading, scene.language, []
    if "operation" in reading.implied and reading.operation:
        parts.append(say(language, OPERATION[reading.operation]))
    if "price_max" in reading.implied and reading.price_max:
        monthly = reading.operation == "alquiler" or (reading.operation is None and scene.demand.operation == "alquiler")
        parts.append(say(language, "up_to", price=words.money(language, reading.price_max, monthly=monthly)))
    return say(language, "intro", reading=f" {say(language, 'and')} ".join(parts)) if parts else ""


def chosen(demand: Reading, found: dict[str, Any]) -> tuple[list[Home], list[Home]]:
    """Choose what to show: the exact ones and then the near misses; one that may lack a must only if nothing else is left."""
    exact = [home for home in found.get("exact") or () if listings(home)][:MOST_SHOWN]
    near = [miss for miss in found.get("near") or () if isinstance(miss, dict) and listings(miss.get("listing"))]
    sure = [miss for miss in near if fold(str(miss.get("relaxed"))) not in map(fold, demand.must)]
    return exact, (sure or near)[: MOST_SHOWN - len(exact)]


def near_or_exact(scene: Scene, found: dict[str, Any], *, cards: bool) -> str:
    """Say what a search found and ask one question; where cards are shown, they carry the homes, their figures and what they miss."""
    language, demand = scene.language, scene.demand
    exact, near = chosen(demand, found)
    head = say(language, _heading(scene, exact, near, cards=cards))
    opening = " ".join(filter(None, (understood(scene), head)))
    if not exact and not near:
        return opening
    closing = say(language, _closing(demand, len(exact) + len(near)))
    if cards:  # words of ours would say the homes twice
        return f"{opening} {closing}"
    wanted = [*demand.must, *demand.nice]
    lines = [words.line(language, home, wanted) for home in exact]
    lines += [say(language, "near_too")] if exact and near else []
    lines += [words.line(language, miss["listing"], wanted, words.remark(language, miss)) for miss in near]
    return "\n".join([opening, *lines, closing])


def _heading(scene: Scene, exact: list[Home], near: list[Home], *, cards: bool) -> str:
    if exact and near and cards:
        return "and_near"
    if exact:
        return "one" if len(exact) == 1 else "some"
    if not near:
        return "empty"
    refined = scene.before.wishes and scene.before.operation == scene.demand.operation
    return "fits_better" if refined and len(near) == 1 else "nothing"


def _closing(demand: Reading, count: int) -> str:
    question = next_question(demand)
    if question in {"ask_operation", "ask_zone", "ask_budget"}:
        return question
    return "dossier_or_visit" if count == 1 else "which"


def about(scene: Scene, home: Home, *, card: bool = False) -> Answer:
    """Answer what was asked about a home from its record; what stands nowhere is said to be unknown, never to be absent."""
    language = scene.language
    if key := gone(home):
        return Answer(say(language, key, reference=home["reference"]))
    parts = list(dict.fromkeys([*_asked(scene, home), *_features(scene, home)]))
    texts = [part.text for part in parts if part.text]
    if any(part.unknown for part in parts):
        missing = ["no_record"] if NOT_ON_RECORD in parts else []
        return Answer(" ".join([*texts, say(language, *missing, "ask_team")]), unknown=True)
    facts = " ".join(texts)
    whole = set(scene.reading.asked) <= {"more", "state"} and not _features_named(scene)
    lines = [facts, words.line(language, home) if whole and not card else ""]
    closing = "" if facts.endswith("?") else say(language, "dossier_or_visit")
    return Answer("\n".join(filter(None, [*lines, closing])))


def gone(home: Home) -> str | None:
    """Give the sentence for a home that must not be offered, if it is one."""
    state = fold(str(home.get("state_text") or ""))
    if "reserv" in state:
        return "reserved"
    return "gone" if any(word in state for word in ("vendid", "alquilad", "retirad", "no disponible", "sold", "withdrawn")) else None


def _asked(scene: Scene, home: Home) -> Iterator[Answer]:
    asked = scene.reading.asked
    for name in asked:
        if name == "more" or (name == "price" and (_features_named(scene) or "fees" in asked)):
            continue
        text = _ANSWERS[name](scene.language, home)
        yield Answer(text) if text else NOT_ON_RECORD


def _price(language: str, home: Home) -> str:
    if not home.get("price_text") or "consultar" in fold(str(home["price_text"])):
        return say(language, "price_asked", reference=home["reference"])
    return say(language, "priced", reference=home["reference"], price=words.price_of(language, home))


def _state(language: str, home: Home) -> str:
    state, reference = str(home.get("state_text") or ""), home["reference"]
    if day := re.search(r"\d\d/\d\d/\d{4}", state):  # an old record is said with its date
        return say(language, "dated", reference=reference, day=day[0])
    if not state or state.startswith("publicad"):
        return say(language, "published", reference=reference)
    return say(language, "state", reference=reference, state=STATES.get(language, {}).get(state, state))


STATES = {"en": {"disponible": "available"}, "de": {"disponible": "verfügbar"}}


def _field(name: str, key: str) -> Any:  # noqa: ANN401 - a function of language and home
    def text(language: str, home: Home) -> str | None:
        value = home.get(name)
        return (
            None if value is None else say(language, "field", reference=home["reference"], what=say(language, key, n=words.number(value)))
        )

    return text


def _energy(language: str, home: Home) -> str | None:
    label = words.energy(language, home)
    return say(language, "field", reference=home["reference"], what=label[0]) if label else None


_ANSWERS: dict[str, Any] = {
    "price": _price, "state": _state, "size": _field("built_m2", "built"), "bedrooms": _field("bedrooms", "bedrooms"),
    "bathrooms": _field("bathrooms", "bathrooms"), "floor": _field("floor", "floor"), "energy": _energy,
    "fees": lambda _language, _home: None,
}  # fmt: skip


def _features_named(scene: Scene) -> list[str]:
    return [*scene.reading.must, *scene.reading.nice, *scene.reading.must_not]


def _features(scene: Scene, home: Home) -> Iterator[Answer]:
    extras = {fold(str(extra.get("name"))): extra for extra in home.get("extras") or () if isinstance(extra, dict)}
    for name in _features_named(scene):
        what, there = words.feature(scene.language, name), words.has(home, name)
        if extra := extras.get(fold(name)):
            yield _extra(scene, home, what.capitalize(), extra)
        elif there is None:
            yield NOT_ON_RECORD
        else:
            yield Answer(say(scene.language, "yes_has" if there else "has_not", reference=home["reference"], what=what))


def _extra(scene: Scene, home: Home, what: str, extra: Home) -> Answer:
    """Say what is included, or what an extra costs; a price without what is included is never computed."""
    language, price = scene.language, words.price_of(scene.language, home)
    if not extra.get("included"):
        cost = words.PRICES[language](str(extra["price_text"])) if extra.get("price_text") else say(language, "on_request")
        return Answer(say(language, "optional", what=what, extra=cost, price=price))
    included, alone = say(language, "included", what=what, price=price), "price" in scene.reading.asked
    return Answer(f"{included}; {say(language, 'alone')}." if alone else f"{included}.", unknown=alone)
