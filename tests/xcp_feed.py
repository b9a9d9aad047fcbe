"""XCP files written by hand for tests, independent of the sandbox that plays Inmoenter."""

from collections.abc import Mapping

DEFAULTS: Mapping[str, str] = {
    "fecha": "2026-11-20T18:05:11",
    "url": "https://agency.example/es/a-1",
    "tipoInmueble": "4",
    "tipoOferta": "1",
    "precio": "200000",
    "provincia": "Málaga",
    "localidad": "Torrox",
    "direccion": "Calle Mar 3",
    "codigoPostal": "29793",
    "mostrarDireccion": "1",
    "geoLocalizacion": "36.7581,-3.9532",
    "dormitorios": "2",
    "baños": "1",
    "superficieConstruida": "80",
}


def a_record(reference: str | None = "A-1", *, inside: str = "", **changes: str | None) -> str:
    """One property; a change of None leaves the element out, `inside` is raw XML."""
    elements = {"referencia": reference, **DEFAULTS, **changes}
    return f"<propiedad>{''.join(f'<{name}>{text}</{name}>' for name, text in elements.items() if text is not None)}{inside}</propiedad>"


def a_feed(*records: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>', encoding: str = "utf-8") -> bytes:
    """A whole file of these records."""
    listed = "\n".join(records)
    text = f"{declaration}\n<carteraPropiedades><fecha>2026-11-22T03:10:00</fecha><listaPropiedades>{listed}</listaPropiedades></carteraPropiedades>"
    return text.encode(encoding)


def titled(title: str, description: str = "", language: str = "es") -> str:
    """A title by its place and a description that names its language."""
    described = f"<descripcion><idioma>{language}</idioma><texto><![CDATA[{description}]]></texto></descripcion>" if description else ""
    return (
        f"<descripcionPrincipal>{described}</descripcionPrincipal><extensionInmoenter><listaTitulos><titulo><texto>{title}</texto></titulo>"
        "</listaTitulos></extensionInmoenter>"
    )
