"""The judge sees each kind of fault, and takes what the promises allow for none."""

from chaos_front import Told
from chaos_judge import ANSWER, NOTICE, Entry, Evidence, Post, judge

WHO = "34611000001"


def told(*numbers, acked=True):
    """Messages one after another, a second each."""
    return [Told(f"w{n}", WHO, f"busco m1x{n}", echo=False, began=n, acked=n + 0.1 if acked else None) for n in numbers]


def post(at, *numbers, opaque=None):
    """An answer that repeats numbers."""
    return Post(at, WHO, " | ".join(f"busco m1x{n}" for n in numbers), opaque or f"r{at}")


def faults(messages, posts, **more):
    """The kinds of fault that are found."""
    return set(judge(Evidence(messages, posts, **more)).faults)


def test_each_number_once_and_in_order_is_no_fault():
    assert faults(told(1, 2, 3), [post(10, 1, 2), post(11, 3)]) == set()


def test_an_acknowledged_number_without_an_end_is_lost():
    assert faults(told(1, 2), [post(10, 1)]) == {"lost"}


def test_what_was_never_acknowledged_cannot_be_lost():
    assert faults(told(1, acked=False), []) == set()


def test_a_dead_letter_is_an_end_but_not_beside_an_answer():
    assert faults(told(1), [], dead={"w1"}) == set()
    assert faults(told(1), [post(10, 1)], dead={"w1"}) == {"doubled"}


def test_a_number_in_two_answers_or_twice_in_one_is_doubled():
    assert faults(told(1), [post(10, 1), post(11, 1)]) == {"doubled"}
    assert faults(told(1), [post(10, 1, 1)]) == {"doubled"}


def test_a_record_may_be_sent_again_once_after_an_unknown_outcome():
    twice = [post(10, 1, opaque="r"), post(20, 1, opaque="r")]
    unknown, known = [[Entry(1, record="r", kind=ANSWER, state="sent", unknowns=1)]], [[Entry(1, record="r", kind=ANSWER, state="sent")]]
    assert faults(told(1), twice, entries=unknown) == set()
    assert judge(Evidence(told(1), twice, entries=unknown)).resent != []
    assert faults(told(1), twice, entries=known) == {"doubled"}
    assert faults(told(1), [*twice, post(30, 1, opaque="r")], entries=unknown) == {"doubled"}


def test_a_record_whose_status_came_is_not_sent_again():
    twice = [post(10, 1, opaque="r"), post(20, 1, opaque="r")]
    unknown = [[Entry(1, record="r", kind=ANSWER, state="sent", unknowns=1)]]
    assert faults(told(1), twice, entries=unknown, statuses={"r": 12.0}) == {"doubled"}


def test_an_earlier_number_behind_a_later_one_is_out_of_order():
    assert faults(told(1, 2), [post(10, 2), post(11, 1)]) == {"out_of_order"}
    assert faults(told(1, 2), [post(10, 2, 1)]) == {"out_of_order"}


def test_what_came_side_by_side_has_no_order():
    side_by_side = [Told("w1", WHO, "m1x1", echo=False, began=1, acked=3), Told("w2", WHO, "m1x2", echo=False, began=2, acked=2.5)]
    assert faults(side_by_side, [post(10, 2, 1)]) == set()


def test_after_a_person_has_written_nothing_older_is_answered():
    person = Told("e", WHO, "Hola", echo=True, began=5, acked=5)
    assert faults([*told(1), person], [post(5.1, 1)]) == set()
    assert faults([*told(1), person], [post(6, 1)]) == {"spoken_over"}
    assert faults([*told(1), person], []) == set()


def test_people_who_were_called_before_or_after_know():
    asked, item, answer = Entry(1, record="n", kind=NOTICE), Entry(2, item="w1"), Entry(1, record="a", kind=ANSWER, state="sent")
    assert faults(told(1), [], entries=[[asked, item]]) == set()
    assert faults(told(1), [], entries=[[item, Entry(3, record="n", kind=NOTICE)]]) == set()
    assert faults(told(1), [], entries=[[answer, item]]) == {"lost"}
    assert faults(told(1), [], entries=[[item, Entry(3, record="a", kind=ANSWER, state="sent"), Entry(4, record="n", kind=NOTICE)]]) == {
        "lost"
    }


def test_the_rest_of_a_turn_behind_a_failed_text_is_torn():
    failed, behind = Entry(2, 1, record="a", kind=ANSWER, state="failed"), Entry(3, 1, record="b", kind=ANSWER, state="sent")
    assert faults([], [], entries=[[failed, behind]]) == {"torn"}
    assert faults([], [], entries=[[failed, Entry(3, 2, record="b", kind=ANSWER, state="sent")]]) == set()


def test_a_thread_that_is_told_the_same_twice_is_seen():
    assert faults([], [], threads={"conv_1": ["m1x1", "m1x2"], "conv_2": ["m1x1"]}) == set()
    assert faults([], [], threads={"conv_1": ["m1x1", "m1x1"]}) == {"told_twice"}
