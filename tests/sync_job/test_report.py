import pytest

from panelin.ids import Reference
from sync_job.feeds.records import Unreadable
from sync_job.plan import Plan
from sync_job.report import Documents, FeedReport, Outcome, Report

TAKEN = FeedReport("a", Outcome.TAKEN, Plan(keep=tuple(Reference(f"A-{number}") for number in range(99))))
UNCHANGED = FeedReport("a", Outcome.UNCHANGED, TAKEN.plan)
REFUSED = FeedReport("b", Outcome.REFUSED, why="empty")
FAILED = FeedReport("b", Outcome.FAILED, why="down")
ONE_BAD = FeedReport("a", Outcome.TAKEN, TAKEN.plan, (Unreadable(None, "it has no reference"),))
MANY_BAD = FeedReport("a", Outcome.TAKEN, TAKEN.plan, (Unreadable(Reference("secret"), "it has no town"),) * 6)


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report((TAKEN,)), 0),
        (Report((UNCHANGED,)), 0),
        (Report((ONE_BAD,)), 0),
        (Report((MANY_BAD,)), 3),
        (Report((FAILED,)), 3),
        (Report((TAKEN, FAILED)), 3),
        (Report((TAKEN,), Documents(failed=("down",))), 3),
        (Report(stopped="another sync is running"), 3),
        (Report((REFUSED,)), 4),
        (Report((TAKEN, REFUSED)), 4),
        (Report((FAILED, REFUSED)), 4),
        (Report((TAKEN,), misconfigured=True), 2),
    ],
)
def test_the_exit_code_tells_done_from_partial_refused_and_misconfigured(report, code):
    assert report.exit_code == code
    assert report.plain()["exit_code"] == code


def test_a_report_counts_reasons():
    plain = Report((MANY_BAD,), Documents(uploaded=2, failed=("down", "down", "full"))).plain()
    assert plain["feeds"][0]["unreadable"] == {"it has no town": 6}
    assert plain["feeds"][0]["keep"] == 99
    assert plain["documents"] == {"uploaded": 2, "adopted": 0, "removed": 0, "failed": {"down": 2, "full": 1}}
