"""The one composition of the sandbox: everything that plays a part in it, built once and handed on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.database import Database
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.limits import Limits
from sandbox.media import Media
from sandbox.messages import Messages
from sandbox.people import People
from sandbox.settings import Settings, Tokens
from sandbox.webhooks import Webhooks

DEFAULT_MODEL = "sandbox-assistant"
MODELS = (DEFAULT_MODEL, "sandbox-echo", "sandbox-liar")


@dataclass(frozen=True)
class World:
    """All that one sandbox is made of; who keeps state of its own adds a function to `resets`."""

    settings: Settings
    clock: Clock
    database: Database
    journal: Journal
    faults: Faults
    webhooks: Webhooks
    limits: Limits
    people: People
    messages: Messages
    media: Media
    resets: list[Callable[[], None]] = field(default_factory=list)

    @classmethod
    def open(cls, settings: Settings) -> "World":
        """Build the world on the state that its database holds."""
        database = Database(settings.state)
        clock, faults = Clock(database), Faults(database)
        journal = Journal(database, clock)
        webhooks = Webhooks(settings, database=database, clock=clock, journal=journal, faults=faults)
        return cls(
            settings=settings,
            clock=clock,
            database=database,
            journal=journal,
            faults=faults,
            webhooks=webhooks,
            limits=Limits(database, clock),
            people=People(database),
            messages=Messages(database),
            media=Media(database, clock),
        )

    @property
    def tokens(self) -> Tokens:
        """The secrets and ids shared with the product."""
        return self.settings.tokens

    @property
    def model(self) -> str:
        """The model that answers from now on."""
        chosen = self.database.get("model", "chosen")
        return str(chosen["name"]) if chosen else DEFAULT_MODEL

    def choose_model(self, name: str) -> None:
        """Let another model answer from now on."""
        if name not in MODELS:
            raise ValueError(f"model must be one of {', '.join(MODELS)}")
        self.database.put("model", "chosen", {"name": name})

    def reset(self) -> None:
        """Forget everything, as on the first start."""
        self.database.clear()
        self.clock.reload()
        self.faults.reload()
        self.webhooks.reload()
        self.limits.reload()
        for forget in self.resets:
            forget()

    def close(self) -> None:
        """End the streams and let go of the file."""
        self.journal.close()
        self.database.close()
