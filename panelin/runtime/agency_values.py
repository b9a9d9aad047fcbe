"""What may stand in `agency.toml`: each kind of value with the sentence for whoever got it wrong."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import get_args
from zoneinfo import ZoneInfo

from panelin.languages import Language
from panelin.runtime.toml_table import Wanted

_MARKS = frozenset("*_~`\n")
_SHORTEST_NAME, _LONGEST_NAME = 2, 60

NAME = Wanted(
    str,
    "2 to 60 characters without *, _, ~ or `",
    lambda name: _SHORTEST_NAME <= len(name.strip()) <= _LONGEST_NAME and not _MARKS & set(name),
)
EMAIL = Wanted(str, "an e-mail address", lambda mail: bool(re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", mail)), quoted=False)
PHONE = Wanted(
    str,
    "a phone number such as +34600111222, plus and country code first",
    lambda phone: bool(re.fullmatch(r"\+[1-9]\d{6,14}", phone)),
    quoted=False,
)
URL = Wanted(str, "an address that begins with https://", lambda url: bool(re.fullmatch(r"https://[^\s/]+\.[^\s]+", url)))
HOST = Wanted(str, "a host name such as brisasur.example", lambda host: bool(re.fullmatch(r"([a-z0-9-]+\.)+[a-z0-9-]+", host)))
TEXT = Wanted(str, "a text that is not empty", lambda text: bool(text.strip()))
SECRET = Wanted(
    str,
    'the name of a secret such as "secret:marta-ics", never the address itself',
    lambda name: bool(re.fullmatch(r"secret:[\w-]+", name)),
    quoted=False,
)
CHANNEL = Wanted(
    str,
    '"whatsapp", "email" or "webhook:SECRET_NAME"',
    lambda way: bool(re.fullmatch(r"whatsapp|email|webhook:[A-Z0-9_]+", way)),
    quoted=False,
)
LANGUAGE = Wanted(str, f"one of {', '.join(get_args(Language))}", lambda language: language in get_args(Language))
TEMPLATE_NAME = Wanted(str, "a template's name: small letters, digits and _", lambda name: bool(re.fullmatch(r"[a-z0-9_]{1,512}", name)))
CLOSING = Wanted(str, "a sentence of at least two words", lambda phrase: len(phrase.split()) > 1)
WHOLE_EUROS = Wanted(int, "more than 0 euros", lambda euros: euros > 0)
EUROS = Wanted(
    Decimal, "more than 0 euros, in whole cents", lambda euros: euros.is_finite() and euros > 0 and euros * 100 == int(euros * 100)
)
VERSION = Wanted(int, "1", lambda version: version == 1)
ESCALATION = Wanted(
    str, 'minutes or hours such as "15m", or "next_opening"', lambda step: step == "next_opening" or duration(step) is not None
)
RETURN = Wanted(str, 'from "1h" to "72h"', lambda written: timedelta(hours=1) <= (duration(written) or timedelta()) <= timedelta(hours=72))


def _is_timezone(name: str) -> bool:
    """Ask for the one zone: listing all of them opens six hundred files, and every start pays for it."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found, not a key, or a directory
        return False
    return True


TIMEZONE = Wanted(str, "a time zone such as Europe/Madrid", _is_timezone)


def one_of(*allowed: str) -> Wanted[str]:
    """Want one of these words."""
    return Wanted(str, f"one of {', '.join(allowed)}", lambda word: word in allowed)


def between(least: int, most: int) -> Wanted[int]:
    """Want a whole number."""
    return Wanted(int, f"a whole number from {least} to {most}", lambda number: least <= number <= most)


def duration(written: str) -> timedelta | None:
    """Read "15m" or "24h"."""
    found = re.fullmatch(r"([1-9]\d{0,3})([mh])", written)
    if found is None:
        return None
    return timedelta(hours=int(found[1])) if found[2] == "h" else timedelta(minutes=int(found[1]))
