"""The card of one home, drawn from its record only (product sheet 7.3); no adjective, no word of the feed's free text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from panelin.actions import Choice, SendLocation
from panelin.ids import Reference
from panelin.languages import Language, text, writing
from panelin.listing import Availability, Energy, Extra, Feature, Kind, Listing, Place, Price
from panelin.wish import Wish

STALE_AFTER: Final = timedelta(hours=36)  # an older record is said with its date
MOST_FEATURES: Final = 5
MOST_CHOICES: Final = 3
MOST_LABEL: Final = 20  # a button's title (WhatsApp sheet, section 13)
_MOST_LETTERS: Final = 300
# WhatsApp knows no escape sign: a mark in foreign text becomes one that looks alike and means nothing.
_MARKS: Final = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
_LAND: Final = frozenset({Kind.PARCELA, Kind.SOLAR, Kind.FINCA, Kind.CORTIJO, Kind.VILLA, Kind.CHALET, Kind.CASA})
_SHOWN_ELSEWHERE: Final = frozenset({Feature.PISCINA})
_CONDITION: Final = (Feature.OBRA_NUEVA, Feature.A_REFORMAR, Feature.REFORMADO, Feature.PRIMERA_LINEA)
_CENTRE: Final[dict[Language, str]] = {"es": "el centro", "en": "the centre", "de": "der Ortsmitte"}


@dataclass(frozen=True, slots=True)
class Card:
    """One home as it is shown; `photo` None means that there is none, and `state` is set when it has to be said."""

    reference: Reference
    title: str
    price: str
    facts: str = ""
    extras: tuple[str, ...] = ()
    energy: str | None = None
    state: str | None = None
    photo: str | None = None
    no_photo: str | None = None
    choices: tuple[Choice, ...] = ()
    label: str = ""  # what a button calls this home
    remark: str | None = None  # the wishes it does not meet, with their figures

    @property
    def body(self) -> str:
        """The text under the photo, one thing a line."""
        lines = (self._heading, self.state, self._price, self.facts, *self.extras, self.energy, self.no_photo)
        return "\n".join(line for line in lines if line)

    @property
    def line(self) -> str:
        """The same on one line, for a text that shows several homes."""
        parts = (self._heading, self.state, self._price, self.facts, *self.extras, self.energy)
        return " · ".join(part for part in parts if part)

    @property
    def opening(self) -> Choice:
        """The button that opens this home."""
        return Choice(f"v1:more:{self.reference}", self.label or self.reference)

    @property
    def _heading(self) -> str:
        return f"*{self.title}* · Ref. {plain(self.reference)}"

    @property
    def _price(self) -> str:
        return f"{self.price} ({self.remark})" if self.remark else self.price


def card(listing: Listing, language: Language, wish: Wish | None = None, *, now: datetime, missed: Sequence[str] = ()) -> Card:
    """Draw the card of a home; what the customer asked for comes first, `missed` names the wishes it does not meet."""
    return Card(
        reference=listing.reference,
        title=title_of(listing, language),
        price=price_text(listing.price, language),
        facts=_facts(listing, language),
        extras=_extras(listing, language, wish or Wish(), now.date()),
        energy=energy_text(listing.energy, language),
        state=_state_line(listing, language, now),
        photo=listing.photos[0] if listing.photos else None,
        no_photo=None if listing.photos else text("tarjeta_sin_fotos", language),
        choices=_choices(listing, language),
        label=_label(listing, language),
        remark=", ".join(missed) or None,
    )


def plain(foreign: str) -> str:
    """Take the marks of WhatsApp, line breaks and excess out of text that is not ours."""
    one_line = " ".join(foreign.translate(_MARKS).split())
    if len(one_line) <= _MOST_LETTERS:
        return one_line
    return one_line[:_MOST_LETTERS].rsplit(" ", 1)[0] + "…"


def title_of(listing: Listing, language: Language) -> str:
    """Name a home by its kind and place: "Ático en Burriana, Nerja"."""
    kind = text(f"tipo_{listing.kind}", language)
    return _capital(text("tarjeta_en", language, tipo=kind, lugar=place_text(listing.place, language)))


def place_text(place: Place, language: Language) -> str:
    """Say where a home is, never closer than its district."""
    if not place.district:
        return plain(place.town)
    district = _CENTRE[language] if place.district.casefold() == "centro" else plain(place.district)
    return f"{district}, {plain(place.town)}"


def location_of(listing: Listing) -> SendLocation | None:
    """The pin of a home; None if its address is hidden or unknown."""
    place = listing.place
    if place.hidden or place.point is None:
        return None
    return SendLocation(
        reference=listing.reference,
        latitude=place.point.latitude,
        longitude=place.point.longitude,
        name=f"Ref. {plain(listing.reference)}",
        address=f"{plain(place.street)}, {plain(place.town)}" if place.street else plain(place.town),
    )


def price_text(price: Price, language: Language) -> str:
    """Write a price exactly as published, with its note on fees; 0 means on request."""
    written = writing.price(price if price.cents else replace(price, cents=None), language)
    return f"{written} · {plain(price.fees_note)}" if price.fees_note else written


def energy_text(energy: Energy | None, language: Language) -> str | None:
    """Write the energy label; an unknown one is left out."""
    if energy is None:
        return None
    letter = text(f"tarjeta_certificado_{energy}", language) if energy in {Energy.PENDING, Energy.EXEMPT} else str(energy)
    return text("tarjeta_certificado", language, letra=letter)


def state_text(listing: Listing, language: Language, *, now: datetime) -> str:
    """Say whether a home may be had: "disponible" only if somebody who knows says so and the record is fresh."""
    if listing.state is not None and listing.state.value is not Availability.DISPONIBLE:
        return text(f"estado_{listing.state.value}", language)
    if now - listing.read_at > STALE_AFTER:
        return text("estado_de_fecha", language, fecha=writing.day(listing.read_at.astimezone(now.tzinfo).date(), language))
    return text("estado_sin_confirmar" if listing.state is None else "estado_disponible", language)


def _state_line(listing: Listing, language: Language, now: datetime) -> str | None:
    """A card says its state when the home is gone or its record old."""
    said = state_text(listing, language, now=now)
    if not listing.may_be_shown:
        return f"*{_capital(said)}*"
    return _capital(said) if now - listing.read_at > STALE_AFTER else None


def _facts(listing: Listing, language: Language) -> str:
    parts = []
    if listing.bedrooms is not None and (listing.bedrooms or listing.kind is not Kind.ESTUDIO):
        parts.append(writing.bedrooms(listing.bedrooms, language))
    if listing.bathrooms:
        parts.append(writing.bathrooms(listing.bathrooms, language))
    if sizes := _sizes(listing, language):
        parts.append(sizes)
    return " · ".join(parts)


def _sizes(listing: Listing, language: Language) -> str:
    shown: list[tuple[str, Decimal | None]] = [
        ("tarjeta_construidos", listing.built_m2),
        ("tarjeta_utiles", None if listing.built_m2 else listing.usable_m2),
        ("tarjeta_terraza", listing.terrace_m2),
        ("tarjeta_parcela", listing.plot_m2),
    ]
    return " + ".join(text(key, language, m2=writing.square_metres(area, language)) for key, area in shown if area)


def _extras(listing: Listing, language: Language, wish: Wish, today: date) -> tuple[str, ...]:
    """At most two lines: what the home has, wished things first, and what else has to be known."""
    wished = sorted(wish.must) + sorted(wish.nice)
    had = [feature for feature in (*wished, *_CONDITION, *Feature) if _is_worth_telling(listing, feature)]
    words = [text(f"rasgo_{feature}", language) for feature in dict.fromkeys(had)][:MOST_FEATURES]
    beach = [text("tarjeta_playa", language, metros=writing.metres(listing.beach_m, language))] if listing.beach_m else []
    first = " · ".join([*([_capital(writing.listed(words, language))] if words else []), *beach])
    second = _capital(" · ".join(_particulars(listing, language, wish, today)))
    return tuple(line for line in (first, second) if line)


def _is_worth_telling(listing: Listing, feature: Feature) -> bool:
    if feature in _SHOWN_ELSEWHERE or (feature is Feature.TERRAZA and listing.terrace_m2):
        return listing.features.get(feature) is True and not _is_refined(listing, feature)
    return listing.has(feature) is True


def _is_refined(listing: Listing, feature: Feature) -> bool:
    """A terrace with its size stands among the facts, a pool with its kind among the features."""
    if feature is Feature.TERRAZA:
        return True
    return any(listing.has(pool) for pool in (Feature.PISCINA_COMUNITARIA, Feature.PISCINA_PRIVADA))


def _particulars(listing: Listing, language: Language, wish: Wish, today: date) -> Iterable[str]:
    if listing.floor is not None and listing.kind not in _LAND:
        yield text("tarjeta_planta", language, n=listing.floor) if listing.floor > 0 else text("tarjeta_planta_baja", language)
    yield from (text("casi_sin", language, deseo=text(f"rasgo_{lacked}", language)) for lacked in _lacked(listing, wish))
    for extra in listing.extras:
        yield from _optional(extra, language)
    if listing.delivery:
        yield text("tarjeta_entrega", language, plazo=plain(listing.delivery))
    if listing.term:
        yield text(f"temporada_{listing.term}", language)
    if listing.available_from and listing.available_from > today:
        yield text("tarjeta_disponible_desde", language, fecha=writing.day(listing.available_from, language))
    if listing.registration:
        yield text("tarjeta_registro", language, registro=plain(listing.registration))


def _lacked(listing: Listing, wish: Wish) -> Iterable[Feature]:
    """What the home surely has not and somebody would want to know: the lift always, the rest if it was wished for."""
    asked = wish.must | wish.nice | {Feature.ASCENSOR}
    return sorted(feature for feature in asked if listing.has(feature) is False)


def _optional(extra: Extra, language: Language) -> Iterable[str]:
    if not extra.included and extra.cents:
        name = text(f"rasgo_{extra.name}", language)
        yield text("tarjeta_opcional", language, extra=name, precio=writing.money(extra.cents, language))


def _choices(listing: Listing, language: Language) -> tuple[Choice, ...]:
    """What can be done with the home; a home that is gone offers others instead."""
    if not listing.may_be_shown:
        return (Choice(f"v1:similar:{listing.reference}", text("boton_mas", language)),)
    offered = [
        ("visit", "boton_visita", True),
        ("location", "boton_ubicacion", location_of(listing) is not None),
        ("person", "boton_agente", True),
    ]
    made = [Choice(f"v1:{verb}:{listing.reference}", text(label, language)) for verb, label, offers in offered if offers]
    return tuple(made[:MOST_CHOICES])


def _label(listing: Listing, language: Language) -> str:
    """Name a home on a button: "Ático BS-1042"; a long kind gives way, the reference never does."""
    kind = _capital(text(f"tipo_{listing.kind}", language))
    named = f"{kind} {listing.reference}"
    return named if len(named) <= MOST_LABEL else str(listing.reference)[:MOST_LABEL]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
