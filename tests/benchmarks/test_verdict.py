"""A bound is judged on the ratio where there is a peer, and one busy moment of the machine bends no verdict."""

import pytest

from benchmarks.verdict import Row, middle, pairs, table


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (Row("cpu", "us", 170, 100, at_most=1.7), True),
        (Row("cpu", "us", 171, 100, at_most=1.7), False),
        (Row("rate", "/s", 160, 100, at_least=1.6), True),
        (Row("rate", "/s", 159, 100, at_least=1.6), False),
        (Row("memory", "MiB", 95, at_most=95), True),
        (Row("memory", "MiB", 95.01, at_most=95), False),
        (Row("late", "of 3", 0, at_most=0), True),
        (Row("late", "of 3", 1, at_most=0), False),
        (Row("to know", "ms", 9e9, 1), True),
    ],
    ids=lambda each: each.measure if isinstance(each, Row) else str(each),
)
def test_a_bound_holds_up_to_itself(row, holds):
    assert row.holds is holds


def test_an_unknown_figure_keeps_no_bound():
    assert not Row("memory", "MiB", float("nan"), at_most=95).holds


def test_the_round_of_the_median_ratio_stands_for_all():
    busy = (900.0, 300.0)
    assert pairs([(150.0, 100.0), busy, (140.0, 100.0), (160.0, 100.0), (130.0, 100.0)]) == (150.0, 100.0)


def test_of_an_even_number_of_rounds_the_lower_middle_one_stands():
    assert pairs([(2.0, 1.0), (1.0, 1.0)]) == (1.0, 1.0)


def test_a_slow_minute_that_slows_both_changes_no_ratio():
    ours, peer = pairs([(100.0, 100.0), (300.0, 300.0), (200.0, 200.0)])
    assert ours / peer == 1


def test_the_middle_is_the_median():
    assert middle([3, 1, 100]) == 3


def test_the_table_names_what_is_broken():
    written = table([Row("webhook", "us", 315, 290, at_most=1.7), Row("memory", "MiB", 123.4, at_most=95), Row("to know", "ms", 1.5)])
    head, rule, webhook, memory, known = written.splitlines()
    assert head.split() == ["measure", "ours", "peer", "ratio", "bound", "ok"]
    assert set(rule) == {"-", " "}
    assert webhook.split() == ["webhook", "315", "us", "290", "us", "1.09", "<=", "1.7", "yes"]
    assert memory.split() == ["memory", "123", "MiB", "<=", "95", "MiB", "NO"]
    assert known.split() == ["to", "know", "1.5", "ms"]
