import json

import pytest


def logged(err: str) -> dict:
    """The report in the log's last line."""
    return json.loads(json.loads(err.splitlines()[-1])["message"].removeprefix("sync ended: "))


async def test_a_run_ends_with_its_report_as_one_line_and_exit_code_nought(office):
    code, err = office.ended()
    assert code == 0
    report = logged(err)
    assert (report["exit_code"], report["feeds"][0]["add"], report["documents"]["uploaded"]) == (0, 7, 7)
    assert len(await office.homes()) == 7


@pytest.mark.promise("P8")
async def test_a_bad_feed_is_exit_code_four_and_an_openai_that_is_down_is_three(office):
    office.sandbox.fault("inmoenter", "html", count=1)
    code, err = office.ended()
    assert (code, logged(err)["feeds"][0]["outcome"]) == (4, "refused")
    office.sandbox.fault("openai", "status", value=401)
    code, err = office.ended()
    assert (code, logged(err)["documents"]["failed"]) == (3, {"OpenAI answers 401 (invalid_api_key)": 1})
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"FEEDS": ""}, ["FEEDS"]),
        ({"FEEDS": "", "OPENAI_API_KEY": " ", "OVERLAYS_FILE": "nowhere.toml"}, ["FEEDS", "OPENAI_API_KEY", "nowhere.toml"]),
        ({"STORE_URL": "postgres://u:hush@db"}, ["STORE_URL"]),
        ({"FAILPOINTS": "x=explode"}, ["FAILPOINTS"]),
    ],
)
async def test_a_setting_at_fault_is_exit_code_two_and_one_message(office, wrong, names):
    code, err = office.ended(**wrong)
    assert code == 2
    assert all(name in err for name in names)
    assert "Traceback" not in err
    assert "hush" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.promise("P10")
async def test_no_key_stands_in_the_log_in_the_rows_or_in_the_report(office):
    office.feeds = office.feeds + "?api_key=canary-key"
    code, err = office.ended(
        OPENAI_API_KEY="canary-openai", FEEDS=office.feeds + f",xcp+{office.sandbox.url}/inmoenter/nothing.xml?api_key=canary-two"
    )
    assert code == 3
    assert "canary" not in err
    assert "canary" not in repr([row.feed for row in await office.store.rows()])


async def test_the_sandbox_clock_is_the_time_of_reading(office):
    office.sandbox.control("clock", {"set": "2026-12-24T09:00:00+00:00"})
    code, _ = office.ended(CLOCK_URL=f"{office.sandbox.url}/control/clock")
    assert code == 0
    assert {home.read_at.date().isoformat() for home in await office.store.active()} == {"2026-12-24"}


async def test_a_clock_that_does_not_answer_stops_nothing(office):
    code, err = office.ended(CLOCK_URL="http://127.0.0.1:1/control/clock")
    assert code == 0
    assert "clock does not answer" in err
