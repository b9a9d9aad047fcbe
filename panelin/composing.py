"""Composing: words and homes in as few messages as people like, one a turn where it fits (product sheet 7; WhatsApp sheet, rule 15).

One home is its card with the words around it; several are one text with a line and a button each. Every figure comes from a card.
"""

from panelin.actions import Action, SendCard, SendText
from panelin.ids import Reference

MOST_BODY = 1024  # code points under a photo or above buttons (WhatsApp sheet, section 13)


def composed(words: str, shown: tuple[Action, ...], grounds: frozenset[Reference]) -> tuple[Action, ...]:
    """Put the assistant's words and what it shows into messages; documents and pins go before the words about them."""
    cards = [action for action in shown if isinstance(action, SendCard)]
    others = tuple(action for action in shown if not isinstance(action, SendCard))
    if len(cards) > 1:
        before, question = _split(words)
        lines = (card.card.line for card in cards)
        body = "\n\n".join(filter(None, (before, *lines, question)))
        return (*others, SendText(body, tuple(card.card.opening for card in cards), grounds=grounds))
    if len(cards) == 1:
        return (*others, *_around(cards[0], words, grounds))
    return (*others, SendText(words, grounds=grounds)) if words else others


def _around(card: SendCard, words: str, grounds: frozenset[Reference]) -> tuple[Action, ...]:
    whole = SendCard(card.card, *_split(words))
    return (whole,) if len(whole.body) <= MOST_BODY else (card, SendText(words, grounds=grounds))


def _split(words: str) -> tuple[str, str]:
    """A question at the end belongs under the homes that it is about."""
    words = words.rstrip()
    if not words.endswith("?"):
        return words, ""
    cut = max(words.rfind(mark, 0, -1) + 1 for mark in (". ", "! ", "? ", ": ", "\n"))
    return words[:cut].rstrip(), words[cut:].strip()
