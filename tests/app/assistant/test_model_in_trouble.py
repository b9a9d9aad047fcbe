"""The model in trouble, over real sockets: every line of the issue's list of bad input that begins with "a model"."""

import asyncio
import time
from dataclasses import replace

import pytest
from assistant_bench import CHAT, QUICK, always_ours, line, question

from app.assistant.limits import Limits
from panelin.events import AssistantAnswered, AssistantFailed, Failure

SEARCH = "busco piso en nerja hasta 300000"
IMPATIENT = Limits(turn=3, call=0.3, least=0.02, pause=0.01, longest_pause=0.02)


async def answered(assistant, *texts, **more):
    return await assistant.answer(question(*(texts or (SEARCH,)), **more), still_ours=always_ours)


def failed(answer, why=Failure.UNAVAILABLE):
    return isinstance(answer, AssistantFailed) and answer.why is why and answer.turn == 3


async def test_a_model_that_hangs_once_is_asked_again_on_a_new_thread(asked, account, requests):
    account.fault("hang", path="responses", count=1)
    answer = await answered(asked(limits=IMPATIENT, model="sandbox-echo"), "hola")
    assert answer.text == "hola"
    first, second = [body["conversation"] for _, _, body in requests("responses")]
    assert first != second == answer.thread


@pytest.mark.promise("P11")
async def test_a_model_that_hangs_always_is_given_up_within_the_deadline(asked, account, requests):
    account.fault("hang", path="responses")
    begun = time.monotonic()
    assert failed(await answered(asked(limits=IMPATIENT), "hola"))
    assert time.monotonic() - begun < 2
    assert len(requests("responses")) == 2


async def test_no_call_is_started_when_too_little_of_the_deadline_is_left(asked, requests):
    assert failed(await answered(asked(limits=Limits(turn=1, least=2)), "hola"))
    assert requests() == []


async def test_429_is_repeated_when_the_service_says_so(asked, account, tally):
    account.fault("rate_limit", value=0.05, count=1)
    begun = time.monotonic()
    answer = await answered(asked(model="sandbox-echo"), "hola")
    assert answer.text == "hola"
    assert time.monotonic() - begun >= 0.05
    assert tally["model.retry.busy"] == 1


async def test_a_retry_after_beyond_the_deadline_is_not_waited_for(asked, account, requests):
    account.fault("rate_limit", value=60)
    begun = time.monotonic()
    assert failed(await answered(asked(), "hola"))
    assert time.monotonic() - begun < 1
    assert len(requests("responses")) == 1


async def test_429_is_repeated_once_only(asked, account, requests):
    account.fault("rate_limit", value=0.01)
    assert failed(await answered(asked(), "hola"))
    assert len(requests("responses")) == 2


@pytest.mark.parametrize("fault", ["invalid_key", "quota"])
async def test_a_key_or_credit_that_is_refused_is_never_tried_again(asked, account, requests, tally, fault):
    account.fault(fault)
    assistant = asked()
    assert failed(await answered(assistant, "hola"))
    assert failed(await answered(assistant, "hola"))
    assert len(requests("responses")) == 1
    assert tally["model.lost"] == 1


@pytest.mark.promise("P11")
@pytest.mark.parametrize("fault", ["invalid_key", "quota"])
async def test_a_certain_search_is_answered_by_cards_while_the_model_is_lost(asked, account, requests, fault):
    account.fault(fault)
    assistant = asked()
    for _ in range(2):
        answer = await answered(assistant, "quiero comprar piso en nerja hasta 300.000 €")
        assert [proposal.card.reference for proposal in answer.proposals] == ["BS-1077"]
        assert answer.thread is None
    assert len(requests("responses")) == 1


async def test_500_is_asked_again_on_a_new_thread(asked, account, requests):
    account.fault("status", value=500, path="responses", count=1)
    said = [line(1, "customer", "hola"), line(2, "assistant", "Buenas")]
    assistant = asked(model="sandbox-echo")
    answer = await answered(assistant, "sigo", before=said)
    assert answer.text == "sigo"
    assert [item["content"] for item in requests("responses")[1][2]["input"]] == ["hola", "Buenas", "sigo"]


@pytest.mark.promise("P11")
async def test_500_without_end_is_an_honest_failure(asked, account, requests):
    account.fault("status", value=500)
    assert failed(await answered(asked(), "hola"))
    assert len(requests()) == 2


@pytest.mark.parametrize("fault", ["reset", "lost_reply"])
async def test_a_reply_that_is_cut_off_leaves_the_thread(asked, account, requests, fault):
    account.fault(fault, path="responses", count=1)
    answer = await answered(asked(model="sandbox-echo"), "hola")
    first, second = [body["conversation"] for _, _, body in requests("responses")]
    assert first != second == answer.thread


@pytest.mark.promise("P11")
async def test_a_service_that_cannot_be_reached_is_tried_twice_and_nothing_is_asked_of_it(asked, tally):
    answer = await answered(asked(base_url="http://127.0.0.1:9/v1"), "hola")
    assert failed(answer)
    assert tally["model.mishap.busy"] == 2


@pytest.mark.parametrize("fault", ["empty", "incomplete"])
async def test_an_answer_without_an_end_is_asked_once_more(asked, account, fault):
    account.fault(fault, count=1)
    assert (await answered(asked(model="sandbox-echo"), "hola")).text == "hola"


