"""Values as feeds write them; what cannot be read is None, which is "unknown", and never drops the home."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

from panelin.listing import Energy, Point

_NUMBER = re.compile(r"^\d{1,9}(?:[.,]\d{1,2})?$")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")
_PLACES = ((27.0, 60.0), (-19.0, 20.0))  # Spain with the Canaries, Portugal, Andorra, France, Italy: a geocoder's default lies elsewhere
_NO, _YES = frozenset({"0", "no", "false", "n"}), frozenset({"si", "sí", "true", "yes"})
_LETTERS = frozenset("ABCDEFG")
_LONGEST_ADDRESS = 2_048


def number(text: str | None) -> Decimal | None:
    """Read a number that is not negative."""
    plain = (text or "").strip()
    if _NUMBER.match(plain):
        return Decimal(plain.replace(",", "."))
    return Decimal(re.sub(r"[.,]", "", plain)) if _GROUPED.match(plain) else None


def count(text: str | None) -> int | None:
    """Read a whole number above 0; feeds write 0 where they do not know."""
    found = number(text)
    return int(found) if found and found == int(found) else None


def area(text: str | None) -> Decimal | None:
    """Read square metres; 0 is unknown."""
    return number(text) or None


def cents(text: str | None) -> int | None:
    """Read euros as cents; 0, nothing or words mean "on request"."""
    found = number(text)
    return int(found * 100) or None if found is not None else None


def flag(text: str | None) -> bool | None:
    """Read a flag; an empty element says nothing, since one public reader takes its presence for yes and the sheet takes it for no."""
    plain = (text or "").strip().casefold()
    if not plain:
        return None
    if plain in _NO:
        return False
    found = number(plain)
    return True if plain in _YES or found is None else found > 0


def energy(text: str | None) -> Energy | None:
    """Read an energy label; a consumption in kWh is none."""
    plain = (text or "").strip().casefold()
    if plain.upper() in _LETTERS:
        return Energy(plain.upper())
    if any(word in plain for word in ("trámite", "tramite", "process", "request", "aanvraag")):
        return Energy.PENDING
    return Energy.EXEMPT if plain.startswith(("exent", "exempt")) else None


def point(text: str | None) -> Point | None:
    """Read `lat,lon`, two numbers with a decimal point; what lies nowhere near is a geocoder's default."""
    parts = [part.strip() for part in (text or "").split(",")]
    if len(parts) == 4:  # noqa: PLR2004 - decimal commas: 36,7489,-3,8662
        parts = [".".join(parts[:2]), ".".join(parts[2:])]
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    inside = all(low <= degrees <= high for degrees, (low, high) in zip((latitude, longitude), _PLACES, strict=True))
    return Point(latitude, longitude) if inside else None


def address(text: str | None) -> str | None:
    """Read a web address; anything but http and https is dropped."""
    plain = (text or "").strip()
    if not plain or len(plain) > _LONGEST_ADDRESS or re.search(r"[\s<>\"]", plain):
        return None
    try:
        parts = urlsplit(plain)
    except ValueError:
        return None
    return plain if parts.scheme in ("http", "https") and parts.hostname and not parts.username else None
