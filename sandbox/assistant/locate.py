"""Which home is meant: by reference, by its place among those shown, by its kind or place, else the one last talked of."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.assistant.say import kind_of
from sandbox.assistant.scene import Scene
from sandbox.assistant.words import fold, known


@dataclass(frozen=True, slots=True)
class Located:
    """The home that is meant, those among which the customer has to choose, or that there is none."""

    reference: str | None = None
    choices: tuple[dict[str, Any], ...] = ()
    missing: bool = False


def locate(scene: Scene) -> Located:
    """Resolve what the customer points at, as far as the homes seen allow."""
    reading = scene.reading
    if reading.references:
        return Located(_full(reading.references[0], [*scene.homes, *scene.shown]))
    if reading.ordinal is not None and -len(scene.shown) <= reading.ordinal < len(scene.shown):
        return Located(scene.shown[reading.ordinal])
    named = _named(scene)
    if named:
        return Located(named[0]["reference"]) if len(named) == 1 else Located(choices=tuple(named[:3]))
    if reading.types or reading.zones:
        return Located()
    return Located(
        scene.focus or (scene.shown[0] if len(scene.shown) == 1 else None) or None, _shown_homes(scene) if not scene.focus else ()
    )


def _full(said: str, seen: list[str]) -> str:
    same = [name for name in dict.fromkeys(seen) if _bare(name) == _bare(said) or re.sub(r"\D", "", name) == said]
    return same[0] if len(same) == 1 else said


def _bare(reference: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", reference.upper())


def _shown_homes(scene: Scene) -> tuple[dict[str, Any], ...]:
    return tuple(scene.homes[name] for name in scene.shown if name in scene.homes)[:3] if len(scene.shown) > 1 else ()


def _named(scene: Scene) -> list[dict[str, Any]]:
    """Give the homes that fit the kinds and place words of the turn best; the last shown before all others."""
    words = {word for word in re.findall(r"[^\W\d_]{3,}", fold(scene.text)) if not known(word)}
    for homes in (_shown_homes(scene), tuple(reversed(scene.homes.values()))):
        points = [(_points(home, scene.reading.types, words), home) for home in homes]
        best = max((score for score, _ in points), default=0)
        if best:
            return [home for score, home in points if score == best]
    return []


def _points(home: dict[str, Any], types: tuple[str, ...], words: set[str]) -> int:
    place = set(re.findall(r"[^\W\d_]+", fold(" ".join(str(home.get(name) or "") for name in ("district", "town", "title")))))
    kinds = {kind_of(home), str(home.get("kind"))}
    if types and not kinds & set(types):
        return 0
    return 2 * bool(types and kinds & set(types)) + bool(words & place)