@pytest.mark.parametrize("fault", ["empty", "incomplete"])
async def test_two_answers_without_an_end_are_given_up(asked, account, requests, fault):
    account.fault(fault)
    assert failed(await answered(asked(model="sandbox-echo"), "hola"), Failure.CUT)
    assert len({body["conversation"] for _, _, body in requests("responses")}) == 2


async def test_a_refusal_is_taken_as_an_answer_and_not_asked_again(asked, account, requests):
    account.fault("refusal")
    assert failed(await answered(asked(), "hola"), Failure.REFUSED)
    assert len(requests("responses")) == 1


async def test_a_tool_that_does_not_exist_is_answered_with_an_error(asked, account, kept):
    account.fault("unknown_tool", count=1)
    answer = await answered(asked())
    assert isinstance(answer, AssistantAnswered)
    outputs = [item["output"] for item in kept(answer.thread) if item["type"] == "function_call_output"]
    assert "there is no tool teleport_customer" in outputs[0]


async def test_arguments_that_are_no_json_are_answered_with_an_error(asked, account, kept):
    account.fault("bad_arguments", count=1)
    answer = await answered(asked())
    assert isinstance(answer, AssistantAnswered)
    assert "not valid JSON" in next(item["output"] for item in kept(answer.thread) if item["type"] == "function_call_output")


async def test_items_of_an_unknown_type_are_ignored_and_counted(asked, account, tally):
    account.fault("unknown_item", count=1)
    answer = await answered(asked(model="sandbox-echo"), "hola")
    assert answer.text == "hola"
    assert tally["model.strange_items"] == 1


@pytest.mark.parametrize(("fault", "calls"), [("repeat_call", 2), ("seven_calls", 7)])
async def test_every_call_gets_its_output_and_equal_calls_get_equal_outputs(asked, account, kept, fault, calls):
    account.fault(fault, count=1)
    answer = await answered(asked())
    assert isinstance(answer, AssistantAnswered)
    first = [item["output"] for item in kept(answer.thread) if item["type"] == "function_call_output"][:calls]
    assert len(first) == calls
    assert len(set(first)) == 1


async def test_seven_calls_in_every_round_end_after_six_rounds(asked, account, requests):
    account.fault("seven_calls")
    assert failed(await answered(asked()), Failure.CUT)
    rounds = requests("responses")
    assert len(rounds) == 12
    assert [body["tool_choice"] for _, _, body in rounds[:6]] == ["auto"] * 5 + ["none"]


async def test_a_vector_store_that_is_gone_is_left_out_and_the_question_answered(asked, requests, tally):
    async def store():
        return "vs_expired"

    answer = await answered(asked(model="sandbox-echo", vector_store=store), "hola")
    assert answer.text == "hola"
    first, second = [[tool["type"] for tool in body["tools"]] for _, _, body in requests("responses")]
    assert first == [*second, "file_search"]
    assert tally["model.mishap.store"] == 1


async def test_a_vector_store_that_stands_is_offered(asked, account, requests):
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="sk-test", base_url=account.url) as client:
        made = await client.vector_stores.create(name="homes")

    async def store():
        return made.id

    assert (await answered(asked(model="sandbox-echo", vector_store=store), "hola")).text == "hola"
    offered = requests("responses")[0][2]["tools"][-1]
    assert offered == {"type": "file_search", "vector_store_ids": [made.id], "max_num_results": 6}


@pytest.mark.promise("P11")
async def test_in_an_outage_the_model_is_left_alone_and_asked_again_when_it_is_over(asked, account, requests, tally):
    account.fault("status", value=500)
    assistant = asked(model="sandbox-echo", limits=replace(QUICK, stays_open=0.5))
    while not tally.get("model.lost"):
        assert failed(await answered(assistant, "hola"))
    before = len(requests())
    assert 20 <= before <= 30  # the retry budget keeps an outage from being answered with twice the traffic
    assert failed(await answered(assistant, "hola"))
    assert len(requests()) == before

    account.world.faults.remove()
    await asyncio.sleep(0.5)
    assert (await answered(assistant, "hola")).text == "hola"


async def test_a_probe_that_is_called_off_does_not_shut_the_model_out_for_ever(asked, account):
    account.fault("quota", count=1)
    assistant = asked(model="sandbox-echo", limits=replace(QUICK, stays_open=0.1))
    assert failed(await answered(assistant, "hola"))
    await asyncio.sleep(0.1)
    account.fault("hang", path="conversations", count=1)
    probe = asyncio.create_task(answered(assistant, "hola"))
    await asyncio.sleep(0.2)
    assert failed(await answered(assistant, "hola"))
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    assert (await answered(assistant, "hola")).text == "hola"


@pytest.mark.promise("P10")
@pytest.mark.parametrize("fault", ["invalid_key", "quota", "refusal", "incomplete", "bad_arguments", "unknown_tool", "locked"])
async def test_no_words_of_a_customer_stand_in_a_log_line(asked, account, caplog, fault):
    account.fault(fault)
    chat = replace(CHAT, name="Canaria Pérez")
    with caplog.at_level("DEBUG", logger="app"):
        await answered(asked(), "busco canario en nerja hasta 300000, +34 600 123 123", chat=chat)
    assert not [word for word in ("canario", "Canaria", "600", "sk-test") if word in caplog.text]
