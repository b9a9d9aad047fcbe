"""The bare calls are those of the turn under other names: nothing is left out, nothing is decided."""

import httpx
import pytest

from benchmarks.bare import Ask, Clients, Commit, Get, Post, exchanged, issued
from benchmarks.emulator import fresh_project
from panelin.errors import Conflict
from panelin.store.documents import ABSENT, Version
from panelin.store.engine import FromNow, Query, Write
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine

NAMES = {"c1.00000002": "c2.00000009", "c1": "c2", "lane1": "lane2"}


@pytest.mark.parametrize(
    ("call", "other"),
    [
        (Get("conversations", ("c1",)), Get("conversations", ("c2",))),
        (
            Query("inbox", order="due_at", equal=(("lane", "lane1"), ("state", "new"))),
            Query("inbox", order="due_at", equal=(("lane", "lane2"), ("state", "new"))),
        ),
        (
            Commit((Write("outbox", "c1.00000002", ABSENT, {"conversation": "c1", ("to", "id"): ["c1", 3], "due_at": FromNow()}),)),
            Commit((Write("outbox", "c2.00000009", ABSENT, {"conversation": "c2", ("to", "id"): ["c2", 3], "due_at": FromNow()}),)),
        ),
        (Post("http://graph", b'{"biz":"c1.00000002"}'), Post("http://graph", b'{"biz":"c2.00000009"}')),
        (Ask({"input": [{"text": "c1"}], "store": True}), Ask({"input": [{"text": "c2"}], "store": True})),
    ],
    ids=["get", "query", "commit", "post", "ask"],
)
def test_a_call_is_written_for_another_message(call, other):
    assert exchanged(call, NAMES) == other


async def test_each_write_stands_on_the_version_last_seen(firestore_emulator):
    engine = FirestoreEngine(Calls(fresh_project(), "(default)"))
    old = Version("1.000000000")
    calls = [
        Commit((Write("conversations", "c1", ABSENT, {"seq": 1}),)),
        Commit((Write("conversations", "c1", old, {"seq": 2}),)),
        Get("conversations", ("c1",)),
        Commit((Write("conversations", "c1", old, {"seq": 3}),)),
    ]
    async with httpx.AsyncClient() as http:
        await issued(calls, Clients(engine, http))
        with pytest.raises(Conflict):
            await issued(calls[1:2], Clients(engine, http))  # nothing was seen in this script
    assert (await engine.get("conversations", ("c1",))).found[0].plain["seq"] == 3
    await engine.close()
