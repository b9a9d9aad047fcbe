from dataclasses import replace
from datetime import date

import pytest
from brisa_sur import AGENCY_FILE, BRISA_SUR

from panelin.agency import NEXT_OPENING, Agency, Agent, Alarms, Channel, ChannelKind, HandoffRules, Hours, MayLeave, Rule, Team
from panelin.errors import Misconfigured
from panelin.ids import AgentId
from panelin.runtime.agency_checks import check, warnings
from panelin.runtime.agency_file import read_agency
from panelin.runtime.toml_table import Faults

MARTA = BRISA_SUR.agents[AgentId("marta")]
JAVIER = BRISA_SUR.agents[AgentId("javier")]
VENTAS = BRISA_SUR.teams["ventas"]


def found(agency: Agency, *own_numbers: str) -> list[str]:
    faults = Faults()
    check(agency, faults, own_numbers)
    try:
        faults.report(AGENCY_FILE)
    except Misconfigured as refused:
        return [problem.removeprefix("agency.toml: ") for problem in refused.problems]
    return []


def with_agent(agent: Agent) -> Agency:
    return replace(BRISA_SUR, agents={**BRISA_SUR.agents, agent.id: agent})


def with_team(team: Team) -> Agency:
    return replace(BRISA_SUR, teams={**BRISA_SUR.teams, team.id: team})


def with_text(key: str, theirs: str, language: str = "es") -> Agency:
    return replace(BRISA_SUR, texts={language: {key: theirs}})


def test_the_sample_owes_nothing():
    assert found(BRISA_SUR, "+34952000000") == []


@pytest.mark.parametrize(
    ("routing", "said"),
    [
        ((), "routing: missing"),
        ((Rule("ventas"), Rule("alquiler")), "routing[0]: a rule without a condition must be the last"),
        ((Rule("ventas", {"town": frozenset({"nerja"})}),), "routing[0].when: the last rule must have no condition"),
        ((Rule("venta"),), "routing[0].team: unknown team 'venta'; did you mean ventas?"),
        (
            (Rule("ventas", {"operation": frozenset({"compra"})}), Rule("ventas")),
            "routing[0].when.operation: 'compra' is not one of alquiler",
        ),
        ((Rule("ventas", {"language": frozenset({"fr"})}), Rule("ventas")), "routing[0].when.language: 'fr' is not one of de, en, es"),
        ((Rule("ventas", {"reason": frozenset({"enfado"})}), Rule("ventas")), "routing[0].when.reason: 'enfado' is not one of asked"),
    ],
)
def test_the_routing_always_ends_with_a_team(routing, said):
    assert found(replace(BRISA_SUR, routing=routing))[0].startswith(said)


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (replace(VENTAS, agents=()), "teams.ventas.agents: at least one agent is wanted"),
        (replace(VENTAS, agents=(AgentId("marta"), AgentId("javi"))), "teams.ventas.agents: unknown agent 'javi'; did you mean javier?"),
        (replace(VENTAS, hours=Hours()), "teams.ventas.hours: the team is never open in the week"),
    ],
)
def test_a_team_has_known_agents_and_is_open_some_time(team, said):
    assert said in found(with_team(team))


def test_a_team_of_one_needs_an_owner_who_hears_the_alarm():
    alone = with_team(replace(VENTAS, agents=(AgentId("marta"),)))
    assert found(alone) == []
    assert found(replace(alone, alarms=Alarms()))[0].startswith("alarms.owner: missing; team ventas is one person")


def test_an_agency_has_a_team():
    assert "teams: at least one team is wanted" in found(replace(BRISA_SUR, teams={}))


def test_each_agent_is_in_a_team():
    assert found(
        with_agent(replace(MARTA, id=AgentId("eva"), email=None, whatsapp="+34600000103", notify=(Channel(ChannelKind.WHATSAPP),)))
    ) == ["agents.eva: is in no team"]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (replace(JAVIER, email="MARTA@brisasur.example"), "email: is another agent's too"),
        (replace(JAVIER, whatsapp=MARTA.whatsapp), "whatsapp: is another agent's too"),
        (replace(JAVIER, whatsapp="+34952000000"), "whatsapp: is the agency's own number"),
        (replace(JAVIER, whatsapp=None), 'whatsapp: missing, but notify names "whatsapp"'),
        (replace(JAVIER, email=None), 'email: missing, but notify names "email"'),
        (replace(JAVIER, notify=()), "notify: nobody can tell her"),
    ],
)
def test_each_agent_can_be_told_by_a_way_of_her_own(agent, said):
    assert any(problem.startswith(f"agents.javier.{said}") for problem in found(with_agent(agent)))


