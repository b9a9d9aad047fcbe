from datetime import timedelta
from pathlib import Path

import pytest
from brisa_sur import AGENCY_FILE, BRISA_SUR

from panelin.agency import NEXT_OPENING, Agency, Channel, ChannelKind, HandoffRules, Limits, VisitRules
from panelin.errors import Misconfigured
from panelin.runtime.agency_file import read_agency

SAMPLE = AGENCY_FILE.read_text(encoding="utf-8")
SMALLEST = """
version = 1
routing = [{ team = "ventas" }]
[agency]
name = "Sur"
languages = ["es"]
privacy = { url = "https://sur.example/privacidad" }
[hours]
default = { mon-sun = ["09:00-20:00"] }
[teams]
ventas = { agents = ["marta", "eva"] }
[agents.marta]
name = "Marta"
email = "marta@sur.example"
[agents.eva]
name = "Eva"
notify = ["webhook:EVA_HOOK"]
"""


@pytest.fixture
def reading(tmp_path: Path):
    def read(written: str) -> Agency:
        file = tmp_path / "agency.toml"
        file.write_text(written, encoding="utf-8")
        return read_agency(file)

    return read


@pytest.fixture
def faults(reading):
    def of(written: str) -> tuple[str, ...]:
        with pytest.raises(Misconfigured) as refused:
            reading(written)
        return refused.value.problems

    return of


def changed(before: str, after: str) -> str:
    assert SAMPLE.count(before) == 1
    return SAMPLE.replace(before, after)


def test_the_sample_says_what_the_dialogues_need():
    assert BRISA_SUR.name == "Brisa Sur"
    assert BRISA_SUR.languages == ("es", "en", "de")
    assert BRISA_SUR.teams["ventas"].agents == ("marta", "javier")
    assert BRISA_SUR.agents["marta"].notify == (Channel(ChannelKind.WHATSAPP), Channel(ChannelKind.EMAIL))
    assert BRISA_SUR.agents["marta"].busy == "marta-ics"
    assert BRISA_SUR.agents["javier"].viewings.week[0] == BRISA_SUR.agents["marta"].viewings.week[1]
    assert BRISA_SUR.agents["marta"].viewings.week[0] == ()
    assert BRISA_SUR.handoff.escalate == (timedelta(minutes=15), timedelta(minutes=30), NEXT_OPENING)
    assert BRISA_SUR.limits == Limits(person_turns=60, person_cents=50, all_cents=800)
    assert BRISA_SUR.zones["Axarquía"][3] == "Cómpeta"
    assert BRISA_SUR.templates["aviso_equipo"].name == "aviso_equipo_v1"


def test_what_is_left_out_has_its_ordinary_value(reading):
    agency = reading(SMALLEST)
    assert str(agency.timezone) == "Europe/Madrid"
    assert agency.handoff == HandoffRules()
    assert agency.visits == VisitRules()
    assert agency.limits == Limits()
    assert agency.teams["ventas"].reply_minutes == 15
    assert agency.agents["marta"].notify == (Channel(ChannelKind.EMAIL),)
    assert agency.agents["eva"].notify == (Channel(ChannelKind.WEBHOOK, "EVA_HOOK"),)
    assert (agency.address_form, agency.retention.messages_months, agency.alarms.owner) == ("tu", 12, None)
    assert agency.agents["eva"].viewings is None


def test_three_faults_are_told_in_one_message(faults):
    broken = changed('whatsapp = "+34600000101"', 'whatsapp = "600000101"')
    broken = broken.replace("reply_minutes = 15 }\nalquiler", "reply_minutes = 0 }\nalquiler").replace("horizon_days", "horizon_day")
    problems = faults(broken)
    assert len(problems) == 3
    assert problems[0].startswith("agency.toml: teams.ventas.reply_minutes: 0 is not a whole number from 1 to 240")
    assert problems[1] == "agency.toml: agents.marta.whatsapp: not a phone number such as +34600111222, plus and country code first"
    assert problems[2] == "agency.toml: visits.horizon_day: unknown key; did you mean horizon_days?"


