"""Log lines: one JSON object each, or plain text for people; what an exception says is left out."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from panelin.runtime.logs import QUIET, JsonLines, TextLines, configure


@pytest.fixture
def logging_as_it_was():
    """Give pytest its own handlers and hooks back."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    root = logging.getLogger()
    handlers, level, levels = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in QUIET}
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def record(message, *values, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("app.workers", logging.ERROR, __file__, 1, message, values, info)


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def line(*said, **more):
    return json.loads(JsonLines().format(record(*said, **more)))


def test_a_line_is_one_object_that_the_cloud_reads():
    assert line("a run failed: %s", "Conflict") == {"severity": "ERROR", "message": "a run failed: Conflict", "logger": "app.workers"}


def test_a_line_stays_one_line_whatever_is_said():
    assert "\n" not in JsonLines().format(record("one\ntwo"))
    assert line("ñ \N{HOUSE BUILDING}")["message"] == "ñ \N{HOUSE BUILDING}"


@pytest.mark.promise("P10")
def test_of_an_exception_its_kind_and_places_are_told_and_never_its_words():
    error = raised(ValueError("Lucía 34600000001"))
    told = JsonLines().format(record("failed", error=error))
    assert json.loads(told)["error"] == "ValueError"
    assert json.loads(told)["at"][0].startswith(__file__)
    assert "Lucía" not in told
    first, place = TextLines().format(record("failed", error=error)).splitlines()
    assert first == "ERROR app.workers: failed [ValueError]"
    assert place.startswith(f"  at {__file__}:")


@pytest.mark.promise("P10")
@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
def test_what_the_event_loop_quotes_of_a_failed_task_is_not_told(form):
    line = record("Task exception was never retrieved\nfuture: <Task exception=ValueError('Lucía')>", error=raised(ValueError("Lucía")))
    line.name = "asyncio"
    assert "Lucía" not in form.format(line)
    assert "ValueError" in form.format(line)


NOBODY_CATCHES = """
import sys, threading
from panelin.runtime import logs
logs.configure(sys.argv[1])
class Broken:
    def __del__(self): raise ValueError("Lucía of __del__")
def broken(): raise ValueError("Lucía of a thread")
Broken()
thread = threading.Thread(target=broken)
thread.start()
thread.join()
raise ValueError("Lucía of main")
"""


@pytest.mark.promise("P10")
@pytest.mark.parametrize("form", ["json", "text"])
def test_what_nobody_caught_is_told_by_kind_and_place_too(form):
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", NOBODY_CATCHES, form], cwd=root, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("ValueError") == 3
    assert "Lucía" not in ended.stderr


def test_ctrl_c_is_no_fault(logging_as_it_was, capsys):
    configure("text")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""


def test_nothing_is_told_of_an_exception_where_there_is_none():
    assert "error" not in line("fine")
    bare = record("fine")
    bare.exc_info = (None, None, None)
    assert "error" not in json.loads(JsonLines().format(bare))


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_process_logs_to_standard_error(form, logging_as_it_was, capsys):
    configure(form)
    logging.getLogger("app.sweep").info("a sweep")
    out, told = capsys.readouterr()
    assert out == ""
    assert told == (
        '{"severity": "INFO", "message": "a sweep", "logger": "app.sweep"}\n' if form == "json" else "INFO app.sweep: a sweep\n"
    )


@pytest.mark.promise("P10")
def test_libraries_that_quote_addresses_are_heard_from_warnings_on(logging_as_it_was, capsys):
    configure("text")
    for name in QUIET:
        logging.getLogger(name).info("GET https://graph.example/34600000001")
        logging.getLogger(f"{name}.child").info("POST")
    assert capsys.readouterr().err == ""
    logging.getLogger("httpx").warning("slow")
    assert capsys.readouterr().err == "WARNING httpx: slow\n"
