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
from panelin.numerals import fold, with_digits
from panelin.rooms import Rooms, bathrooms, occupants, rooms
from panelin.search import search
from panelin.sizes import area, distance, floor
from panelin.wish import Wish, value_of
from panelin.zones import Atlas, Whereabouts, whereabouts

T = TypeVar("T")
MOST_CARDS: Final = 3
_LONGEST_FEATURE: Final = 4  # words: "primera línea de playa"
_WORD: Final = re.compile(r"[^\W\d_]+")
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
    words, language = "\n".join(message.text for message in question.need.messages), question.need.language
    known = question.conversation.demand or Demand()
    operation = operation_said(words) or _sure(known.operation)
    places, beds = whereabouts(words, atlas), rooms(words, language)
    money = budget(words, language=language, operation=operation)
    if operation is None or not (places.zones or money or beds) or _leaves_a_doubt(with_digits(words, language), places, money, beds):
        return None
    wish = Wish(
        operation=operation,
        kinds=kinds_in(_WORD.findall(fold(words)))[0] or value_of(known.kinds) or frozenset(),
        zones=places.zones or _sure(known.zones) or (),
        min_cents=money.minimum if money else None,
        max_cents=money.maximum if money else _sure(known.budget_max),
        bedrooms_min=beds.minimum if beds else _sure(known.bedrooms_min),
        bedrooms_max=beds.maximum if beds else None,
        must=value_of(known.must) or frozenset(),
        excludes=value_of(known.excludes) or frozenset(),
    )
    return wish if _is_enough(wish) else None


def _sure(said: Said[T] | None) -> T | None:
    return said.value if said is not None and said.certainty is not Certainty.INFERRED else None


def _leaves_a_doubt(folded: str, places: Whereabouts, money: Budget | None, beds: Rooms | None) -> bool:
    """Whether a figure is not understood, or something is wished for that only the model can weigh."""
    if places.near or places.asks_towns or (money is not None and money.certainty is not Certainty.STATED):
        return True
    if any(read(folded) is not None for read in (bathrooms, area, occupants, floor, distance)):
        return True
    ends = [money.minimum, money.maximum] if money else []
    ends += [beds.minimum, beds.maximum] if beds else []
    words = _WORD.findall(folded)
    phrases = (" ".join(words[at : at + length]) for at in range(len(words)) for length in range(1, _LONGEST_FEATURE + 1))
    return len(_NUMBER.findall(folded)) > sum(end is not None for end in ends) or bool(features_in(phrases)[0])


def _is_enough(wish: Wish) -> bool:
    """Operation, a known place, and a budget or bedrooms (product sheet 3.1)."""
    wanted = [zone for zone in wish.zones if not zone.excluded]
    known = bool(wanted) and all(zone.level is not Level.TEXT for zone in wish.zones)
    return known and (wish.max_cents is not None or wish.bedrooms_min is not None)
