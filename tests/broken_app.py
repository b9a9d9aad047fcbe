"""`python tests/broken_app.py RULE`: the app with one rule of the protocol taken out, to see that the chaos judge notices.

Each function below takes one rule of protocol.md section 13 away, by replacing one function or rule before the app starts; the app itself has
no switches. The rule `nothing` takes none away: the cases use it for the whole app, because the short waits of a case leave no time for the
import of `openai` in the middle of a turn.
"""

import importlib
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from app import draft, outcome, sender, sweep, turn, webhook
from app.__main__ import main
from panelin import answering
from panelin.runtime import serving
from panelin.store import chats, inbox
from panelin.store.engine import EXISTING
from panelin.store.over import StoreOver


def acknowledge_before_store() -> None:
    """Meta gets its 200 first; what it was for is stored afterwards."""
    honest_stored, honest_answered, kept = webhook._stored, webhook._answered, {}

    async def stored(post, store, settings):
        kept[id(post)] = (store, settings)
        return True

    async def answered(post, nudge):
        await webhook.reached("webhook.answered")
        await honest_stored(post, *kept.pop(id(post)))
        await honest_answered(post, nudge)

    webhook._stored, webhook._answered = stored, answered


def no_due_at_on_inbox() -> None:
    """An item whose nudge is lost is never due."""
    inbox.FRESH_FOR = timedelta(days=365_000 / 4)


def no_due_at_on_the_conversation() -> None:
    """Whoever answers may be gone, and nobody is told to look."""
    honest = draft.held
    draft.held = lambda *given: replace(honest(*given), due_at=None)


def no_query_after_release() -> None:
    """After COMMIT B the inbox is taken to be as empty as it was."""

    async def look_again(self):
        if self.chat is not None:
            await self.sender.drain(self._conversation, self.chat)
        return False

    turn.Turn._look_again = look_again


def no_inbox_precondition_in_a() -> None:
    """A hears an item whatever has become of it meanwhile."""
    honest = chats.ChatsOver._done
    chats.ChatsOver._done = lambda self, heard, conversation: replace(honest(self, heard, conversation), at=EXISTING)


def no_sending() -> None:
    """A record is posted as it lies there, READY and due."""
    outcome.claimed = lambda record, *_: record


def no_verify_in_the_claim() -> None:
    """The claim does not ask whether the conversation has moved."""
    honest = StoreOver.write

    async def write(self, changes, *, verify=None):
        return await honest(self, changes)

    StoreOver.write = write


def no_rev_on_records() -> None:
    """Any record may leave while the assistant may speak, whoever spoke in between."""
    honest = outcome._has_the_word
    outcome._has_the_word = lambda record, chat, now, agency: honest(replace(record, rev=chat.rev), chat, now, agency)


def no_peek_for_echoes_before_the_send() -> None:
    """A person's words that wait in the inbox stop nothing."""
    sender.person_wrote = lambda _items: False


def a_thread_reused_after_an_expired_answering() -> None:
    """The next run goes on with the thread that the dead one was using."""
    answering.without_thread = lambda conversation: conversation


def blind_result_write() -> None:
    """What became of a POST is written whatever the record says by now."""
    honest = StoreOver.write

    async def write(self, changes, *, verify=None):
        blind = [(replace(old, version=EXISTING), new) for old, new in changes]
        return await honest(self, changes if verify is not None else blind, verify=verify)

    StoreOver.write = write


def anothers_claim_settled() -> None:
    """A refused result is written once more, on top of whatever claim is there."""

    async def settle(self, claimed, after):
        for _ in range(sender.LOOKS):
            try:
                await self._finish(claimed, after)
            except sender.Conflict:
                claimed = await self._parts.store.record(after.id)
            else:
                break
        return sender.Step.SETTLED if after.settled else sender.Step.WAITS

    sender.Sender._settle = settle


def overtaking_allowed() -> None:
    """A record that waits does not hold up the next one."""
    honest = sender.Sender._advance

    async def advance(self, stored, chat):
        step = await honest(self, stored, chat)
        return sender.Step.SETTLED if step is sender.Step.WAITS else step

    sender.Sender._advance = advance


def the_rest_of_a_failed_turn_sent() -> None:
    """What follows a text that failed for good leaves all the same."""

    async def nothing(self, failed):
        return []

    sender.Sender._rest_of_turn = nothing


def attempts_written_after_the_work() -> None:
    """A recovery is counted when it is over, so one that kills its process is not counted."""

    async def recover(self, item, conversation):
        await self._workers.turn(conversation, sweep.Errand(item=item))
        await self._parts.store.attempt(item, timedelta(seconds=sweep.RECOVER_AFTER[0] * self._parts.scale))

    sweep.Sweep._recover = recover


def the_answering_until_check_left_out() -> None:
    """Whoever finds somebody answering takes the turn over at once."""
    turn.Turn._held_by_another = lambda self, chat: False


def nothing() -> None:
    """Every rule stands."""


RULES: dict[str, Callable[[], None]] = {
    rule.__name__: rule
    for rule in (
        acknowledge_before_store,
        no_due_at_on_inbox,
        no_due_at_on_the_conversation,
        no_query_after_release,
        no_inbox_precondition_in_a,
        no_sending,
        no_verify_in_the_claim,
        no_rev_on_records,
        no_peek_for_echoes_before_the_send,
        a_thread_reused_after_an_expired_answering,
        blind_result_write,
        anothers_claim_settled,
        overtaking_allowed,
        the_rest_of_a_failed_turn_sent,
        attempts_written_after_the_work,
        the_answering_until_check_left_out,
    )
}

if __name__ == "__main__":
    importlib.import_module("openai")
    (RULES | {"nothing": nothing})[sys.argv[1]]()
    sys.exit(serving.started(main))
