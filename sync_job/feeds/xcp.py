"""XCP, the "cartera" of Entersoftweb as Inmoenter exports it.

Element names and the codes below are read alike by two public readers and written by one writer of the same schema; a code that none of
them names is left unknown. The contact of the extension and everything unknown stays behind in the file.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from panelin.ids import Reference
from panelin.listing import Feature, Kind, Listing, Operation, Per, Place, Point, Price
from sync_job.feeds import values
from sync_job.feeds.records import Unreadable
from sync_job.feeds.words import cleaned, features_said, kind_said
from sync_job.feeds.xml import Element, Shape, name_of, records

SHAPE = Shape("carteraPropiedades", "listaPropiedades", "propiedad")

KINDS = {
    "1": Kind.ESTUDIO, "2": Kind.APARTAMENTO, "4": Kind.PISO, "8": Kind.DUPLEX, "16": Kind.CASA, "32": Kind.BUNGALOW, "64": Kind.CHALET,
    "128": Kind.VILLA, "256": Kind.OFICINA, "512": Kind.LOCAL, "1024": Kind.NAVE, "2048": Kind.EDIFICIO, "4096": Kind.FINCA,
    "8192": Kind.SOLAR, "16384": Kind.PARCELA, "32768": Kind.GARAJE,
}  # fmt: skip
FLAGS = {
    "ascensor": Feature.ASCENSOR, "piscina": Feature.PISCINA, "jardines": Feature.JARDIN, "terrazas": Feature.TERRAZA,
    "armariosEmpotrados": Feature.ARMARIOS, "cocinaAmueblada": Feature.COCINA_EQUIPADA, "amueblado": Feature.AMUEBLADO,
    "exterior": Feature.EXTERIOR, "tipoAireAcondicionado": Feature.AIRE,
}  # fmt: skip
CODES = {("tipoPlaya", "4"): Feature.SEGUNDA_LINEA, ("tipoOrientacion", "2"): Feature.ORIENTACION_SUR}
LANGUAGES = ("es", "en", "fr", None, "de", None, None, "sv")  # by place, where no text names its language; 3, 5 and 6 are unknown

_MOST_PHOTOS = 30
_HOLIDAY = "16"


def parse(stream: BinaryIO, read_at: datetime) -> Iterator[Listing | Unreadable]:
    """Read a file record by record; raises `FeedRefused` if it does not hold together to its end."""
    for record in records(stream, SHAPE):
        yield _listing(record, read_at)


def _listing(record: Element, read_at: datetime) -> Listing | Unreadable:
    fields = {name_of(child): child for child in reversed(record)}  # the first of a name counts
    extension = {name_of(child): child for child in fields.get("extensionInmoenter", ())}
    texts = {name: element.text for name, element in fields.items()}
    reference, operation = cleaned(texts.get("referencia")), _operation(texts)
    town = cleaned(texts.get("localidad"))
    if not reference:
        return Unreadable(None, "it has no reference")
    if operation is None:
        return Unreadable(Reference(reference), "its operation is not known")
    if not town:
        return Unreadable(Reference(reference), "it has no town")
    titles, descriptions = _texts(extension.get("listaTitulos")), _texts(fields.get("descripcionPrincipal"))
    place = _place(town, texts)
    kind, proof = kind_said(_kind(texts), titles.get("es", ""), descriptions.get("es", ""))
    return Listing(
        reference=Reference(reference),
        operation=operation,
        kind=kind,
        kind_proof=proof,
        place=place,
        price=_price(operation, texts),
        read_at=read_at,
        features=_features(texts, titles.get("es", ""), descriptions.get("es", "")),
        bedrooms=values.count(texts.get("dormitorios")),
        bathrooms=values.count(texts.get("baños") or texts.get("banos")),
        built_m2=values.area(texts.get("superficieConstruida")),
        usable_m2=values.area(texts.get("superficieUtil")),
        terrace_m2=values.area(texts.get("superficieTerrazas")),
        energy=values.energy(texts.get("calificacionEnergetica")) or values.energy(texts.get("consumoEnergetico")),
        registration=cleaned(texts.get("registroTurismo")) or None,
        text=_told(titles, descriptions, None if not place.hidden else cleaned(texts.get("direccion"))),
        photos=_photos(fields.get("listaImagenes")),
        url=values.address(texts.get("url")),
    )


def _operation(texts: Mapping[str, str | None]) -> Operation | None:
    match (texts.get("tipoOferta") or "").strip():
        case "1":
            return Operation.VENTA
        case "2":
            return Operation.VACACIONAL if (texts.get("tipoOfertaExt") or "").strip() == _HOLIDAY else Operation.ALQUILER
        case _:
            return None


def _kind(texts: Mapping[str, str | None]) -> Kind:
    return KINDS.get((texts.get("tipoInmueble") or "").strip(), Kind.OTRO)


def _price(operation: Operation, texts: Mapping[str, str | None]) -> Price:
    cents = values.cents(texts.get("precio"))
    match operation:
        case Operation.ALQUILER:
            return Price(cents, Per.MONTH)
        case Operation.VACACIONAL:
            return Price(None, Per.WEEK)  # XCP does not say whether its figure is for a night, a week or a month
        case _:
            return Price(cents)


def _place(town: str, texts: Mapping[str, str | None]) -> Place:
    point = values.point(texts.get("geoLocalizacion"))
    if values.flag(texts.get("mostrarDireccion")):
        return Place(town, street=cleaned(texts.get("direccion")) or None, point=point)
    # Absent counts as no: the owner has not allowed it. What is not kept cannot be told (feeds.md 4.8).
    return Place(town, point=Point(round(point.latitude, 2), round(point.longitude, 2)) if point else None, hidden=True)


def _features(texts: Mapping[str, str | None], title: str, description: str) -> Mapping[Feature, bool]:
    flags = {feature: values.flag(texts.get(name)) for name, feature in FLAGS.items()}
    known = {feature: flag for feature, flag in flags.items() if flag is not None}
    coded = {feature: True for (name, code), feature in CODES.items() if (texts.get(name) or "").strip() == code}
    said = features_said(title, description, has_pool=known.get(Feature.PISCINA) is True)
    if known.get(Feature.PISCINA) and (Feature.PISCINA_COMUNITARIA in said or Feature.PISCINA_PRIVADA in said):
        known.pop(Feature.PISCINA)  # whose it is says more than that there is one
    return {**said, **known, **coded}


def _texts(group: Element | None) -> dict[str, str]:
    entries = [{name_of(child): child.text for child in entry} for entry in (group if group is not None else ())]
    named = any((entry.get("idioma") or "").strip() for entry in entries)
    found: dict[str, str] = {}
    for place, entry in enumerate(entries):
        by_place = LANGUAGES[place] if place < len(LANGUAGES) else None
        language = (entry.get("idioma") or "").strip().casefold()[:3] if named else by_place
        text = cleaned(entry.get("texto"))
        if language and text:
            found.setdefault(language, text)
    return found


def _told(titles: Mapping[str, str], descriptions: Mapping[str, str], hidden_street: str | None) -> dict[str, str]:
    told = {
        language: "\n".join(filter(None, (titles.get(language), descriptions.get(language))))
        for language in dict.fromkeys([*descriptions, *titles])
    }
    return {language: text.replace(hidden_street, "…") for language, text in told.items()} if hidden_street else told


def _photos(group: Element | None) -> tuple[str, ...]:
    found = (values.address(child.text) for image in (group if group is not None else ()) for child in image if name_of(child) == "url")
    return tuple(dict.fromkeys(address for address in found if address))[:_MOST_PHOTOS]
