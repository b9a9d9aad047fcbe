"""Sending committed records in order (protocol.md 5): check, claim by compare-and-set, POST, settle only one's own claim.

Any process may send; nothing here needs the conversation to be its own. ASSISTANT and SYSTEM share one queue, AGENT has its own, NOTICE and
DEED hold nothing up. Of a queue only the lowest unsettled record is touched.
"""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto

from app import outcome
from app.listening import person_wrote
from app.parts import Parts
from app.ports import Parcel
from panelin.actions import NotifyAgent, SendSummary, Voice
from panelin.errors import Conflict, PanelinError, Rejected, Uncertain
from panelin.ids import ConversationId, MessageId, RunId
from panelin.languages import Language
from panelin.runtime.failpoints import reached
from panelin.store.documents import Chat, Record, RecordState, Stored

LEAVING_FOR = timedelta(seconds=15)  # a text that was already leaving may take this long (P4)
SEND_WITHIN = 5.0  # seconds between the last check and the POST, on the monotonic clock (protocol.md 21)
LOOKS = 4  # times that a record is looked at again after a refusal before the sweep has it
CHECKED = frozenset({Voice.ASSISTANT, Voice.SYSTEM})


class Step(Enum):
    """What became of the lowest record of a queue."""

    SETTLED = auto()  # go on with the next
    WAITS = auto()  # the queue stands still until this record is due
    HEARD_FIRST = auto()  # a person wrote: the conversation must hear that before anything is sent


