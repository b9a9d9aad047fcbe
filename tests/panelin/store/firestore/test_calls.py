"""Calls to Firestore: a deadline on each, never sent twice, errors without a word of the documents."""

import asyncio
import contextlib
import time

import grpc
import pytest
from kept import ANA, a_conversation, an_item
from wires import wire_to

from panelin.errors import Conflict, Rejected, Unavailable, Uncertain
from panelin.store.documents import ABSENT, Put
from panelin.store.engine import EXISTING, Write
from panelin.store.firestore import calls
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.over import StoreOver

SECRET = "34600000001"


@pytest.fixture
async def line(firestore_emulator):
    async with wire_to(firestore_emulator) as wire:
        yield wire


@pytest.fixture
async def behind(line, tmp_path):
    """A store whose line to Firestore can be cut."""
    store = StoreOver(FirestoreEngine(Calls(f"demo-{tmp_path.name[-20:].replace('_', '-')}", "(default)", emulator=line.address)))
    await store.ready()
    yield store
    await store.close()


WRITES = [
    ("FAILED_PRECONDITION", Conflict),
    ("ALREADY_EXISTS", Conflict),
    ("NOT_FOUND", Conflict),
    ("ABORTED", Conflict),
    ("DEADLINE_EXCEEDED", Uncertain),
    ("UNAVAILABLE", Uncertain),
    ("INTERNAL", Uncertain),
    ("CANCELLED", Uncertain),
    ("UNKNOWN", Uncertain),
    ("RESOURCE_EXHAUSTED", Unavailable),
    ("PERMISSION_DENIED", Unavailable),
    ("UNAUTHENTICATED", Unavailable),
    ("INVALID_ARGUMENT", Rejected),
]


@pytest.mark.parametrize(("code", "kind"), WRITES)
def test_an_error_of_a_write_says_what_to_do_next_and_nothing_of_the_document(code, kind):
    error = calls.written_error(code, f"path=/inbox/{SECRET}")
    assert type(error) is kind
    assert SECRET not in str(error)


def test_every_code_of_grpc_has_a_meaning():
    for code in grpc.StatusCode:
        assert isinstance(calls.written_error(code.name, ""), Conflict | Uncertain | Unavailable | Rejected)
        assert isinstance(calls.read_error(code.name), Unavailable | Rejected)


@pytest.mark.parametrize("details", ["failed to connect to all addresses; last error: ...", "DNS resolution failed for ..."])
def test_what_never_left_was_not_done(details):
    assert type(calls.written_error("UNAVAILABLE", details)) is Unavailable


@pytest.mark.promise("P10")
async def test_no_error_of_the_emulator_carries_a_document_name_or_its_content(firestore_emulator):
    engine = FirestoreEngine(Calls("demo-errors", "(default)"))
    taken = Write("inbox", f"id-{SECRET}", ABSENT, {"name": SECRET})
    with contextlib.suppress(Conflict):
        await engine.commit([taken])
    refused = [taken, Write("inbox", f"no-{SECRET}", EXISTING, {"x": SECRET}), Write("inbox", f"odd-{SECRET}", ABSENT, {"x": [[SECRET]]})]
    for write in (*refused, Write("inbox", f"big-{SECRET}", ABSENT, {"x": SECRET * 100_000})):
        with pytest.raises((Conflict, Rejected)) as raised:
            await engine.commit([write])
        assert SECRET not in str(raised.value)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__
    await engine.close()


async def test_a_document_that_is_too_large_is_refused_at_once_and_not_tried_for_a_minute(firestore_emulator):
    engine = FirestoreEngine(Calls("demo-large", "(default)"))
    started = time.monotonic()
    with pytest.raises((Rejected, Unavailable)):
        await engine.commit([Write("inbox", "big", ABSENT, {"x": b"x" * 5_000_000})])
    assert time.monotonic() - started < 5
    await engine.close()


@pytest.mark.promise("P2")
async def test_a_commit_that_got_no_answer_was_sent_once(line, behind, monkeypatch):
    sent = []
    original = Calls._unary

    async def counted(self, name, request, within):
        sent.append(name)
        return await original(self, name, request, within)

    monkeypatch.setattr(Calls, "_unary", counted)
    line.cuts_next_reply = True
    with pytest.raises(Uncertain):
        await behind.create(a_conversation(), (ANA,))
    assert sent == ["Commit"]


async def test_a_read_survives_a_line_that_is_cut(line, behind):
    conversation = a_conversation()
    await behind.create(conversation, (ANA,))
    line.cuts_next_reply = True
    opened = await behind.open(conversation.id)
    assert opened is not None
    assert opened.conversation == conversation


@pytest.mark.promise("P11")
async def test_without_a_line_nothing_is_done_and_it_is_said_soon(line, behind):
    await line.unplug()
    started = time.monotonic()
    with pytest.raises((Unavailable, Uncertain)):
        await behind.create(a_conversation(), ())
    with pytest.raises(Unavailable):
        await behind.open(a_conversation().id)
    assert time.monotonic() - started < 9


@pytest.mark.promise("P11")
async def test_the_webhook_hears_within_a_second_and_a_half_that_nothing_can_be_stored(line, behind):
    item = an_item()
    for break_it in (line.mute, line.unplug):
        result = break_it()
        if asyncio.iscoroutine(result):
            await result
        started = time.monotonic()
        assert await behind.put([item]) == [Put.LOST]
        assert time.monotonic() - started < 1.5


async def test_the_store_works_again_when_the_line_does(line, behind):
    port = int(line.address.rpartition(":")[2])
    await line.unplug()
    item = an_item()
    assert await behind.put([item]) == [Put.LOST]
    await line.plug_in(port)
    for _ in range(40):
        if await behind.put([item]) != [Put.LOST]:
            break
        await asyncio.sleep(0.1)
    assert await behind.put([item]) == [Put.KNOWN]


@pytest.mark.promise("P11")
async def test_a_machine_without_credentials_is_not_ready(monkeypatch, tmp_path):
    for name in ("FIRESTORE_EMULATOR_HOST", "GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    store = StoreOver(FirestoreEngine(Calls("demo", "(default)")))
    with pytest.raises(Unavailable, match="no credentials"):
        await store.ready()
    await store.close()


def test_every_call_has_its_own_deadline_and_the_library_repeats_nothing():
    assert ("grpc.enable_retries", 0) in calls._CHANNEL
    assert (calls.TRY_FOR, calls.TRIES) == (2.0, 4)


async def test_pauses_between_tries_are_short_and_bounded(monkeypatch):
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)

    async def failing():
        raise Unavailable("down", code="UNAVAILABLE")

    with pytest.raises(Unavailable):
        await calls._patiently(failing)
    assert len(pauses) == 3
    assert max(pauses) <= calls.LONGEST_PAUSE
