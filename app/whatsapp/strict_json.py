"""JSON with one meaning only: no doubled keys, no NaN, no endless nesting, UTF-8 (reliability sheet, section 14)."""

import json
import math

Json = dict[str, object]


class NotJson(ValueError):
    """The bytes are no JSON object that two readers would read alike; what stood in them is not repeated here."""


def read(body: bytes) -> Json:
    """Read a JSON object or raise `NotJson`."""
    try:
        found = _decode(body.decode())
    except (ValueError, RecursionError):
        raise NotJson("the body is not JSON") from None
    if not isinstance(found, dict):
        raise NotJson("the body is no JSON object")
    return found


def written(value: object) -> bytes:
    """Write compact UTF-8; half a surrogate pair, which has no UTF-8, becomes a question mark."""
    return _encode(value).encode("utf-8", "replace")


def _object(pairs: list[tuple[str, object]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key stands twice")
    return found


def _number(digits: str) -> float | None:
    """1e999 is JSON but no number of ours: unknown."""
    found = float(digits)
    return found if math.isfinite(found) else None


def _constant(name: str) -> float:
    raise NotJson(f"{name} is not JSON")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_constant).decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
