"""Interactive messages: buttons, list, URL button, requests; limits of whatsapp.md section 13, counted in code points."""

from collections.abc import Callable

from sandbox.database import Document
from sandbox.graph.attachments import source
from sandbox.graph.param import PARAMETER, Param, unique
from sandbox.media import Media

BODY_MOST, LIST_BODY_MOST, FOOTER_MOST, HEADER_MOST, LABEL_MOST = 1024, 4096, 60, 60, 20
_ROWS_MOST, _SECTIONS_MOST = 10, 10


def interactive(message: Param, media: Media) -> Document:
    """An interactive message; what a person reads and may choose."""
    body = message.child("interactive").only("type", "header", "body", "footer", "action")
    kind = body.one_of("type", *_READERS)
    _header(body, kind, media)
    if footer := body.maybe_child("footer"):
        footer.only("text").text("text", at_most=FOOTER_MOST)
    limit = LIST_BODY_MOST if kind == "list" else BODY_MOST
    said = body.child("body").only("text").text("text", at_most=limit)
    return {"text": said, "choices": _READERS[kind](body.child("action"), media)}


def reply_button(button: Param, *, id_most: int = 256) -> Document:
    """One reply button."""
    button.only("type", "reply").one_of("type", "reply")
    reply = button.child("reply").only("id", "title")
    return {"kind": "button_reply", "id": reply.text("id", at_most=id_most), "title": reply.text("title", at_most=LABEL_MOST)}


def url_button(action: Param) -> None:
    """The one button that opens a page."""
    action.only("name", "parameters").one_of("name", "cta_url")
    parameters = action.child("parameters").only("display_text", "url")
    parameters.text("display_text", at_most=LABEL_MOST)
    url = parameters.text("url", at_most=2000)
    if not url.startswith(("https://", "http://")):
        raise parameters.refuse("['url'] is not a valid URI")


def distinct(buttons: list[Param], choices: list[Document]) -> list[Document]:
    """The choices, refused if two have the same id or the same title."""
    for key in ("id", "title"):
        unique(buttons, key, lambda button, key=key: choices[buttons.index(button)][key])  # type: ignore[misc]
    return choices


def _header(body: Param, kind: str, media: Media) -> None:
    header = body.maybe_child("header")
    if header is None:
        return
    allowed = {"list": ("text",), "button": _MEDIA, "cta_url": _MEDIA}.get(kind, ())
    if not allowed:
        raise header.refuse(f"is not allowed for interactive type {kind}", PARAMETER)
    shown = header.one_of("type", *allowed)
    header.only("type", shown)
    if shown == "text":
        header.text("text", at_most=HEADER_MOST)
    else:
        source(header.child(shown).only("id", "link", "filename"), shown, media)


def _buttons(action: Param, _: Media) -> list[Document]:
    buttons = action.only("buttons").children("buttons", at_least=1, at_most=3)
    return distinct(buttons, [reply_button(button) for button in buttons])


def _list(action: Param, _: Media) -> list[Document]:
    action.only("button", "sections").text("button", at_most=LABEL_MOST)
    sections = action.children("sections", at_least=1, at_most=_SECTIONS_MOST)
    for section in sections:
        section.only("title", "rows")
        if len(sections) > 1 or "title" in section:
            section.text("title", at_most=24)
    rows = [row for section in sections for row in section.children("rows", at_least=1, at_most=_ROWS_MOST)]
    if len(rows) > _ROWS_MOST:
        raise action.refuse(f"has {len(rows)} rows in total, at most {_ROWS_MOST} are allowed")
    choices = [_row(row) for row in rows]
    unique(rows, "id", lambda row: str(row.value["id"]))
    return choices


def _row(row: Param) -> Document:
    row.only("id", "title", "description")
    found = {"kind": "list_reply", "id": row.text("id", at_most=200), "title": row.text("title", at_most=24)}
    description = row.maybe_text("description", at_most=72)
    return {**found, "description": description} if description else found


def _url(action: Param, _: Media) -> list[Document]:
    url_button(action)
    return []


def _ask(name: str) -> Callable[[Param, Media], list[Document]]:
    def read(action: Param, _: Media) -> list[Document]:
        action.only("name").one_of("name", name)
        return []

    return read


def _carousel(action: Param, media: Media) -> list[Document]:
    from sandbox.graph.carousel import cards

    return cards(action, media)


_MEDIA = ("text", "image", "video", "document")
_READERS: dict[str, Callable[[Param, Media], list[Document]]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _url,
    "location_request_message": _ask("send_location"),
    "request_contact_info": _ask("request_contact_info"),
    "carousel": _carousel,
}
