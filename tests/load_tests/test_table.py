import pytest

from load_tests.table import Line, lines, passed, written
from load_tests.verdict import Verdict

GOOD = {"acknowledgements": [0.01] * 200, "lateness": [0.0] * 200, "first_answers": [3.0], "refused": 0, "messages": 200, "answers": 70}


def broken(**more):
    """The measures whose limits do not hold."""
    statuses = more.pop("undelivered_statuses", 0)
    return [line.measure for line in lines(Verdict(**GOOD | more), undelivered_statuses=statuses) if not line.holds]


def test_a_good_run_passes():
    assert broken() == []


@pytest.mark.parametrize(
    ("fault", "measure"),
    [
        ({"acknowledgements": [0.26] * 200}, "acknowledged p50"),
        ({"acknowledgements": [0.01] * 197 + [1.1] * 3}, "acknowledged p99"),
        ({"lateness": [1.5] * 200}, "posted late p99"),
        ({"strange": {500: 1}}, "neither 200 nor 503"),
        ({"unaccepted": [(1, 1)]}, "never accepted"),
        ({"lost": [(1, 1)]}, "lost"),
        ({"doubled": [(1, 1)]}, "doubled"),
        ({"disordered": [((1, 1), (1, 2))]}, "disordered"),
        ({"undelivered_statuses": 3}, "statuses undelivered"),
    ],
)
def test_each_limit_breaks_by_itself(fault, measure):
    assert broken(**fault) == [measure]


def test_the_limit_itself_is_kept():
    assert broken(acknowledgements=[0.25] * 198 + [1.0] * 2) == []


def test_refusals_are_told_and_break_nothing():
    assert broken(refused=12) == []
    assert any(line.measure == "refused (503)" and line.figure == 12 for line in lines(Verdict(**GOOD | {"refused": 12})))


def test_a_run_in_which_nothing_was_acknowledged_does_not_pass():
    assert "acknowledged p50" in broken(acknowledgements=[])


def test_the_table_shows_figures_limits_and_the_word():
    text = written([Line("acknowledged p50", 0.0042, "s", 0.25), Line("lost", 0, at_most=0), Line("answers", 1234)])
    assert [row.split() for row in text.splitlines()[2:]] == [
        ["acknowledged", "p50", "4", "ms", "<=", "250", "ms", "yes"],
        ["lost", "0", "<=", "0", "yes"],
        ["answers", "1,234"],
        ["Verdict:", "passed"],
    ]


def test_a_broken_limit_is_shown_with_some_of_its_witnesses():
    table = lines(Verdict(**GOOD | {"lost": [(7, number) for number in range(1, 8)]}))
    assert not passed(table)
    assert "lost: (7, 1), (7, 2), (7, 3), (7, 4), (7, 5) and 2 more" in written(table)
    assert written(table).endswith("Verdict: FAILED")
