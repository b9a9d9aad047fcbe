"""The tools as the model sees them, in strict mode: every object closed, every property required, what may be left out is nullable."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.assistant.vocabulary import OPERATIONS, name_of
from panelin.actions import Reason
from panelin.demand import Financing, Purpose, Timeframe
from panelin.listing import Feature, Kind

Schema = Mapping[str, Any]

_KINDS: Final = ", ".join(kind.value for kind in Kind)
_FEATURES: Final = ", ".join(name_of(feature) for feature in Feature)
_OPERATION: Final = {
    "type": ["string", "null"],
    "enum": [*OPERATIONS, None],
    "description": "Buy, long-term rent or holiday rent; null if unknown.",
}


def _text(meaning: str) -> Schema:
    return {"type": "string", "description": meaning}


def _maybe(kind: str, meaning: str) -> Schema:
    return {"type": [kind, "null"], "description": meaning}


def _words(meaning: str) -> Schema:
    return {"type": ["array", "null"], "items": {"type": "string"}, "description": meaning}


_SEARCH: Final[Mapping[str, Schema]] = {
    "operation": _OPERATION,
    "types": _words(f"Kinds of home: {_KINDS}."),
    "zones": _words("Towns or districts exactly as the customer named them."),
    "excluded_zones": _words("Towns or districts the customer does not want."),
    "price_max": _maybe("integer", "Ceiling in whole euros; per month for a rent."),
    "price_min": _maybe("integer", "Floor in whole euros."),
    "bedrooms_min": _maybe("integer", "0 for a studio."),
    "bathrooms_min": _maybe("integer", "Fewest bathrooms."),
    "area_min": _maybe("integer", "Fewest built square metres."),
    "must": _words(f"What the home must have: {_FEATURES}."),
    "nice": _words("What would be nice to have, in the same words."),
    "must_not": _words("Features or kinds that the customer does not want, in the same words."),
}
_DEMAND: Final[Mapping[str, Schema]] = {
    "flexible": _maybe("boolean", "The customer would go a little above the ceiling."),
    "timeframe": _maybe("string", f"{', '.join(Timeframe)}, or a date as YYYY-MM-DD."),
    "financing": _maybe("string", f"{', '.join(Financing)}."),
    "use": _maybe("string", f"{', '.join(Purpose)}."),
    "name": _maybe("string", "How the customer wants to be called, only if they said it."),
    "language": _maybe("string", "es, en or de."),
    "quotes": {
        "type": ["array", "null"],
        "description": "For each field that you give, the customer's own words, copied exactly.",
        "items": {
            "type": "object",
            "properties": {"field": _text("Name of the field."), "quote": _text("The customer's words.")},
            "required": ["field", "quote"],
            "additionalProperties": False,
        },
    },
}
_REFERENCE: Final[Mapping[str, Schema]] = {"reference": _text("The home's reference, such as BS-1042.")}


def _tool(name: str, does: str, properties: Mapping[str, Schema]) -> Schema:
    parameters = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "function", "name": name, "description": does, "strict": True, "parameters": parameters}


TOOLS: Final[Sequence[Schema]] = (
    _tool(
        "search_properties",
        "Search the agency's catalogue. Every wish is a hard filter; `near` holds homes that miss one wish and says which and by how much. "
        "Use it before you say anything about what the agency has.",
        _SEARCH,
    ),
    _tool("get_property", "Read the record of one home now. What is absent from the record is unknown, never a no.", _REFERENCE),
    _tool(
        "show_listings",
        "Send the customer up to three home cards, best first, together with your answer. Cards carry photo, price, sizes and energy "
        "label: do not repeat them in the text.",
        {"references": _words("References, best first, three at most."), "note": _maybe("string", "Why these, for yourself; never shown.")},
    ),
    _tool("send_location", "Send the pin of a home together with your answer; refused where the address is not published.", _REFERENCE),
    _tool(
        "call_person",
        "Bring in a person of the agency. The system tells the customer who answers and when; do not promise it yourself.",
        {"reason": _text(f"One of {', '.join(Reason)}."), "question": _maybe("string", "The customer's open question in one sentence.")},
    ),
    _tool(
        "note_demand",
        "Keep what the customer looks for. Call it whenever they say something new about it; give only what they said in this turn, "
        "the rest null.",
        {**_SEARCH, **_DEMAND},
    ),
)


def file_search(store: str) -> Schema:
    """The search by meaning in the catalogue's documents; its hits are hints, never facts."""
    return {"type": "file_search", "vector_store_ids": [store], "max_num_results": 6}
