"""What of a text the model may see: names without surnames, no phones, papers, cards or codes (product sheet, sections 13.9 and 14)."""

import re
from typing import Final

_LONGEST_NAME: Final = 30
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PAPERS: Final = re.compile(r"(?<![\w])(?:\d{8}[ -]?[A-Z]|[XYZ][ -]?\d{7}[ -]?[A-Z])(?![\w])", re.IGNORECASE)
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)
_CARD: Final = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d.,]?\d)")
_PHONE: Final = re.compile(
    r"(?<![\w.,])(?:(?:\+|00)\d{1,3}[ .-]?(?:\d[ .-]?){7,11}\d|[6789]\d{2}(?:[ .-]?\d{3}){2}|[6789]\d{2}(?:[ .-]?\d{2}){3})(?![\d€kK])"
)
_WIDE: Final = {0xFF10 + digit: str(digit) for digit in range(10)}  # full-width digits are digits
_DIGITS: Final = re.compile(
    r"(?<![\d.,])(?<!\d[ ./()-])\(?\d(?:[ ./()-]{0,2}\d){8,14}(?![ ./()-]{0,2}\d)(?! ?(?:€|eur|m²|m2|k\b))", re.IGNORECASE
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.']\d{3})+")  # a price, however large
_CODE: Final = re.compile(r"(\bc[oó]digo\D{0,20}|\bcode\D{0,20})\d{6}(?!\d)", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def masked(text: str) -> str:
    """Take out what identifies a person or opens an account; what stood there is named."""
    text = _EMAIL.sub("‹correo›", text.translate(_WIDE))
    text = _IBAN.sub(lambda found: "‹cuenta›" if any(sign.isdecimal() for sign in found[0][4:]) else found[0], text)
    text = _PAPERS.sub("‹documento›", text)
    text = _CARD.sub(lambda found: "‹tarjeta›" if _luhn(found[0]) else found[0], text)
    text = _PHONE.sub("‹teléfono›", text)
    text = _DIGITS.sub(lambda found: found[0] if _GROUPED.fullmatch(found[0]) else "‹número›", text)
    return _CODE.sub(r"\1‹código›", text)


def first_name(name: str | None) -> str | None:
    """The first word of a name if it is one: letters only, so that nothing can be ordered through a contact's name."""
    first = (name or "").split()[:1]
    return first[0] if first and len(first[0]) <= _LONGEST_NAME and _LETTERS.fullmatch(first[0]) else None


def _luhn(written: str) -> bool:
    digits = [int(sign) for sign in reversed(written) if sign.isdecimal()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
