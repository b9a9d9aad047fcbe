"""One question, one answer, over real sockets against the sandbox's OpenAI."""

from dataclasses import replace

import pytest
from assistant_bench import CHAT, Shelf, always_ours, line, question
from fixture_homes import HOMES

from panelin.actions import CallPerson, Reason, SendCard, SendLocation
from panelin.conversation import Shown
from panelin.errors import Unavailable
from panelin.events import AssistantAnswered, AssistantFailed
from panelin.ids import Reference

BURST = ("hola", "busco piso en nerja", "2 hab", "hasta 300")


async def test_a_burst_of_four_is_answered_with_homes_of_the_catalogue(asked):
    answer = await asked().answer(question(*BURST), still_ours=always_ours)

    assert isinstance(answer, AssistantAnswered)
    assert answer.turn == 3
    assert answer.text
    assert [proposal.card.reference for proposal in answer.proposals if isinstance(proposal, SendCard)] == ["BS-1077", "BS-1042", "BS-1120"]
    assert answer.demand.budget_max.value == 30_000_000
    assert {"BS-1077", "BS-1042", "BS-1120"} == answer.facts.known
    assert answer.thread.startswith("conv_")


async def test_the_number_of_items_is_what_the_thread_really_holds(asked, kept):
    assistant = asked()
    first = await assistant.answer(question(*BURST), still_ours=always_ours)
    assert first.thread_items == len(kept(first.thread)) > len(BURST)

    second = await assistant.answer(question("mejor con ascensor", thread=first.thread), still_ours=always_ours)
    assert second.thread == first.thread
    assert first.thread_items + second.thread_items == len(kept(first.thread))


async def test_a_thread_that_knows_the_chat_gets_the_new_messages_only(asked, requests):
    echo = asked(model="sandbox-echo")
    first = await echo.answer(question("hola", "soy Ana"), still_ours=always_ours)
    again = await echo.answer(question("otra cosa", thread=first.thread), still_ours=always_ours)

    assert first.text == "hola | soy Ana"
    assert again.text == "otra cosa"
    assert [body["input"] for _, _, body in requests("responses")][-1] == [{"type": "message", "role": "user", "content": "otra cosa"}]


async def test_a_new_thread_begins_with_the_transcript(asked, requests):
    said = [
        line(1, "customer", "hola"),
        line(2, "assistant", "Buenas"),
        line(3, "customer", "busco piso"),
        line(4, "system", "Aviso ahora a Marta."),
    ]
    answer = await asked(model="sandbox-echo").answer(question("en nerja", unseen=said), still_ours=always_ours)

    sent = requests("responses")[0][2]["input"]
    assert [(item["role"], item["content"]) for item in sent] == [
        ("user", "hola"),
        ("assistant", "Buenas"),
        ("user", "busco piso"),
        ("assistant", "Aviso ahora a Marta."),
        ("user", "en nerja"),
    ]
    assert answer.thread_items == 6


async def test_what_a_person_said_during_the_handoff_reaches_the_thread_once(asked, requests):
    echo = asked(model="sandbox-echo")
    first = await echo.answer(question("hola"), still_ours=always_ours)
    meanwhile = [line(12, "Marta Ruiz", "Te llamo mañana"), line(13, "customer", "vale")]
    await echo.answer(question("¿y la ubicación?", thread=first.thread, unseen=meanwhile), still_ours=always_ours)

    assert [item["content"] for item in requests("responses")[-1][2]["input"]] == [
        "[Marta, del equipo] Te llamo mañana",
        "vale",
        "¿y la ubicación?",
    ]


@pytest.mark.promise("P6")
async def test_every_answer_names_its_facts_and_those_that_it_only_mentions(asked):
    chat = replace(CHAT, shown=(Shown(Reference("BS-1042"), HOMES[0].read_at),))
    answer = await asked(model="sandbox-echo").answer(question("¿y la ref. BS-1120?", chat=chat), still_ours=always_ours)
    assert answer.facts.known == {"BS-1120"}

    answer = await asked(model="sandbox-echo").answer(question("¿y tiene ascensor?", chat=chat), still_ours=always_ours)
    assert answer.facts.known == {"BS-1042"}


async def test_a_pin_and_a_person_are_proposals_of_the_answer(asked):
    pin = await asked().answer(question("¿dónde está la BS-1042?"), still_ours=always_ours)
    assert [type(proposal) for proposal in pin.proposals] == [SendLocation]

    person = await asked().answer(question("¿el precio es negociable?"), still_ours=always_ours)
    assert [proposal.reason for proposal in person.proposals if isinstance(proposal, CallPerson)] == [Reason.NEGOTIATION]


@pytest.mark.promise("P6")
async def test_a_hidden_address_is_refused_to_the_model_and_no_pin_leaves(asked, requests):
    answer = await asked().answer(question("¿dónde está la BS-1160?"), still_ours=always_ours)
    assert answer.proposals == ()
    assert "Daire" not in str(requests())


async def test_the_request_is_what_the_service_wants_and_nothing_that_it_refuses(asked, requests):
    await asked(model="sandbox-echo").answer(question("hola"), still_ours=always_ours)
    _, _, body = requests("responses")[0]

    assert body["conversation"].startswith("conv_")
    assert body["reasoning"] == {"effort": "low"}
    assert len(body["safety_identifier"]) == 64
    assert body["prompt_cache_key"].startswith("panelin-")
    assert "store" not in body
    assert not {"temperature", "top_p", "user", "previous_response_id", "stream"} & set(body)


async def test_an_older_model_gets_no_effort(asked, requests):
    await asked(model="gpt-4o").answer(question("hola"), still_ours=always_ours)
    assert "reasoning" not in requests("responses")[0][2]


async def test_the_catalogue_is_read_once_for_many_turns(asked):
    shelf = Shelf()
    assistant = asked(catalogue=shelf)
    for _ in range(3):
        await assistant.answer(question("busco piso en nerja hasta 300000"), still_ours=always_ours)
    assert shelf.readings == 1


@pytest.mark.promise("P11")
async def test_a_catalogue_that_cannot_be_read_costs_the_search_not_the_answer(asked, tally):
    answer = await asked(catalogue=Shelf(error=Unavailable("store down"))).answer(question(*BURST), still_ours=always_ours)
    assert isinstance(answer, AssistantAnswered)
    assert not [proposal for proposal in answer.proposals if isinstance(proposal, SendCard)]
    assert answer.facts.known == frozenset()
    assert tally["assistant.catalogue_unreadable"] >= 1


@pytest.mark.promise("P11")
async def test_a_transcript_that_cannot_be_read_is_an_honest_failure(asked, account):
    account.fault("status", value=500, path="responses", count=1)

    async def broken():
        raise Unavailable("store down")

    answer = await asked().answer(replace(question("hola"), transcript=broken), still_ours=always_ours)
    assert isinstance(answer, AssistantFailed)


async def test_forgetting_deletes_the_thread_and_one_that_is_gone_is_fine(asked, requests):
    assistant = asked(model="sandbox-echo")
    answer = await assistant.answer(question("hola"), still_ours=always_ours)
    await assistant.forget(answer.thread)
    await assistant.forget(answer.thread)
    assert [path for method, path, _ in requests() if method == "DELETE"] == [f"/conversations/{answer.thread}"] * 2


async def test_forgetting_says_when_it_could_not(asked, account):
    assistant = asked(model="sandbox-echo")
    answer = await assistant.answer(question("hola"), still_ours=always_ours)
    account.fault("status", value=500, path="conversations", count=1)
    with pytest.raises(Unavailable):
        await assistant.forget(answer.thread)
