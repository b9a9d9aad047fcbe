"""What the customer looks for, from a call of `note_demand`: every value with the words that prove it, or marked as a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from app.assistant.arguments import Arguments
from app.assistant.vocabulary import features_in, kinds_in, operation_in
from app.assistant.wishes import says_operation, zones_of
from panelin.actions import Heard
from panelin.amounts import budget, flexibility
from panelin.demand import Area, Certainty, Demand, Financing, Flexibility, Purpose, Said, Timeframe, Zone
from panelin.listing import Feature, Kind, Operation, Per
from panelin.numerals import fold
from panelin.rooms import bathrooms, rooms
from panelin.sizes import area
from panelin.timeframes import plazo
from panelin.zones import Atlas

T = TypeVar("T")
_PER: Final = {Operation.VENTA: Per.ONCE, Operation.ALQUILER: Per.MONTH}
_LONGEST_NAME: Final = 60
_TIMES: Final[Mapping[str, Timeframe]] = {
    "inmediat": Timeframe.INMEDIATO,
    "cuanto antes": Timeframe.INMEDIATO,
    "menos": Timeframe.MENOS_DE_3_MESES,
    "6 a 12": Timeframe.DE_6_A_12_MESES,
    "3 a 6": Timeframe.DE_3_A_6_MESES,
    "sin prisa": Timeframe.SIN_PRISA,
}
_MONEY: Final[Mapping[str, Financing]] = {
    "contado": Financing.AL_CONTADO,
    "vender": Financing.DEBE_VENDER,
    "aprobada": Financing.HIPOTECA_APROBADA,
    "hipoteca": Financing.NECESITA_HIPOTECA,
}
_USES: Final[Mapping[str, Purpose]] = {
    "segunda": Purpose.SEGUNDA_RESIDENCIA,
    "inver": Purpose.INVERTIR,
    "vivir": Purpose.VIVIR,
    "habitual": Purpose.VIVIR,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the customer wrote in this turn, and what the model quotes of it."""

    messages: Sequence[Heard]
    quotes: Mapping[str, str]
    now: datetime

    def quote(self, field: str) -> str:
        """The words for a field, if the customer really wrote them."""
        return self.quotes.get(field, "") if self._message(field) else ""

    def said(self, field: str, value: T, *, proven: bool = True) -> Said[T]:
        """The value with its origin: stated if the words stand in a message and prove it, else a guess."""
        message = self._message(field)
        certainty = Certainty.STATED if message and proven else Certainty.INFERRED
        return Said(value, self.quote(field), message.id if message else None, certainty, message.at if message else self.now)

    def _message(self, field: str) -> Heard | None:
        quote = fold(self.quotes.get(field, ""))
        return next((message for message in self.messages if quote and quote in fold(message.text)), None)


def demand_of(
    arguments: Arguments, known: Demand | None, messages: Sequence[Heard], *, atlas: Atlas, now: datetime
) -> tuple[Demand, list[str]]:
    """The patch that a call makes to the demand, and the words in it that mean nothing to us."""
    evidence = Evidence(messages, arguments.quotes(), now)
    old = known or Demand()
    operation = operation_in(arguments.text("operation")) or (old.operation.value if old.operation else None)
    wants, strange = _features(arguments, evidence, old)
    kinds, odd = kinds_in(arguments.words("types"))
    patch: dict[str, Any] = {
        **_operation(arguments, evidence),
        **({"kinds": evidence.said("types", kinds)} if kinds else {}),
        **_zones(arguments, evidence, old, atlas),
        **_budget(arguments, evidence, operation),
        **_counts(arguments, evidence),
        **wants,
        **_circumstances(arguments, evidence),
        **_person(arguments, evidence),
    }
    return Demand(**patch), [*odd, *strange]


def _operation(arguments: Arguments, evidence: Evidence) -> dict[str, Said[Operation]]:
    found = operation_in(arguments.text("operation"))
    if found is None:
        return {}
    return {"operation": evidence.said("operation", found, proven=says_operation(evidence.quote("operation"), found))}


def _zones(arguments: Arguments, evidence: Evidence, old: Demand, atlas: Atlas) -> dict[str, Said[tuple[Zone, ...]]]:
    """A new wish for places replaces the places that were wanted, a new exclusion those that were excluded."""
    wanted, excluded = zones_of(arguments.words("zones"), atlas), zones_of(arguments.words("excluded_zones"), atlas, excluded=True)
    if not wanted and not excluded:
        return {}
    before = old.zones.value if old.zones else ()
    zones = (
        *(wanted or tuple(zone for zone in before if not zone.excluded)),
        *(excluded or tuple(zone for zone in before if zone.excluded)),
    )
    return {"zones": evidence.said("zones" if wanted else "excluded_zones", zones)}


