"""A thousand races between an answer on its way and a person who takes the chat: nothing of the assistant is claimed after her (P4)."""

import random

import pytest
from takeover_races import POINTS, Contest, Race

RACES, AT_ONCE = 250, 25  # for each way of taking the chat and each store


def a_race(number, chance):
    """A customer of her own, and when the person comes."""
    return Race(f"346200{number:05}", chance.choice(POINTS), chance.random() < 0.5, chance.uniform(0, 0.03))


@pytest.mark.promise("P4")
@pytest.mark.parametrize("by", ["echo", "tap"])
async def test_nothing_is_claimed_after_the_commit_of_a_takeover(store, by):
    chance = random.Random(20261124)
    contest = Contest(store, chance, by)
    for first in range(0, RACES, AT_ONCE):
        await contest.run([a_race(number, chance) for number in range(first, first + AT_ONCE)])
    assert contest.store.late == []
    assert len(contest.store.takeovers) > 0.9 * RACES  # every race was one
    claimed = {who for who, _ in contest.store.claims}
    assert 0.1 * RACES < len(claimed & set(contest.store.takeovers)) < 0.9 * RACES  # and each side was first often enough
    for office in contest.offices:
        await office.workers.close()


async def test_the_races_notice_a_claim_that_does_not_ask_whether_the_conversation_has_moved(store, monkeypatch):
    honest = type(store).write

    async def unverified(self, changes, *, verify=None):
        return await honest(self, changes)

    monkeypatch.setattr(type(store), "write", unverified)
    contest = Contest(store, random.Random(1), "tap")
    await contest.run([Race(f"346210{number:05}", "before claim", waits=True, delay=0) for number in range(5)])
    assert len(contest.store.late) > 0
    for office in contest.offices:
        await office.workers.close()
