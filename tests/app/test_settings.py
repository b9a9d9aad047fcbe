"""What `python -m app` is told by its environment: defaults, every fault in one message, no secret shown."""

from dataclasses import fields

import pytest
from brisa_sur import AGENCY_FILE

from app.settings import Settings, read
from panelin.errors import Misconfigured

ROOT = AGENCY_FILE.parent
REQUIRED = {
    "VERIFY_TOKEN": "hush-verify",
    "APP_SECRET": "hush-app",
    "WHATSAPP_TOKEN": "hush-graph",
    "PHONE_NUMBER_ID": "105500000000001",
    "OPENAI_API_KEY": "hush-openai",
}
GOOD = {**REQUIRED, "AGENCY_FILE": str(AGENCY_FILE), "TEMPLATES_FILE": str(ROOT / "templates.toml")}
ONE_MACHINE = {"GRAPH_BASE_URL": "http://127.0.0.1:8090/graph"}
LOCAL = {**GOOD, **ONE_MACHINE}


def problems(values):
    with pytest.raises(Misconfigured) as refused:
        read(values)
    return refused.value.problems


def test_five_settings_and_the_two_files_are_enough(monkeypatch):
    monkeypatch.chdir(ROOT)
    settings = read(REQUIRED)
    assert settings.agency.name == "Brisa Sur"
    assert "aviso_equipo_v1" in settings.templates
    told = {name: getattr(settings, name) for name in DEFAULTS}
    assert told == DEFAULTS
    assert settings.app_secrets == ("hush-app",)


DEFAULTS = {
    "store_url": "sqlite:///var/panelin.db",
    "phone_number_id": "105500000000001",
    "graph_base_url": "https://graph.facebook.com",
    "graph_version": "v26.0",
    "openai_base_url": None,
    "openai_model": "gpt-6-luna",
    "vector_store_id": None,
    "thread_mode": "conversation",
    "smtp_url": None,
    "secrets": {},
    "workers": 32,
    "clock_url": None,
    "time_scale": 1,
    "inspect": False,
    "host": "0.0.0.0",
    "port": 8080,
    "log_format": "json",
}


def test_the_defaults_are_those_that_the_example_file_tells():
    told = dict(line.split("#")[0].strip().split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if line[:1].isupper())
    assert read({**GOOD, **{name: value for name, value in told.items() if name not in GOOD and name != "SECRET_NAME"}}) == read(GOOD)


@pytest.mark.parametrize(
    ("name", "value", "field", "read_as"),
    [
        ("STORE_URL", "firestore://demo/(default)", "store_url", "firestore://demo/(default)"),
        ("APP_SECRET_PREVIOUS", "hush-old", "app_secrets", ("hush-app", "hush-old")),
        ("GRAPH_BASE_URL", "http://127.0.0.1:8090/graph", "graph_base_url", "http://127.0.0.1:8090/graph"),
        ("GRAPH_VERSION", "v27.0", "graph_version", "v27.0"),
        ("OPENAI_BASE_URL", "http://127.0.0.1:8090/openai/v1", "openai_base_url", "http://127.0.0.1:8090/openai/v1"),
        ("OPENAI_MODEL", "sandbox-echo", "openai_model", "sandbox-echo"),
        ("OPENAI_VECTOR_STORE_ID", "vs_1", "vector_store_id", "vs_1"),
        ("THREAD_MODE", "transcript", "thread_mode", "transcript"),
        ("SMTP_URL", "smtps://mail.example:465", "smtp_url", "smtps://mail.example:465"),
        ("WORKERS", "1", "workers", 1),
        ("HOST", "127.0.0.1", "host", "127.0.0.1"),
        ("PORT", " 8083 ", "port", 8083),
        ("PORT", "65535", "port", 65535),
        ("LOG_FORMAT", "text", "log_format", "text"),
    ],
)
def test_each_setting_is_read(name, value, field, read_as):
    assert getattr(read({**GOOD, name: value}), field) == read_as


@pytest.mark.parametrize(
    ("name", "value", "field", "read_as"),
    [
        ("CLOCK_URL", "http://127.0.0.1:8090/control/clock", "clock_url", "http://127.0.0.1:8090/control/clock"),
        ("TIME_SCALE", "0.1", "time_scale", 0.1),
        ("INSPECT", "on", "inspect", True),
        ("INSPECT", "1", "inspect", True),
        ("INSPECT", "0", "inspect", False),
    ],
)
def test_each_setting_of_one_machine_is_read(name, value, field, read_as):
    assert getattr(read({**LOCAL, name: value}), field) == read_as


def test_a_person_at_a_terminal_reads_plain_lines_unless_asked_for_json():
    assert read(GOOD, terminal=True).log_format == "text"
    assert read({**GOOD, "LOG_FORMAT": "json"}, terminal=True).log_format == "json"


def test_an_empty_value_counts_as_unset():
    assert read({**GOOD, "PORT": "", "OPENAI_MODEL": "  ", "SMTP_URL": "", "SECRET_ICS": ""}) == read(GOOD)


