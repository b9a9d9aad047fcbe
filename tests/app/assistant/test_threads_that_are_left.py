"""A thread is never repaired: where it may hold more than we know, the question is asked again on a new one."""

import asyncio

import pytest
from assistant_bench import always_ours, line, question

from panelin.events import AssistantAnswered
from panelin.runtime import failpoints


async def answered(assistant, text, **more):
    return await assistant.answer(question(text, **more), still_ours=always_ours)


@pytest.fixture
def lost_at():
    yield lambda place: failpoints.configure({"FAILPOINTS": f"{place}=lost"})
    failpoints.configure({})


async def test_a_locked_thread_is_left_at_once_for_a_new_one_with_the_transcript(asked, account, requests):
    assistant = asked(model="sandbox-echo")
    first = await answered(assistant, "hola")
    account.fault("locked", count=1)
    again = await answered(assistant, "sigo", thread=first.thread, before=[line(1, "customer", "hola"), line(2, "assistant", "hola")])
    assert again.text == "sigo"
    assert again.thread != first.thread
    assert [item["content"] for item in requests("responses")[-1][2]["input"]] == ["hola", "hola", "sigo"]


async def test_a_thread_that_the_service_no_longer_knows_is_normal(asked, requests):
    answer = await answered(asked(model="sandbox-echo"), "sigo", thread="conv_gone", before=[line(1, "customer", "hola")])
    assert answer.text == "hola | sigo"
    assert answer.thread not in {None, "conv_gone"}


async def test_a_call_left_without_output_blocks_its_thread_only(asked, account):
    assistant = asked(model="sandbox-echo")
    first = await answered(assistant, "hola")
    kept = account.world.database.get("openai.conversation", first.thread)
    orphan = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "get_property", "arguments": "{}", "status": "completed"}
    account.world.database.put("openai.conversation", first.thread, {**kept, "items": [*kept["items"], orphan]})

    answer = await answered(assistant, "sigo", thread=first.thread)
    assert answer.text == "sigo"
    assert answer.thread != first.thread


async def test_a_bad_thread_and_then_a_bad_answer_still_leave_one_more_try(asked, account):
    account.fault("empty", count=1)
    answer = await answered(asked(model="sandbox-echo"), "hola", thread="conv_gone")
    assert answer.text == "hola"


@pytest.mark.parametrize("place", ["model.sent", "model.done", "thread.create.sent"])
async def test_a_reply_lost_between_the_socket_and_us_is_asked_again(asked, lost_at, requests, place):
    lost_at(place)
    answer = await answered(asked(model="sandbox-echo"), "hola")
    assert answer.text == "hola"
    assert len([path for method, path, _ in requests("conversations") if method == "POST"]) == 2


@pytest.mark.parametrize("place", ["tool.before", "tool.sent", "tool.done"])
async def test_a_tool_that_breaks_is_started_over_on_a_new_thread(asked, lost_at, requests, place):
    lost_at(place)
    answer = await answered(asked(), "busco piso en nerja hasta 300000")
    assert isinstance(answer, AssistantAnswered)
    assert len({body["conversation"] for _, _, body in requests("responses")}) == 2


async def test_threads_left_on_the_way_are_deleted_with_the_next_one_that_is_forgotten(asked, account, requests):
    account.fault("empty", count=1)
    assistant = asked(model="sandbox-echo")
    answer = await answered(assistant, "hola")
    await assistant.forget(answer.thread)
    left = requests("responses")[0][2]["conversation"]
    assert {path.removeprefix("/conversations/") for method, path, _ in requests() if method == "DELETE"} == {left, answer.thread}


async def test_turns_that_end_together_delete_each_left_thread_once(asked, account, requests):
    assistant, threads = asked(model="sandbox-echo"), []
    for _ in range(2):
        account.fault("empty", count=1)
        threads.append((await answered(assistant, "hola")).thread)
    first, second = threads
    await asyncio.gather(assistant.forget(first), assistant.forget(second))
    deleted = [path for method, path, _ in requests() if method == "DELETE"]
    assert len(deleted) == len(set(deleted)) == 4


async def test_a_turn_that_is_called_off_leaves_nothing_running_and_nothing_shut(asked, account):
    account.fault("hang", path="responses", count=1)
    assistant = asked(model="sandbox-echo")
    before = asyncio.all_tasks()
    turn = asyncio.create_task(answered(assistant, "hola"))
    await asyncio.sleep(0.3)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    await asyncio.sleep(0.05)
    assert asyncio.all_tasks() == before
    assert (await answered(assistant, "hola")).text == "hola"
