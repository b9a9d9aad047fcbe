"""One turn: a burst is answered once, in order, by whoever owns the conversation."""

import asyncio

import pytest
from office import OPEN, Office, a_text, an_echo, echo

from panelin.events import AssistantFailed, Failure
from panelin.runtime import failpoints


def answers(office):
    """What the customer read, without the greeting."""
    return [words.split("\n\n")[-1] for words in office.said()]


@pytest.mark.promise("P3")
async def test_a_burst_gets_one_answer(office):
    await office.hears("hola", "busco piso en nerja", "2 hab", "hasta 300")
    assert answers(office) == ["hola | busco piso en nerja | 2 hab | hasta 300"]
    assert "asistente virtual" in office.said()[0]


@pytest.mark.promise("P3")
async def test_a_message_that_comes_before_the_burst_is_over_joins_it(store):
    office = Office(store, scale=0.6)  # a burst of one and a half seconds
    first = await office.gets(a_text("hola"))
    office.workers.nudge(first)
    await asyncio.sleep(0.1)
    await office.works(await office.gets(a_text("2 hab")))
    assert answers(office) == ["hola | 2 hab"]


@pytest.mark.promise("P3")
async def test_messages_are_heard_in_the_order_of_metas_seconds(office):
    late = a_text("segundo", at=OPEN.replace(second=9))
    early = a_text("primero", at=OPEN.replace(second=1))
    await office.works(await office.gets(late, early))
    assert answers(office) == ["primero | segundo"]


@pytest.mark.promise("P2")
async def test_the_same_message_again_changes_nothing(office):
    await office.hears("hola", wamid="wamid.same")
    before = await office.chat()
    await office.hears("hola", wamid="wamid.same")
    assert len(office.meta.sent) == 1
    assert await office.chat() == before


@pytest.mark.promise("P2")
async def test_the_same_message_again_to_another_instance_changes_nothing(office, store):
    other = Office(store)
    items = await office.gets(a_text("hola", wamid="wamid.same"))
    await asyncio.gather(office.works(items), other.works(items))
    assert len(office.meta.sent) + len(other.meta.sent) == 1


async def test_the_second_turn_goes_on_on_the_same_thread_and_sends_only_what_is_new(office):
    await office.hears("hola")
    await office.hears("y en torrox?")
    second = office.model.asked[1]
    assert second.need.thread == (await office.chat()).thread.id
    assert second.unseen == ()
    assert [heard.text for heard in second.need.messages] == ["y en torrox?"]


async def test_the_transcript_keeps_question_and_answer_in_their_order(office):
    office.business_now = OPEN.replace(hour=21)  # closed: asked for a person, the assistant goes on
    await office.hears("quiero hablar con un agente")
    await office.hears("busco piso")
    who = [(line.who, line.text.split("\n\n")[-1][:11]) for line in office.model.asked[0].unseen]
    assert who == [("customer", "quiero habl"), ("system", "Ahora la of")]


async def test_an_echo_of_what_we_sent_ourselves_takes_nothing_over(office):
    await office.hears("hola")
    (record,) = await office.records()
    await office.works(await office.gets(an_echo("hola", wamid=record.wamid), field="smb_message_echoes"))
    assert (await office.chat()).handoff is None


async def test_read_mark_and_typing_show_when_the_turn_starts(office):
    await office.hears("hola", wamid="wamid.x")
    assert office.meta.typing == ["wamid.x"]


@pytest.mark.promise("P3")
async def test_a_message_that_comes_while_the_model_thinks_has_it_asked_once_more_on_a_new_thread(office):
    async def slow(question):
        await office.gets(a_text("mejor en torrox"))
        return echo(question)

    office.model.answers = [slow]
    await office.hears("piso en nerja")
    assert answers(office) == ["piso en nerja | mejor en torrox"]
    assert office.model.asked[1].need.thread is None


@pytest.mark.promise("P3")
async def test_who_writes_on_and_on_is_answered_all_the_same(office):
    async def interrupted(question):
        await office.gets(a_text("y otra cosa"))
        return echo(question)

    office.model.answers = [interrupted, interrupted]
    await office.hears("hola")
    assert answers(office) == ["hola | y otra cosa", "y otra cosa"]


@pytest.mark.promise("P4")
async def test_an_echo_while_the_model_thinks_drops_the_answer(office):
    async def taken(question):
        await office.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes")
        return echo(question)

    office.model.answers = [taken]
    await office.hears("hola")
    assert office.said() == []
    chat = await office.chat()
    assert (chat.answering, chat.thread, type(chat.handoff).__name__) == (None, None, "Taken")


@pytest.mark.promise("P4")
async def test_while_a_person_has_the_chat_the_model_is_not_asked(office):
    await office.hears("hola")
    await office.works(await office.gets(an_echo("Hola, soy Marta"), field="smb_message_echoes"))
    await office.hears("sí, ¿y cuánto sería la entrada?")
    assert len(office.model.asked) == 1


