"""A search answered by cards alone when the model is lost, if the core reads it with certainty (core.md section 2)."""

import re
from typing import Final, TypeVar

from app.assistant.facts import Reading
from app.assistant.vocabulary import features_in, kinds_in
from app.assistant.wishes import operation_said
from app.ports import Question
from panelin.actions import SendCard
from panelin.agency import Agency
from panelin.amounts import Budget, budget
from panelin.cards import card
from panelin.demand import Certainty, Demand, Level, Said
from panelin.events import AssistantAnswered
from panelin.languages import text
from panelin.numerals import with_digits
from panelin.search import search
from panelin.wish import Wish, value_of
from panelin.zones import Atlas, Whereabouts, whereabouts

T = TypeVar("T")
MOST_CARDS: Final = 3
_LONGEST_FEATURE: Final = 4  # words: "primera línea de playa"
_BEDROOMS: Final = re.compile(r"\b(\d{1,2}) ?(?:hab\w*|dorm\w*|cuartos|bed\w*|schlafzimmer)\b")
_NUMBER: Final = re.compile(r"\d[\d.,']*")


def cards_alone(question: Question, reading: Reading, agency: Agency) -> AssistantAnswered | None:
    """The cards of the homes that fit, or None if anything of the wish is unsure or no home fits."""
    wish = certain_wish(question, reading.catalogue.atlas)
    if wish is None:
        return None
    homes = tuple(match.listing for match in search(wish, reading.catalogue.homes.values(), agency.zones).exact[:MOST_CARDS])
    if not homes:
        return None
    language = question.need.language
    words = text("encaja_una", language, agency) if len(homes) == 1 else text("encajan", language, agency, n=len(homes))
    cards = tuple(SendCard(card(home, language, wish, now=question.now)) for home in homes)
    reading.read(homes)
    return AssistantAnswered(question.need.turn, words, cards, facts=reading.facts(words))


def certain_wish(question: Question, atlas: Atlas) -> Wish | None:
    """The search that this turn's words and what was stated before leave no doubt about; None if there is any."""
    words = "\n".join(message.text for message in question.need.messages)
    folded = with_digits(words, question.need.language)
    known = question.conversation.demand or Demand()
    operation = operation_said(words) or _sure(known.operation)
    places = whereabouts(words, atlas)
    read = budget(words, language=question.need.language, operation=operation)
    rooms = _BEDROOMS.search(folded)
    if operation is None or not (places.zones or read or rooms) or not _is_plain(folded, places, read, rooms):
        return None
    wish = Wish(
        operation=operation,
        kinds=kinds_in(re.findall(r"[^\W\d_]+", folded))[0] or value_of(known.kinds) or frozenset(),
        zones=places.zones or _sure(known.zones) or (),
        min_cents=read.minimum if read else None,
        max_cents=read.maximum if read else _sure(known.budget_max),
        bedrooms_min=int(rooms[1]) if rooms else _sure(known.bedrooms_min),
        must=value_of(known.must) or frozenset(),
        excludes=value_of(known.excludes) or frozenset(),
    )
    return wish if _is_enough(wish) else None


def _sure(said: Said[T] | None) -> T | None:
    return said.value if said is not None and said.certainty is not Certainty.INFERRED else None


def _is_plain(folded: str, places: Whereabouts, read: Budget | None, rooms: re.Match[str] | None) -> bool:
    """Whether every figure is understood and nothing is asked for that only the model can weigh."""
    if places.near or places.asks_towns or (read is not None and read.certainty is not Certainty.STATED):
        return False
    understood = (read is not None) + (read is not None and read.minimum is not None and read.maximum is not None) + (rooms is not None)
    words = re.findall(r"[^\W\d_]+", folded)
    phrases = (" ".join(words[at : at + length]) for at in range(len(words)) for length in range(1, _LONGEST_FEATURE + 1))
    return len(_NUMBER.findall(folded)) == understood and not features_in(phrases)[0]


def _is_enough(wish: Wish) -> bool:
    """Operation, a known place, and a budget or bedrooms (product sheet 3.1)."""
    wanted = [zone for zone in wish.zones if not zone.excluded]
    known = bool(wanted) and all(zone.level is not Level.TEXT for zone in wish.zones)
    return known and (wish.max_cents is not None or wish.bedrooms_min is not None)
