"""Texts with something to tap: buttons, else a list, else numbered lines (WhatsApp sheet, section 13).

Over a limit Meta refuses the whole message, so each form is taken only when everything fits it.
"""

from collections.abc import Sequence
from typing import cast

from app.whatsapp.invisible import one_line
from app.whatsapp.markup import unmarked
from app.whatsapp.splitting import TEXT_MOST
from app.whatsapp.strict_json import Json
from panelin.actions import Choice
from panelin.errors import Rejected
from panelin.languages import LANGUAGES, Language, text

MOST_BUTTONS, BUTTON_MOST, BUTTON_ID_MOST, BUTTONS_BODY_MOST = 3, 20, 256, 1024
MOST_ROWS, ROW_MOST, ROW_ID_MOST, DESCRIPTION_MOST = 10, 24, 200, 72


def choosing(body: str, choices: Sequence[Choice], *, language: str = "es", header: Json | None = None) -> Json:
    """Write a text with its choices; `header` is a picture that only buttons can carry."""
    if not body:
        raise Rejected("there is nothing to say", code="empty")
    offered = [Choice(each.id, _title(each)) for each in {each.id: each for each in choices}.values() if _title(each)]
    if not offered:
        return _text(body)
    if _fits_buttons(body, offered):
        return _buttons(body, offered, header)
    return _list(body, offered, language) if _fits_list(body, offered) else _text(numbered(body, offered))


def numbered(body: str, choices: Sequence[Choice]) -> str:
    """Write choices as numbered lines; they are worth more than the end of an over-long text."""
    lines = "\n".join(f"{place}. {each.title}" for place, each in enumerate(choices, 1))
    room = TEXT_MOST - len(lines) - 2
    if len(body) > room:
        body = body[: max(room - 1, 0)].rstrip() + "…"
    return f"{body}\n\n{lines}"


def _title(choice: Choice) -> str:
    return one_line(unmarked(choice.title), at_most=DESCRIPTION_MOST)


def _fits_buttons(body: str, choices: Sequence[Choice]) -> bool:
    titles = {each.title for each in choices}
    short = all(len(each.title) <= BUTTON_MOST and len(each.id) <= BUTTON_ID_MOST for each in choices)
    return len(choices) <= MOST_BUTTONS and short and len(titles) == len(choices) and len(body) <= BUTTONS_BODY_MOST


def _fits_list(body: str, choices: Sequence[Choice]) -> bool:
    return len(choices) <= MOST_ROWS and all(len(each.id) <= ROW_ID_MOST for each in choices) and len(body) <= TEXT_MOST


def _text(body: str) -> Json:
    if len(body) > TEXT_MOST:
        raise Rejected("the text is longer than Meta takes; it is cut before it is kept", code="too_long")
    return {"type": "text", "text": {"body": body, "preview_url": "https://" in body}}


def _buttons(body: str, choices: Sequence[Choice], header: Json | None) -> Json:
    buttons = [{"type": "reply", "reply": {"id": each.id, "title": each.title}} for each in choices]
    head: Json = {"header": header} if header else {}
    return {"type": "interactive", "interactive": {"type": "button", **head, "body": {"text": body}, "action": {"buttons": buttons}}}


def _list(body: str, choices: Sequence[Choice], language: str) -> Json:
    label = text("boton_mas", cast("Language", language if language in LANGUAGES else "es"))
    rows = [_row(each) for each in choices]
    action: Json = {"button": label[:BUTTON_MOST], "sections": [{"rows": rows}]}
    return {"type": "interactive", "interactive": {"type": "list", "body": {"text": body}, "action": action}}


def _row(choice: Choice) -> Json:
    """A title that is too long for a row stands whole in the line under it."""
    if len(choice.title) <= ROW_MOST:
        return {"id": choice.id, "title": choice.title}
    short = choice.title[: ROW_MOST - 1].rsplit(" ", 1)[0].rstrip(" ,.;:-") or choice.title[: ROW_MOST - 1]
    return {"id": choice.id, "title": f"{short}…", "description": choice.title}