class Sender:
    """Sends what is committed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def drain(self, conversation: ConversationId, chat: Chat | None = None) -> bool:
        """Send what may be sent now; `chat` is a reading just made, with its waiting items. False: a person's words must be heard first."""
        loop = asyncio.get_running_loop()
        records = await self._parts.store.unsettled(conversation)
        read_at, stopped = loop.time(), set[str]()
        leaving = any(_is_leaving(each, self._parts.scale) for each in records)
        for stored in sorted(records, key=lambda each: (each.value.voice is not Voice.AGENT, each.value.seq)):
            queue = _queue(stored.value)
            if queue in stopped or (leaving and isinstance(stored.value.action, SendSummary)):
                continue
            now = stored.now + timedelta(seconds=loop.time() - read_at)
            step = await self._advance(replace(stored, now=now), chat)
            chat = None  # one reading serves one send
            if step is Step.HEARD_FIRST:
                return False
            if step is Step.WAITS and queue is not None:
                stopped.add(queue)
        return True

    async def _advance(self, stored: Stored[Record], chat: Chat | None) -> Step:
        """Move one record as far as it goes; a refusal means that somebody else moved it: look again."""
        for _ in range(LOOKS):
            try:
                return await self._moved(stored, chat)
            except (Conflict, Uncertain):
                again = await self._parts.store.record(stored.value.id)
            if again is None or again.value.settled:
                return Step.SETTLED
            stored, chat = again, None
        return Step.WAITS

    async def _moved(self, stored: Stored[Record], chat: Chat | None) -> Step:
        record, now = stored.value, stored.now
        if record.unknowns and (known := outcome.reconciled(record)) is not None:  # what was perhaps sent did arrive
            return await self._finish(stored, known)
        if record.state is RecordState.READY and (record.attempt == 0 or record.due_at is None or record.due_at <= now):
            return await self._send(stored, chat)
        if record.due_at is not None and record.due_at > now:
            return Step.WAITS
        if (settled := outcome.reconciled(record)) is not None:
            return await self._finish(stored, settled)
        if record.state is RecordState.SENDING:  # whoever claimed it is gone
            stored = await self._write(stored, outcome.perhaps_sent(record, now, 0))
        await reached("outbox.unknown")
        if stored.value.unknowns >= outcome.MOST_UNKNOWNS:
            return await self._finish(stored, outcome.lost(stored.value, now))
        await reached("outbox.resend")
        return await self._send(stored, None)

    async def _send(self, stored: Stored[Record], chat: Chat | None) -> Step:
        loop = asyncio.get_running_loop()
        started, record = loop.time(), stored.value
        if record.voice in outcome.TO_CUSTOMER:
            chat = chat or await self._parts.store.open(record.conversation)
            await reached("outbox.peeked")
            if chat is None or (record.voice in CHECKED and person_wrote(chat.waiting)):
                return Step.HEARD_FIRST
            refused = outcome.refusal(record, chat.conversation, self._parts.now(), self._parts.agency)
            if refused is not None:
                return await self._refused(stored, refused)
        claim = outcome.claimed(record, RunId(secrets.token_hex(8)), stored.now, self._parts.scale)
        (claimed,) = await self._parts.store.write(((stored, claim),), verify=chat if record.voice in CHECKED else None)
        await reached("outbox.claim.sent")
        await reached("outbox.claim.done")
        if loop.time() - started > SEND_WITHIN:
            await reached("outbox.deadline_passed")
            await self._write(claimed, outcome.put_back(claimed.value, claimed.now))
            return Step.WAITS
        spoken = chat.conversation.language if chat and record.voice in outcome.TO_CUSTOMER else None
        return await self._post(claimed, self._parts.agency.language(spoken))

    async def _post(self, claimed: Stored[Record], language: Language) -> Step:
        try:
            wamid = await self._handed_over(claimed.value, language)
            await reached("graph.sent")
        except PanelinError as error:
            after = outcome.after_error(claimed.value, error, claimed.now, self._parts.scale)
            self._parts.count(f"send.{type(error).__name__.lower()}", 1)
        else:
            after = outcome.sent(claimed.value, wamid)
        await reached("graph.done")
        return await self._settle(claimed, after)

    async def _handed_over(self, record: Record, language: Language) -> MessageId:
        action = record.action
        if isinstance(action, NotifyAgent | SendSummary) and not record.to.value:
            return await self._told_otherwise(action)
        parcel = Parcel(record.number, record.to, action, record.id, language, record.conversation, record.created_at)
        return await self._parts.messenger.send(parcel)

    async def _told_otherwise(self, action: NotifyAgent | SendSummary) -> MessageId:
        """An agent without a WhatsApp number is told by e-mail or webhook."""
        agent = self._parts.agency.agent(action.agent)
        if agent is None:
            raise Rejected("this agent has left", code="no_agent")
        await self._parts.notices.tell(agent, action)
        return MessageId("")

    async def _settle(self, claimed: Stored[Record], after: Record) -> Step:
        """Settle one's own claim; a refusal means that a status came meanwhile: its fields are kept (protocol.md 22)."""
        for _ in range(LOOKS):
            try:
                await self._finish(claimed, after)
                await reached("outbox.result.sent")
            except (Conflict, Uncertain):
                await reached("outbox.result.refused")
                current = await self._parts.store.record(after.id)
                if current is None or current.value.settled:
                    return Step.SETTLED
                if current.value.claim != claimed.value.claim or current.value.state is not RecordState.SENDING:
                    return await self._too_late(current, after)
                claimed, after = current, _merged(current.value, after)
            else:
                return Step.SETTLED if after.settled else Step.WAITS
        return Step.WAITS

    async def _too_late(self, current: Stored[Record], after: Record) -> Step:
        """Somebody else has the record now: only our wamid is added, and what follows waits for theirs (protocol.md 22)."""
        if after.wamid and not current.value.wamid:
            with suppress(Conflict, Uncertain):
                await self._write(current, replace(current.value, wamid=after.wamid))
        return Step.WAITS

    async def _rest_of_turn(self, failed: Record) -> list[Stored[Record]]:
        """What was committed together with a failed record and was to follow it; what was said later stands for itself."""
        others = await self._parts.store.unsettled(failed.conversation)
        same = [each for each in others if each.value.created_at == failed.created_at and _queue(each.value) == _queue(failed) is not None]
        return [each for each in same if each.value.state is RecordState.READY and each.value.seq > failed.seq]

    async def _refused(self, stored: Stored[Record], refused: Record) -> Step:
        if refused.failure is not None:  # people are told why; what was overruled is no failure
            refused = replace(refused, due_at=stored.now)
        return await self._finish(stored, refused)

    async def _finish(self, stored: Stored[Record], after: Record) -> Step:
        """Write a result; with a record that is lost to the customer falls what was to follow it in its turn."""
        changes = [(stored, after)]
        if after.state in {RecordState.FAILED, RecordState.LOST} and after.failed != outcome.OVERRULED:
            changes += [(each, outcome.fallen(each.value)) for each in await self._rest_of_turn(after)]
        await self._parts.store.write(changes)
        return Step.SETTLED

    async def _write(self, stored: Stored[Record], record: Record) -> Stored[Record]:
        (written,) = await self._parts.store.write(((stored, record),))
        return written


def _is_leaving(stored: Stored[Record], scale: float) -> bool:
    """Whether a text of the assistant may be on its way: nobody is told that a chat is hers before it has gone (P4)."""
    record = stored.value
    young = record.claim is not None and stored.now < record.claim.at + LEAVING_FOR * scale
    return record.voice in CHECKED and record.state is RecordState.SENDING and young


def _queue(record: Record) -> str | None:
    """Name the queue of a voice; None = holds nothing up."""
    match record.voice:
        case Voice.ASSISTANT | Voice.SYSTEM:
            return "assistant"
        case Voice.AGENT:
            return "agent"
        case _:
            return None


def _merged(current: Record, after: Record) -> Record:
    """Our own result on top of what a status wrote meanwhile; a failure that Meta reported by webhook stays due."""
    if current.failed is not None and after.state is RecordState.SENT:
        return replace(current, state=RecordState.SENT, wamid=after.wamid or current.wamid)
    if after.state is RecordState.UNKNOWN and (known := outcome.reconciled(current)) is not None:
        return known
    return replace(
        after,
        wamid=after.wamid or current.wamid,
        sent_at=current.sent_at,
        delivered_at=current.delivered_at,
        read_at=current.read_at,
        failed=after.failed or current.failed,
    )
