"""What code answers from the record alone, without the model: a button under a card, and an ad for a known home (product sheet 15)."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from app.assistant.catalogue import REF, Catalogue
from app.assistant.wording import choice_of
from app.ports import Question
from panelin.actions import CallPerson, Choice, Proposal, Reason, SendCard, SendText
from panelin.agency import Agency
from panelin.cards import card, location_of, place_text
from panelin.events import AssistantAnswered
from panelin.facts import Facts
from panelin.languages import text
from panelin.listing import Availability, Listing
from panelin.numerals import fold
from panelin.search import search
from panelin.wish import alike

MOST_SIMILAR: Final = 3
# What people, and Meta's own buttons, say when an ad brings them: any other word is a question, and the model's.
_NOTHING_ELSE: Final = re.compile(
    "hola|buen[ao]s|dias|tardes|noches|me|interesa(?:ria)?|quiero|quisiera|queria|puedo|podria|obtener|recibir|tener|saber|mas|informacion|info|sobre"
    "|de|del|el|la|los|en|una?|est[aeo]|es[aeo]|por|favor|porfa|gracias|anunci(?:o|ado)|vi|visto|he|lo|con|su|vuestro|ref|referencia|idealista|fotocasa"
    "|habitaclia|piso|apartamento|atico|duplex|casa|chalet|villa|adosado|vivienda|inmueble|propiedad"
    "|hello|hi|good|morning|afternoon|evening|i|am|i'm|interested|want|would|like|more|information|about|this|your|the|ad|saw|it|on|in|an?|can|get|please|thanks"
    "|property|house|flat|apartment|home|reference"
    "|hallo|guten|tag|ich|interessiere|mich|fur|bitte|mehr|informationen|uber|diese[rs]?|das|die|der|wohnung|haus|anzeige|referenz"
)


def shortcut(question: Question, catalogue: Catalogue, agency: Agency) -> AssistantAnswered | None:
    """The answer that needs no model, or None."""
    if len(question.need.messages) == 1 and (chosen := choice_of(question.need.messages[0])):
        return _tapped(*chosen, question, catalogue, agency)
    home = _advertised(question, catalogue)
    return _about(home, question, agency) if home else None


def _tapped(verb: str, reference: str, question: Question, catalogue: Catalogue, agency: Agency) -> AssistantAnswered | None:
    home, answer = catalogue.find(reference), _TAPS.get(verb)
    if answer is None:
        return None
    if home is not None:
        return answer(home, question, catalogue, agency)
    was_shown = any(shown.reference == reference for shown in question.conversation.shown)
    if not catalogue.readable or not was_shown or verb == "similar":
        return None
    return _said(question, _gone("no_disponible", reference, question, agency))


def _more(home: Listing, question: Question, _catalogue: Catalogue, agency: Agency) -> AssistantAnswered:
    return _about(home, question, agency)


def _where(home: Listing, question: Question, _catalogue: Catalogue, agency: Agency) -> AssistantAnswered:
    language = question.need.language
    if pin := location_of(home):
        return _said(question, pin, homes=(home,))
    if home.place.hidden:
        return _said(question, words=text("ubicacion_oculta", language, agency, zona=place_text(home.place, language)), homes=(home,))
    words = text("ubicacion_no_consta", language, agency, ref=home.reference)
    return _said(question, CallPerson(Reason.UNKNOWN_FACT, words), words=words, homes=(home,))


def _visit(home: Listing, question: Question, _catalogue: Catalogue, agency: Agency) -> AssistantAnswered:
    """Viewings are arranged by a person until the agenda is connected."""
    if not home.may_be_shown:
        return _about(home, question, agency)
    wanted = text("quiere_visitar", question.need.language, agency, ref=home.reference)
    return _said(question, CallPerson(Reason.OTHER, wanted), homes=(home,))


def _similar(home: Listing, question: Question, catalogue: Catalogue, agency: Agency) -> AssistantAnswered | None:
    found = search(alike(home), catalogue.homes.values(), agency.zones).listings[:MOST_SIMILAR]
    cards = (SendCard(card(each, question.need.language, now=question.now)) for each in found)
    return _said(question, *cards, homes=found) if found else None


def _about(home: Listing, question: Question, agency: Agency) -> AssistantAnswered:
    if home.state is not None and home.state.value is Availability.RESERVADO:
        return _said(question, _gone("reservado", home.reference, question, agency), homes=(home,))
    if not home.may_be_shown:
        return _said(question, _gone("no_disponible", home.reference, question, agency), homes=(home,))
    return _said(question, SendCard(card(home, question.need.language, now=question.now)), homes=(home,))


def _gone(sentence: str, reference: str, question: Question, agency: Agency) -> SendText:
    language = question.need.language
    choices = (
        Choice(f"v1:similar:{reference}", text("boton_si", language, agency)),
        Choice("v1:person", text("boton_agente", language, agency)),
    )
    return SendText(text(sentence, language, agency, ref=reference), choices, sentence=sentence)


def _advertised(question: Question, catalogue: Catalogue) -> Listing | None:
    """The home of the ad that brought the customer, if the first words ask for nothing else."""
    chat, messages = question.conversation, question.need.messages
    if chat.origin is None or chat.shown or chat.turn > 1:
        return None
    said = fold(" ".join(message.text for message in messages))
    written = fold(f"{chat.origin.headline or ''} {chat.origin.body or ''}")
    homes = catalogue.named(f"{written} {said}")
    rest = [
        word
        for word in re.findall(r"[^\W\d_][\w'-]*", REF.sub(" ", said))
        if not _NOTHING_ELSE.fullmatch(word) and not catalogue.named(word)
    ]
    return next(iter(homes)) if len(homes) == 1 and not rest else None


def _said(question: Question, *proposals: Proposal, words: str = "", homes: tuple[Listing, ...] = ()) -> AssistantAnswered:
    """The thread has not seen this exchange: it is left, and the next one gets the transcript."""
    facts = Facts(homes, frozenset(home.reference for home in homes))
    return AssistantAnswered(question.need.turn, words, proposals, facts=facts)


_TAPS: Final[Mapping[str, Callable[[Listing, Question, Catalogue, Agency], AssistantAnswered | None]]] = {
    "more": _more,
    "where": _where,
    "location": _where,
    "similar": _similar,
    "visit": _visit,
}
