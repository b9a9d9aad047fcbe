"""`agency.toml` read into an `Agency`; all faults are reported in one message."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast, get_args
from zoneinfo import ZoneInfo

from panelin.agency import (
    NEXT_OPENING,
    PURPOSES,
    Agency,
    Agent,
    Alarms,
    ApprovedTemplate,
    Channel,
    ChannelKind,
    HandoffRules,
    Hours,
    Limits,
    MayLeave,
    NextOpening,
    Privacy,
    Retention,
    Rule,
    Team,
    VisitRules,
)
from panelin.ids import AgentId
from panelin.languages import Language
from panelin.runtime.agency_checks import check
from panelin.runtime.agency_hours import known_hours, read_holidays, read_hours
from panelin.runtime.agency_values import (
    CHANNEL,
    CLOSING,
    EMAIL,
    ESCALATION,
    EUROS,
    HOST,
    LANGUAGE,
    NAME,
    PHONE,
    RETURN,
    SECRET,
    TEMPLATE_NAME,
    TEXT,
    TIMEZONE,
    URL,
    VERSION,
    WHOLE_EUROS,
    between,
    duration,
    one_of,
)
from panelin.runtime.toml_table import Faults, Table, Wanted, nearest, read_table

CONDITIONS = ("operation", "town", "reference", "language", "reason", "campaign")


def read_agency(path: Path, *, own_numbers: tuple[str, ...] = ()) -> Agency:
    """Read the agency file; `own_numbers` are the agency's own WhatsApp numbers, where the caller knows them."""
    faults = Faults()
    agency = _agency(read_table(path, faults), faults)
    check(agency, faults, own_numbers)
    faults.report(path)
    return agency


def _agency(top: Table, faults: Faults) -> Agency:
    top.required("version", VERSION, 1)
    hours = known_hours(top.inner("hours", required=True))
    office = top.inner("agency", required=True)
    languages = cast("tuple[Language, ...]", office.many("languages", LANGUAGE))
    if not languages and not faults.touch(office.at("languages")):
        office.fault("languages", f"missing; wanted is a list, each {LANGUAGE.allowed}, the default first")
    agency = Agency(
        name=office.required("name", NAME, "?"),
        languages=languages or ("es",),
        timezone=_timezone(office),
        privacy=_privacy(office.inner("privacy", required=True)),
        address_form=cast("Literal['tu', 'usted']", office.optional("address_form", one_of("tu", "usted"), "tu")),
        may_leave=_may_leave(office.inner("may_leave")),
        hours=hours,
        holidays=read_holidays(top),
        routing=tuple(_rule(row) for row in top.rows("routing")),
        teams={name: _team(name, table, hours) for name, table in top.inner("teams", required=True).named()},
        agents={AgentId(name): _agent(name, table) for name, table in top.inner("agents", required=True).named()},
        handoff=_handoff(top.inner("handoff")),
        visits=_visits(top.inner("visits")),
        texts=_texts(top.inner("texts")),
        templates=_templates(top.inner("templates")),
        zones=_zones(top.inner("zones")),
        alarms=_alarms(top.inner("alarms")),
        limits=_limits(top.inner("limits")),
        retention=_retention(top.inner("retention")),
    )
    office.close()
    top.close()
    return agency


def _timezone(office: Table) -> ZoneInfo:
    return ZoneInfo(office.optional("timezone", TIMEZONE, "Europe/Madrid"))


def _privacy(table: Table) -> Privacy:
    privacy = Privacy(table.required("url", URL, ""), table.optional("email", EMAIL, None))
    table.close()
    return privacy


def _may_leave(table: Table) -> MayLeave:
    may_leave = MayLeave(table.many("hosts", HOST), table.many("phones", PHONE))
    table.close()
    return may_leave


def _rule(row: Table) -> Rule:
    conditions = row.inner("when")
    when = {name: _allowed(conditions, name) for name in CONDITIONS if name in conditions.values}
    for name in conditions.values:
        if name not in CONDITIONS:
            conditions.fault(name, f"unknown condition{nearest(name, frozenset(CONDITIONS))}")
    rule = Rule(row.required("team", TEXT, "?"), when)
    row.close()
    return rule


def _allowed(conditions: Table, name: str) -> frozenset[str]:
    """Read one word or a list of words; they are compared without regard to case."""
    written = conditions.values[name]
    words = conditions.many(name, TEXT) if isinstance(written, list) else (conditions.required(name, TEXT, ""),)
    return frozenset(word.casefold() for word in words)


