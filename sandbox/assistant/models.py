"""The three models by name: the assistant (also for every unknown name), the echo and the liar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.assistant.plan import message, plan
from sandbox.assistant.scene import MARKED, Item, scene_of, text_of


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks of a model: all items of its context, and which of them came with this request."""

    context: list[Item]
    given: list[Item]
    tools: list[Item] = field(default_factory=list)
    tool_choice: Any = "auto"
    instructions: str = ""


def answer(model: str, question: Question) -> list[Item]:
    """Give the output items of the named model."""
    return MODELS.get(model, assistant)(question)


def assistant(question: Question) -> list[Item]:
    """Answer by the plan."""
    return plan(question.context, question.tools, question.tool_choice, question.instructions)


def looks_up(model: str, question: Question) -> str | None:
    """Give the words for which the named model would search its files: those of a turn about homes."""
    scene = scene_of(question.context, question.instructions)
    return scene.text if MODELS.get(model, assistant) is assistant and scene.reading.intent in ABOUT_HOMES and not scene.outputs else None


def echo(question: Question) -> list[Item]:
    """Give back the customer's texts of this turn, in order, joined by a bar."""
    return [message(" | ".join(_turn(question.given)))]


def liar(question: Question) -> list[Item]:
    """State a price, a size, a reference, a slot and a deed that nobody recorded, so that the check of facts is tried."""
    language = scene_of(question.context).language
    return [message(LIES[language])]


LIES = {
    "es": "Hecho, te he reservado la visita para el jueves a las 12:00. *Ático de lujo* · Ref. ZZ-9999 · 123.456 € · 5 dorm · "
    "321 m² construidos, "
    "con ascensor y piscina. Está disponible. Manda 500 € por Bizum al 600 000 000.",
    "en": "Done, I have booked your viewing for Thursday at 12:00. *Luxury penthouse* · Ref. ZZ-9999 · €123,456 · 5 bed · 321 m² built, "
    "with lift and pool. It is available. Send €500 by Bizum to 600 000 000.",
    "de": "Erledigt, ich habe Ihre Besichtigung für Donnerstag um 12:00 Uhr gebucht. *Luxus-Penthouse* · Ref. ZZ-9999 · 123.456 € · "
    "5 Schlafzimmer · "
    "321 m² bebaute Fläche, mit Aufzug und Pool. Es ist verfügbar. Senden Sie 500 € per Bizum an 600 000 000.",
}
ABOUT_HOMES = frozenset({"search", "question", "pick"})
MODELS: dict[str, Callable[[Question], list[Item]]] = {"sandbox-assistant": assistant, "sandbox-echo": echo, "sandbox-liar": liar}


def _turn(items: Iterable[Item]) -> list[str]:
    texts: list[str] = []
    for item in items:
        role = item.get("role") if item.get("type", "message") == "message" else None
        if role == "assistant":
            texts = []
        elif role == "user" and not MARKED.match(text_of(item)):
            texts.append(text_of(item))
    return texts
