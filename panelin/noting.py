"""Noting a demand: what was said now joins what was said before."""

from dataclasses import fields, replace

from panelin.demand import Demand, newer


def merged(old: Demand | None, said: Demand | None) -> Demand | None:
    """Join two demands field by field; a guess never replaces words, and nothing replaces what a person wrote."""
    if old is None or said is None:
        return said or old
    spoken = {name: value for name in (field.name for field in fields(said)) if (value := getattr(said, name)) is not None}
    return replace(old, **{name: newer(getattr(old, name), value) for name, value in spoken.items()})
