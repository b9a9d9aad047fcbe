"""What becomes of an outbox record: the transitions of protocol.md 5 as tables."""

from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, a_chat, at
from kept import a_record

from app import outcome
from panelin.actions import CallTool, NotifyAgent, Reason, SendText, Voice
from panelin.conversation import Taken
from panelin.errors import Rejected, Unavailable, Uncertain
from panelin.events import SendFailure
from panelin.ids import MessageId, RunId
from panelin.store.documents import Claim, RecordState

READY, SENDING, SENT, FAILED, UNKNOWN, LOST = RecordState
NOW, RUN = at("10:00"), RunId("me")
PAIR, CLOSED = 131056, 131047


def record(**changes):
    return a_record(a_chat(), **changes)


def sending(attempt=1, **changes):
    return record(state=SENDING, attempt=attempt, claim=Claim(RUN, NOW), due_at=NOW, **changes)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def test_a_claim_counts_the_attempt_and_says_until_when_nobody_else_may_doubt_it():
    claimed = outcome.claimed(record(attempt=1), RUN, NOW, 1)
    assert (claimed.state, claimed.claim, claimed.attempt, claimed.due_at) == (SENDING, Claim(RUN, NOW), 2, after(60))
    assert outcome.claimed(record(), RUN, NOW, 0.1).due_at == after(6)


def test_what_surely_did_not_leave_is_put_back_as_if_it_had_never_been_claimed():
    back = outcome.put_back(outcome.claimed(record(attempt=1), RUN, NOW, 1), NOW)
    assert (back.state, back.claim, back.attempt, back.due_at) == (READY, None, 1, NOW)


def test_what_meta_accepted_is_sent_and_due_no_more():
    sent = outcome.sent(sending(), MessageId("wamid.OUT"))
    assert (sent.state, sent.wamid, sent.due_at) == (SENT, "wamid.OUT", None)


# error, attempt -> state, why, due in seconds
AFTER_ERROR = [
    (Rejected("no", code=131026), 1, FAILED, SendFailure.UNDELIVERABLE, 0),
    (Rejected("late", code=CLOSED), 1, FAILED, SendFailure.WINDOW, 0),
    (Rejected("odd"), 1, FAILED, SendFailure.UNDELIVERABLE, 0),
    (Unavailable("busy"), 1, READY, None, 1),
    (Unavailable("busy"), 2, READY, None, 2),
    (Unavailable("busy"), 3, READY, None, 4),
    (Unavailable("busy"), 4, READY, None, 8),
    (Unavailable("busy"), 5, FAILED, SendFailure.GAVE_UP, 0),
    (Unavailable("pair", code=PAIR), 1, READY, None, 1),
    (Unavailable("pair", code=PAIR), 2, READY, None, 4),
    (Unavailable("pair", code=PAIR), 4, READY, None, 64),
    (Unavailable("pair", code=PAIR), 5, FAILED, SendFailure.GAVE_UP, 0),
    (Unavailable("wait", retry_after=timedelta(seconds=90)), 1, READY, None, 90),
    (Unavailable("wait", retry_after=timedelta(seconds=1)), 4, READY, None, 8),
    (Unavailable("wait", retry_after=timedelta(seconds=90)), 5, READY, None, 2**4 + 74),
    (Unavailable("wait", retry_after=timedelta(seconds=90)), 200, FAILED, SendFailure.GAVE_UP, 0),
    (Uncertain("cut"), 1, UNKNOWN, None, 60),
]


@pytest.mark.promise("P7")
@pytest.mark.parametrize(("error", "attempt", "state", "why", "seconds"), AFTER_ERROR)
def test_what_becomes_of_a_record_after_an_error(error, attempt, state, why, seconds):
    result = outcome.after_error(sending(attempt), error, NOW, 1)
    assert (result.state, result.failure, result.due_at) == (state, why, after(seconds))
    assert result.attempt == attempt


def test_the_code_of_a_refusal_is_kept_for_people():
    assert outcome.after_error(sending(), Rejected("no", code=131026), NOW, 1).failed == "131026"
    assert outcome.after_error(sending(5), Unavailable("pair", code=PAIR), NOW, 1).failed == str(PAIR)


def test_what_waits_for_another_try_is_claimed_by_nobody():
    assert outcome.after_error(sending(), Unavailable("busy"), NOW, 1).claim is None


def test_the_waits_follow_the_scale_of_the_tests():
    assert outcome.after_error(sending(3), Unavailable("busy"), NOW, 0.5).due_at == after(2)
    assert outcome.after_error(sending(), Uncertain("cut"), NOW, 0.5).due_at == after(30)


@pytest.mark.promise("P7")
def test_each_lost_reply_is_counted():
    once = outcome.perhaps_sent(sending(), NOW, 1)
    twice = outcome.perhaps_sent(once, NOW, 1)
    assert (once.unknowns, twice.unknowns, twice.state) == (1, 2, UNKNOWN)
    assert outcome.MOST_UNKNOWNS == 2


@pytest.mark.promise("P7")
@pytest.mark.parametrize(
    ("status", "state"),
    [
        ({"sent_at": NOW}, SENT),
        ({"delivered_at": NOW}, SENT),
        ({"read_at": NOW}, SENT),
        ({"failed": "131026"}, FAILED),
        ({"failed": "131026", "sent_at": NOW}, FAILED),
    ],
)
def test_a_status_settles_what_was_perhaps_sent(status, state):
    assert outcome.reconciled(record(state=UNKNOWN, due_at=NOW, **status)).state is state


