"""The agency: what an owner may change without a developer, as values.

`runtime/agency_file.py` reads it from `agency.toml` and refuses what does not fit; here everything is already true.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from panelin.ids import AgentId, Reference
from panelin.languages import Language


@dataclass(frozen=True, slots=True)
class OpenRange:
    """From opening until closing on one day, in the agency's own time; the closing minute is no longer open."""

    opens: time
    closes: time


PURPOSES: Final = frozenset(
    ("visita_recordatorio", "respuesta_pendiente", "agente_disponible", "retomar_busqueda", "bajada_precio", "aviso_equipo")
)

Week = tuple[tuple[OpenRange, ...], ...]  # seven days, Monday first


@dataclass(frozen=True, slots=True)
class Hours:
    """The ranges of an ordinary week, Monday first; the hours for writing unasked do not run on holidays at all."""

    week: Week = ((),) * 7
    on_holidays: bool = True


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day with hours of its own: closed, unless `open` says otherwise."""

    date: date
    name: str | None = None
    open: tuple[OpenRange, ...] = ()


class ChannelKind(StrEnum):
    """The ways in which an agent can be told."""

    WHATSAPP = "whatsapp"
    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to tell an agent; a webhook's address is known by the name of its secret."""

    kind: ChannelKind
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the agency."""

    id: AgentId
    name: str
    email: str | None = field(default=None, repr=False)
    whatsapp: str | None = field(default=None, repr=False)
    notify: tuple[Channel, ...] = ()
    viewings: Hours | None = None
    busy: str | None = None  # the name of the secret that holds her calendar's address

    @property
    def first_name(self) -> str:
        """What customers call her."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Team:
    """Who answers one kind of request, in which order they are told, and how fast they usually are."""

    id: str
    agents: tuple[AgentId, ...]
    hours: Hours
    reply_minutes: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the routing; every condition must hold, and no condition always holds."""

    team: str
    when: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, facts: Mapping[str, str | None]) -> bool:
        """Tell whether the facts known about a request satisfy every condition."""
        return all((facts[name] or "").casefold() in allowed for name, allowed in self.when.items())


class NextOpening(Enum):
    """The moment at which the office opens again."""

    NEXT_OPENING = "next_opening"


NEXT_OPENING: Final = NextOpening.NEXT_OPENING


@dataclass(frozen=True, slots=True)
class HandoffRules:
    """When an unclaimed request is told to somebody else, and when a chat comes back to the assistant."""

    escalate: tuple[timedelta | NextOpening, ...] = (timedelta(minutes=15), timedelta(minutes=30), NEXT_OPENING)
    return_after: timedelta = timedelta(hours=24)
    closing_phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRules:
    """Whose agenda holds the viewings, how far ahead they may be, and how soon."""

    agenda: Literal["own", "crm", "none"] = "own"
    horizon_days: int = 10
    notice_hours: int = 3


@dataclass(frozen=True, slots=True)
class Privacy:
    """Where a customer reads about her rights and writes to use them."""

    url: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class MayLeave:
    """The hosts and phones that may stand in a text besides those of the listings."""

    hosts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovedTemplate:
    """The approved name behind a purpose, and the spare for when Meta pauses it."""

    name: str
    category: Literal["utility", "marketing"]
    spare: str | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """Who hears that nobody answers, and who hears that something is broken."""

    owner: str | None = field(default=None, repr=False)
    technical: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on the model's work, never off."""

    person_turns: int = 60
    person_cents: int = 50
    all_cents: int = 800


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what was said is kept after the last contact."""

    messages_months: int = 12


@dataclass(frozen=True, slots=True)
class Agency:
    """One estate agency."""

    name: str
    languages: tuple[Language, ...]
    timezone: ZoneInfo
    privacy: Privacy
    hours: Mapping[str, Hours]
    teams: Mapping[str, Team]
    agents: Mapping[AgentId, Agent]
    routing: tuple[Rule, ...]
    address_form: Literal["tu", "usted"] = "tu"
    may_leave: MayLeave = MayLeave()
    holidays: tuple[Holiday, ...] = ()
    handoff: HandoffRules = HandoffRules()
    visits: VisitRules = VisitRules()
    texts: Mapping[Language, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    templates: Mapping[str, ApprovedTemplate] = field(default_factory=lambda: MappingProxyType({}))
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    alarms: Alarms = Alarms()
    limits: Limits = Limits()
    retention: Retention = Retention()

    @property
    def privacy_url(self) -> str:
        """The page that tells customers their rights."""
        return self.privacy.url

    @property
    def office_hours(self) -> Hours:
        """When the office itself is open."""
        return self.hours["default"]

    @property
    def follow_up_hours(self) -> Hours:
        """When the agency may write of its own accord."""
        return self.hours.get("follow_up", self.office_hours)

    def agent(self, agent: AgentId | str | None) -> Agent | None:
        """Find an agent; somebody who has left is nobody."""
        return None if agent is None else self.agents.get(AgentId(agent))

    def agent_with_number(self, number: str) -> Agent | None:
        """Find whose WhatsApp number this is; only digits count, because Meta writes them without the plus."""
        wanted = digits(number)
        return next((agent for agent in self.agents.values() if agent.whatsapp and digits(agent.whatsapp) == wanted), None)

    def team_for(
        self,
        *,
        operation: str | None = None,
        town: str | None = None,
        reference: Reference | None = None,
        language: Language | None = None,
        reason: str | None = None,
        campaign: str | None = None,
    ) -> Team:
        """Choose who answers: the first rule that holds; the last has no condition."""
        facts = {"operation": operation, "town": town, "reference": reference, "language": language, "reason": reason, "campaign": campaign}
        return self.teams[next(rule.team for rule in self.routing if rule.holds(facts))]

    def language(self, spoken: Language | None = None) -> Language:
        """Choose the language to write in: the customer's, else English for a stranger (product sheet 8), else the agency's own."""
        if spoken is None:
            return self.languages[0]
        if spoken in self.languages:
            return spoken
        return "en" if "en" in self.languages else self.languages[0]


def digits(number: str) -> str:
    """Leave only what two spellings of one phone number have in common."""
    return "".join(sign for sign in number if sign.isdecimal())
