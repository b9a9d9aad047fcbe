"""Two real processes on one store: one of them wins, nothing that was acknowledged is lost (P1, P2, P3, P7)."""

from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from kept import a_record, an_open_chat, item_id
from processes import StoreProcess

from panelin.store.documents import Change, RecordState


@contextmanager
def two_processes(url):
    with ExitStack() as stack:
        both = [stack.enter_context(StoreProcess(url)) for _ in range(2)]
        for process in both:
            process.wait_until_ready()
        yield both


def both_answer(both, *commands):
    for process, command in zip(both, commands, strict=True):
        process.ask(command)
    return [process.answer() for process in both]


@pytest.mark.promise("P2")
async def test_one_message_fifty_times_at_once_on_two_processes_is_stored_once(store, store_url):
    with two_processes(store_url) as both:
        for n in range(5):
            answers = both_answer(both, f"put wamid.{n} 50", f"put wamid.{n} 50")
            assert sum(answer["new"] for answer in answers) == 1
            assert sum(answer["known"] for answer in answers) == 99
            item = await store.item(item_id(f"wamid.{n}"))
            assert item is not None
            assert item.raw == f"wamid.{n}".encode()


@pytest.mark.promise("P7")
async def test_one_of_two_processes_may_send_a_record(store, store_url):
    chat = await an_open_chat(store)
    records = tuple(a_record(chat.conversation, seq) for seq in range(1, 21))
    await store.commit(chat, Change(replace(chat.conversation, seq=20), records=records))
    with two_processes(store_url) as both:
        for record in records:
            answers = both_answer(both, f"claim {record.id} run-a", f"claim {record.id} run-b")
            assert answers.count("won") == 1
            stored = await store.record(record.id)
            assert stored.value.state is RecordState.SENDING
            assert stored.value.claim.run == ("run-a" if answers[0] == "won" else "run-b")


@pytest.mark.promise("P3")
async def test_one_of_two_processes_holds_a_conversation(store, store_url):
    chats = [await an_open_chat(store, identities=(), lanes=()) for _ in range(20)]
    with two_processes(store_url) as both:
        for chat in chats:
            answers = both_answer(both, f"commit {chat.conversation.id} 1", f"commit {chat.conversation.id} 2")
            assert answers.count("won") == 1
            held = await store.open(chat.conversation.id)
            assert held.conversation.answering.turn == answers.index("won") + 1


def acknowledged_by(process):
    answers = []
    while isinstance(answer := process.answer(), list):
        answers.append(answer)
    return answers


async def lost_of(store, acknowledged):
    return [record for record, item in acknowledged if await store.record(record) is None or await store.item(item) is None]


PLACES = {
    "sqlite": ("sqlite.begin=kill@31", "sqlite.commit=kill@32", "group_commit.full=kill@33"),
    "firestore": ("group_commit.full=kill@31",),
}


@pytest.mark.promise("P1")
async def test_nothing_acknowledged_is_lost_when_a_writer_is_killed_at_a_named_place(store, store_url, store_kind):
    for place in PLACES[store_kind]:
        with StoreProcess(store_url, place) as doomed:
            doomed.wait_until_ready()
            doomed.ask("write 1000")
            acknowledged = acknowledged_by(doomed)
            assert doomed.process.wait(10) == -9
        assert len(acknowledged) >= 10
        assert await lost_of(store, acknowledged) == []


@pytest.mark.promise("P1")
async def test_nothing_acknowledged_is_lost_when_a_writer_is_killed_at_any_moment(store, store_url):
    lost = []
    for moment in (3, 17, 40, 41):
        with StoreProcess(store_url) as doomed:
            doomed.wait_until_ready()
            doomed.ask("write 1000")
            acknowledged = [doomed.answer() for _ in range(moment)]
            doomed.process.kill()
            acknowledged += acknowledged_by(doomed)
        lost += await lost_of(store, acknowledged)
    assert lost == []
