"""The settings of the WhatsApp service (contract section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from panelin.agency import Agency
from panelin.runtime.agency_file import read_agency
from panelin.runtime.settings import Environment, is_loopback, positive
from panelin.runtime.templates_file import Template, read_templates

GRAPH, GRAPH_VERSION = "https://graph.facebook.com", "v26.0"
MODEL = "gpt-6-luna"
SECRET = "SECRET_"  # noqa: S105 - the beginning of a name
ONLY_ON_ONE_MACHINE = "is for one machine: Graph and Inmoenter must be loopback and the store SQLite or an emulator"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that `python -m app` is told by its environment."""

    store_url: str
    verify_token: str = field(repr=False)
    app_secrets: tuple[str, ...] = field(repr=False)
    whatsapp_token: str = field(repr=False)
    phone_number_id: str
    graph_base_url: str
    graph_version: str
    openai_api_key: str = field(repr=False)
    openai_base_url: str | None
    openai_model: str
    vector_store_id: str | None
    thread_mode: str
    agency: Agency
    templates: Mapping[str, Template]
    smtp_url: str | None = field(repr=False)
    secrets: Mapping[str, str] = field(repr=False)  # what `secret:name` and `webhook:NAME` in the agency file mean
    workers: int
    clock_url: str | None
    time_scale: float
    inspect: bool
    host: str
    port: int
    log_format: str

    def secret(self, name: str) -> str | None:
        """Find a secret that the agency file names."""
        return self.secrets.get(name.upper().replace("-", "_"))


def read(values: Mapping[str, str], *, terminal: bool = False) -> Settings:
    """Read them all, or report all that is wrong at once; a person at a terminal reads plain log lines."""
    env = Environment(values)
    agency = env.tried(lambda: read_agency(Path(env.optional("AGENCY_FILE", "agency.toml"))))
    templates = env.tried(lambda: read_templates(Path(env.optional("TEMPLATES_FILE", "templates.toml"))))
    scale = env.parsed("TIME_SCALE", "1", positive, "a number above zero, for tests")
    graph = env.address("GRAPH_BASE_URL", GRAPH)
    secret = env.required("APP_SECRET", "the HMAC key of Meta's webhooks")
    settings = Settings(
        store_url=env.optional("STORE_URL", "sqlite:///var/panelin.db"),
        verify_token=env.required("VERIFY_TOKEN", "the answer to Meta's challenge"),
        app_secrets=tuple(filter(None, (secret, env.optional("APP_SECRET_PREVIOUS")))),
        whatsapp_token=env.required("WHATSAPP_TOKEN", "the bearer token for sending"),
        phone_number_id=env.required("PHONE_NUMBER_ID", "the agency's number at Meta"),
        graph_base_url=graph,
        graph_version=env.optional("GRAPH_VERSION", GRAPH_VERSION),
        openai_api_key=env.required("OPENAI_API_KEY", "the key for the model"),
        openai_base_url=env.address("OPENAI_BASE_URL") or None,
        openai_model=env.optional("OPENAI_MODEL", MODEL),
        vector_store_id=env.optional("OPENAI_VECTOR_STORE_ID") or None,
        thread_mode=env.one_of("THREAD_MODE", ("conversation", "transcript")),
        agency=agency,  # type: ignore[arg-type]  # check() below stops the start if it is None
        templates=templates or {},
        smtp_url=env.address("SMTP_URL", schemes=("smtp", "smtps")) or None,
        secrets={name.removeprefix(SECRET): value for name, value in values.items() if name.startswith(SECRET) and value},
        workers=env.integer("WORKERS", 32, least=1),
        clock_url=env.address("CLOCK_URL") or None,
        time_scale=scale or 1,
        inspect=env.one_of("INSPECT", ("off", "on", "1", "0")) in {"on", "1"},
        host=env.optional("HOST", "0.0.0.0"),
        port=env.integer("PORT", 8080, most=65535),
        log_format=env.one_of("LOG_FORMAT", ("text", "json") if terminal else ("json", "text")),
    )
    _only_on_one_machine(env, settings)
    env.check()
    return settings


def _only_on_one_machine(env: Environment, settings: Settings) -> None:
    """What bends time or shows the state is refused next to anything real (contract section 3)."""
    local_store = settings.store_url.startswith("sqlite:") or bool(env.optional("FIRESTORE_EMULATOR_HOST"))
    inmoenter = env.optional("INMOENTER_BASE_URL")
    local = is_loopback(settings.graph_base_url) and local_store and (not inmoenter or is_loopback(inmoenter))
    bent = {
        "CLOCK_URL": settings.clock_url,
        "TIME_SCALE": settings.time_scale != 1,
        "INSPECT": settings.inspect,
        "FAILPOINTS": bool(env.optional("FAILPOINTS")),
    }
    env.problems.extend(f"{name} {ONLY_ON_ONE_MACHINE}" for name, is_set in bent.items() if is_set and not local)
