"""Log lines: one JSON object each in the cloud, plain text on a terminal; never a phone, name, text or token (P10)."""

import json
import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import TypedDict

log = logging.getLogger(__name__)

QUIET = ("uvicorn.error", "httpx", "httpcore", "httpx2", "httpcore2", "openai", "google", "grpc", "uvicorn.access", "fastmcp", "mcp")


class JsonLines(logging.Formatter):
    """What Cloud Logging reads: severity, message, logger, and the places of an exception without its values."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, object] = {"severity": record.levelname, "message": _said(record), "logger": record.name}
        return json.dumps(line | _fault(record), ensure_ascii=False)


class TextLines(logging.Formatter):
    """What people read on a terminal; of an exception the same as in the cloud, a place a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line, and the places of an exception below it."""
        fault = _fault(record)
        kind = f" [{fault['error']}]" if fault else ""
        return "\n  at ".join((f"{record.levelname} {record.name}: {_said(record)}{kind}", *fault.get("at", ())))


class _Fault(TypedDict, total=False):
    error: str
    at: list[str]


def configure(form: str) -> None:
    """Send the logs of this process to standard error; libraries speak from warnings on, because they quote addresses.

    What Python itself prints of an exception that nobody caught would quote its words: that goes the same way.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        log.critical("nobody caught this", exc_info=(kind, error or kind(), trace))


def _said(record: logging.LogRecord) -> str:
    """Give the message; asyncio's own quotes the arguments and the exception of whatever failed."""
    if record.name == "asyncio" and record.levelno >= logging.WARNING:
        return "the event loop reports a fault"
    return record.getMessage()


def _fault(record: logging.LogRecord) -> _Fault:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])]
    return {"error": record.exc_info[0].__name__, "at": places}
