"""Each part's own arithmetic: which rounds make which row, and the exit code."""

import pytest

from benchmarks import __main__ as bench
from benchmarks import cost, start, webhook
from benchmarks.billing import Bill, Operation
from benchmarks.emulator import Missing
from benchmarks.start import Start
from benchmarks.verdict import Row


def test_the_webhook_is_judged_by_cpu_beside_pywa_and_by_rate_beside_single_creates():
    rounds = [((300, 2000), (200, 3000), (600, 1000))] * 3
    cpu, rate, beside = webhook.verdict(rounds)
    assert (cpu.ours, cpu.peer, cpu.holds) == (300, 200, True)
    assert (rate.ours, rate.peer, rate.holds) == (2000, 1000, True)
    assert (beside.ours, beside.peer, beside.at_most) == (300, 600, None)


def test_a_webhook_that_is_no_faster_than_single_creates_breaks_its_bound():
    assert not webhook.verdict([((300, 1500), (200, 3000), (600, 1000))])[1].holds


def test_the_start_is_judged_on_both_first_answers_and_on_memory():
    ours, bare = Start(cpu=490, wall=500, memory=87), Start(cpu=400, wall=350, memory=80)
    rows = {row.measure: row for row in start.verdict([(ours, bare)], [(ours, bare)] * 2, late=0)}
    assert [row.holds for row in rows.values()] == [True, False, True, True, True, True, True]
    assert rows["memory at the first 200"].ours == 87


def test_of_the_starts_by_the_clock_the_fastest_of_each_program_counts():
    rounds = [(Start(400, wall, 80), Start(400, other, 80)) for wall, other in ((900, 410), (420, 800), (700, 700))]
    clock = start.verdict(rounds, rounds[:1], late=0)[1]
    assert (clock.ours, clock.peer, clock.holds) == (420, 410, True)


def test_a_heavy_library_that_was_imported_breaks_the_bound():
    ours = Start(cpu=1, wall=1, memory=1)
    assert not start.verdict([(ours, ours)], [(ours, ours)], late=1)[-1].holds


def test_a_bill_tells_writes_verifies_and_reads_apart():
    bill = Bill([Operation("commit", writes=2, verifies=1), Operation("query", reads=3), Operation("get", reads=1)])
    assert (bill.writes, bill.verifies, bill.reads) == (2, 1, 4)
    bill.forget()
    assert (bill.writes, bill.verifies, bill.reads) == (0, 0, 0)


def test_each_look_at_the_inbox_has_its_own_reason():
    looks = [line.split(maxsplit=3)[-1] for line in cost.explained([Operation("query inbox", reads=1)] * 5)]
    assert looks == [*cost.PURPOSES["query inbox"], cost.PURPOSES["query inbox"][-1]]


def test_an_operation_that_nobody_thought_of_is_shown_as_such():
    assert list(cost.explained([Operation("commit settings", writes=1)])) == ["  1w     commit settings                   ?"]


@pytest.mark.parametrize(("ours", "code"), [(1, 0), (2, 1)])
def test_a_broken_bound_ends_with_one(monkeypatch, capsys, ours, code):
    monkeypatch.setattr(cost, "rows", lambda: [Row("reads", "", ours, at_most=1)])
    assert bench.main(["cost"]) == code
    assert "reads" in capsys.readouterr().out


def test_a_part_that_is_not_there_is_said(capsys):
    assert bench.main(["speed"]) == 2
    assert "webhook, turn, start, cost" in capsys.readouterr().err


def test_a_machine_without_the_emulator_is_told_so(monkeypatch, capsys):
    def without():
        raise Missing("the Firestore emulator needs gcloud and java")

    monkeypatch.setattr(cost, "rows", without)
    assert bench.main(["cost"]) == 2
    assert "needs gcloud and java" in capsys.readouterr().err