@pytest.mark.promise("P10")
def test_a_wrong_phone_mail_or_calendar_address_is_not_repeated(faults):
    broken = (
        changed("+34600000101", "600000101")
        .replace("marta@brisasur.example", "marta@")
        .replace("secret:marta-ics", "https://cal.example/x1y2")
    )
    said = " ".join(faults(broken))
    assert said.count("agents.marta.") == 3
    assert not any(secret in said for secret in ("600000101", "marta@", "x1y2"))


FAULTS = [
    ("version = 1\n", "version = 2\n", "version: 2 is not 1"),
    ("version = 1\n", "version = true\n", "version: True is not 1"),
    ("version = 1\n", "", "version: missing; wanted is 1"),
    ('name = "Brisa Sur"', 'name = "B"', "agency.name: 'B' is not 2 to 60 characters"),
    ('name = "Brisa Sur"', 'name = "*Brisa*"', "agency.name: '*Brisa*' is not 2 to 60 characters without *"),
    ('languages = ["es", "en", "de"]', 'languages = ["es", "fr"]', "agency.languages: 'fr' is not one of es, en, de"),
    ('languages = ["es", "en", "de"]', "languages = []", "agency.languages: missing"),
    ('languages = ["es", "en", "de"]', 'languages = ["es", "es"]', "agency.languages: names something twice"),
    ('languages = ["es", "en", "de"]', 'languages = "es"', "agency.languages: not a list"),
    ("Europe/Madrid", "Europe/Nerja", "agency.timezone: 'Europe/Nerja' is not a time zone"),
    ("Europe/Madrid", "../Madrid", "agency.timezone: '../Madrid' is not a time zone"),
    ("Europe/Madrid", "Europe", "agency.timezone: 'Europe' is not a time zone"),
    ("https://brisasur.example/privacidad", "http://brisasur.example/privacidad", "agency.privacy.url: "),
    ('address_form = "tu"', 'address_form = "vos"', "agency.address_form: 'vos' is not one of tu, usted"),
    ('hosts = ["brisasur.example"]', 'hosts = ["https://brisasur.example"]', "agency.may_leave.hosts: "),
    ('"09:30-14:00", "16:30-20:00"', '"09:30-14:00", "13:00-20:00"', "hours.default.mon-fri: ranges overlap"),
    ('"09:30-14:00", "16:30-20:00"', '"14:00-09:30"', "hours.default.mon-fri: '14:00-09:30' is not a range"),
    ('"09:30-14:00", "16:30-20:00"', '"9:30-14:00"', "hours.default.mon-fri: '9:30-14:00' is not a range"),
    ('sat = ["10:00-13:30"] }', 'fri-sat = ["10:00-13:30"] }', "hours.default.fri-sat: names a day twice"),
    ('sat = ["10:00-13:30"] }', 'sab = ["10:00-13:30"] }', "hours.default.sab: unknown day"),
    ('sat = ["10:00-13:30"] }', 'sat-mon = ["10:00-13:30"] }', "hours.default.sat-mon: unknown day"),
    ('sat = ["10:00-14:00"] }', 'sun = ["10:00-14:00"] }', "hours.follow_up.sun: nobody is written to unasked on a Sunday"),
    ("default = {", "office = {", "hours.default: missing"),
    ('name = "Navidad"', 'nombre = "Navidad"', "holidays[2].nombre: unknown key; did you mean name?"),
    ("{ date = 2026-12-25,", "{ date = 2026-12-24,", "holidays[2].date: is given twice"),
    ("{ date = 2026-12-25,", '{ date = "2026-12-25",', "holidays[2].date: '2026-12-25' is not a date"),
    ("{ date = 2026-12-25,", "{ date = 2026-12-25T10:00:00,", "holidays[2].date: "),
    (
        'when = { operation = "alquiler" }',
        'when = { operacion = "alquiler" }',
        "routing[0].when.operacion: unknown condition; did you mean operation?",
    ),
    ('when = { operation = "alquiler" }', "when = { town = 7 }", "routing[0].when.town: 7 is not a text"),
    ('notify = ["whatsapp", "email"] # the', 'notify = ["sms"] # the', "agents.marta.notify: not "),
    ('escalate = ["15m"', 'escalate = ["15"', "handoff.escalate: '15' is not minutes or hours"),
    ('return_after = "24h"', 'return_after = "4d"', "handoff.return_after: '4d' is not from"),
    ('return_after = "24h"', 'return_after = "73h"', "handoff.return_after: '73h' is not from"),
    ('["te dejo con el asistente"]', '["ok"]', "handoff.closing_phrases: 'ok' is not a sentence of at least two words"),
    ('agenda = "own"', 'agenda = "mine"', "visits.agenda: 'mine' is not one of own, crm, none"),
    ("turns = 60", "turns = 0", "limits.per_person_day.turns: 0 is not a whole number"),
    ("euro = 0.50", "euro = 0.0", "limits.per_person_day.euro: "),
    ("euro = 0.50", "euro = 0.005", "limits.per_person_day.euro: "),
    ("euro = 0.50", "euro = nan", "limits.per_person_day.euro: "),
    ("euro = 8.00", "euro = 0", "limits.all_day.euro: 0 is not more than 0 euros"),
    ("messages_months = 12", "messages_months = 1.5", "retention.messages_months: "),
    ("aviso_equipo = {", "aviso_equipos = {", "templates.aviso_equipos: unknown purpose; did you mean aviso_equipo?"),
    ('bajada_precio = { name = "bajada_precio_v1",', 'bajada_precio = { name = "Bajada",', "templates.bajada_precio.name: 'Bajada' is not"),
    (
        'bajada_precio = { name = "bajada_precio_v1",',
        'bajada_precio = { name = "b_v1", spare = "b_v1",',
        "templates.bajada_precio.spare: must be another template",
    ),
    ("[texts.es]", "[texts.fr]", "texts.fr: unknown language"),
    ("[visits]", "[visit]", "visit: unknown key; did you mean visits?"),
    ("[retention]\n", "[other]\n", "other: unknown key; "),
]


