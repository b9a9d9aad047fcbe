"""Thousands of messages on two instances that are killed, frozen, ended and lied to: nothing is lost, doubled or out of order (P1 to P3, P7)."""

import asyncio
import random
import sys
import time
from collections.abc import Iterator

import pytest
from chaos_customers import Crowd
from chaos_evidence import verdict
from chaos_front import Front
from chaos_house import SCALE, House, house, street
from chaos_judge import Verdict
from chaos_mischief import Mischief, Tally, plans
from sandbox_server import Sandbox

pytestmark = pytest.mark.chaos

PEOPLE, MESSAGES, SEED = 24, 2_600, 7
FROZEN_FOR = 30 * SCALE + 0.7  # longer than answering is held
FAULTS = (
    {"target": "graph", "kind": "lost_reply", "share": 0.01},
    {"target": "graph", "kind": "130429", "share": 0.005},
    {"target": "webhook", "kind": "lost_reply", "share": 0.02},
    {"target": "webhook", "kind": "duplicate", "share": 0.05, "value": 2},
)


@pytest.fixture
def outside(tmp_path) -> Iterator[tuple[Sandbox, Front]]:
    with street(tmp_path) as found:
        yield found


async def weather(here: House, mischief: Mischief, chance: random.Random) -> int:
    """Customers write until every plan has been carried out; how many messages it were."""
    crowd = Crowd(here, PEOPLE, MESSAGES, chance, lambda: mischief.over)
    await crowd.run()
    return crowd.written


def table(kind: str, tally: Tally, written: int, found: Verdict, seconds: float) -> str:
    """What is shown, and kept in the test's output."""
    head = "store     kills  at failpoints  stops  terms  messages  lost  doubled  out of order  resent  handed over  seconds"
    numbers = (
        (kind, 9), (tally.kills, 5), (tally.named.total(), 13), (tally.stops, 5), (tally.terms, 5), (written, 8), (len(found.lost), 4),
        (len(found.doubled), 7), (len(found.out_of_order), 12), (len(found.resent), 6), (len(found.handed_over), 11), (round(seconds), 7),
    )  # fmt: skip
    return f"\n{head}\n" + "  ".join(
        str(value).rjust(width) if place else str(value).ljust(width - 1) for place, (value, width) in enumerate(numbers)
    )


@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
@pytest.mark.promise("P3")
@pytest.mark.promise("P7")
def test_a_storm_loses_doubles_and_disorders_nothing(store_kind, tmp_path, outside, capsys):
    began, chance = time.monotonic(), random.Random(SEED)
    with house(store_kind, tmp_path, outside) as here:
        outside[0].control("faults", list(FAULTS))
        mischief = Mischief(here, plans(store_kind, chance), chance, frozen_for=FROZEN_FOR)
        mischief.begin()
        try:
            written = asyncio.run(weather(here, mischief, chance))
        except BaseException:
            mischief.join(at_once=True)
            raise
        mischief.join()
        outside[0].client.delete("/control/faults")
        found = verdict(here, seconds=60, margin=5.5)
        tally = mischief.tally
    with capsys.disabled():
        sys.stdout.write(table(store_kind, tally, written, found, time.monotonic() - began) + "\n")
    assert found.faults == {}
    assert set(tally.exits) <= {0}
    assert tally.kills >= 30
    assert written >= MESSAGES
