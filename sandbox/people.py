"""The people on the other side of the chat: known by a number, by a business-scoped user id, or by both."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sandbox.clock import as_text, from_text
from sandbox.database import Database, Document
from sandbox.identity import digits_of, user_id_of

_KIND, _ALIASES = "people", "people.aliases"
WINDOW = timedelta(hours=24)
_CHOOSABLE = 20


@dataclass(frozen=True, slots=True)
class Person:
    """A person, what is known of her, and when she last wrote by the business clock."""

    id: str
    wa_id: str | None
    user_id: str | None
    name: str | None = None
    language: str | None = None
    last_at: str | None = None
    reads: bool = False
    choosable: tuple[str, ...] = ()
    """The newest messages to her that carry something to choose."""

    def window_left(self, now: datetime) -> float | None:
        """Seconds until the service window closes (0 if it is closed); None for somebody who was never seen writing."""
        if self.last_at is None:
            return None
        return max(0.0, (from_text(self.last_at) + WINDOW - now).total_seconds())

    def wrote(self, at: datetime) -> "Person":
        """The person after writing at an instant; an older message does not close what a newer one opened."""
        newer = self.last_at is None or at > from_text(self.last_at)
        return replace(self, last_at=as_text(at)) if newer else self

    def offered(self, wamid: str) -> "Person":
        """The person after receiving something to choose."""
        return replace(self, choosable=(*self.choosable[-_CHOOSABLE + 1 :], wamid))


class People:
    """All people that the sandbox has met."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, who: str) -> Person | None:
        """Somebody by number (in any spelling) or user id."""
        alias = self._database.get(_ALIASES, who) or self._database.get(_ALIASES, digits_of(who))
        return self.by_id(alias["person"]) if alias else None

    def by_id(self, person_id: str) -> Person | None:
        """Somebody by the sandbox's own id, which stays when a number changes."""
        kept = self._database.get(_KIND, person_id)
        return Person(**{**kept, "choosable": tuple(kept["choosable"])}) if kept else None

    def meet(self, number: str | None, user_id: str | None) -> Person:
        """Somebody by number, user id or both; a stranger is written down."""
        wa_id = digits_of(number) if number else None
        known = (self.find(user_id) if user_id else None) or (self.find(wa_id) if wa_id else None)
        if known is None:
            known = Person(self._free_id(wa_id or str(user_id)), wa_id, user_id or (user_id_of(wa_id) if wa_id else None))
        return self.keep(replace(known, wa_id=known.wa_id or wa_id, user_id=user_id or known.user_id))

    def keep(self, person: Person) -> Person:
        """Store a person under all her ids."""
        self._database.put(_KIND, person.id, asdict(person))
        for alias in filter(None, (person.wa_id, person.user_id)):
            self._database.put(_ALIASES, alias, {"person": person.id})
        return person

    def moved(self, person: Person, number: str) -> Person:
        """The person with another number, and therefore another user id; the old ones stay hers no longer."""
        for alias in filter(None, (person.wa_id, person.user_id)):
            self._database.delete(_ALIASES, alias)
        wa_id = digits_of(number)
        return self.keep(replace(person, wa_id=wa_id, user_id=user_id_of(wa_id)))

    def _free_id(self, wanted: str) -> str:
        """The number or user id itself, unless somebody who has moved on still goes by it here."""
        taken = self._database.all(_KIND) if self.by_id(wanted) else {}
        return next(name for name in (wanted, *(f"{wanted}~{place}" for place in range(2, 1000))) if name not in taken)

    def all(self, now: datetime) -> list[Document]:
        """Everybody, with the seconds left in her window."""
        return [{**kept, "window_left": Person(**kept).window_left(now)} for kept in self._database.all(_KIND).values()]
