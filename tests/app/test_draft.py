"""Everything that one commit will write, decided on one reading."""

from dataclasses import replace
from datetime import timedelta

import pytest
from brisa_sur import BRISA_SUR
from conversations import MARTA, a_chat, a_text, a_thread, an_answer, an_echo, answering, at
from kept import a_record
from meta_posts import said, stored, text

from app.draft import ANSWER_WITHIN, Draft, held
from panelin.actions import Choice, NotifyAgent, Reason, SendSummary, SendText, Voice
from panelin.conversation import NOBODY
from panelin.decision import Decision
from panelin.events import AssistantFailed, Failure, Identity, IdentityKind, SendFailed, SendFailure, TimePassed
from panelin.ids import AgentId, Lane, RunId
from panelin.store.documents import HeardItem, RecordState, Stored, Version

NOW, STORE_NOW, RUN = at("10:00"), at("10:00:07"), RunId("run-9")
PHONE, OTHER, SCOPED = (
    Identity(IdentityKind.WA_ID, "34600000001"),
    Identity(IdentityKind.WA_ID, "34600000002"),
    Identity(IdentityKind.BSUID, "ES.1"),
)


def a_draft(chat=None, **more):
    return Draft(chat or a_chat(), now=NOW, agency=BRISA_SUR, **more)


def an_item(words="hola"):
    return stored(said(text("wamid.A", words)).items[0])


def decided(*actions, chat=None, agency=BRISA_SUR):
    """A draft of these actions; its records."""
    draft = Draft(chat or a_chat(), now=NOW, agency=agency)
    draft.add(Decision(draft.conversation, actions))
    return draft.records


def test_a_draft_of_nothing_writes_nothing():
    draft = a_draft()
    assert not draft.changed
    draft.decide(TimePassed())
    assert not draft.changed


@pytest.mark.parametrize(
    "begun",
    [
        lambda draft: draft.hear(an_item(), a_text("hola")),
        lambda draft: draft.done(an_item()),
        lambda draft: draft.add(Decision(draft.conversation, (SendText("hola"),))),
        lambda draft: draft.add(Decision(replace(draft.conversation, rev=7))),
        lambda draft: draft.alias([SCOPED], Lane("lane")),
        lambda draft: draft.note(
            Stored(a_record(draft.conversation), Version("1"), NOW, NOW), SendFailed(a_record(draft.conversation).id, SendFailure.GAVE_UP)
        ),
    ],
)
def test_anything_else_is_something_to_write(begun):
    draft = a_draft()
    begun(draft)
    assert draft.changed


def test_what_is_heard_stands_in_the_transcript_before_what_follows_from_it():
    draft = a_draft(a_chat(seq=4))
    item = an_item("quiero hablar con un agente")
    draft.hear(item, a_text("quiero hablar con un agente"))
    change = draft.change(run=RUN, now=STORE_NOW)
    assert change.heard == (HeardItem(item, 5),)
    assert [record.seq for record in change.records] == [6, 7]
    assert change.conversation.seq == 7


def test_an_echo_of_our_own_words_is_done_without_a_place():
    draft = a_draft()
    item = an_item()
    draft.done(item)
    assert draft.change(run=RUN, now=STORE_NOW).heard == (HeardItem(item, None),)


def test_a_record_says_in_whose_voice_at_which_rev_and_turn_to_whom():
    (record,) = decided(SendText("hola"), chat=a_chat(seq=2, rev=3, turn=4))
    assert (record.id, record.seq, record.rev, record.turn) == ("c1.00000003", 3, 3, 4)
    assert (record.voice, record.state, record.to, record.number, record.created_at) == (
        Voice.ASSISTANT,
        RecordState.READY,
        PHONE,
        "1055",
        NOW,
    )


def test_a_customer_without_a_number_is_written_to_by_the_other_name():
    assert decided(SendText("hola"), chat=a_chat(identities=(SCOPED,)))[0].to == SCOPED
    assert decided(SendText("hola"), chat=a_chat(identities=(SCOPED, PHONE, OTHER)))[0].to == OTHER


def test_notices_go_to_the_agents_own_number_or_to_none():
    notice, summary = NotifyAgent(MARTA, Reason.ASKED, 1, NOW), SendSummary(MARTA, "Cliente: Lucía")
    assert [record.to.value for record in decided(notice, summary)] == ["34600000101"] * 2
    mute = replace(BRISA_SUR, agents={MARTA: replace(BRISA_SUR.agent(MARTA), whatsapp=None)})
    assert decided(notice, agency=mute)[0].to.value == ""
    assert decided(NotifyAgent(AgentId("left"), Reason.ASKED, 1, NOW))[0].to.value == ""


def test_one_record_is_one_message_and_the_buttons_stand_under_the_last():
    long = SendText("uno " * 1500, (Choice("a", "A"),), sentence="espera")
    first, second = decided(long)
    assert (first.action.choices, second.action.choices) == ((), long.choices)
    assert f"{first.action.body} {second.action.body}".split() == long.body.split()
    assert (first.seq, second.seq, second.action.sentence) == (1, 2, "espera")


