"""Ids as Meta makes them: message ids that hide the number in base64, and business-scoped user ids."""

import base64
import hashlib
import re
import secrets

BUSINESS_NUMBER = "34951000000"
"""The display number of the business that the sandbox plays."""

_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_COUNTRIES = {"34": "ES", "49": "DE", "44": "GB", "33": "FR", "31": "NL", "43": "AT", "54": "AR", "52": "MX", "55": "BR"}


def new_wamid(person: str) -> str:
    """A message id that nobody had before; like the real ones it carries the person's number."""
    who = person.encode()[:200]
    raw = b"\x1c\x18" + bytes([len(who)]) + who + b"\x15\x02\x00\x11\x18\x12" + secrets.token_hex(9).upper().encode() + b"\x00"
    return "wamid." + base64.b64encode(raw).decode()


def new_media_id() -> str:
    """A media id: digits only."""
    return str(secrets.randbelow(9 * 10**14) + 10**14)


def user_id_of(number: str) -> str:
    """The business-scoped user id of a number: always the same, another after a change of number."""
    country = _COUNTRIES.get(number[:2], "US" if number.startswith("1") else "ES")
    return f"{country}.{int(hashlib.sha256(number.encode()).hexdigest()[:14], 16)}"


def is_user_id(text: str) -> bool:
    """Whether a text has the shape of a business-scoped user id."""
    return _BSUID.fullmatch(text) is not None


def digits_of(number: str) -> str:
    """A phone number as Meta keeps it: digits without plus, spaces and the like."""
    return re.sub(r"[\s+().-]", "", number)
