"""Cuts arguments to the schema that the request offers: never a key it lacks, never an invented value."""

from typing import Any

Schema = dict[str, Any]
MISSING = object()


def fit(values: dict[str, Any], schema: Schema, *, quotes: dict[str, str] | None = None) -> dict[str, Any] | None:
    """Give the arguments for an offered schema, or None if it requires what nobody said."""
    fitted = {}
    for name, wanted in (schema.get("properties") or {}).items():
        value = _fitted(_offer(name, values, quotes or {}, wanted), wanted, schema)
        if value is not MISSING:
            fitted[name] = value
        elif name in (schema.get("required") or ()):
            return None
    return fitted


def _offer(name: str, values: dict[str, Any], quotes: dict[str, str], wanted: Schema) -> object:
    said = values.get(name)
    properties = next((part.get("properties") for part in _branches(wanted) if part.get("properties")), None)
    if name == "quotes":
        return [{"field": key, "quote": text} for key, text in quotes.items()] if "array" in _types(wanted) else quotes
    if properties and said not in (None, [], ()) and not isinstance(said, dict):
        return {"value": said, "quote": quotes.get(name), "certainty": "stated"}
    return said


def _fitted(value: object, wanted: Schema, root: Schema) -> object:
    nullable = "null" in _types(wanted) or any("null" in _types(part) for part in _branches(wanted))
    if value is not None:
        for branch in _branches(wanted):
            fitted = _as(value, _resolved(branch, root), root)
            if fitted is not MISSING:
                return fitted
    if nullable:
        return None
    return [] if "array" in _types(wanted) and value in (None, []) else MISSING


def _branches(wanted: Schema) -> list[Schema]:
    return wanted.get("anyOf") or wanted.get("oneOf") or [wanted]


def _types(wanted: Schema) -> list[str]:
    kinds = wanted.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _resolved(wanted: Schema, root: Schema) -> Schema:
    reference = wanted.get("$ref", "")
    return (root.get("$defs") or {}).get(reference.rsplit("/", 1)[-1], wanted) if reference else wanted


def _as(value: object, wanted: Schema, root: Schema) -> object:
    kinds = _types(wanted)
    if isinstance(value, list | tuple) and "array" in kinds:
        entries = [entry for part in value if (entry := _fitted(part, wanted.get("items") or {}, root)) is not MISSING]
        return entries[: wanted.get("maxItems", len(entries))]
    if isinstance(value, dict) and "object" in kinds:
        if "properties" not in wanted:
            return value
        fitted = fit(value, wanted | {"$defs": root.get("$defs")})
        return MISSING if fitted is None else fitted
    return value if _plain(value, kinds) and value in (wanted.get("enum") or [value]) else MISSING


def _plain(value: object, kinds: list[str]) -> bool:
    names = {bool: {"boolean"}, int: {"integer", "number"}, float: {"number"}, str: {"string"}}.get(type(value), set())
    return not kinds or bool(names & set(kinds))
