"""What is counted is told by name, and only when there is something to tell."""

import asyncio
import logging

from app.counting import Counts


def test_counts_are_told_once_and_then_begin_anew(caplog):
    counts = Counts()
    with caplog.at_level(logging.INFO):
        counts.add("inbox.dead")
        counts.add("webhook.ignored", 3)
        counts.flush()
        counts.flush()
    assert [record.getMessage() for record in caplog.records] == ['counted {"inbox.dead": 1, "webhook.ignored": 3}']
    assert counts.total["webhook.ignored"] == 3


async def test_it_is_told_by_itself_now_and_then(caplog, monkeypatch):
    monkeypatch.setattr("app.counting.TOLD_EVERY", 0.01)
    counts = Counts()
    telling = asyncio.create_task(counts.tell())
    with caplog.at_level(logging.INFO):
        counts.add("inbox.dead")
        await asyncio.sleep(0.2)
        counts.add("inbox.dead")
        await asyncio.sleep(0.2)
    telling.cancel()
    assert [record.getMessage() for record in caplog.records] == ['counted {"inbox.dead": 1}'] * 2
    assert counts.total["inbox.dead"] == 2
