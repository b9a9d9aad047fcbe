from app.assistant.limits import Deadline, Limits


def test_a_turn_has_ninety_seconds_a_call_thirty_and_two_are_the_least():
    limits = Limits()
    assert (limits.turn, limits.call, limits.connect, limits.least) == (90, 30, 3, 2)


def test_a_test_shortens_every_wait_and_no_count():
    quick = Limits().scaled(0.1)
    assert (quick.turn, quick.call, quick.stays_open) == (9, 3, 1.5)
    assert (quick.tries, quick.rounds) == (2, 6)


def test_a_deadline_runs_down():
    assert 0.9 < Deadline.after(1).left() <= 1
    assert Deadline.after(-1).left() < 0
