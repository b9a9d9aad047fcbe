"""Named places at which a test kills, stops, delays or blinds a process; off unless one is planned."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from panelin.errors import Misconfigured, Uncertain
from panelin.runtime import failpoints

ROOT = Path(__file__).resolve().parents[3]
REACHES = (
    "import asyncio, os; from panelin.runtime import failpoints as f; f.configure(os.environ); {how}; {how}; print('alive', flush=True)"
)
AWAITED, CALLED = "asyncio.run(f.reached('a.sent'))", "f.passed('a.sent')"


@pytest.fixture(autouse=True)
def nothing_is_planned():
    yield
    failpoints.configure({})


def planned(plan):
    failpoints.configure({"FAILPOINTS": plan})


@pytest.mark.parametrize("environment", [{}, {"FAILPOINTS": ""}, {"FAILPOINTS": ","}])
async def test_unless_planned_nothing_happens(environment):
    failpoints.configure(environment)
    await failpoints.reached("a.sent")
    failpoints.passed("a.sent")


async def test_a_lost_reply_is_lost_once_at_the_place_that_was_named():
    planned("a.sent=lost")
    await failpoints.reached("b.sent")
    with pytest.raises(Uncertain, match=r"lost at a\.sent"):
        await failpoints.reached("a.sent")
    await failpoints.reached("a.sent")


def test_synchronous_code_is_blinded_too():
    planned("group_commit.full=lost")
    failpoints.passed("sqlite.begin")
    with pytest.raises(Uncertain):
        failpoints.passed("group_commit.full")
    failpoints.passed("group_commit.full")


async def test_the_third_time_means_the_third_time():
    planned("a.sent=lost@3,b.sent=lost")
    await failpoints.reached("a.sent")
    await failpoints.reached("a.sent")
    with pytest.raises(Uncertain):
        await failpoints.reached("a.sent")
    with pytest.raises(Uncertain):
        await failpoints.reached("b.sent")


async def test_a_delay_is_as_long_as_it_says():
    planned("a.sent=sleep:0.2")
    loop = asyncio.get_running_loop()
    started = loop.time()
    await failpoints.reached("a.sent")
    assert 0.15 < loop.time() - started < 2


async def test_a_new_plan_replaces_the_old_one():
    planned("a.sent=lost")
    planned("b.sent=lost")
    await failpoints.reached("a.sent")


async def test_a_test_may_watch_a_place_until_it_looks_away():
    seen = []
    failpoints.watch("a.sent", lambda: seen.append("a.sent"))
    await failpoints.reached("a.sent")
    await failpoints.reached("b.sent")
    failpoints.watch("a.sent", None)
    failpoints.watch("never", None)
    await failpoints.reached("a.sent")
    assert seen == ["a.sent"]


@pytest.mark.parametrize("plan", ["a.sent", "a.sent=", "a.sent=explode", "a.sent=kill@often", "a.sent=sleep:long", "=,a.sent=lost,b"])
def test_a_malformed_plan_ends_the_start_and_says_how_one_is_written(plan):
    with pytest.raises(Misconfigured) as refused:
        planned(plan)
    assert "name=kill|stop|lost|sleep:SECONDS[@n]" in refused.value.problems[0]


def a_process(how, plan):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FAILPOINTS": plan}
    return subprocess.Popen([sys.executable, "-c", REACHES.format(how=how)], env=environment, stdout=subprocess.PIPE, cwd=ROOT)


@pytest.mark.parametrize("how", [AWAITED, CALLED])
def test_a_kill_leaves_no_time_for_anything(how):
    with a_process(how, "a.sent=kill@2") as process:
        assert process.communicate(timeout=20)[0] == b""
    assert process.returncode == -signal.SIGKILL


def test_a_stopped_process_goes_on_when_it_is_woken():
    with a_process(AWAITED, "a.sent=stop") as process:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        process.send_signal(signal.SIGCONT)
        assert process.communicate(timeout=20)[0] == b"alive\n"
    assert process.returncode == 0
