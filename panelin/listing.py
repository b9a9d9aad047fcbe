"""A home of the agency's catalogue as the record knows it: what the record does not say is None or absent, never 0 or False."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from panelin.ids import AgentId, Reference


class Operation(StrEnum):
    """What may be done with a home."""

    VENTA = "venta"
    ALQUILER = "alquiler"
    VACACIONAL = "vacacional"
    TRASPASO = "traspaso"


class Kind(StrEnum):
    """What kind of home it is; those a feed has no code for are derived from its words (`Listing.kind_proof`)."""

    PISO = "piso"
    APARTAMENTO = "apartamento"
    ESTUDIO = "estudio"
    ATICO = "atico"
    DUPLEX = "duplex"
    BAJO = "bajo"
    LOFT = "loft"
    CASA = "casa"
    CHALET = "chalet"
    VILLA = "villa"
    ADOSADO = "adosado"
    PAREADO = "pareado"
    BUNGALOW = "bungalow"
    CASA_DE_PUEBLO = "casa_de_pueblo"
    FINCA = "finca"
    CORTIJO = "cortijo"
    PARCELA = "parcela"
    SOLAR = "solar"
    LOCAL = "local"
    OFICINA = "oficina"
    NAVE = "nave"
    EDIFICIO = "edificio"
    GARAJE = "garaje"
    TRASTERO = "trastero"
    OTRO = "otro"


class Feature(StrEnum):
    """The closed lexicon of what a home may have or be; a shared and a private pool are never merged."""

    ASCENSOR = "ascensor"
    TERRAZA = "terraza"
    BALCON = "balcon"
    SOLARIUM = "solarium"
    PATIO = "patio"
    JARDIN = "jardin"
    PISCINA = "piscina"  # a pool of which the record or the customer does not say which
    PISCINA_COMUNITARIA = "piscina_comunitaria"
    PISCINA_PRIVADA = "piscina_privada"
    GARAJE = "garaje"
    TRASTERO = "trastero"
    AMUEBLADO = "amueblado"
    COCINA_EQUIPADA = "cocina_equipada"
    ARMARIOS = "armarios"
    AIRE = "aire"
    CALEFACCION = "calefaccion"
    CHIMENEA = "chimenea"
    MASCOTAS = "mascotas"
    PRIMERA_LINEA = "primera_linea"
    SEGUNDA_LINEA = "segunda_linea"
    VISTAS_MAR = "vistas_mar"
    EXTERIOR = "exterior"
    LUMINOSO = "luminoso"
    ORIENTACION_SUR = "orientacion_sur"
    URBANIZACION = "urbanizacion"
    DESPACHO = "despacho"
    OBRA_NUEVA = "obra_nueva"
    REFORMADO = "reformado"
    BUEN_ESTADO = "buen_estado"
    A_REFORMAR = "a_reformar"
    ACCESIBLE = "accesible"
    OPCION_COMPRA = "opcion_compra"
    CON_INQUILINO = "con_inquilino"
    OCUPADO = "ocupado"
    NUDA_PROPIEDAD = "nuda_propiedad"
    SUBASTA = "subasta"


class Energy(StrEnum):
    """The energy label as it is shown in Spain: a letter, under way, or not needed."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    PENDING = "pending"
    EXEMPT = "exempt"


class Per(StrEnum):
    """What a price is for."""

    ONCE = "once"
    MONTH = "month"
    WEEK = "week"


class Availability(StrEnum):
    """Whether a home may still be had."""

    DISPONIBLE = "disponible"
    RESERVADO = "reservado"
    VENDIDO = "vendido"
    ALQUILADO = "alquilado"
    RETIRADO = "retirado"


class Source(StrEnum):
    """Who says so: the feed, the CRM, a person at the desk, or the overlay file."""

    FEED = "feed"
    CRM = "crm"
    DESK = "desk"
    FILE = "file"


class Term(StrEnum):
    """How long a rental is meant to last."""

    LARGA = "larga_temporada"
    TEMPORADA = "temporada"


@dataclass(frozen=True, slots=True)
class Price:
    """A price as published; `cents` None means on request, and "from", "+ IVA" and the fees note are part of it."""

    cents: int | None
    per: Per = Per.ONCE
    from_: bool = False
    plus_vat: bool = False
    fees_note: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a home is; `hidden` means that street and point are never told, also not on request."""

    town: str
    district: str | None = None
    street: str | None = None
    point: Point | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """Something that comes with the home, included in the price or at a price of its own."""

    name: Feature
    cents: int | None = None
    included: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Whether the home may still be had, who says so, and since when."""

    value: Availability
    source: Source
    at: datetime


_NONE: Mapping[Feature, bool] = MappingProxyType({})
_NO_TEXT: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Listing:
    """One home; `text` is the feed's own words by language, which are untrusted and never a fact."""

    reference: Reference
    operation: Operation
    kind: Kind
    place: Place
    price: Price
    read_at: datetime
    features: Mapping[Feature, bool] = field(default_factory=lambda: _NONE)
    extras: tuple[Extra, ...] = ()
    bedrooms: int | None = None
    bathrooms: int | None = None
    built_m2: Decimal | None = None
    usable_m2: Decimal | None = None
    plot_m2: Decimal | None = None
    terrace_m2: Decimal | None = None
    floor: int | None = None
    beach_m: int | None = None
    energy: Energy | None = None
    state: State | None = None
    term: Term | None = None
    available_from: date | None = None
    delivery: str | None = None
    registration: str | None = None
    kind_proof: str | None = None
    text: Mapping[str, str] = field(default_factory=lambda: _NO_TEXT)
    photos: tuple[str, ...] = ()
    dossier_url: str | None = None
    url: str | None = None
    agent: AgentId | None = None

    def has(self, feature: Feature) -> bool | None:
        """Whether the home has the feature in its price: yes, no, or the record does not say."""
        if any(extra.name is feature and extra.included for extra in self.extras):
            return True
        if feature is Feature.PISCINA:
            return self._pool()
        return self.features.get(feature)

    def _pool(self) -> bool | None:
        known = [self.features.get(pool) for pool in (Feature.PISCINA, Feature.PISCINA_COMUNITARIA, Feature.PISCINA_PRIVADA)]
        if True in known:
            return True
        return False if known[0] is False or known[1:] == [False, False] else None

    @property
    def may_be_shown(self) -> bool:
        """Whether the home may be offered: reserved, sold, rented and withdrawn homes never are."""
        return self.state is None or self.state.value is Availability.DISPONIBLE
