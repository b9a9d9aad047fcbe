"""What the parts of an agency file owe each other, and what is only worth a warning."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from panelin.actions import Reason
from panelin.agency import NEXT_OPENING, Agency, Agent, ChannelKind, HandoffRules, Hours, Rule, Team, digits
from panelin.languages import LANGUAGES, Language, override_faults, placeholders_of
from panelin.listing import Operation
from panelin.runtime.agency_hours import within
from panelin.runtime.toml_table import Faults, nearest

LONGEST_TEXT = 700  # our own hard stop (product sheet 7.1)
LONGEST_BUTTON = 20
GRID_MINUTES = 30
HOLIDAYS_AHEAD = timedelta(days=180)
_FILLER = "x" * 30  # stands for what a sentence is filled with, names and pages apart
_LINK = re.compile(r"https?://([^/\s{}]+)|\bwww\.([^/\s{}]+)")
_PHONE = re.compile(r"\+?\d(?:[\s().-]?\d){8,}")

Finding = tuple[str, str]  # a path and why


def check(agency: Agency, faults: Faults, own_numbers: tuple[str, ...] = ()) -> None:
    """Add the faults that only show when the parts are held together; what follows from a known fault stays unsaid."""
    own = {digits(number) for number in (*own_numbers, *agency.may_leave.phones)}
    findings = (
        *_routing(agency),
        *_teams(agency),
        *_agents(agency, own),
        *_escalation(agency.handoff),
        *_texts(agency),
        *_templates(agency),
    )
    new = [(path, why) for path, why in findings if not faults.touch(path)]
    for path, why in new:
        faults.add(path, why)


def _routing(agency: Agency) -> Iterator[Finding]:
    if not agency.routing:
        yield "routing", "missing; wanted is a list of rules, the last without a condition"
        return
    for place, rule in enumerate(agency.routing):
        if rule.team not in agency.teams:
            yield f"routing[{place}].team", f"unknown team {rule.team!r}{nearest(rule.team, frozenset(agency.teams))}"
        if not rule.when and rule is not agency.routing[-1]:
            yield f"routing[{place}]", "a rule without a condition must be the last: those after it would never be asked"
        yield from _conditions(rule, f"routing[{place}].when", agency)
    if agency.routing[-1].when:
        yield f"routing[{len(agency.routing) - 1}].when", "the last rule must have no condition"


def _conditions(rule: Rule, path: str, agency: Agency) -> Iterator[Finding]:
    known = {"operation": frozenset(Operation), "language": frozenset(agency.languages), "reason": frozenset(Reason)}
    for name, allowed in known.items():
        for word in sorted(rule.when.get(name, frozenset()) - allowed):
            yield f"{path}.{name}", f"{word!r} is not one of {', '.join(sorted(allowed))}"


def _teams(agency: Agency) -> Iterator[Finding]:
    if not agency.teams:
        yield "teams", "at least one team is wanted"
    for team in agency.teams.values():
        yield from _team(team, agency)


def _team(team: Team, agency: Agency) -> Iterator[Finding]:
    path = f"teams.{team.id}"
    if not team.agents:
        yield f"{path}.agents", "at least one agent is wanted"
    for agent in team.agents:
        if agent not in agency.agents:
            yield f"{path}.agents", f"unknown agent {agent!r}{nearest(agent, frozenset(agency.agents))}"
    if not any(team.hours.week):
        yield f"{path}.hours", "the team is never open in the week"
    if len(team.agents) == 1 and agency.alarms.owner is None:
        yield "alarms.owner", f"missing; team {team.id} is one person, so somebody must hear when she does not answer"


def _agents(agency: Agency, own: set[str]) -> Iterator[Finding]:
    emails = Counter(agent.email.casefold() for agent in agency.agents.values() if agent.email)
    numbers = Counter(digits(agent.whatsapp) for agent in agency.agents.values() if agent.whatsapp)
    for agent in agency.agents.values():
        path = f"agents.{agent.id}"
        teams = [team for team in agency.teams.values() if agent.id in team.agents]
        if not teams:
            yield path, "is in no team"
        if agent.email and emails[agent.email.casefold()] > 1:
            yield f"{path}.email", "is another agent's too; each has her own"
        if agent.whatsapp and numbers[digits(agent.whatsapp)] > 1:
            yield f"{path}.whatsapp", "is another agent's too; each has her own"
        if agent.whatsapp and digits(agent.whatsapp) in own:
            yield f"{path}.whatsapp", "is the agency's own number; notices would go to the agency itself"
        yield from _channels(agent, path)
        yield from _viewings(agent.viewings, teams, f"{path}.viewings")


def _channels(agent: Agent, path: str) -> Iterator[Finding]:
    if not agent.notify:
        yield f"{path}.notify", "nobody can tell her; allowed is whatsapp or email with an entry of that name, or webhook:SECRET_NAME"
    for channel in agent.notify:
        if channel.kind is ChannelKind.WHATSAPP and agent.whatsapp is None:
            yield f"{path}.whatsapp", 'missing, but notify names "whatsapp"'
        if channel.kind is ChannelKind.EMAIL and agent.email is None:
            yield f"{path}.email", 'missing, but notify names "email"'


def _viewings(viewings: Hours | None, teams: list[Team], path: str) -> Iterator[Finding]:
    if viewings is None:
        return
    if any(moment.minute % GRID_MINUTES for day in viewings.week for each in day for moment in (each.opens, each.closes)):
        yield path, "viewings begin and end at the full or half hour"
    if teams and not any(within(viewings, team.hours) for team in teams):
        yield path, "viewings must lie inside the hours of her team"


def _escalation(rules: HandoffRules) -> Iterator[Finding]:
    waits = [step for step in rules.escalate if isinstance(step, timedelta)]
    if any(later <= earlier for earlier, later in pairwise(waits)):
        yield "handoff.escalate", "the steps must ascend"
    if NEXT_OPENING in rules.escalate[:-1]:
        yield "handoff.escalate", '"next_opening" must be the last step'


def _texts(agency: Agency) -> Iterator[Finding]:
    for language, sentences in agency.texts.items():
        if language not in agency.languages:
            yield f"texts.{language}", f"not one of the agency's languages ({', '.join(agency.languages)})"
            continue
        for key, theirs in sentences.items():
            for why in _text_faults(key, language, theirs, agency):
                yield f"texts.{language}.{key}", why


def _text_faults(key: str, language: Language, theirs: str, agency: Agency) -> Iterator[str]:
    if key not in LANGUAGES[language].sentences:
        yield f"unknown text{nearest(key, frozenset(LANGUAGES[language].sentences))}"
        return
    faults = override_faults(key, language, theirs)
    yield from faults
    yield from _what_may_not_leave(theirs, agency)
    most = LONGEST_BUTTON if key.startswith("boton_") else LONGEST_TEXT
    if not faults and len(_filled(theirs, agency)) > most:
        yield f"is {len(_filled(theirs, agency))} characters when filled; at most {most} are allowed"


def _filled(theirs: str, agency: Agency) -> str:
    """Fill a sentence with the longest that may come."""
    longest = max((agent.name for agent in agency.agents.values()), key=len, default="")
    people = dict.fromkeys(("agente", "equipo_o_agente", "agente_o_equipo", "segundo"), longest)
    known = {**people, "agencia": agency.name, "url_privacidad": agency.privacy_url}
    return theirs.format(**{name: known.get(name, _FILLER) for name in placeholders_of(theirs)})


def _what_may_not_leave(theirs: str, agency: Agency) -> Iterator[str]:
    hosts = {*agency.may_leave.hosts, *_hosts(agency.privacy_url)}
    phones = {digits(phone) for phone in agency.may_leave.phones}
    for host in _hosts(theirs):
        if host not in hosts:
            yield f"{host} is not in agency.may_leave.hosts"
    if any(digits(found) not in phones for found in _PHONE.findall(theirs)):
        yield "holds a phone number that is not in agency.may_leave.phones"


def _hosts(written: str) -> Iterator[str]:
    for with_scheme, with_www in _LINK.findall(written):
        yield (with_scheme or with_www).casefold().removeprefix("www.").rstrip(".,;)")


def _templates(agency: Agency) -> Iterator[Finding]:
    told_by_whatsapp = any(channel.kind is ChannelKind.WHATSAPP for agent in agency.agents.values() for channel in agent.notify)
    if told_by_whatsapp and "aviso_equipo" not in agency.templates:
        yield "templates.aviso_equipo", "missing, but agents are told by WhatsApp"
    names = Counter(name for template in agency.templates.values() for name in (template.name, template.spare) if name)
    for purpose, template in agency.templates.items():
        if names[template.name] > 1:
            yield f"templates.{purpose}.name", f"{template.name} is named twice"


def warnings(agency: Agency, *, today: date, towns: Iterable[str] = ()) -> tuple[str, ...]:
    """Say what is probably forgotten: holidays of the next half year, and towns that the catalogue does not know."""
    known = frozenset(towns)
    found = []
    if not any(today <= holiday.date <= today + HOLIDAYS_AHEAD for holiday in agency.holidays):
        found.append("holidays: none in the next 180 days; the assistant would promise an answer on a day off")
    if known:
        found += [
            f"zones.{zone}: {town} is not in the catalogue{nearest(town, known)}"
            for zone, members in agency.zones.items()
            for town in members
            if town not in known
        ]
    return tuple(found)