def test_a_delivery_is_due_no_more_and_a_failure_stays_due_until_it_is_noted():
    assert outcome.reconciled(record(state=UNKNOWN, due_at=NOW, sent_at=NOW)).due_at is None
    failed = outcome.reconciled(record(state=UNKNOWN, due_at=NOW, failed="131026"))
    assert (failed.due_at, failed.failure) == (NOW, SendFailure.UNDELIVERABLE)
    known = outcome.reconciled(record(state=UNKNOWN, failed="131047", failure=SendFailure.WINDOW))
    assert known.failure is SendFailure.WINDOW


def test_without_a_status_nothing_is_settled():
    assert outcome.reconciled(record(state=UNKNOWN, due_at=NOW, wamid=MessageId("wamid.OUT"))) is None


def test_what_is_lost_is_shown_to_people():
    lost = outcome.lost(record(state=UNKNOWN, unknowns=2), NOW)
    assert (lost.state, lost.failure, lost.due_at) == (LOST, SendFailure.GAVE_UP, NOW)
    assert lost.settled


def test_what_falls_with_another_is_settled_without_a_word_to_anybody():
    fallen = outcome.fallen(record(due_at=NOW))
    assert (fallen.state, fallen.failed, fallen.failure, fallen.due_at) == (FAILED, "turn", None, None)


# Who speaks: voice, sentence, handoff -> may it go?
FREE = a_chat()
ASKED = a_chat(asked_for_person_at="10:00")
TAKEN = a_chat(taken_by=MARTA)
NIGHT = replace(ASKED, handoff=replace(ASKED.handoff, clock_from=at("9:30", 24), step=-1), last_customer_at=at("21:00"))
WORDS = [
    (FREE, Voice.ASSISTANT, None, True),
    (ASKED, Voice.ASSISTANT, None, False),
    (TAKEN, Voice.ASSISTANT, None, False),
    (FREE, Voice.AGENT, None, True),
    (ASKED, Voice.AGENT, None, True),
    (TAKEN, Voice.AGENT, None, True),
    (FREE, Voice.SYSTEM, "espera", True),
    (ASKED, Voice.SYSTEM, "espera", False),
    (TAKEN, Voice.SYSTEM, "espera", False),
    (FREE, Voice.SYSTEM, "handoff_abierto", True),
    (ASKED, Voice.SYSTEM, "handoff_abierto", True),
    (ASKED, Voice.SYSTEM, "fallo", True),
    (ASKED, Voice.SYSTEM, "dato_no_consta", True),
    (TAKEN, Voice.SYSTEM, "handoff_abierto", False),
    (TAKEN, Voice.SYSTEM, "fallo", False),
    (FREE, Voice.SYSTEM, "baja_ok", True),
    (ASKED, Voice.SYSTEM, "baja_ok", True),
    (TAKEN, Voice.SYSTEM, "baja_ok", True),
    (TAKEN, Voice.SYSTEM, "alta_ok", True),
    (TAKEN, Voice.SYSTEM, None, False),
    (ASKED, Voice.SYSTEM, None, False),
]


@pytest.mark.promise("P4")
@pytest.mark.parametrize(("chat", "voice", "sentence", "goes"), WORDS)
def test_who_may_still_speak_when_a_record_is_about_to_leave(chat, voice, sentence, goes):
    words = record(voice=voice, action=SendText("x", voice=voice, sentence=sentence), rev=chat.rev)
    refused = outcome.refusal(words, chat, at("10:00"), BRISA_SUR)
    assert (refused is None) is goes
    if not goes:
        assert (refused.state, refused.failed, refused.failure, refused.due_at) == (FAILED, "overruled", None, None)


@pytest.mark.promise("P4")
def test_out_of_hours_the_assistant_goes_on_after_a_request():
    words = record(rev=NIGHT.rev)
    assert outcome.refusal(words, NIGHT, at("21:00"), BRISA_SUR) is None
    assert outcome.refusal(words, NIGHT, at("9:40", 24), BRISA_SUR).failed == "overruled"


@pytest.mark.promise("P4")
def test_words_of_before_a_takeover_do_not_leave_after_the_return():
    back = replace(FREE, rev=2)
    assert outcome.refusal(record(rev=0), back, NOW, BRISA_SUR).failed == "overruled"
    assert outcome.refusal(record(rev=2), back, NOW, BRISA_SUR) is None


@pytest.mark.promise("P5")
@pytest.mark.parametrize("voice", [Voice.ASSISTANT, Voice.SYSTEM, Voice.AGENT])
def test_outside_the_window_nobody_writes_to_a_customer(voice):
    words = record(voice=voice, action=SendText("x", voice=voice))
    assert outcome.refusal(words, FREE, at("9:58:29", 24), BRISA_SUR) is None
    refused = outcome.refusal(words, FREE, at("9:58:30", 24), BRISA_SUR)
    assert (refused.state, refused.failed, refused.failure) == (FAILED, "window", SendFailure.WINDOW)
    assert outcome.refusal(words, replace(FREE, last_customer_at=None), NOW, BRISA_SUR).failed == "window"


def test_notices_and_deeds_ask_neither_the_window_nor_who_speaks():
    chat = replace(FREE, handoff=Taken(MARTA, NOW, NOW), last_customer_at=None, rev=9)
    for voice, action in (
        (Voice.NOTICE, NotifyAgent(MARTA, Reason.ASKED, 1, NOW)),
        (Voice.DEED, CallTool("create_lead", {}, "k")),
    ):
        assert outcome.refusal(record(voice=voice, action=action), chat, NOW, BRISA_SUR) is None


def test_an_action_that_is_no_sentence_is_none_of_the_handoff():
    card_of_the_system = record(voice=Voice.SYSTEM, action=NotifyAgent(MARTA, Reason.ASKED, 1, NOW), rev=ASKED.rev)
    assert outcome.refusal(card_of_the_system, ASKED, NOW, BRISA_SUR).failed == "overruled"