def test_secrets_are_found_by_the_names_that_the_agency_file_uses():
    settings = read({**GOOD, "SECRET_MARTA_ICS": "https://calendar.example/hush"})
    assert settings.secret("marta-ics") == "https://calendar.example/hush"
    assert settings.secret("MARTA_ICS") == "https://calendar.example/hush"
    assert settings.secret("javier-ics") is None


def test_everything_that_is_wrong_is_named_in_one_message_with_what_it_is_for():
    wrong = {"PORT": "eighty", "WORKERS": "0", "THREAD_MODE": "both", "AGENCY_FILE": "nowhere.toml", "TEMPLATES_FILE": "neither.toml"}
    told = problems({"APP_SECRET": "  ", **wrong})
    assert sum(problem.startswith(f"{name} is missing: ") for problem in told for name in REQUIRED) == len(REQUIRED)
    for name in ("PORT", "WORKERS", "THREAD_MODE"):
        assert any(problem.startswith(f"{name} is malformed: ") for problem in told)
    assert any("nowhere.toml" in problem for problem in told)
    assert any("neither.toml" in problem for problem in told)
    assert "APP_SECRET is missing: the HMAC key of Meta's webhooks" in told


def test_faults_inside_the_agency_file_stand_beside_the_others(tmp_path):
    (tmp_path / "agency.toml").write_text('version = 1\n[agency]\nname = ""\n')
    told = problems({**GOOD, "AGENCY_FILE": str(tmp_path / "agency.toml"), "PORT": "-1"})
    assert any("agency" in problem for problem in told)
    assert any(problem.startswith("PORT") for problem in told)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "80a"),
        ("WORKERS", "1.5"),
        ("TIME_SCALE", "fast"),
        ("TIME_SCALE", "0"),
        ("TIME_SCALE", "-1"),
        ("TIME_SCALE", "nan"),
        ("TIME_SCALE", "inf"),
        ("INSPECT", "yes"),
        ("LOG_FORMAT", "xml"),
        ("GRAPH_BASE_URL", "graph.facebook.com"),
        ("GRAPH_BASE_URL", "http://[::1"),
        ("OPENAI_BASE_URL", "ftp://api.example"),
        ("CLOCK_URL", "http://?at=noon"),
        ("SMTP_URL", "https://mail.example"),
        ("SMTP_URL", "smtp://mail.example:many"),
        ("SMTP_URL", "smtp://mail.example:0"),
    ],
)
def test_a_malformed_setting_ends_the_start_with_its_name_and_what_is_expected(name, value):
    (problem,) = problems({**LOCAL, name: value})
    assert problem.startswith(f"{name} is malformed: ")
    assert value not in problem.removeprefix(f"{name} is malformed: ")


@pytest.mark.promise("P10")
def test_no_secret_shows_in_the_settings_printed_nor_in_a_message_about_them():
    secret = {**GOOD, "APP_SECRET_PREVIOUS": "hush-old", "SMTP_URL": "smtp://me:hush-mail@mail.example", "SECRET_ICS": "hush-ics"}
    assert "hush" not in repr(read(secret))
    wrong = {**secret, "SMTP_URL": "smtp://me:hush-mail@mail.example:x", "PORT": "hush", "TIME_SCALE": "hush", "INSPECT": "hush"}
    assert "hush" not in "\n".join(problems(wrong))
    assert {field.name for field in fields(Settings) if not field.repr} >= {"app_secrets", "verify_token", "whatsapp_token", "secrets"}


BENT = [("CLOCK_URL", "http://127.0.0.1:8090/control/clock"), ("TIME_SCALE", "0.1"), ("INSPECT", "on")]
REAL = [
    {"GRAPH_BASE_URL": "https://graph.facebook.com"},
    {"INMOENTER_BASE_URL": "https://crm.example"},
    {"STORE_URL": "firestore://brisa/(default)"},
]


@pytest.mark.parametrize(("name", "value"), BENT)
@pytest.mark.parametrize("real", REAL)
def test_what_bends_time_or_shows_the_state_is_refused_next_to_anything_real(name, value, real):
    (problem,) = problems({**LOCAL, name: value, **real})
    assert problem.startswith(f"{name} is for one machine")
    assert read({**LOCAL, **real})


@pytest.mark.parametrize(("name", "value"), BENT)
@pytest.mark.parametrize(
    "local",
    [
        {},
        {"INMOENTER_BASE_URL": "http://[::1]:8090/inmoenter"},
        {"STORE_URL": "firestore://demo/(default)", "FIRESTORE_EMULATOR_HOST": "127.0.0.1:8080"},
        {"OPENAI_BASE_URL": "https://api.openai.com/v1"},
    ],
)
def test_on_one_machine_it_is_allowed_and_the_model_may_be_real(name, value, local):
    assert read({**LOCAL, name: value, **local})