def _budget(arguments: Arguments, evidence: Evidence, operation: Operation | None) -> dict[str, Any]:
    patch: dict[str, Any] = {}
    for field, name, end in (("price_max", "budget_max", "maximum"), ("price_min", "budget_min", "minimum")):
        euros = arguments.count(field)
        if euros:
            patch[name] = evidence.said(field, euros * 100, proven=_reads(evidence.quote(field), operation, end, euros * 100))
    if "budget_max" in patch and operation in _PER:
        patch["budget_per"] = replace(patch["budget_max"], value=_PER[operation])
    if arguments.flag("flexible"):
        patch["flexibility"] = evidence.said("flexible", flexibility(evidence.quote("flexible")) or Flexibility())
    return patch


def _reads(quote: str, operation: Operation | None, end: str, cents: int) -> bool:
    """Whether we read the same figure in the words, without guessing: "hasta 300" stays a guess."""
    read = budget(quote, operation=operation, asked=True) if quote else None
    return read is not None and getattr(read, end) == cents and read.certainty is Certainty.STATED


def _counts(arguments: Arguments, evidence: Evidence) -> dict[str, Any]:
    patch: dict[str, Any] = {}
    beds, baths = rooms(evidence.quote("bedrooms_min")), bathrooms(evidence.quote("bathrooms_min"))
    if (count := arguments.count("bedrooms_min")) is not None:
        patch["bedrooms_min"] = evidence.said("bedrooms_min", count, proven=beds is not None and beds.minimum == count)
    if (count := arguments.count("bathrooms_min")) is not None:
        patch["bathrooms_min"] = evidence.said("bathrooms_min", count, proven=baths is not None and baths.minimum == count)
    if metres := arguments.count("area_min"):
        read = area(evidence.quote("area_min"))
        proven = read is not None and read.minimum_m2 == metres
        patch["area"] = evidence.said("area_min", read if read and proven else Area(Decimal(metres)), proven=proven)
    return patch


def _features(arguments: Arguments, evidence: Evidence, old: Demand) -> tuple[dict[str, Any], list[str]]:
    """Features gather over the turns; one that changes sides leaves the other side."""
    strange: list[str] = []
    given: dict[str, frozenset[Feature | Kind]] = {}
    for field in ("must", "nice", "must_not"):
        features, rest = features_in(arguments.words(field))
        kinds, unknown = kinds_in(rest) if field == "must_not" else (frozenset(), rest)
        given[field] = frozenset({*features, *kinds})
        strange += unknown
    moved = frozenset().union(*given.values())
    before = {"must": old.must, "nice": old.nice, "must_not": old.excludes}
    return {
        name: evidence.said(field, (_values(before[field]) - moved) | given[field])
        for field, name in (("must", "must"), ("nice", "nice"), ("must_not", "excludes"))
        if given[field] or _values(before[field]) & moved
    }, strange


def _values(said: Said[Any] | None) -> frozenset[Any]:
    return said.value if said else frozenset()


def _circumstances(arguments: Arguments, evidence: Evidence) -> dict[str, Any]:
    found = {
        "timeframe": ("timeframe", _when(arguments.text("timeframe"), evidence)),
        "financing": ("financing", _keyed(arguments.text("financing"), _MONEY)),
        "purpose": ("use", _keyed(arguments.text("use"), _USES)),
    }
    return {name: evidence.said(field, value) for name, (field, value) in found.items() if value is not None}


def _when(word: str | None, evidence: Evidence) -> Timeframe | date | None:
    """A class of timeframe, a day, or the day that the customer's own words name ("para enero")."""
    if word is None:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        named = plazo(evidence.quote("timeframe"), today=evidence.now.date())
        return _keyed(word, _TIMES) or (named.first if named else None)


def _keyed(word: str | None, table: Mapping[str, T]) -> T | None:
    key = fold((word or "").replace("_", " "))
    return next((value for part, value in table.items() if part in key), None)


def _person(arguments: Arguments, evidence: Evidence) -> dict[str, Any]:
    """A name counts only if the customer wrote it: a profile is a hint, and the model may guess."""
    patch: dict[str, Any] = {}
    name = arguments.text("name")
    proof = next((message for message in evidence.messages if name and fold(name) in fold(message.text)), None)
    if name and proof and len(name) <= _LONGEST_NAME:
        patch["name"] = Said(name, name, proof.id, Certainty.STATED, proof.at)
    if (language := arguments.text("language")) in {"es", "en", "de"}:
        patch["language"] = evidence.said("language", language)
    return patch
