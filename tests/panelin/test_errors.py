"""Errors, told apart by what the caller should do."""

from datetime import timedelta

import pytest

from panelin.errors import Conflict, Misconfigured, PanelinError, Rejected, Unavailable, Uncertain

EACH = [
    Misconfigured(("PORT is malformed",)),
    Rejected("this recipient is not on WhatsApp", code=131026),
    Unavailable("too many messages"),
    Uncertain("no answer came"),
    Conflict("somebody else wrote"),
]


@pytest.mark.parametrize("error", EACH, ids=lambda error: type(error).__name__)
def test_everything_that_we_report_is_caught_by_one_name_and_no_kind_is_another(error):
    assert isinstance(error, PanelinError)
    assert [type(other) for other in EACH if isinstance(error, type(other))] == [type(error)]


def test_all_faults_of_a_start_are_told_together():
    fault = Misconfigured(("VERIFY_TOKEN is missing", "PORT is malformed"))
    assert str(fault) == "VERIFY_TOKEN is missing; PORT is malformed"
    assert fault.problems == ("VERIFY_TOKEN is missing", "PORT is malformed")


def test_a_refusal_carries_the_vendors_own_code():
    assert (str(EACH[1]), EACH[1].code) == ("this recipient is not on WhatsApp", 131026)
    assert Rejected("no").code is None


def test_who_is_busy_may_say_when_to_come_back():
    busy = Unavailable("too many messages", retry_after=timedelta(seconds=30), code=131056)
    assert (busy.retry_after, busy.code) == (timedelta(seconds=30), 131056)
    assert (EACH[2].retry_after, EACH[2].code) == (None, None)
