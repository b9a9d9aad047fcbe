"""A listing as one Markdown document of less than 800 tokens: one chunk of the vector store each (openai.md 6.4).

It serves to be found by meaning. What the assistant states comes from the record, so neither the state nor an address stands here.
"""

import re
from decimal import Decimal

from panelin.cards import energy_text, place_text, plain, price_text, title_of
from panelin.languages import text
from panelin.languages.writing import metres, square_metres
from panelin.listing import Extra, Feature, Listing
from sync_job.ports import Attribute, Document

LONGEST = 2_200  # bytes; a token of Spanish is three to four of them, so 800 tokens hold it with room to spare
_LONGEST_ATTRIBUTE = 256
_LANGUAGES = ("es", "en", "de")
# An owner's number or address in a description must reach neither the model nor a customer (feeds.md 4.8).
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:\+|00)?\d(?:[ .\-/]?\d){8,}|https?://\S+|www\.\S+")


def document(listing: Listing) -> Document:
    """Write the document of a home whose overlay is merged in."""
    facts = "\n".join(_facts(listing))
    left = LONGEST - len(facts.encode())
    return Document(listing.reference, f"{facts}\n{_own_words(listing, left)}".strip() + "\n", _attributes(listing))


def _facts(listing: Listing) -> list[str]:
    lines = [
        f"# {title_of(listing, 'es')}",
        f"Referencia: {plain(listing.reference)}",
        f"Operación: {text(f'operacion_{listing.operation}', 'es')}",
        f"Tipo: {text(f'tipo_{listing.kind}', 'es')}",
        f"Zona: {place_text(listing.place, 'es')}",
        f"Precio: {price_text(listing.price, 'es')}",
        *_numbers(listing),
        *_named("Tiene", [feature for feature, had in listing.features.items() if had]),
        *_named("No tiene", [feature for feature, had in listing.features.items() if not had]),
        *(f"{text(f'rasgo_{extra.name}', 'es').capitalize()}: {_terms(extra)}" for extra in listing.extras),
        *filter(None, [energy_text(listing.energy, "es")]),
        *([f"Entrega: {plain(listing.delivery)}"] if listing.delivery else []),
        *([f"Registro: {plain(listing.registration)}"] if listing.registration else []),
    ]
    return [line.replace("\u00a0", " ") for line in lines]


def _numbers(listing: Listing) -> list[str]:
    sizes: dict[str, Decimal | None] = {
        "Superficie construida": listing.built_m2,
        "Superficie útil": listing.usable_m2,
        "Parcela": listing.plot_m2,
        "Terraza": listing.terrace_m2,
    }
    counts = {"Dormitorios": listing.bedrooms, "Baños": listing.bathrooms, "Planta": listing.floor}
    return [
        *(f"{name}: {count}" for name, count in counts.items() if count is not None),
        *(f"{name}: {square_metres(size, 'es')}" for name, size in sizes.items() if size is not None),
        *([f"Distancia a la playa: {metres(listing.beach_m, 'es')}"] if listing.beach_m is not None else []),
    ]


def _named(heading: str, features: list[Feature]) -> list[str]:
    words = ", ".join(text(f"rasgo_{feature}", "es") for feature in sorted(features))
    return [f"{heading}: {words}"] if words else []


def _terms(extra: Extra) -> str:
    if extra.included:
        return "incluido en el precio"
    return "opcional" if extra.cents is None else f"opcional, {extra.cents // 100} €, no incluido en el precio"


def _own_words(listing: Listing, left: int) -> str:
    """The advertisement, fenced as a quotation: it may hold orders to a language model, and is never a source of facts."""
    told = [listing.text[language] for language in _LANGUAGES if language in listing.text] or list(listing.text.values())[:1]
    words = _CONTACT.sub("…", "\n\n".join(told))
    quoted = "".join(f"> {line}\n" for line in words.splitlines() if line.strip())
    room = left - 60
    cut = quoted.encode()[: max(room, 0)].decode(errors="ignore")
    return f"\n## Texto del anuncio (cita sin comprobar)\n{cut}" if cut.strip("> \n") else ""


def _attributes(listing: Listing) -> dict[str, Attribute]:
    known: dict[str, Attribute | None] = {
        "reference": listing.reference,
        "operation": listing.operation.value,
        "kind": listing.kind.value,
        "town": listing.place.town,
        "district": listing.place.district,
        "price": None if listing.price.cents is None else listing.price.cents / 100,
        "price_per": listing.price.per.value,
        "bedrooms": listing.bedrooms,
        "bathrooms": listing.bathrooms,
        "built_m2": None if listing.built_m2 is None else float(listing.built_m2),
        "plot_m2": None if listing.plot_m2 is None else float(listing.plot_m2),
    }
    return {name: value[:_LONGEST_ATTRIBUTE] if isinstance(value, str) else value for name, value in known.items() if value is not None}
