import pytest

from load_tests.ledger import Attempt
from load_tests.verdict import Answer, arrivals_of, judged, percentile


def posted(*numbers, at, customer=1, stamp=None, status=200, took=0.01, burst=1, due=None, again=False):
    stamps = tuple(int(at) if stamp is None else stamp for _ in numbers)
    return Attempt(customer, numbers, stamps, tuple(burst for _ in numbers), at if due is None else due, at, at + took, status, again)


def said(at, *names):
    return Answer(at, tuple((customer, number) for customer, number in names))


def verdict(attempts, answers, **more):
    planned = [(attempt.customer, number) for attempt in attempts for number in attempt.numbers]
    return judged(attempts, answers, planned, **more)


def test_a_burst_that_is_answered_once_and_in_order_has_no_fault():
    found = verdict([posted(1, at=100), posted(2, at=101)], [said(104, (1, 1), (1, 2))])
    assert (found.lost, found.doubled, found.disordered, found.unaccepted) == ([], [], [], [])
    assert (found.messages, found.answers, found.refused, found.strange) == (2, 1, 0, {})


def test_what_was_acknowledged_and_never_answered_is_lost():
    assert verdict([posted(1, at=100), posted(2, at=101)], [said(104, (1, 1))]).lost == [(1, 2)]


def test_another_customers_answer_saves_nobody():
    assert verdict([posted(1, at=100)], [said(104, (2, 1))]).lost == [(1, 1)]


def test_what_was_refused_until_the_end_is_not_lost_but_was_never_accepted():
    found = verdict([posted(1, at=100, status=503), posted(1, at=101, status=503)], [])
    assert (found.lost, found.unaccepted, found.refused) == ([], [(1, 1)], 2)


def test_what_was_planned_and_never_posted_was_never_accepted():
    assert judged([], [], [(1, 1)]).unaccepted == [(1, 1)]


def test_what_was_refused_and_accepted_later_must_be_answered():
    attempts = [posted(1, at=100, status=503), posted(1, at=101)]
    assert verdict(attempts, []).lost == [(1, 1)]
    assert verdict(attempts, [said(104, (1, 1))]).lost == []


def test_a_message_in_two_answers_is_doubled():
    assert verdict([posted(1, at=100)], [said(104, (1, 1)), said(105, (1, 1))]).doubled == [(1, 1)]


def test_a_message_twice_in_one_answer_is_doubled():
    assert verdict([posted(1, at=100)], [said(104, (1, 1), (1, 1))]).doubled == [(1, 1)]


def test_a_second_delivery_wants_no_second_answer():
    found = verdict([posted(1, at=100), posted(1, at=102, again=True)], [said(104, (1, 1))])
    assert (found.messages, found.lost, found.doubled) == (1, [], [])


def test_the_earlier_message_is_answered_first():
    attempts = [posted(1, at=100), posted(2, at=110, burst=2)]
    assert verdict(attempts, [said(114, (1, 2)), said(115, (1, 1))]).disordered == [((1, 1), (1, 2))]
    assert verdict(attempts, [said(115, (1, 2)), said(114, (1, 1))]).disordered == []


def test_messages_under_way_at_once_have_no_order():
    attempts = [posted(1, at=100, took=0.5), posted(2, at=100.2)]
    assert verdict(attempts, [said(104, (1, 2), (1, 1))]).disordered == []


def test_customers_have_no_order_among_each_other():
    attempts = [posted(1, at=100), posted(1, at=110, customer=2)]
    assert verdict(attempts, [said(112, (2, 1)), said(120, (1, 1))]).disordered == []


def test_in_one_answer_the_order_is_that_of_metas_seconds():
    overtaken = [posted(2, at=101, stamp=101), posted(1, at=101.2, stamp=100)]
    assert verdict(overtaken, [said(104, (1, 1), (1, 2))]).disordered == []
    assert verdict(overtaken, [said(104, (1, 2), (1, 1))]).disordered == [((1, 1), (1, 2))]


@pytest.mark.parametrize(("delay", "scale"), [(3.0, 1.0), (1.0, 0.1)])
def test_what_arrives_after_the_burst_was_heard_may_stand_behind(delay, scale):
    late = [posted(2, at=101, stamp=101), posted(1, at=101 + delay, stamp=100)]
    assert verdict(late, [said(108, (1, 2), (1, 1))], scale=scale).disordered == []


def test_only_answers_that_repeat_numbers_are_answers():
    found = verdict(
        [posted(1, at=100)], [Answer.of(103, "Un momento, por favor"), Answer.of(104, "Soy una IA. busco piso m1x1 | hola m1x2b")]
    )
    assert (found.answers, found.lost, found.first_answers) == (1, [], [4])


def test_the_first_answer_counts_from_the_first_message_of_its_burst():
    attempts = [posted(1, at=100), posted(2, at=102), posted(3, at=200, burst=2)]
    answers = [said(103, (1, 1)), said(105, (1, 2)), said(206, (1, 3))]
    assert verdict(attempts, answers).first_answers == [3, 6]


def test_statuses_beside_200_and_503_are_counted_by_kind():
    found = verdict([posted(1, at=100, status=500), posted(1, at=101, status=0), posted(1, at=102)], [said(104, (1, 1))])
    assert found.strange == {500: 1, 0: 1}


def test_only_an_acknowledgement_has_a_time_and_every_post_has_a_lateness():
    found = verdict([posted(1, at=100, took=9, status=503), posted(1, at=101, took=0.2, due=100.5)], [])
    assert found.acknowledgements == pytest.approx([0.2])
    assert found.lateness == pytest.approx([0, 0.5])


def test_a_message_came_when_its_first_post_began_and_was_acknowledged_by_the_first_200():
    attempts = [posted(1, at=102), posted(1, at=100, status=503), posted(1, at=110)]
    arrival = arrivals_of(attempts)[(1, 1)]
    assert (arrival.began, arrival.acknowledged) == (100, pytest.approx(102.01))


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2), (0.75, 3), (0.99, 4), (0.0, 1)])
def test_a_percentile_is_a_figure_that_was_measured(share, expected):
    assert percentile([4, 1, 3, 2], share) == expected


def test_nothing_measured_has_no_percentile():
    assert percentile([], 0.5) is None
