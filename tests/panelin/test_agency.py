from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR

from panelin.agency import NEXT_OPENING, HandoffRules, Hours, Rule
from panelin.ids import AgentId, Reference


def test_an_agents_number_is_known_without_the_plus_that_meta_leaves_out():
    assert BRISA_SUR.agent_with_number("34600000101").id == "marta"
    assert BRISA_SUR.agent_with_number("+34 600 000 102").id == "javier"


@pytest.mark.parametrize("stranger", ["34600000001", "600000101", "34600000101999", "", "US.13491208655302741918"])
def test_any_other_number_is_a_customers(stranger):
    assert BRISA_SUR.agent_with_number(stranger) is None


def test_an_agent_without_a_number_is_nobody_on_whatsapp():
    marta = replace(BRISA_SUR.agents[AgentId("marta")], whatsapp=None)
    agency = replace(BRISA_SUR, agents={marta.id: marta})
    assert agency.agent_with_number("") is None


def test_an_agent_is_found_by_id_and_one_who_left_is_nobody():
    assert BRISA_SUR.agent("marta").first_name == "Marta"
    assert BRISA_SUR.agent("paco") is None
    assert BRISA_SUR.agent(None) is None


@pytest.mark.promise("P10")
def test_neither_phone_nor_mail_of_a_person_stands_in_a_representation():
    shown = repr(BRISA_SUR)
    assert "600000101" not in shown
    assert "marta@" not in shown
    assert "rafa@" not in shown


@pytest.mark.parametrize(("facts", "team"), [({}, "ventas"), ({"operation": "venta"}, "ventas"), ({"operation": "alquiler"}, "alquiler")])
def test_the_first_rule_that_holds_chooses_the_team(facts, team):
    assert BRISA_SUR.team_for(**facts).id == team


def test_all_conditions_of_a_rule_must_hold_and_case_does_not_count():
    rule = Rule("alquiler", {"town": frozenset({"nerja", "torrox"}), "language": frozenset({"de"})})
    agency = replace(BRISA_SUR, routing=(rule, Rule("ventas")))
    assert agency.team_for(town="Torrox", language="de").id == "alquiler"
    assert agency.team_for(town="Torrox", language="es").id == "ventas"
    assert agency.team_for(language="de").id == "ventas"


@pytest.mark.parametrize("condition", ["reference", "reason", "campaign"])
def test_a_request_may_be_routed_by_what_it_is_about(condition):
    agency = replace(BRISA_SUR, routing=(Rule("alquiler", {condition: frozenset({"bs-1042"})}), Rule("ventas")))
    assert agency.team_for(**{condition: Reference("BS-1042")}).id == "alquiler"


def test_a_stranger_is_written_to_in_english_and_a_silent_one_in_the_agencys_first_language():
    assert BRISA_SUR.language() == "es"
    assert BRISA_SUR.language("de") == "de"
    assert replace(BRISA_SUR, languages=("es", "en")).language("de") == "en"
    assert replace(BRISA_SUR, languages=("es",)).language("de") == "es"


def test_without_hours_of_their_own_follow_ups_keep_to_the_offices():
    assert BRISA_SUR.follow_up_hours.week[0][0].opens.hour == 10
    assert replace(BRISA_SUR, hours={"default": Hours()}).follow_up_hours == Hours()
    assert BRISA_SUR.office_hours == BRISA_SUR.team_for().hours


def test_the_privacy_page_is_at_hand_for_the_first_sentence():
    assert BRISA_SUR.privacy_url == "https://brisasur.example/privacidad"


def test_the_ordinary_handoff_escalates_twice_and_at_the_next_opening():
    assert HandoffRules().escalate == (timedelta(minutes=15), timedelta(minutes=30), NEXT_OPENING)
    assert HandoffRules().return_after == timedelta(hours=24)
