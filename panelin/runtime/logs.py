"""Log lines: one JSON object each in the cloud, plain text on a terminal; never a phone, name, text or token (P10)."""

import json
import logging
import sys
import traceback

QUIET = ("uvicorn.error", "httpx", "httpcore", "httpx2", "httpcore2", "openai", "google", "grpc", "uvicorn.access", "fastmcp", "mcp")


class JsonLines(logging.Formatter):
    """What Cloud Logging reads: severity, message, logger, and the places of an exception without its values."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, object] = {"severity": record.levelname, "message": record.getMessage(), "logger": record.name}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


def configure(form: str) -> None:
    """Send the logs of this process to standard error; libraries speak from warnings on, because they quote addresses."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
