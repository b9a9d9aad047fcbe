"""The XCP file as Inmoenter exports it: Entersoftweb's "cartera" with the extension of Inmoenter.

Shape and codes are those that two public readers and one public writer agree on; the export's own encoding is unknown, UTF-8 is assumed.
"""

from collections.abc import Iterable

from sandbox.inmoenter.homes import Home

_TITLE_PLACES = ("es", "en", "fr", "", "de")  # titles carry no language: readers go by their place
_CONTACT = {"nombreContacto": "Marta Ruiz", "emailContacto": "marta@brisasur.example", "telefonoContacto": "+34952000000"}


def document(homes: Iterable[Home], *, exported: str, photos: str) -> bytes:
    """The whole file; `photos` is the address under which the photos are served."""
    listed = "\n".join(_property(home, photos) for home in homes)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<carteraPropiedades xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://www.entersoftweb.com/xcp/cartera.xsd">\n'
        f"<fecha>{exported}</fecha>\n<listaPropiedades>\n{listed}\n</listaPropiedades>\n</carteraPropiedades>\n"
    ).encode()


def _property(home: Home, photos: str) -> str:
    return "".join(
        [
            "<propiedad>",
            _tag("referencia", home.reference),
            _tag("fecha", home.changed),
            _tag("url", f"https://brisasur.example/{home.reference.lower()}"),
            _tag("tipoInmueble", home.kind),
            _tag("tipoOferta", 1),
            _tag("precio", home.price),
            _descriptions(home.texts),
            _place(home),
            _sizes(home),
            "".join(_tag(name, code) for name, code in home.codes.items()),
            _tag("calificacionEnergetica", home.energy),
            _images(home, photos),
            _extension(home),
            "</propiedad>",
        ]
    )


def _place(home: Home) -> str:
    latitude, longitude = home.point
    return "".join(
        [
            _tag("provincia", "Málaga"),
            _tag("localidad", home.town),
            _tag("codigoPostal", home.postcode),
            f"<direccion>{_cdata(home.street)}</direccion>",
            _tag("mostrarDireccion", 1),
            _tag("geoLocalizacion", f"{latitude:.4f},{longitude:.4f}"),
        ]
    )


def _sizes(home: Home) -> str:
    numbers = {
        "dormitorios": home.bedrooms,
        "baños": home.bathrooms,
        "superficieConstruida": home.built,
        "superficieTotal": f"{home.built}.00",
        "tipoUnidades": 1,
    }
    return "".join(_tag(name, number) for name, number in numbers.items())


def _descriptions(texts: dict[str, str]) -> str:
    entries = (f"<descripcion><idioma>{language}</idioma><texto>{_cdata(text)}</texto></descripcion>" for language, text in texts.items())
    return f"<descripcionPrincipal>{''.join(entries)}</descripcionPrincipal>"


def _images(home: Home, photos: str) -> str:
    names = [f"{home.reference.lower()}-{number}.png" for number in range(1, home.photos + 1)]
    entries = (f"<imagen><url>{_cdata(f'{photos}/{name}')}</url></imagen>" for name in names)
    return f"<listaImagenes>{''.join(entries)}</listaImagenes>"


def _extension(home: Home) -> str:
    titles = (f"<titulo><texto>{_cdata(home.titles.get(place, ''))}</texto></titulo>" for place in _TITLE_PLACES)
    codes = (_tag(name, code) for name, code in home.extension.items())
    contact = (_tag(name, value) for name, value in _CONTACT.items())
    return f"<extensionInmoenter><listaTitulos>{''.join(titles)}</listaTitulos>{''.join([*codes, *contact])}</extensionInmoenter>"


def _tag(name: str, value: object) -> str:
    return f"<{name}>{_escaped(str(value))}</{name}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
