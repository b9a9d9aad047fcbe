"""Numbers, prices, sizes, days and hours written out in a language (product sheet 5, "Writing out")."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from panelin.languages import LANGUAGES, Language, text
from panelin.languages.notation import NBSP, Notation
from panelin.listing import Price

_SPANISH_I = ("i", "hi")  # "y" becomes "e" before the sound of an i: "Nerja e Iznate"
_NOT_I = ("hie", "hia", "io", "ie")


def number(value: int | Decimal, language: Language) -> str:
    """Group the thousands; decimals only where there are some."""
    notation = notation_of(language)
    exact = Decimal(value)
    whole, _, rest = f"{exact:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", notation.grouping) + (notation.decimal + rest if rest else "")


def money(cents: int, language: Language) -> str:
    """Write an amount in euros; cents have two digits or none."""
    notation = notation_of(language)
    whole, rest = divmod(cents, 100)
    return notation.euros.format(number(whole, language) + (f"{notation.decimal}{rest:02d}" if rest else ""))


def price(published: Price, language: Language) -> str:
    """Write a price as it is published; the note on fees stands beside it, not in it."""
    notation = notation_of(language)
    if published.cents is None:
        return notation.on_request
    written = notation.per[published.per].format(money(published.cents, language))
    if published.from_:
        written = notation.price_from.format(written)
    return notation.plus_vat.format(written) if published.plus_vat else written


def square_metres(area: int | Decimal, language: Language) -> str:
    """Write a size in square metres."""
    return f"{number(area, language)}{NBSP}m²"


def metres(distance: int, language: Language) -> str:
    """Write a distance in metres."""
    return f"{number(distance, language)}{NBSP}m"


def bedrooms(count: int, language: Language) -> str:
    """Write how many bedrooms; none is a studio."""
    if count == 0:
        return text("tarjeta_estudio", language)
    return text("tarjeta_dormitorio", language) if count == 1 else text("tarjeta_dormitorios", language, n=count)


def bathrooms(count: int, language: Language) -> str:
    """Write how many bathrooms."""
    return text("tarjeta_bano", language) if count == 1 else text("tarjeta_banos", language, n=count)


def listed(parts: Sequence[str], language: Language) -> str:
    """Join words as a sentence does: "ascensor, garaje y trastero"."""
    *most, last = parts or ("",)
    return f"{', '.join(most)} {_and(last, language)} {last}" if most else last


def _and(following: str, language: Language) -> str:
    word = following.casefold()
    if language == "es" and word.startswith(_SPANISH_I) and not word.startswith(_NOT_I):
        return "e"
    return notation_of(language).conjunction


def hour(at: time | datetime) -> str:
    """Write the time of day: "9:30"."""
    return f"{at.hour}:{at.minute:02d}"


def day(on: date, language: Language) -> str:
    """Write a day with its weekday: "jueves 26 de noviembre"."""
    notation = notation_of(language)
    return notation.day.format(weekday=notation.weekdays[on.weekday()], day=on.day, month=notation.months[on.month - 1])


def day_and_hour(local: datetime, language: Language) -> str:
    """Write a moment of the agency's own time: "jueves 26 de noviembre, 10:30"."""
    return notation_of(language).day_and_hour.format(day=day(local.date(), language), hour=hour(local))


def notation_of(language: Language) -> Notation:
    """The formats of a language."""
    return LANGUAGES[language].notation
