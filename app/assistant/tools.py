"""The model's tools at work: reads answer at once, everything else becomes a proposal that is committed with the answer (core.md 2)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.assistant.arguments import Arguments, Unreadable
from app.assistant.demands import demand_of
from app.assistant.facts import Reading
from app.assistant.limits import Deadline
from app.assistant.records import seen
from app.assistant.reply import Call
from app.assistant.wishes import offered, result_of, shown_of, wish_in
from panelin.actions import CallPerson, Heard, Proposal, Reason, SendCard
from panelin.agency import Agency
from panelin.cards import card, location_of
from panelin.demand import Demand
from panelin.languages import Language
from panelin.listing import Listing
from panelin.misses import misses
from panelin.noting import merged
from panelin.numerals import fold
from panelin.runtime.failpoints import reached
from panelin.search import search
from panelin.wish import Wish, wish_of

Answer = Mapping[str, Any]
MOST_CARDS: Final = 3  # in one turn
_REASONS: Final[Mapping[str, Reason]] = {
    "datos personales": Reason.DATA_RIGHTS,
    "borrar": Reason.DATA_RIGHTS,
    "no consta": Reason.UNKNOWN_FACT,
    "no se le entiende": Reason.NOT_UNDERSTOOD,
    "queja": Reason.COMPLAINT,
    "negocia": Reason.NEGOTIATION,
    "oferta": Reason.NEGOTIATION,
    "captacion": Reason.OWNER,
    "propietari": Reason.OWNER,
    "impuesto": Reason.SENSITIVE,
    "hipoteca": Reason.SENSITIVE,
    "contrato": Reason.SENSITIVE,
    "pago": Reason.SENSITIVE,
    "menor": Reason.SENSITIVE,
    "persona": Reason.ASKED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tools must know of the question."""

    messages: Sequence[Heard]
    demand: Demand | None
    language: Language
    now: datetime


class Tools:
    """The workbench of one answer: it keeps what was read, what is proposed and what was noted; nothing here reaches the customer."""

    def __init__(self, reading: Reading, asked: Asked, agency: Agency) -> None:
        self.reading = reading
        self.proposals: list[Proposal] = []
        self.demand: Demand | None = None
        self._asked = asked
        self._agency = agency
        self._wish: Wish | None = None
        self._missed: dict[str, tuple[str, ...]] = {}
        self._given: dict[tuple[str, str], str] = {}

    async def run(self, call: Call, _deadline: Deadline) -> str:
        """Run one call; an equal one gets the equal output and proposes nothing twice."""
        await reached("tool.before")
        output = self._once(call)
        await reached("tool.sent")
        await reached("tool.done")
        return output

    def _once(self, call: Call) -> str:
        try:
            arguments = Arguments.of(call.arguments)
            key = (call.name, arguments.canonical())
            if key not in self._given:
                self._given[key] = _written(self._tool(call.name)(arguments))
            return self._given[key]
        except Unreadable as problem:
            return _written({"error": str(problem)})

    def _tool(self, name: str) -> Callable[[Arguments], Answer]:
        tools: Mapping[str, Callable[[Arguments], Answer]] = {
            "search_properties": self._search,
            "get_property": self._get,
            "show_listings": self._show,
            "send_location": self._locate,
            "call_person": self._call_person,
            "note_demand": self._note,
        }
        if name not in tools:
            raise Unreadable(f"there is no tool {name}; use one of {', '.join(tools)}")
        return tools[name]

    def _search(self, arguments: Arguments) -> Answer:
        self._must_read()
        wish, strange = wish_in(arguments, self._asked.demand, self.reading.catalogue.atlas)
        found = offered(search(wish, self.reading.catalogue.homes.values(), self._agency.zones))
        self._wish = wish
        self._missed |= {match.listing.reference: misses(match.unmet, match.listing, wish, self._asked.language) for match in found.near}
        self.reading.read(shown_of(found))
        return result_of(found, strange, now=self._asked.now, agency=self._agency)

    def _get(self, arguments: Arguments) -> Answer:
        home = self._home(arguments.wanted("reference"))
        self.reading.read([home])
        return seen(home, now=self._asked.now, agency=self._agency)

    def _show(self, arguments: Arguments) -> Answer:
        wanted = arguments.words("references")
        shown: list[str] = []
        refused: dict[str, str] = {}
        for reference in wanted:
            try:
                shown.append(self._card(reference))
            except Unreadable as problem:
                refused[reference] = str(problem)
        if not shown:
            return {"error": "no card can be sent", "refused": refused}
        return {"shown": shown, "note": "the cards leave together with your answer", **({"refused": refused} if refused else {})}

    def _card(self, reference: str) -> str:
        home = self._home(reference)
        cards = [proposal.card.reference for proposal in self.proposals if isinstance(proposal, SendCard)]
        if home.reference in cards:
            return home.reference
        if not home.may_be_shown:
            raise Unreadable(f"{home.reference} is {home.state.value if home.state else 'gone'} and must not be offered")
        if len(cards) == MOST_CARDS:
            raise Unreadable("three cards a turn are the most")
        self.reading.read([home])
        missed = self._missed.get(home.reference, ())
        self.proposals.append(SendCard(card(home, self._asked.language, self._looking_for(), now=self._asked.now, missed=missed)))
        return home.reference

    def _looking_for(self) -> Wish | None:
        demand = merged(self._asked.demand, self.demand)
        return self._wish or (wish_of(demand) if demand else None)

    def _locate(self, arguments: Arguments) -> Answer:
        home = self._home(arguments.wanted("reference"))
        pin = location_of(home)
        self.reading.read([home])
        if pin is None:
            return {
                "error": "this address is not published" if home.place.hidden else "the record holds no location",
                "town": home.place.town,
            }
        if pin not in self.proposals:
            self.proposals.append(pin)
        return {"ok": True, "note": "the pin leaves together with your answer"}

    def _call_person(self, arguments: Arguments) -> Answer:
        if not any(isinstance(proposal, CallPerson) for proposal in self.proposals):
            self.proposals.append(CallPerson(_reason(arguments.text("reason") or ""), arguments.text("question")))
        return {"ok": True, "note": "the team is told when your answer is sent; the system says who answers and when"}

    def _note(self, arguments: Arguments) -> Answer:
        known = merged(self._asked.demand, self.demand)
        patch, strange = demand_of(arguments, known, self._asked.messages, atlas=self.reading.catalogue.atlas, now=self._asked.now)
        self.demand = merged(self.demand, patch)
        return {"noted": True, **({"not_understood": strange} if strange else {})}

    def _home(self, reference: str) -> Listing:
        self._must_read()
        home = self.reading.catalogue.find(reference)
        if home is None:
            raise Unreadable(f"the catalogue holds no home {reference}")
        return home

    def _must_read(self) -> None:
        if not self.reading.catalogue.readable:
            raise Unreadable("the catalogue cannot be read now; say so and offer a person")


def _reason(written: str) -> Reason:
    word = fold(written)
    named = next((reason for reason in Reason if word.replace(" ", "_") == reason.value), None)
    return named or next((reason for words, reason in _REASONS.items() if words in word), Reason.OTHER)


def _written(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