def _team(name: str, table: Table, hours: Mapping[str, Hours]) -> Team:
    kept = table.optional("hours", one_of(*hours), "default")
    team = Team(name, tuple(map(AgentId, table.many("agents", TEXT))), hours[kept], table.optional("reply_minutes", between(1, 240), 15))
    table.close()
    return team


def _agent(name: str, table: Table) -> Agent:
    email, whatsapp = table.optional("email", EMAIL, None), table.optional("whatsapp", PHONE, None)
    ways = table.many("notify", CHANNEL) if "notify" in table.values else _reachable(table)
    agent = Agent(
        id=AgentId(name),
        name=table.required("name", NAME, name),
        email=email,
        whatsapp=whatsapp,
        notify=tuple(map(_channel, ways)),
        viewings=read_hours(table.inner("viewings")) if "viewings" in table.values else None,
        busy=_secret(table.optional("busy", SECRET, None)),
    )
    table.optional("notify", Wanted(list, "a list"), None)
    table.close()
    return agent


def _reachable(table: Table) -> tuple[str, ...]:
    """Without `notify` an agent is told in every way that her entry allows."""
    return tuple(way for way in ("whatsapp", "email") if way in table.values)


def _channel(way: str) -> Channel:
    kind, _, secret = way.partition(":")
    return Channel(ChannelKind(kind), secret or None)


def _secret(written: str | None) -> str | None:
    return None if written is None else written.removeprefix("secret:")


def _handoff(table: Table) -> HandoffRules:
    ordinary = HandoffRules()
    steps = tuple(map(_step, table.many("escalate", ESCALATION))) if "escalate" in table.values else ordinary.escalate
    returned = duration(table.optional("return_after", RETURN, "24h")) or ordinary.return_after
    rules = HandoffRules(steps, returned, table.many("closing_phrases", CLOSING))
    table.optional("escalate", Wanted(list, "a list"), None)
    table.close()
    return rules


def _step(written: str) -> timedelta | NextOpening:
    return duration(written) or NEXT_OPENING


def _visits(table: Table) -> VisitRules:
    agenda = cast("Literal['own', 'crm', 'none']", table.optional("agenda", one_of("own", "crm", "none"), "own"))
    visits = VisitRules(agenda, table.optional("horizon_days", between(1, 60), 10), table.optional("notice_hours", between(0, 168), 3))
    table.close()
    return visits


def _texts(table: Table) -> Mapping[Language, Mapping[str, str]]:
    texts = {
        cast("Language", language): {key: sentences.optional(key, TEXT, "") for key in sentences.values}
        for language, sentences in table.named()
    }
    for language in texts:
        if language not in get_args(Language):
            table.fault(language, f"unknown language; allowed is {LANGUAGE.allowed}")
    return texts


def _templates(table: Table) -> Mapping[str, ApprovedTemplate]:
    templates = {purpose: _template(entry) for purpose, entry in table.named()}
    for purpose in templates:
        if purpose not in PURPOSES:
            table.fault(purpose, f"unknown purpose{nearest(purpose, PURPOSES)}")
    return templates


def _template(table: Table) -> ApprovedTemplate:
    category = cast("Literal['utility', 'marketing']", table.required("category", one_of("utility", "marketing"), "utility"))
    template = ApprovedTemplate(table.required("name", TEMPLATE_NAME, "?"), category, table.optional("spare", TEMPLATE_NAME, None))
    if template.spare == template.name:
        table.fault("spare", "must be another template")
    table.close()
    return template


def _zones(table: Table) -> Mapping[str, tuple[str, ...]]:
    return {zone: table.many(zone, TEXT) for zone in table.values}


def _alarms(table: Table) -> Alarms:
    alarms = Alarms(table.optional("owner", EMAIL, None), table.optional("technical", EMAIL, None))
    table.close()
    return alarms


def _limits(table: Table) -> Limits:
    ordinary, person, everybody = Limits(), table.inner("per_person_day"), table.inner("all_day")
    limits = Limits(
        person.optional("turns", between(1, 10_000), ordinary.person_turns),
        _cents(person, ordinary.person_cents),
        _cents(everybody, ordinary.all_cents),
    )
    for each in (person, everybody, table):
        each.close()
    return limits


def _cents(table: Table, default: int) -> int:
    """Read euros; a cap cannot be switched off, so nothing is not allowed."""
    if isinstance(table.values.get("euro"), int):
        return table.optional("euro", WHOLE_EUROS, 1) * 100
    return int(table.optional("euro", EUROS, Decimal(default) / 100) * 100)


def _retention(table: Table) -> Retention:
    retention = Retention(table.optional("messages_months", between(1, 120), 12))
    table.close()
    return retention
