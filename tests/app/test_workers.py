"""Nudges, the lock of a conversation, and the end: nothing that came is forgotten, and nobody pays for another's error."""

import asyncio

import pytest
from office import LUCIA, MARTA, OPEN, a_tap, a_text, echo

from app.identity import conversation_for
from app.turn import Errand
from panelin.ids import ConversationId, ItemId
from panelin.store.documents import ItemState

C1, C2 = ConversationId("c1"), ConversationId("c2")


async def opened_by(office, monkeypatch):
    """How often conversations are opened from now on."""
    opened, honest = [], office.store.open

    async def open_(conversation):
        opened.append(conversation)
        return await honest(conversation)

    monkeypatch.setattr(office.store, "open", open_)
    return opened


async def test_a_burst_that_was_heard_whole_is_not_looked_for_again(office, monkeypatch):
    await office.hears("hola")
    opened = await opened_by(office, monkeypatch)
    await office.hears("busco piso", "en Nerja", "2 hab")
    assert len(opened) == 1
    assert office.said()[-1] == "busco piso | en Nerja | 2 hab"


async def test_a_nudge_of_an_item_that_no_turn_has_heard_starts_another_run(office, monkeypatch):
    await office.hears("hola")
    first = await office.gets(a_text("busco piso"))
    opened = await opened_by(office, monkeypatch)
    unheard = (await office.gets(a_text("otra cosa", who=LUCIA)))[0]
    await office.store.bury(await office.store.item(unheard.id), "unreadable")
    await office.works((*first, unheard))
    assert len(opened) == 2


async def test_all_that_an_agent_taps_at_once_is_served(office):
    await office.hears("hola", "quiero hablar con un agente")
    chat = await office.chat()
    taps = [a_tap(f"take:{chat.id}:{chat.rev}", who=MARTA), *(a_text(words, who=MARTA) for words in ("¿qué?", "¿cómo?", "¿cuándo?"))]
    items = await office.gets(*taps)
    await office.works(items)
    states = await asyncio.gather(*(office.store.item(item.id) for item in items))
    assert {item.state.value for item in states} == {"done"}


def held(office):
    """The conversations that somebody of this process holds or waits for."""
    return set(office.workers._locks)


async def test_in_one_process_a_conversation_is_held_by_one_and_the_others_wait_their_turn(office):
    seen, workers = [], office.workers

    async def works(name, pause):
        async with workers.alone_with(C1):
            seen.append(f"{name} in")
            await asyncio.sleep(pause)
            seen.append(f"{name} out")

    await asyncio.gather(works("a", 0.02), works("b", 0.01), works("c", 0))
    assert seen == ["a in", "a out", "b in", "b out", "c in", "c out"]
    assert held(office) == set()


async def test_conversations_do_not_wait_for_each_other(office):
    async with office.workers.alone_with(C1):
        async with asyncio.timeout(1), office.workers.alone_with(C2):
            assert (office.workers.busy(C1), office.workers.busy(C2)) == (True, True)
        assert (office.workers.busy(C1), office.workers.busy(C2)) == (True, False)


async def test_who_gives_up_waiting_takes_the_lock_from_nobody(office):
    async def waits():
        async with office.workers.alone_with(C1):
            raise AssertionError("the lock was free")

    async with office.workers.alone_with(C1):
        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert waiting.cancelled()
        assert office.workers.busy(C1)
    assert held(office) == set()


async def test_an_error_of_whoever_holds_it_lets_the_next_one_in(office):
    with pytest.raises(ZeroDivisionError):
        async with office.workers.alone_with(C1):
            raise ZeroDivisionError
    async with asyncio.timeout(1), office.workers.alone_with(C1):
        pass


@pytest.mark.promise("P3")
async def test_what_goes_wrong_in_one_conversation_reaches_no_other_and_quotes_nobody(office, caplog):
    def explodes(question):
        raise RuntimeError(f"a defect near {question.need.messages[0].text}")

    office.model.answers = [explodes]
    first, second = await office.gets(a_text("secreto"), a_text("hola", who="34600000002"))
    office.workers.nudge([first])
    await asyncio.sleep(0.2)
    await office.works([second])
    assert office.counted.count("turn.error") == 1
    assert office.said("34600000002")[0].endswith("hola")
    assert [record.getMessage() for record in caplog.records] == ["a run failed: RuntimeError"]
    assert held(office) == set()


async def test_a_customers_item_is_no_agents_and_one_that_is_gone_is_nobodys(office):
    (item,) = await office.gets(a_text("hola"))
    assert await office.workers.serve_agent(item.id) is False
    assert await office.workers.serve_agent(ItemId("gone")) is False
    assert office.meta.sent == []


async def test_an_agents_item_is_served_once(office):
    (item,) = await office.gets(a_text("¿qué es esto?", who=MARTA))
    assert [await office.workers.serve_agent(item.id) for _ in range(2)] == [True, True]
    assert len(office.said(MARTA)) == 1


async def test_something_started_beside_is_waited_for_at_the_end(office):
    done = []

    async def later():
        await asyncio.sleep(0.05)
        done.append("later")

    office.workers.start(later)
    await office.workers.close()
    assert done == ["later"]


async def test_a_closing_process_starts_nothing_and_what_came_is_left_for_the_sweep_of_another(office, store):
    await office.workers.close()
    items = await office.gets(a_text("hola"))
    await office.works(items)
    await office.workers.turn((await conversation_for(store, items[0])), Errand(item=items[0]))
    assert office.model.asked == []
    assert (await store.item(items[0].id)).state is ItemState.NEW


async def test_a_turn_under_way_is_finished_and_what_came_behind_it_is_left(office):
    asked = asyncio.Event()

    async def slow(question):
        asked.set()
        await asyncio.sleep(0.1)
        office.workers.nudge(await office.gets(a_text("y otra cosa", at=OPEN.replace(minute=5))))
        await asyncio.sleep(0.1)
        return echo(question)

    office.model.answers = [slow]
    office.workers.nudge(await office.gets(a_text("hola")))
    await asyncio.wait_for(asked.wait(), 5)
    await office.workers.close()
    assert office.workers._tasks == set()
    assert (await office.chat()).answering is None


async def test_a_turn_that_does_not_finish_lets_go_and_gives_its_attempt_back(office, monkeypatch):
    asked = asyncio.Event()

    async def endless(question):
        asked.set()
        await asyncio.sleep(60)

    monkeypatch.setattr("app.workers.FINISH_WITHIN", 0.1)
    office.model.answers = [endless]
    office.workers.nudge(await office.gets(a_text("hola")))
    await asyncio.wait_for(asked.wait(), 5)
    await office.workers.close()
    chat = await office.chat()
    assert (chat.answering.attempt, [heard.text for heard in chat.unanswered]) == (0, ["hola"])
    assert office.meta.sent == []
