"""One run: plan, drive, wait for the answers, judge, keep the report."""

import csv
import html
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from load_tests.ledger import ACKNOWLEDGED, Attempt, attempts
from load_tests.outside import Outside
from load_tests.plan import Parcel, customers, planned, written
from load_tests.profiles import Profile
from load_tests.table import HEAD, Line, lines
from load_tests.table import written as as_text
from load_tests.targets import loopback
from load_tests.town import NUMBER_ID, ROOT, Town, end, inherited, last_words, process_of
from load_tests.verdict import Name, judged

DRAINS_WITHIN = 30.0  # seconds after the last planned post in which refused ones may come again
QUIET = 30.0  # seconds without a message after which nothing more comes; the sweep looks again after 15
AFTERWARDS = 5.0  # seconds in which a double may still show itself when all is answered
RESTS_WITHIN = 300.0  # seconds for all answers, once everything is acknowledged


class Undriven(Exception):
    """Locust itself failed; the message has the end of its log."""


def tried(profile: Profile, place: Town, reports: Path, *, seed: int = 0) -> list[Line]:
    """Run a profile against a town and judge it."""
    parcels = planned(profile, seed)
    names = [(message.customer, message.number) for parcel in parcels for message in parcel.messages]
    with Outside(place.sandbox) as outside:
        outside.prepare(customers(parcels))
        drive(profile, place, parcels, reports)
        seen = attempts(place.directory / "ledger.jsonl")
        rested(outside, seen, scale=profile.scale)
        table = lines(judged(seen, outside.answers, names, scale=profile.scale), undelivered_statuses=outside.undelivered_statuses())
    keep(profile, table, reports)
    return table


def drive(profile: Profile, place: Town, parcels: Sequence[Parcel], reports: Path) -> None:
    """Let Locust make the posts of a plan; it ends when all are made, or when its time is over."""
    reports.mkdir(parents=True, exist_ok=True)
    plan, log = place.directory / "plan.jsonl", place.directory / "locust.log"
    written(parcels, plan)
    most = profile.seconds + DRAINS_WITHIN
    report = (reports / profile.name).resolve()
    command = [sys.executable, "-m", "locust", "-f", "load_tests/locustfile.py", "--headless", "--only-summary", "--loglevel", "WARNING"]
    command += ["--host", loopback(place.webhook), "--users", str(profile.connections), "--spawn-rate", str(profile.connections)]
    command += ["--run-time", f"{int(most)}s", "--stop-timeout", "10", "--exit-code-on-error", "0"]
    command += ["--csv", str(report), "--html", f"{report}.html"]
    told = {"PYTHONPATH": str(ROOT), "LOAD_PLAN": str(plan), "LOAD_LEDGER": str(place.directory / "ledger.jsonl")}
    told |= {**inherited(), "APP_SECRET": place.secret, "PHONE_NUMBER_ID": NUMBER_ID}
    with process_of(command, told, log) as locust:
        try:
            code = locust.wait(most + 30)
        except subprocess.TimeoutExpired:
            end(locust)
            raise Undriven(f"Locust did not end:\n{last_words(log)}") from None
    if code != 0:
        raise Undriven(f"Locust ended with {code}:\n{last_words(log)}")


def rested(outside: Outside, seen: Sequence[Attempt], *, scale: float = 1) -> None:
    """Wait until every acknowledged message is answered and nothing more comes, or until nothing comes for so long that nothing will."""
    wanted = {(each.customer, number) for each in seen if each.status == ACKNOWLEDGED for number in each.numbers}
    answered: set[Name] = set()
    began = last = time.monotonic()
    while time.monotonic() < began + RESTS_WITHIN:
        if outside.look():
            last = time.monotonic()
            answered = {name for answer in outside.answers for name in answer.names}
        quiet = AFTERWARDS if wanted <= answered else QUIET
        if time.monotonic() - last > max(1.0, quiet * scale):
            return
        time.sleep(0.2)


def keep(profile: Profile, table: Sequence[Line], reports: Path) -> None:
    """Write the verdict beside Locust's figures, and at the head of its page."""
    with (reports / f"{profile.name}_verdict.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*HEAD[:2], "unit", "at most", "ok"))
        writer.writerows((each.measure, each.figure, each.unit, each.at_most, each.holds) for each in table)
    page = reports / f"{profile.name}.html"
    if page.exists():
        head, body, rest = page.read_text().partition("<body>")
        page.write_text(f"{head}{body}<pre style='font-size: 14px; margin: 2em'>{html.escape(as_text(table))}</pre>{rest}")