@pytest.mark.parametrize(("before", "after", "said"), FAULTS)
def test_a_fault_is_named_with_path_and_reason(faults, before, after, said):
    problems = faults(changed(before, after))
    assert any(problem.startswith(f"agency.toml: {said}") for problem in problems), problems


def test_a_fault_does_not_bring_up_others_that_only_follow_from_it(faults):
    assert len(faults(changed('"09:30-14:00", "16:30-20:00"', '"14:00-09:30"'))) <= 3
    assert len(faults(changed('notify = ["whatsapp", "email"] # the', 'notify = ["sms"] # the'))) == 1


def test_a_cap_may_be_whole_euros(reading):
    assert reading(changed("euro = 8.00", "euro = 8")).limits.all_cents == 800


def test_a_condition_may_list_several_words(reading):
    agency = reading(changed('when = { operation = "alquiler" }', 'when = { town = ["Nerja", "Torrox"] }'))
    assert agency.team_for(town="torrox").id == "alquiler"


def test_an_agency_file_that_is_no_table_at_all_lists_everything_that_is_wanted(faults):
    problems = faults("")
    assert {problem.split(": ")[1] for problem in problems} >= {"version", "hours", "agency", "teams", "agents", "routing", "agency.name"}


@pytest.mark.parametrize("section", ["agents = 3", 'agents = "marta"', "agents = [1]"])
def test_a_section_of_the_wrong_kind_is_said_to_be_no_table(faults, section):
    sections = SMALLEST[: SMALLEST.index("[agents.marta]")].replace("version = 1", f"version = 1\n{section}")
    assert "agency.toml: agents: not a table" in faults(sections)


def test_a_row_of_the_wrong_kind_is_said_to_be_no_table(faults):
    assert "agency.toml: routing[0]: not a table" in faults(SMALLEST.replace('[{ team = "ventas" }]', '["ventas"]'))


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_agency(tmp_path / "missing.toml")


def test_a_file_that_is_not_toml_or_not_text_is_one_sentence(tmp_path, faults):
    assert faults("version = ") == faults("version = ")
    assert faults("version = ")[0].startswith("agency.toml: not TOML: Invalid value (at ")
    file = tmp_path / "latin.toml"
    file.write_bytes(b'name = "Compe\xf1a"')
    with pytest.raises(Misconfigured, match=r"latin.toml: not UTF-8 at byte 13"):
        read_agency(file)
