"""From a customer's text to an intent and slots. Pure; towns are not known here, place words are kept as typed."""

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from sandbox.assistant.amounts import OPEN_END, amounts
from sandbox.assistant.intents import ABOUT_ONE, ASKED, INTENTS, OFFERED, ORDINAL, POINTED, REFERENCE, SMALL
from sandbox.assistant.places import zones
from sandbox.assistant.words import FEATURES, FINANCING, GARAGE, KINDS, MOMENTS, OPERATIONS, TIMEFRAMES, USES, fold, whole

SIDES = ("must", "nice", "must_not")
DEMAND = (
    *(
        "operation",
        "types",
        "zones",
        "excluded_zones",
        "price_max",
        "price_min",
        "flexible",
        "bedrooms_min",
        "bathrooms_min",
        "area_min",
        "plot_min",
    ),
    *(*SIDES, "timeframe", "financing", "use"),
)
SHOUTED = (24, 4)  # more letters and more words than this in capitals is anger, not an abbreviation


@dataclass(frozen=True, slots=True)
class Reading:
    """What one turn of the customer says; empty = not said."""

    intent: str = "unknown"
    operation: str | None = None
    types: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    excluded_zones: tuple[str, ...] = ()
    price_max: int | None = None
    price_min: int | None = None
    flexible: bool | None = None
    bedrooms_min: int | None = None
    bathrooms_min: int | None = None
    area_min: int | None = None
    plot_min: int | None = None
    must: tuple[str, ...] = ()
    nice: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    timeframe: str | None = None
    financing: str | None = None
    use: str | None = None
    open_end: bool = False
    implied: frozenset[str] = frozenset()
    doubtful: bool = False
    asked: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    ordinal: int | None = None
    pointed: bool = False
    moment: tuple[str, ...] = ()

    def says(self, name: str) -> bool:
        """Tell whether the customer said something for this slot."""
        return getattr(self, name) not in (None, ())

    @property
    def wishes(self) -> bool:
        """Whether there is a wish about a home in it."""
        return self.open_end or any(map(self.says, DEMAND))


@lru_cache(4_096)  # a thread is read again at every request
def read(text: str, *, operation: str | None = None, asked_for: str | None = None) -> Reading:
    """Read one turn; `operation` is what is known already, `asked_for` the subject of our last question (zone, budget)."""
    folded = fold(text)
    slots = _pointing(_wished(text, folded, operation, asked_for), folded)
    return replace(slots, intent=_intent(text, folded, slots))


def merged(old: Reading, new: Reading) -> Reading:
    """Lay a newer reading over an older one: the newest wins, features gather and change sides."""
    if new.operation and old.operation and new.operation != old.operation:
        return new  # another search: nobody wants the must-haves of the purchase in the rent
    said = {f.name: getattr(new, f.name) for f in fields(new) if getattr(new, f.name) not in (None, (), frozenset())}
    moved = {name for side in SIDES for name in getattr(new, side)}
    gathered = {side: tuple(name for name in getattr(old, side) if name not in moved) + getattr(new, side) for side in SIDES}
    return replace(old, **{**said, **gathered, **({"price_max": None} if new.open_end else {})})


def _wished(text: str, folded: str, operation: str | None, asked_for: str | None) -> Reading:
    own = _first(OPERATIONS, folded)
    sums = amounts(folded, operation=own or operation, asked_price=asked_for == "budget")
    if sums.doubtful and not own and operation == "alquiler":  # no rent: whoever says half a million now wants to buy
        sums = amounts(folded, operation=None)
    guessed = sums.implied and sums.operation is not None and own is None
    wanted, excluded = zones(text, folded, answers=asked_for == "zone")
    must, nice, must_not = _features(folded)
    return Reading(
        operation=sums.operation if sums.operation not in (None, operation) and not (own and sums.implied) else own,
        types=_types(folded),
        zones=wanted,
        excluded_zones=excluded,
        **{name: getattr(sums, name) for name in ("price_max", "price_min", "bathrooms_min", "bedrooms_min", "area_min", "plot_min")},
        flexible=sums.flexible or None,
        must=must,
        nice=nice,
        must_not=must_not,
        timeframe=_timeframe(folded),
        financing=_first(FINANCING, folded),
        use=_first(USES, folded),
        open_end=OPEN_END.search(folded) is not None,
        implied=frozenset(("price_max", "operation") if guessed else ("price_max",) if sums.implied else ()),
        doubtful=sums.doubtful,
    )