async def test_what_the_person_said_is_in_the_question_when_the_assistant_speaks_again(office):
    await office.hears("hola")
    office.passes(minutes=1)
    echo_ = an_echo("La entrada son 32.000 €. Te dejo con el asistente.", at=office.business_now)
    await office.works(await office.gets(echo_, field="smb_message_echoes"))
    office.passes(minutes=1)
    await office.hears("gracias, ¿y la ubicación?")
    unseen = office.model.asked[1].unseen
    assert [line.text for line in unseen] == ["La entrada son 32.000 €. Te dejo con el asistente."]
    assert office.said()[-1].startswith("Vuelvo yo, el asistente virtual")


@pytest.mark.promise("P11")
async def test_a_model_that_fails_costs_a_sentence_and_calls_a_person(office):
    office.model.answers = [lambda question: AssistantFailed(question.need.turn, Failure.UNAVAILABLE)]
    await office.hears("busco casa en frigiliana")
    assert office.said()[0].endswith("Ahora mismo no puedo consultarlo. He avisado al equipo.")
    assert office.said("34600000101") == ["notice: outage"]


@pytest.mark.promise("P11")
async def test_a_model_that_breaks_its_word_and_raises_is_asked_again_by_the_sweep_and_then_a_person_is_called(office):
    async def breaks(question):
        raise RuntimeError("not in the port's contract")

    office.model.answers = [breaks, breaks]
    await office.hears("hola")
    for _ in range(20):
        await asyncio.sleep(0.1)
        await office.sweeps()
        if office.said():
            break
    assert office.said()[0].endswith("He avisado al equipo.")


async def test_the_line_that_it_takes_longer_is_said_after_twenty_seconds_and_the_answer_follows(office):
    async def slow(question):
        await asyncio.sleep(25 * office.parts.scale)
        return echo(question)

    office.model.answers = [slow]
    await office.hears("hola")
    assert office.said()[0].endswith("Te respondo en cuanto pueda.")
    assert office.said()[1:] == ["hola"]


@pytest.mark.promise("P3")
async def test_while_one_instance_answers_no_other_asks(office, store):
    other = Office(store)

    async def meanwhile(question):
        await other.works(items)
        await asyncio.sleep(15 * office.parts.scale)
        await other.sweeps()
        return echo(question)

    office.model.answers = [meanwhile]
    items = await office.gets(a_text("hola"))
    await office.works(items)
    assert len(other.model.asked) == 0
    assert answers(office).count("hola") == 1


@pytest.mark.promise("P1")
async def test_a_turn_that_is_told_to_end_lets_go_and_another_instance_goes_on(office, store):
    asked = asyncio.Event()

    async def endless(question):
        asked.set()
        await asyncio.sleep(60)

    office.model.answers = [endless]
    items = await office.gets(a_text("hola"))
    office.workers.nudge(items)
    await asyncio.wait_for(asked.wait(), 5)
    office.workers._closing = True
    for task in list(office.workers._tasks):
        task.cancel()
    await office.works()
    chat = await office.chat()
    assert chat.answering.attempt == 0
    other = Office(store)
    await asyncio.sleep(0.05)
    await other.sweeps()
    assert answers(other) == ["hola"]


async def test_two_names_of_one_person_lead_to_one_conversation(office):
    both = {**a_text("hola"), "from_user_id": "ES.1"}
    await office.works(await office.gets(both))
    hidden = {**a_text("soy yo"), "from_user_id": "ES.1"}
    del hidden["from"]
    await office.works(await office.gets(hidden))
    assert len(await office.store.recent(10)) == 1


async def test_customers_do_not_wait_for_each_other(office):
    async def slow(question):
        await asyncio.sleep(0.3)
        return echo(question)

    office.model.answers = [slow] * 5
    people = [f"3460000001{n}" for n in range(5)]
    items = await office.gets(*(a_text("hola", who) for who in people))
    loop = asyncio.get_running_loop()
    started = loop.time()
    await office.works(items)
    assert len(office.meta.sent) == 5
    assert loop.time() - started < 5 * 0.3


async def test_a_failpoint_is_reached_in_the_order_of_the_protocol(office):
    seen = []
    for name in ("inbox.queried", "a.before", "a.done", "peeked", "b.before", "b.done", "outbox.claim.done", "graph.done"):
        failpoints.watch(name, lambda name=name: seen.append(name))
    try:
        await office.hears("hola")
    finally:
        for name in tuple(seen):
            failpoints.watch(name, None)
    assert seen == ["inbox.queried", "a.before", "a.done", "peeked", "b.before", "b.done", "outbox.claim.done", "graph.done"]


@pytest.mark.promise("P11")
async def test_a_question_that_is_asked_again_has_no_more_time_than_the_first(office):
    async def interrupted(question):
        await office.gets(a_text("y otra cosa"))
        await asyncio.sleep(60 * office.parts.scale)
        return echo(question)

    async def never(question):
        await asyncio.sleep(60)

    office.model.answers = [interrupted, never]
    loop = asyncio.get_running_loop()
    started = loop.time()
    await office.hears("hola")
    assert office.said()[-1].endswith("He avisado al equipo.")
    assert loop.time() - started < 140 * office.parts.scale
