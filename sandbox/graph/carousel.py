"""Carousels: two to ten cards of one build."""

from sandbox.database import Document
from sandbox.graph.attachments import source
from sandbox.graph.interactive import distinct, reply_button, url_button
from sandbox.graph.param import Param
from sandbox.media import Media

_CARD_BODY_MOST, _BREAKS_MOST, _ID_MOST = 160, 2, 20


def cards(action: Param, media: Media) -> list[Document]:
    """The cards of a carousel; what a person may choose on them."""
    found = action.only("cards").children("cards", at_least=2, at_most=10)
    builds, buttons, choices = set(), [], []
    for place, card in enumerate(found):
        _frame(card, place, media)
        own = _replies(card)
        builds.add(len(own))
        buttons += [button for button, _ in own]
        choices += [choice for _, choice in own]
    if len(builds) > 1:
        raise action.refuse("['cards'] must all have the same kind and number of buttons")
    return distinct(buttons, choices) if len({choice["id"] for choice in choices}) < len(choices) else choices


def _frame(card: Param, place: int, media: Media) -> None:
    card.only("card_index", "type", "header", "body", "action")
    if card.number("card_index", 0, 9) != place:
        raise card.refuse("['card_index'] must count from 0")
    card.one_of("type", "cta_url", "button")
    header = card.child("header")
    kind = header.one_of("type", "image", "video")
    source(header.only("type", kind).child(kind).only("id", "link"), kind, media)
    if body := card.maybe_child("body"):
        text = body.only("text").text("text", at_most=_CARD_BODY_MOST)
        if text.count("\n") > _BREAKS_MOST:
            raise body.refuse(f"has more than {_BREAKS_MOST} line breaks")


def _replies(card: Param) -> list[tuple[Param, Document]]:
    action = card.child("action")
    if card.value["type"] == "cta_url":
        url_button(action)
        return []
    buttons = action.only("buttons").children("buttons", at_least=1, at_most=2)
    return [(button, _quick(button)) for button in buttons]


def _quick(button: Param) -> Document:
    if button.value.get("type") != "quick_reply":
        return reply_button(button, id_most=_ID_MOST)
    reply = button.only("type", "quick_reply").child("quick_reply").only("id", "title")
    return {"kind": "button_reply", "id": reply.text("id", at_most=_ID_MOST), "title": reply.text("title", at_most=20)}
