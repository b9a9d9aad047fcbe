"""What a customer looks for (the CRM's *demanda*): each value with the words it came from and how certain it is."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from panelin.ids import MessageId, Reference
from panelin.listing import Feature, Kind, Operation, Per, Point

T_co = TypeVar("T_co", covariant=True)


class Certainty(StrEnum):
    """How we know: said, answered yes to our exact question, guessed by us, or written by a person of the agency."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    BY_AGENT = "by_agent"


@dataclass(frozen=True, slots=True)
class Said(Generic[T_co]):
    """A value with its origin; an INFERRED one goes to the CRM as a note only."""

    value: T_co
    quote: str
    message: MessageId | None
    certainty: Certainty
    at: datetime


class Level(StrEnum):
    """How wide a zone is."""

    TOWN = "town"
    DISTRICT = "district"
    AREA = "area"  # a configured set of towns, such as the Axarquía
    TEXT = "text"  # words that match no place we know
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Zone:
    """A place that is wanted or excluded; `town` is the municipality of a district, `around` adds the neighbours."""

    name: str
    level: Level = Level.TOWN
    town: str | None = None
    excluded: bool = False
    around: bool = False
    point: Point | None = None
    radius_m: int | None = None


class Surface(StrEnum):
    """Which square metres are meant."""

    BUILT = "built"
    USABLE = "usable"
    PLOT = "plot"


@dataclass(frozen=True, slots=True)
class Area:
    """A smallest size; built unless said otherwise."""

    minimum_m2: Decimal
    surface: Surface = Surface.BUILT


@dataclass(frozen=True, slots=True)
class Flexibility:
    """How much above the ceiling is fine: up to a figure, by a percentage, or "a little" (neither)."""

    cents: int | None = None
    percent: int | None = None


class Timeframe(StrEnum):
    """When the customer wants the home."""

    INMEDIATO = "inmediato"
    MENOS_DE_3_MESES = "menos_de_3_meses"
    DE_3_A_6_MESES = "de_3_a_6_meses"
    DE_6_A_12_MESES = "de_6_a_12_meses"
    SIN_PRISA = "sin_prisa"


class Financing(StrEnum):
    """How the purchase would be paid; never a condition to be served."""

    AL_CONTADO = "al_contado"
    HIPOTECA_APROBADA = "hipoteca_aprobada"
    NECESITA_HIPOTECA = "necesita_hipoteca"
    DEBE_VENDER = "debe_vender"


class Purpose(StrEnum):
    """What the home is for."""

    VIVIR = "vivir"
    SEGUNDA_RESIDENCIA = "segunda_residencia"
    INVERTIR = "invertir"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the customer came from: portal, ad, campaign or person, and the home asked for."""

    text: str
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Discarded:
    """A home that the customer refused, with the reason in the customer's words."""

    reference: Reference
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One active search; a field that is None was never spoken of. Money in cents."""

    operation: Said[Operation] | None = None
    kinds: Said[frozenset[Kind]] | None = None
    zones: Said[tuple[Zone, ...]] | None = None
    budget_max: Said[int] | None = None
    budget_min: Said[int] | None = None
    budget_per: Said[Per] | None = None
    flexibility: Said[Flexibility] | None = None
    bedrooms_min: Said[int] | None = None
    bedrooms_max: Said[int] | None = None
    bathrooms_min: Said[int] | None = None
    area: Said[Area] | None = None
    must: Said[frozenset[Feature]] | None = None
    nice: Said[frozenset[Feature]] | None = None
    excludes: Said[frozenset[Feature | Kind]] | None = None
    condition: Said[frozenset[Feature]] | None = None
    timeframe: Said[Timeframe | date] | None = None
    financing: Said[Financing] | None = None
    purpose: Said[Purpose] | None = None
    deciders: Said[str] | None = None
    occupants: Said[int] | None = None
    pets: Said[bool] | None = None
    name: Said[str] | None = None
    phone: Said[str] | None = None
    email: Said[str] | None = None
    language: Said[str] | None = None
    origin: Said[Origin] | None = None
    alerts: Said[bool] | None = None
    liked: Said[tuple[Reference, ...]] | None = None
    discarded: Said[tuple[Discarded, ...]] | None = None


_RANK = {Certainty.INFERRED: 0, Certainty.STATED: 1, Certainty.CONFIRMED: 1, Certainty.BY_AGENT: 2}


def newer(old: Said[T_co] | None, new: Said[T_co]) -> Said[T_co]:
    """The value that stands: the newer one, but a guess never replaces words and nothing replaces what a person wrote."""
    if old is None:
        return new
    if old.certainty is Certainty.BY_AGENT and new.certainty is not Certainty.BY_AGENT:
        return old
    return new if _RANK[new.certainty] >= _RANK[old.certainty] else old
