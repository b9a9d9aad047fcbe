"""The transcript as the model may see it: inbox and outbox read together, edits applied, deletions honoured."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.ports import Line
from app.whatsapp.incoming import event
from panelin.actions import SendCard, SendDossier, SendLocation, SendTemplate, SendText, Voice
from panelin.agency import Agency
from panelin.events import AgentWrote, ChoiceMade, MediaReceived, TextEdited, TextReceived, TextRevoked
from panelin.ids import MessageId
from panelin.store.documents import Item, Record, RecordState

CUSTOMER, ASSISTANT, SYSTEM = "customer", "assistant", "system"
NEVER_SEEN = frozenset({RecordState.FAILED, RecordState.LOST})


def lines(entries: Iterable[Item | Record], *, agency: Agency, before: int | None = None) -> tuple[Line, ...]:
    """Turn entries in order of seq into lines; `before` leaves out what is asked about anyway, not what was edited or deleted since."""
    said: dict[MessageId | int, Line] = {}
    for entry in entries:
        if before is not None and (entry.seq or 0) >= before:
            _amend(said, entry)
        elif isinstance(entry, Record):
            _take_record(said, entry)
        else:
            _take_item(said, entry, agency)
    return tuple(said.values())


def _amend(said: dict[MessageId | int, Line], entry: Item | Record) -> None:
    match None if isinstance(entry, Record) else event(entry):
        case TextRevoked(original=original):
            said.pop(original, None)
        case TextEdited(original=original, text=text) if original in said:
            said[original] = replace(said[original], text=text)
        case _:
            return


def _take_record(said: dict[MessageId | int, Line], record: Record) -> None:
    words = _words(record)
    if words is None or record.state in NEVER_SEEN:
        return
    who = ASSISTANT if record.voice is Voice.ASSISTANT else SYSTEM
    said[record.seq] = Line(record.seq, record.created_at, who, words)


def _take_item(said: dict[MessageId | int, Line], item: Item, agency: Agency) -> None:
    happened = event(item)
    seq = item.seq or 0
    match happened:
        case AgentWrote(id=id_, at=at, text=text):
            person = agency.agent(happened.agent)
            said[id_] = Line(seq, at, person.first_name if person else agency.name, text)
        case TextReceived(id=id_, at=at, text=text) | ChoiceMade(id=id_, at=at, title=text):
            said[id_] = _customer(seq, at, text)
        case MediaReceived(id=id_, at=at, caption=caption) if caption:
            said[id_] = _customer(seq, at, caption)
        case _:
            _amend(said, item)


def _customer(seq: int, at: datetime, text: str) -> Line:
    return Line(seq, at, CUSTOMER, text)


def _words(record: Record) -> str | None:
    match record.action:
        case SendText(body=body):
            return body
        case SendCard() as card:
            return card.body
        case SendLocation(reference=reference) | SendDossier(reference=reference):
            return f"[{reference}]"
        case SendTemplate(purpose=purpose):
            return f"[{purpose}]"
        case _:
            return None
