"""What a message costs on Firestore: at most 7 writes and 8 reads, a verify and delivery statuses apart (protocol.md section 11)."""

import pytest
from kept import NOW, an_item
from office import Office

from benchmarks.billing import billed_store
from benchmarks.cost import explained
from benchmarks.emulator import fresh_project


@pytest.fixture
async def billed(firestore_emulator):
    store, bill = billed_store(fresh_project())
    office = Office(store)
    yield office, bill
    assert office.counted == []  # what failed was not paid for
    await store.close()


async def after_a_first_answer(office, bill):
    await office.hears("hola")
    assert len(office.said()) == 1
    bill.forget()


async def test_a_message_of_a_known_customer_costs_seven_writes_and_at_most_eight_reads(billed):
    office, bill = billed
    await after_a_first_answer(office, bill)
    for _ in range(3):
        bill.forget()
        await office.hears("¿Sigue libre el piso de Nerja?")
        assert (bill.writes, bill.verifies) == (7, 1)
        assert 5 <= bill.reads <= 6  # one less where the burst was over before the turn began
    assert len(office.said()) == 4


async def test_a_name_that_this_process_does_not_remember_costs_one_read_more(billed):
    office, bill = billed
    await after_a_first_answer(office, bill)
    office.store._memory.forget((await office.chat()).id)
    bill.forget()
    await office.hears("¿Sigue libre el piso de Nerja?")
    assert bill.writes == 7
    assert 6 <= bill.reads <= 7


async def test_a_burst_of_three_is_one_turn(billed):
    office, bill = billed
    await after_a_first_answer(office, bill)
    await office.hears("busco piso", "en Nerja", "2 hab")
    assert bill.writes == 11
    assert 7 <= bill.reads <= 10
    assert len(office.said()) == 2


async def test_a_first_contact_adds_its_conversation_and_its_name(billed):
    office, bill = billed
    await office.hears("hola")
    assert bill.writes == 9
    assert 6 <= bill.reads <= 7


async def test_nothing_is_done_of_which_nobody_can_say_what_it_is_for(billed):
    office, bill = billed
    for words in (("hola",), ("busco piso", "en Nerja")):
        await office.hears(*words)
    lines = list(explained(bill.operations))
    assert len(lines) > 20
    assert [line for line in lines if line.endswith(" ?")] == []


async def test_requests_in_flight_share_one_call(billed):
    office, bill = billed
    await office.store.put([an_item() for _ in range(3)])
    assert [(each.call, each.writes) for each in bill.operations] == [("batch_write inbox", 3)]


async def test_a_quiet_sweep_reads_nothing_but_the_four_indexes(billed):
    office, bill = billed
    assert await office.store.due(business_now=NOW) == ()
    assert sorted(each.call for each in bill.operations) == [
        "query conversations",
        "query conversations",
        "query inbox",
        "query outbox",
    ]
