"""Reading and writing JSON that others may have bent: no NaN, no infinity, no endless nesting, and lone surrogates only where wanted."""

import json
import math
from typing import Any

from starlette.responses import JSONResponse


def read(body: bytes, *, surrogates: bool = False) -> Any:  # noqa: ANN401 - decoded JSON, judged by the caller
    """Decode a body; raises ValueError for whatever is no JSON in the strict sense."""
    try:
        value = json.loads(body, parse_constant=_no_number, parse_float=_finite)
        if not surrogates and b"\\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def shown(body: bytes) -> object:
    """A body for whoever looks behind the scenes: decoded if it can be, else its beginning as text."""
    try:
        value = read(body, surrogates=True) if body else None
        json.dumps(value)  # what is nested just short of the limit could be read and not written
    except (ValueError, RecursionError):
        return body[:2000].decode("utf-8", "replace")
    return value


class AsciiResponse(JSONResponse):
    """JSON in ASCII, so that a lone surrogate, which no UTF-8 can hold, still has a form."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - Starlette's signature
        """The content as bytes."""
        return json.dumps(content, separators=(",", ":")).encode()


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError("a number beyond all bounds")
    return value
