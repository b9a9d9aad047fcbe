"""Real runs, small: everything is a process, nothing is played by the tests but a front that breaks promises."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lossy_front import front

from load_tests.profiles import Profile
from load_tests.run import tried
from load_tests.table import passed, written
from load_tests.targets import NotAllowed
from load_tests.town import ROOT, DidNotStart, free_ports, process_of, town

TINY = Profile("steady", seconds=5, rate=4, customers=6, connections=4, scale=0.1)


@pytest.fixture
def place(tmp_path):
    with town(tmp_path, scale=TINY.scale) as found:
        yield found


def figures(table):
    return {line.measure: line.figure for line in table}


def broken_promises(table):
    """The broken limits that are no times: those depend on what else the machine does."""
    return [line.measure for line in table if not line.holds and line.unit != "s"]


def test_a_tiny_run_keeps_every_promise_and_leaves_its_report(place, tmp_path):
    table = tried(TINY, place, tmp_path / "load")
    assert broken_promises(table) == [], written(table)
    found = figures(table)
    assert found["messages"] > 5
    assert found["posts"] > found["messages"] / 2
    assert 0 < found["first answer p50"] < 5
    assert "acknowledged p99" in (tmp_path / "load" / "steady_verdict.csv").read_text()
    assert "Verdict: " in (tmp_path / "load" / "steady.html").read_text()
    assert "webhook" in (tmp_path / "load" / "steady_stats.csv").read_text()


def test_a_front_that_acknowledges_and_forgets_makes_the_verdict_fail(place, tmp_path):
    with front(urlsplit(place.webhook).port, drops_every=3) as lossy:
        table = tried(replace(TINY, again=0), replace(place, webhook=lossy), tmp_path / "load")
    assert not passed(table)
    assert broken_promises(table) == ["lost"]
    assert "Verdict: FAILED" in (tmp_path / "load" / "steady.html").read_text()


def test_what_was_answered_500_comes_again_and_still_breaks_a_limit(place, tmp_path):
    with front(urlsplit(place.webhook).port, drops_every=3, refuses_with=500) as broken:
        table = tried(TINY, replace(place, webhook=broken), tmp_path / "load")
    assert broken_promises(table) == ["neither 200 nor 503"]


def test_load_is_not_sent_beyond_this_machine(place, tmp_path):
    with pytest.raises(NotAllowed):
        tried(TINY, replace(place, webhook="http://panelin.example"), tmp_path / "load")


def test_a_service_that_cannot_start_is_told_with_its_last_words(tmp_path):
    with pytest.raises(DidNotStart, match="TIME_SCALE"), town(tmp_path, scale="never"):
        pass


def test_a_process_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("load_tests.town.ENDS_WITHIN", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    with process_of([sys.executable, "-c", deaf], os.environ, tmp_path / "log") as process:
        while "deaf" not in (tmp_path / "log").read_text():
            time.sleep(0.02)
    assert process.returncode == -signal.SIGKILL


def test_free_ports_are_different():
    assert len(set(free_ports(5))) == 5


def test_settings_at_fault_end_the_start_with_one_message():
    run = program(PROFILE="worst", LOAD_SECONDS="0")
    _, error = run.communicate(timeout=20)
    assert (run.returncode, error.count("\n")) == (2, 1)
    assert "PROFILE" in error
    assert "LOAD_SECONDS" in error


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_process_and_no_file(number, tmp_path):
    run = program(LOAD_SECONDS="60", TMPDIR=str(tmp_path))
    assert run.stdout.readline().startswith("Profile steady")
    own = children(run.pid)
    assert len(own) == 2
    run.send_signal(number)
    _, error = run.communicate(timeout=30)
    assert (run.returncode, error) == (130, "Stopped; no verdict.\n")
    assert [pid for pid in own if alive(pid)] == []
    assert list(tmp_path.iterdir()) == []


def program(**more):
    told = {"PATH": os.environ["PATH"], **more}
    return subprocess.Popen([sys.executable, "-m", "load_tests"], cwd=ROOT, env=told, stdout=-1, stderr=-1, text=True)


def children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