def test_the_words_of_a_person_are_never_cut():
    (record,) = decided(SendText("uno " * 1500, voice=Voice.AGENT))
    assert record.action.body == "uno " * 1500


def test_a_thread_has_seen_its_own_answer():
    draft = a_draft(answering(a_chat(thread=a_thread()), "hola"))
    draft.decide(an_answer())
    assert draft.conversation.thread.seq == draft.conversation.seq == 2


def test_a_thread_has_not_seen_what_others_say():
    draft = a_draft(a_chat(thread=a_thread(seq=4), seq=4))
    draft.hear(an_item(), an_echo("Hola, soy Marta"))
    assert draft.conversation.thread.seq == 4


def test_the_newest_need_stands_and_none_takes_it_back():
    draft = a_draft()
    draft.decide(a_text("hola"))
    assert draft.need is None
    draft.decide(TimePassed())
    assert [heard.text for heard in draft.need.messages] == ["hola"]
    draft.decide(TimePassed())
    assert draft.need is not None


def test_whoever_watches_sees_each_decision_with_what_was_before():
    seen = []
    draft = a_draft(
        saw=lambda before, event, decision, now: seen.append((before.seq, type(event).__name__, decision.conversation.seq, now))
    )
    draft.decide(a_text("hola"))
    assert seen == [(0, "TextReceived", 1, NOW)]


def test_the_run_that_answers_holds_the_turn_for_half_a_minute_of_the_stores_time():
    draft = a_draft()
    draft.decide(a_text("hola"))
    draft.decide(TimePassed())
    chat = draft.change(run=RUN, now=STORE_NOW).conversation
    assert (chat.answering.run, chat.answering.until) == (RUN, STORE_NOW + ANSWER_WITHIN)
    assert chat.due_at == chat.answering.until
    quick = draft.change(run=RUN, now=STORE_NOW, scale=0.1).conversation
    assert quick.due_at == STORE_NOW + timedelta(seconds=3)
    assert draft.change(run=RUN, now=STORE_NOW, hold=timedelta(0)).conversation.due_at == STORE_NOW


def test_where_nobody_answers_nothing_is_due():
    assert held(a_chat(due_at=NOW), RUN, NOW, timedelta(seconds=30)).due_at is None


@pytest.mark.parametrize(
    ("chat", "active"), [(a_chat(), True), (a_chat(taken_by=MARTA), False), (a_chat(asked_for_person_at="10:00"), False)]
)
def test_whether_the_assistant_may_speak_is_told_to_whoever_reads_the_document(chat, active):
    assert a_draft(chat).change(run=RUN, now=STORE_NOW).ai_active is active


def test_every_write_sets_the_alarm_anew():
    change = a_draft(a_chat(taken_by=MARTA, alarm_at=at("8:00"))).change(run=RUN, now=STORE_NOW)
    assert change.conversation.alarm_at == at("10:00", 24)
    assert a_draft(a_chat(alarm_at=at("8:00"))).change(run=RUN, now=STORE_NOW).conversation.alarm_at is None


def test_a_further_name_is_the_latest_and_brings_its_lane():
    draft = a_draft(a_chat(identities=(PHONE, SCOPED)))
    draft.alias([OTHER, PHONE], Lane("other"))
    draft.alias([OTHER], Lane("other"))
    change = draft.change(run=RUN, now=STORE_NOW)
    assert change.identities == (OTHER, PHONE)
    assert change.conversation.identities == (SCOPED, OTHER, PHONE)
    assert change.conversation.lanes == ("lane", "other")


def test_a_failure_is_noted_with_the_commit_that_tells_people():
    draft = a_draft()
    failed = Stored(a_record(draft.conversation, state=RecordState.FAILED), Version("1"), NOW, NOW)
    draft.note(failed, SendFailed(failed.value.id, SendFailure.WINDOW))
    change = draft.change(run=RUN, now=STORE_NOW)
    assert change.noted == (failed,)
    assert [type(record.action) for record in change.records] == [NotifyAgent]


def test_the_thread_of_an_answer_that_is_not_committed_is_left():
    draft = a_draft(answering(a_chat(), "hola"))
    draft.leave(an_answer())
    assert draft.conversation.left_threads == ("conv_1",)
    failed = a_draft(answering(a_chat(), "hola"))
    failed.leave(AssistantFailed(1, Failure.UNAVAILABLE))
    assert failed.conversation.left_threads == ()


def test_who_holds_a_turn_first_says_since_when_and_who_holds_it_on_does_not():
    fresh = replace(answering(a_chat(), "hola").answering, run=NOBODY)
    first = held(a_chat(answering=fresh), RUN, STORE_NOW, ANSWER_WITHIN).answering
    assert (first.run, first.since, first.until) == (RUN, STORE_NOW, STORE_NOW + ANSWER_WITHIN)
    later = held(a_chat(answering=first), RunId("run-10"), STORE_NOW + ANSWER_WITHIN, ANSWER_WITHIN).answering
    assert (later.run, later.since) == ("run-10", STORE_NOW)
