import pytest

from app.whatsapp.pace import SLOW_FOR, Breaker, Bucket


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def test_a_second_of_sends_goes_at_once_and_the_rest_at_the_numbers_pace(time):
    bucket = Bucket(80, clock=time)
    waits = [bucket.take(10) for _ in range(160)]
    assert waits[:80] == [0] * 80
    assert waits[-1] == pytest.approx(1.0)
    assert waits == sorted(waits)


def test_time_fills_the_bucket_but_never_above_a_second(time):
    bucket = Bucket(2, clock=time)
    time.now += 3600
    assert [bucket.take(10) for _ in range(3)] == [0, 0, 0.5]


def test_who_would_wait_too_long_takes_nothing(time):
    bucket = Bucket(1, clock=time)
    assert bucket.take(0.5) == 0
    assert bucket.take(0.5) is None
    assert bucket.take(0.5) is None
    time.now += 1
    assert bucket.take(0.5) == 0


def test_a_number_that_was_too_fast_is_slow_for_a_minute(time):
    bucket = Bucket(80, clock=time)
    bucket.slow_down()
    assert bucket.take(10) == pytest.approx(1 / 40)
    time.now += SLOW_FOR + 0.1
    assert [bucket.take(0) for _ in range(41)][-1] == 0


def test_it_never_stands_still(time):
    bucket = Bucket(80, clock=time)
    for _ in range(20):
        bucket.slow_down()
    assert bucket.take(10) == pytest.approx(0.2)
    leisurely = Bucket(1, clock=time)
    leisurely.slow_down()
    assert leisurely.take(10) == 1


def test_a_broken_account_is_tried_once_a_minute(time):
    breaker = Breaker(60, clock=time)
    assert breaker.held() is None
    breaker.trip(190)
    assert breaker.held() == (190, 60)
    time.now += 60
    assert breaker.held() is None
    assert breaker.held() == (190, 60)


def test_a_mended_account_sends_again(time):
    breaker = Breaker(60, clock=time)
    breaker.trip(131042)
    breaker.mend()
    assert breaker.held() is None
