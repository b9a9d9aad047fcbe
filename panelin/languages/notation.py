"""The shape of a language's number, price, date and hour formats; each language fills it in its `formats.py`."""

from dataclasses import dataclass

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes what is not a sentence; a pair of braces stands for the value."""

    months: tuple[str, ...]  # January first
    weekdays: tuple[str, ...]  # Monday first
    every_weekday: tuple[str, ...]  # "los sábados"
    grouping: str
    decimal: str
    euros: str
    price_from: str
    plus_vat: str
    per: dict[str, str]
    on_request: str
    day: str
    day_and_hour: str
    today: str
    tomorrow: str
    on_weekday: str
    on_day: str
    at: str
    at_one: str  # Spanish says "a la 1"
    span: str
    days: str
    conjunction: str
