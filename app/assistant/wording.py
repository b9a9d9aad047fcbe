"""The transcript and the waiting messages as input items of the model."""

from collections.abc import Sequence
from typing import Final

from app.assistant.privacy import first_name, masked
from app.assistant.reply import Item
from app.ports import Line
from panelin.actions import Heard

MOST_LINES: Final = 40  # of the transcript that a new thread gets (design 4.7)
_OURS: Final = frozenset({"assistant", "system"})


def input_of(lines: Sequence[Line], messages: Sequence[Heard]) -> list[Item]:
    """What was said before, in its order, then what waits for an answer; a line that waits is not said twice."""
    waiting = {message.seq for message in messages}
    before = [line for line in lines if line.seq not in waiting][-MOST_LINES:]
    return [*map(_said, before), *(_item("user", _customer(_with_reference(message))) for message in messages)]


def choice_of(message: Heard) -> tuple[str, str] | None:
    """What a tapped button asks for and of which home: `v1:dossier:BS-1042`."""
    version, _, rest = (message.choice or "").partition(":")
    verb, _, reference = rest.partition(":")
    return (verb, reference) if version == "v1" and verb and reference else None


def _with_reference(message: Heard) -> str:
    """A button says "Ver dossier" and means one home, which the model cannot see."""
    chosen = choice_of(message)
    return f"{message.text} (ref. {chosen[1]})" if chosen and any(sign.isdecimal() for sign in chosen[1]) else message.text


def _said(line: Line) -> Item:
    if line.who == "customer":
        return _item("user", _customer(line.text))
    if line.who in _OURS:
        return _item("assistant", masked(line.text))
    person = first_name(line.who) or "una persona"
    return _item("user", f"[{person}, del equipo] {masked(line.text)}")


def _customer(text: str) -> str:
    """Words of a customer never begin like the mark of a person of the team."""
    clean = masked(text)
    return f"> {clean}" if clean.lstrip().startswith("[") else clean


def _item(role: str, text: str) -> Item:
    return {"type": "message", "role": role, "content": text}