def test_the_number_that_the_caller_knows_as_the_agencys_is_no_agents():
    assert found(BRISA_SUR, "34 600 000 101")[0].startswith("agents.marta.whatsapp: is the agency's own number")


def test_viewings_keep_to_the_half_hour_and_to_the_hours_of_the_team():
    tuesday = MARTA.viewings.week[1]
    crooked = replace(tuesday[0], opens=tuesday[0].opens.replace(minute=15))
    assert found(with_agent(replace(MARTA, viewings=Hours(((), (crooked,), (), (), (), (), ()))))) == [
        "agents.marta.viewings: viewings begin and end at the full or half hour"
    ]
    assert found(with_agent(replace(MARTA, viewings=Hours(((), (), (), (), (), (), tuesday))))) == [
        "agents.marta.viewings: viewings must lie inside the hours of her team"
    ]


def test_the_steps_of_an_escalation_ascend_to_the_next_opening():
    first, second, _ = BRISA_SUR.handoff.escalate
    assert found(replace(BRISA_SUR, handoff=HandoffRules(escalate=(second, first)))) == ["handoff.escalate: the steps must ascend"]
    assert found(replace(BRISA_SUR, handoff=HandoffRules(escalate=(NEXT_OPENING, first)))) == [
        'handoff.escalate: "next_opening" must be the last step'
    ]


@pytest.mark.parametrize(
    ("key", "theirs", "said"),
    [
        ("cierre_suav", "Adiós", "unknown text; did you mean cierre_suave?"),
        ("soy_ia", "Soy Laura", 'a locked text must keep "asistente virtual"'),
        ("cierre_suave", "Mira https://otra.example/casas", "otra.example is not in agency.may_leave.hosts"),
        ("cierre_suave", "Mira www.otra.example.", "otra.example is not in agency.may_leave.hosts"),
        ("cierre_suave", "Llama al 600 123 123", "holds a phone number that is not in agency.may_leave.phones"),
        ("cierre_suave", "x" * 701, "is 701 characters when filled; at most 700 are allowed"),
        ("boton_agente", "Hablar con un agente ya", "is 23 characters when filled; at most 20 are allowed"),
        ("negociacion", "{agente} " + "x" * 691, "is 703 characters when filled; at most 700 are allowed"),
    ],
)
def test_a_text_of_the_agency_is_held_to_the_same_rules(key, theirs, said):
    assert f"texts.es.{key}: {said}" in found(with_text(key, theirs))


def test_a_text_may_name_the_agencys_own_page_and_phone():
    assert found(with_text("cierre_suave", "https://www.brisasur.example/casas o +34 952 00 00 00")) == []
    assert found(replace(with_text("cierre_suave", "952000000"), may_leave=MayLeave(phones=("+952000000",)))) == []


def test_a_text_in_a_language_that_the_agency_does_not_speak_is_refused():
    assert found(replace(with_text("cierre_suave", "Bye", "en"), languages=("es",))) == ["texts.en: not one of the agency's languages (es)"]


def test_agents_on_whatsapp_need_the_template_that_tells_them():
    without = {purpose: template for purpose, template in BRISA_SUR.templates.items() if purpose != "aviso_equipo"}
    assert found(replace(BRISA_SUR, templates=without)) == ["templates.aviso_equipo: missing, but agents are told by WhatsApp"]
    by_mail = {agent.id: replace(agent, notify=(Channel(ChannelKind.EMAIL),)) for agent in (MARTA, JAVIER)}
    assert found(replace(BRISA_SUR, templates=without, agents=by_mail)) == []


def test_two_purposes_do_not_share_a_template():
    shared = {**BRISA_SUR.templates, "bajada_precio": BRISA_SUR.templates["retomar_busqueda"]}
    assert "templates.bajada_precio.name: retomar_busqueda_v1 is named twice" in found(replace(BRISA_SUR, templates=shared))


def test_the_callers_own_numbers_reach_the_check():
    with pytest.raises(Misconfigured, match=r"agents\.javier\.whatsapp: is the agency's own number"):
        read_agency(AGENCY_FILE, own_numbers=("34600000102",))


def test_forgotten_holidays_and_towns_are_worth_a_warning():
    assert warnings(BRISA_SUR, today=date(2026, 11, 23), towns=BRISA_SUR.zones["Axarquía"]) == ()
    late = warnings(BRISA_SUR, today=date(2027, 1, 7), towns=["Nerja", "Torox", "Frigiliana", "Cómpeta", "Vélez-Málaga"])
    assert late[0].startswith("holidays: none in the next 180 days")
    assert late[1] == "zones.Axarquía: Torrox is not in the catalogue; did you mean Torox?"
    assert warnings(BRISA_SUR, today=date(2026, 11, 23)) == ()