def _pointing(slots: Reading, folded: str) -> Reading:
    found = (hit[1] or hit[2] or hit[3] for hit in REFERENCE.finditer(folded))
    return replace(
        slots,
        asked=tuple(name for name, pattern in ASKED.items() if pattern.search(folded)),
        references=tuple(dict.fromkeys(name.upper() for name in found if re.search(r"\d", name))),
        ordinal=next((place for place, pattern in ORDINAL.items() if pattern.search(folded)), None),
        pointed=POINTED.search(folded) is not None,
        moment=tuple(name for name, pattern in MOMENTS.items() if whole(pattern).search(folded)),
    )


def _first(table: dict[str, str], folded: str) -> str | None:
    return next((name for name, pattern in table.items() if whole(pattern).search(folded)), None)


def _timeframe(folded: str) -> str | None:
    """Give the name of the timeframe, or the words themselves where they name a date."""
    name = _first(TIMEFRAMES, folded)
    found = whole(TIMEFRAMES["fecha"]).search(folded) if name == "fecha" else None
    return found[0] if found else name


def _types(folded: str) -> tuple[str, ...]:
    """Give the kinds in the order in which they are named; a longer name hides the shorter one inside it."""
    text = re.sub(r"\b\d ?(?:er|º|o|ª|a)? (?:piso|planta)\b|\b(?:que|primer|segundo|tercer|ultimo) piso\b|\bparcela de\b", " ", folded)
    spans = {name: hit.span() for name, (pattern, _, _) in KINDS.items() if (hit := whole(pattern).search(text))}
    outer = [
        name
        for name, (start, end) in spans.items()
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans.values())
    ]
    return tuple(sorted(outer, key=lambda name: spans[name])) or (("garaje",) if GARAGE.search(text) else ())


def _features(folded: str) -> tuple[tuple[str, ...], ...]:
    sides: dict[str, list[str]] = {side: [] for side in SIDES}
    for name, (pattern, _, _) in FEATURES.items():
        if hit := whole(pattern).search(folded):
            side = _side(folded[max(0, hit.start() - 28) : hit.start()], folded[hit.end() : hit.end() + 22])
            sides.get(side, []).append(name)
            folded = folded[: hit.start()] + "#" * (hit.end() - hit.start()) + folded[hit.end() :]
    return tuple(map(tuple, sides.values()))


def _side(before: str, after: str) -> str:
    if re.search(r"\b(?:sin|without|ohne)(?: una?)? $", before) and re.match(r" (?:me )?(?:vale|ok|da igual|no importa|sirve)", after):
        return "indifferent"
    if re.search(r"\b(?:sin|without|ohne|keine?n?|nada de|no quiero|que no (?:sea|este|tenga)n?)(?: una?| el| la)? $", before) or re.match(
        r"s? no\b", after
    ):
        return "must_not"
    if re.search(r"\b(?:si tiene|algo de|ideal\w*|preferible\w*|ojala|a poder ser|nice to have|gern\w*(?: mit)?)(?: con| una?)? $", before):
        return "nice"
    return "nice" if re.match(r",? (?:mejor|si puede ser|estaria bien|a ser posible|would be nice|ware schon)", after) else "must"


def _intent(text: str, folded: str, slots: Reading) -> str:
    if _shouted(text):
        return "angry"
    for name, pattern in INTENTS.items():
        if pattern.search(folded) and not (name == "legal" and slots.financing):
            return name
    if intent := _about_a_home(folded, slots):
        return intent
    if slots.wishes or slots.doubtful:
        return "search"
    return "visit" if slots.moment else next((name for name, pattern in SMALL.items() if pattern.search(folded.strip())), "unknown")


def _about_a_home(folded: str, slots: Reading) -> str | None:
    named = bool(slots.references) or slots.ordinal is not None
    pointed = named or slots.pointed
    searching = bool(slots.zones and not pointed) or bool(slots.price_max) or OFFERED.search(folded) is not None
    if (slots.asked or ABOUT_ONE.search(folded)) and (pointed or not searching):
        return "question"
    return "pick" if named or (pointed and not searching) else None


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > SHOUTED[0] and len(text.split()) > SHOUTED[1] and all(map(str.isupper, letters))
