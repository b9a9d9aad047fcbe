import pytest

from sandbox.database import Database
from sandbox.faults import Faults


@pytest.fixture
def database():
    database = Database(":memory:")
    yield database
    database.close()


@pytest.fixture
def faults(database):
    return Faults(database)


def test_without_a_fault_nothing_strikes(faults):
    assert faults.take("graph", "latency") is None


def test_a_fault_strikes_its_target_and_kind_only_and_counts_its_hits(faults):
    faults.add({"target": "graph", "kind": "latency", "value": 2})
    assert faults.take("openai", "latency") is None
    assert faults.take("graph", "hang") is None
    assert faults.take("graph", "latency").value == 2
    assert faults.take("graph", ("hang", "latency")) is not None
    assert faults.take("graph") is not None
    assert faults.list()[0]["hits"] == 3


def test_a_counted_fault_is_spent_after_its_count_and_stays_listed(faults):
    faults.add({"target": "graph", "kind": "reset", "count": 2})
    assert [faults.take("graph", "reset") is not None for _ in range(4)] == [True, True, False, False]
    assert faults.list()[0]["hits"] == 2


def test_a_share_strikes_about_so_often_and_the_same_way_every_time(database):
    def history():
        database.clear()
        faults = Faults(database, seed=7)
        faults.add({"target": "graph", "kind": "reset", "share": 0.3})
        return [faults.take("graph", "reset") is not None for _ in range(1000)]

    first = history()
    assert 250 < sum(first) < 350
    assert history() == first


def test_a_fault_with_conditions_strikes_only_what_fits(faults):
    faults.add({"target": "graph", "kind": "code", "value": 131026, "to": "+34600000001"})
    assert faults.take("graph", "code", to="34600000002") is None
    assert faults.take("graph", "code") is None
    assert faults.take("graph", "code", to="34600000001") is not None


def test_a_path_fits_by_any_part_of_it(faults):
    faults.add({"target": "graph", "kind": "status", "value": 500, "path": "/media"})
    assert faults.take("graph", "status", path="/graph/v26.0/1/messages") is None
    assert faults.take("graph", "status", path="/graph/v26.0/1/media") is not None


def test_a_code_as_kind_reads_as_that_code_for_the_recipient_in_value(faults):
    fault = faults.add({"target": "graph", "kind": "131026", "value": "34600000001"})
    assert (fault.kind, fault.value, fault.where) == ("code", 131026, {"to": "34600000001"})
    everybody = faults.add({"target": "graph", "kind": 130429})
    assert (everybody.value, everybody.where) == (130429, {})


def test_a_fault_may_be_asked_for_with_one_value_only(faults):
    faults.add({"target": "graph", "kind": "code", "value": 131026})
    assert faults.take("graph", "code", value=190) is None
    faults.add({"target": "graph", "kind": "code", "value": 190})
    assert faults.take("graph", "code", value=190).value == 190


def test_the_first_fault_that_fits_wins(faults):
    faults.add({"target": "graph", "kind": "status", "value": 500, "count": 1})
    faults.add({"target": "graph", "kind": "status", "value": 503})
    assert [faults.take("graph", "status").value for _ in range(3)] == [500, 503, 503]


def test_faults_are_lifted_by_target_kind_code_or_id(faults):
    for order in ({"target": "graph", "kind": "reset"}, {"target": "graph", "kind": "190"}, {"target": "openai", "kind": "locked"}):
        faults.add(order)
    assert faults.remove("graph", "190") == 1
    assert faults.remove(fault_id=3) == 1
    assert [fault["kind"] for fault in faults.list()] == ["reset"]
    assert faults.remove() == 1
    assert faults.list() == []


def test_faults_and_their_hits_survive_a_restart(database, faults):
    faults.add({"target": "graph", "kind": "reset", "count": 2, "how": "status", "to": "34600000001"})
    faults.take("graph", "reset", to="34600000001")
    again = Faults(database)
    assert again.list() == faults.list()
    assert again.list()[0]["hits"] == 1
    assert again.list()[0]["options"] == {"how": "status"}


@pytest.mark.parametrize(
    "order",
    [
        {"target": "mars", "kind": "reset"},
        {"target": "graph"},
        {"target": "graph", "kind": "explode"},
        {"target": "webhook", "kind": "131026"},
        {"target": "graph", "kind": "reset", "share": 1.5},
        {"target": "graph", "kind": "reset", "share": "half"},
        {"target": "graph", "kind": "reset", "count": 0},
        {"target": "graph", "kind": "reset", "count": 1.5},
    ],
)
def test_an_order_that_cannot_be_is_refused_with_a_sentence(faults, order):
    with pytest.raises(ValueError, match=r"must be|is missing"):
        faults.add(order)
    assert faults.list() == []
