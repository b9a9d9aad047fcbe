import pytest

from app.assistant.health import Breaker, RetryBudget


def broken(calls=20, at=0.0):
    breaker = Breaker()
    for _ in range(calls):
        breaker.failed(at)
    return breaker


def test_a_few_failures_open_nothing():
    assert broken(19).admits(0.0)


def test_half_of_twenty_calls_is_too_many():
    breaker = Breaker()
    for _ in range(10):
        breaker.succeeded(0.0)
    opened = [breaker.failed(1.0) for _ in range(10)]
    assert opened == [False] * 9 + [True]
    assert not breaker.admits(1.0)
    assert breaker.is_open(1.0)


def test_less_than_half_is_bearable():
    breaker = Breaker()
    for _ in range(11):
        breaker.succeeded(0.0)
    for _ in range(10):
        breaker.failed(0.0)
    assert breaker.admits(0.0)


def test_failures_of_half_a_minute_ago_are_forgotten():
    breaker = Breaker()
    for _ in range(19):
        breaker.failed(0.0)
    breaker.failed(31.0)
    assert breaker.admits(31.0)


def test_a_failure_that_no_repetition_can_help_opens_at_once():
    breaker = Breaker()
    assert breaker.failed(0.0, for_good=True)
    assert not breaker.admits(14.9)


def test_opening_is_told_once_however_many_calls_were_under_way():
    breaker = broken(20)
    assert not breaker.failed(0.5)


def test_after_the_pause_exactly_one_probe_goes():
    breaker = broken()
    assert not breaker.is_open(15.1)
    assert [breaker.admits(15.1) for _ in range(3)] == [True, False, False]
    assert breaker.is_open(15.1)


def test_a_probe_that_is_answered_closes_the_breaker_with_a_clean_slate():
    breaker = broken()
    breaker.admits(15.1)
    breaker.succeeded(16.0)
    assert [breaker.admits(16.0) for _ in range(3)] == [True] * 3
    assert not breaker.failed(16.0)


def test_a_probe_that_fails_opens_it_again_without_another_alarm():
    breaker = broken()
    breaker.admits(15.1)
    assert not breaker.failed(16.0)
    assert not breaker.admits(30.9)
    assert breaker.admits(31.1)


def test_a_probe_that_was_called_off_is_given_back():
    breaker = broken()
    breaker.admits(15.1)
    breaker.abandoned()
    assert breaker.admits(15.2)


@pytest.mark.parametrize(("calls", "retries"), [(0, 10), (100, 10)])
def test_some_retries_are_in_hand_and_no_more_can_be_saved_up(calls, retries):
    budget = RetryBudget()
    for _ in range(calls):
        budget.called()
    assert [budget.take() for _ in range(retries + 1)] == [True] * retries + [False]


def test_ten_calls_earn_one_retry():
    budget = RetryBudget()
    while budget.take():
        pass
    for _ in range(11):
        budget.called()
    assert [budget.take(), budget.take()] == [True, False]
