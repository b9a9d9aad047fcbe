"""Gathering what the judge wants to see, when a house has come to rest."""

import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from chaos_house import House
from chaos_judge import ANSWER, NOTICE, Entry, Evidence, Post, Verdict, judge
from sandbox_server import wait_until

from app.whatsapp.incoming import event
from panelin.actions import NotifyAgent, SendText, Voice
from panelin.store.contract import Store
from panelin.store.documents import Item, Record, RecordState

MOST = 1000


def rested(house: House, *, seconds: float = 30) -> list[list[Entry]]:
    """Wait until nothing is due and nothing is under way; everything that is stored."""
    wait_until(lambda: not house.sandbox.client.get("/control/webhooks").json(), seconds=seconds, every=0.1)
    until = time.monotonic() + seconds
    while True:
        entries, restless = house.ask(_stored)
        stored = {entry.item for conversation in entries for entry in conversation} | house.ask(_dead)
        unheard = [told.wamid for told in house.front.told.values() if told.acked and told.wamid not in stored]
        if not (restless or unheard) or time.monotonic() > until:
            return entries
        time.sleep(0.25)


def verdict(house: House, *, seconds: float = 30, margin: float = 0.3) -> Verdict:
    """Wait for rest, then judge."""
    entries = rested(house, seconds=seconds)
    dead = house.ask(_dead)
    posts = [
        Post(
            datetime.fromisoformat(each["at"]).timestamp(),
            each["to"].lstrip("+"),
            each["text"] or "",
            each["biz_opaque_callback_data"] or "",
        )
        for each in house.sandbox.sent()
    ]
    told = list(house.front.told.values())
    return judge(Evidence(told, posts, dict(house.front.statuses), entries, dead, threads(house)), margin=margin)


def threads(house: House) -> dict[str, list[str]]:
    """By thread of the model: the customer's texts that came with each question, one entry a question and text."""
    found: dict[str, list[str]] = defaultdict(list)
    for request in house.answers_of_the_model():
        body = request["body"]
        if request["status"] == 200 and body.get("conversation"):
            found[str(body["conversation"])] += [_text(item) for item in body["input"] if item.get("role") == "user"]
    return found


def _text(item: dict[str, Any]) -> str:
    content = item["content"]
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)


async def _stored(store: Store) -> tuple[list[list[Entry]], int]:
    """Every conversation in order, and how much is still under way in them."""
    found, restless = [], 0
    for conversation in await store.recent(MOST):
        chat = await store.open(conversation.id)
        entries = await store.transcript(conversation.id, limit=MOST)
        records = [entry for entry in entries if isinstance(entry, Record)]
        restless += chat is not None and (bool(chat.waiting) or chat.conversation.answering is not None)
        restless += sum(record.due_at is not None or not record.settled for record in records)
        found.append([_entry(entry) for entry in entries])
    due = await store.due(business_now=datetime.now(UTC), limit=10)
    return found, restless + len(due)


def _entry(entry: Item | Record) -> Entry:
    if isinstance(entry, Item):
        return Entry(entry.seq or 0, item=getattr(event(entry), "id", None))
    action = entry.action
    kind = NOTICE if isinstance(action, NotifyAgent) else ANSWER if entry.voice is Voice.ASSISTANT else "other"
    body = action.body if isinstance(action, SendText) else ""
    overruled = entry.state is RecordState.FAILED and entry.failure is None
    return Entry(
        entry.seq, entry.turn, record=entry.id, kind=kind, state=entry.state, unknowns=entry.unknowns, text=body, overruled=overruled
    )


async def _dead(store: Store) -> set[str]:
    return {getattr(event(item), "id", "") for item in await store.dead_letters(MOST)}
