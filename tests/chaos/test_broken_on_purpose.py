"""The test of the test: without one rule of the protocol the judge turns red, with all of them it stays green (protocol.md section 13)."""

import pytest
from broken_app import RULES
from chaos_house import house, street
from chaos_scenarios import SCALE, SCENARIOS, SLOW

IN_CI = ("acknowledge_before_store", "no_query_after_release", "overtaking_allowed")


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    with street(tmp_path_factory.mktemp("outside")) as found:
        yield found


def played(rule, broken, tmp_path, outside):
    """What the judge finds in a rule's case."""
    with house("sqlite", tmp_path, outside, scale=SLOW.get(rule, SCALE)) as found:
        return SCENARIOS[rule](found, rule if broken else "nothing")


def test_every_rule_has_its_case():
    assert len(RULES) == 16
    assert set(RULES) <= set(SCENARIOS)


@pytest.mark.chaos
@pytest.mark.parametrize("rule", IN_CI)
def test_the_judge_sees_the_rule_broken_and_nothing_else(rule, tmp_path, outside):
    assert played(rule, True, tmp_path / "broken", outside).faults != {}
    assert played(rule, False, tmp_path / "whole", outside).faults == {}


@pytest.mark.chaos
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in IN_CI])
def test_so_it_does_for_every_other_rule(rule, tmp_path, outside):
    assert played(rule, True, tmp_path / "broken", outside).faults != {}
    assert played(rule, False, tmp_path / "whole", outside).faults == {}
