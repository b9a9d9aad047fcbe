"""A state machine that shakes webhook, turn, sender, takeover and return: crashes, pauses, lost replies, time (promises P1 to P5 and P7).

`promise_witness.py` sees every commit, claim and POST; it is asked after each step, and once more when everything has come to rest.
"""

import asyncio
import tempfile
from pathlib import Path

import pytest
import stores
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from shaken_office import CUSTOMERS, META_ERRORS, WORDS, ShakenOffice, the_model
from watched import reached

from app import listening, sender
from panelin.events import TextReceived
from panelin.runtime import failpoints
from panelin.store.open_store import open_store

FAILPOINTS = (
    *("webhook.verified", "webhook.store.sent", "webhook.store.done", "webhook.answered", "identity.read", "identity.create.sent"),
    *("burst.waiting", "inbox.queried", "a.before", "a.sent", "a.done", "tick.sent", "peeked", "b.before", "b.sent", "b.done"),
    *("outbox.peeked", "outbox.claim.sent", "graph.sent", "graph.done", "outbox.result.sent", "outbox.unknown", "outbox.resend"),
    *("takeover.sent", "takeover.done", "takeover.confirmed", "sweep.page", "sweep.attempt.sent"),
)
DEEDS = ("kill", "park", "text", "echo", "echo and death", "return", "tap", "sweep")
PLACES, WHO = st.integers(0, 1), st.sampled_from(CUSTOMERS)


class Shaken(RuleBasedStateMachine):
    """Two processes on one store."""

    kind, scale = "sqlite", 0.002

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # a killed process leaves broken tasks behind
        self.patch, self.directory = pytest.MonkeyPatch(), tempfile.TemporaryDirectory()
        self.patch.setattr(sender, "SEND_WITHIN", 20 * self.scale)
        self.patch.setattr(listening, "event", _poisoned(listening.event))
        for place in FAILPOINTS:
            failpoints.watch(place, lambda place=place: reached(place))
        self.office = self.runs(self.opened())

    async def opened(self) -> ShakenOffice:
        url = stores.fresh_url(self.kind, Path(self.directory.name))
        return ShakenOffice([self.store(url) for _ in range(2)], scale=self.scale)

    def store(self, url):
        """The store of one process."""
        return open_store(url, time_scale=self.scale, synchronous="OFF")

    def runs(self, work):
        return self.loop.run_until_complete(work)

    @rule(who=WHO, words=st.sampled_from((WORDS[0],) * 6 + WORDS), at=PLACES, count=st.integers(1, 3))
    def a_customer_writes(self, who, words, at, count):
        for _ in range(count):
            self.runs(self.office.writes(who, words, self.office.houses[at]))
        self.runs(self.office.settles())

    @rule(who=WHO, at=PLACES, point=st.sampled_from(("open", "peek", "commit", "commit.done")), what=st.sampled_from(DEEDS))
    def something_happens_while_a_message_is_heard(self, who, at, point, what):
        self._in_the_middle(who, at, point, what)

    @rule(who=WHO, at=PLACES, point=st.sampled_from(("model", "model.done")), what=st.sampled_from(DEEDS))
    def something_happens_while_the_model_thinks(self, who, at, point, what):
        self._in_the_middle(who, at, point, what)

    @rule(who=WHO, at=PLACES, point=st.sampled_from(("unsettled", "write", "write.done", "send.done")), what=st.sampled_from(DEEDS))
    def something_happens_while_an_answer_leaves(self, who, at, point, what):
        self._in_the_middle(who, at, point, what)

    def _in_the_middle(self, who, at, point, what):
        self.office.plans(self.office.houses[at], point, what, who)
        self.a_customer_writes(who, WORDS[0], at, 1)

    @rule(who=WHO, at=PLACES, place=st.sampled_from(FAILPOINTS))
    def a_customer_writes_and_in_the_middle_of_it_the_process_dies(self, who, at, place):
        self.office.houses[at].dies_at = place
        self.a_customer_writes(who, WORDS[0], at, 1)

    @rule(who=WHO, at=PLACES)
    def a_customer_writes_and_the_nudge_is_lost(self, who, at):
        self.office.houses[at].nudged = False
        self.runs(self.office.writes(who, WORDS[0], self.office.houses[at]))
        self.office.houses[at].nudged = True

    @rule(who=WHO, words=st.sampled_from(("Soy Marta", "Te dejo con el asistente")), at=PLACES)
    def a_person_answers_from_the_phone(self, who, words, at):
        self.runs(self.office.answers_from_the_phone(who, words, self.office.houses[at]))
        self.runs(self.office.settles())

    @rule(at=PLACES)
    def an_agent_taps(self, at):
        self.runs(self.office.taps(self.office.houses[at]))
        self.runs(self.office.settles())

    @rule(at=PLACES)
    def a_status_comes(self, at):
        self.runs(self.office.status_comes(self.office.houses[at]))

    @rule(which=st.integers(0, 30), at=PLACES)
    def meta_repeats_itself(self, which, at):
        self.runs(self.office.repeats(which, self.office.houses[at]))
        self.runs(self.office.settles())

    @rule(at=PLACES, who=WHO, point=st.sampled_from(("commit", "commit.done", "write", "write.done", "create.done", "put.done")))
    def a_customer_writes_and_a_reply_of_the_store_is_lost(self, at, who, point):
        self.office.plans(self.office.houses[at], point, "lost", who)
        self.a_customer_writes(who, WORDS[0], at, 1)

    @rule(at=PLACES, who=WHO, point=st.sampled_from(("open", "peek", "commit", "find", "put", "unsettled")))
    def a_customer_writes_and_the_store_is_gone(self, at, who, point):
        self.office.plans(self.office.houses[at], point, "unavailable", who)
        self.a_customer_writes(who, WORDS[0], at, 1)

    @rule(at=PLACES, place=st.sampled_from(("sweep.page", "sweep.attempt.sent", "outbox.unknown", "outbox.resend", "takeover.sent")))
    def a_process_will_die(self, at, place):
        self.office.houses[at].dies_at = place

    @rule(at=PLACES)
    def a_process_is_told_to_end(self, at):
        self.runs(self.office.houses[at].ends())
        self.runs(self.office.settles())

    @rule(at=PLACES, who=WHO, what=st.sampled_from(sorted(META_ERRORS)))
    def a_customer_writes_and_meta_fails(self, at, who, what):
        self.office.houses[at].meta.errors.append(META_ERRORS[what]())
        self.a_customer_writes(who, WORDS[0], at, 1)

    @rule(at=PLACES, who=WHO, what=st.sampled_from(("fails", "slow", "breaks")))
    def a_customer_writes_and_the_model_fails(self, at, who, what):
        self.office.houses[at].model.answers.append(the_model(what, self.scale))
        self.a_customer_writes(who, WORDS[0], at, 1)

    @rule()
    def what_stood_still_goes_on(self):
        self.runs(self.office.goes_on())

    @rule(at=PLACES)
    def the_sweep_comes_round(self, at):
        self.runs(asyncio.sleep(15 * self.scale))
        self.runs(self.office.sweeps(self.office.houses[at]))

    @rule(minutes=st.sampled_from((2, 20, 24 * 60 - 1, 25 * 60)))
    def time_passes(self, minutes):
        self.runs(self.office.goes_on())  # nothing is frozen for hours: it would not notice them
        self.office.passes(minutes=minutes)

    @invariant()
    def no_promise_is_broken(self):
        assert self.office.witness.broken == []

    def teardown(self):
        try:
            self.runs(self.office.comes_to_rest())
            assert self.office.witness.broken == []
            assert self.runs(self.office.faults_of_the_end()) == []
        finally:
            self.runs(self.closed())
            self.loop.close()
            self.patch.undo()
            for place in FAILPOINTS:
                failpoints.watch(place, None)
            self.directory.cleanup()

    async def closed(self):
        for house in self.office.houses:
            await house.dies()
        for store in self.office.stores:
            await store.close()


def _poisoned(honest):
    def event(item):
        happened = honest(item)
        if isinstance(happened, TextReceived) and happened.text == "poison":
            raise RuntimeError("no code survives this")
        return happened

    return event


class ShakenOnFirestore(Shaken):
    """The same on the emulator."""

    kind, scale = "firestore", 0.005


def shaking(examples, steps, **more):
    """How long to shake; the same shakes each time."""
    checks = list(HealthCheck)
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=checks,
        **more,
    )


@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
@pytest.mark.promise("P3")
@pytest.mark.promise("P4")
@pytest.mark.promise("P5")
@pytest.mark.promise("P7")
def test_whatever_happens_the_promises_are_kept_on_sqlite():
    run_state_machine_as_test(Shaken, settings=shaking(60, 30))


@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
@pytest.mark.promise("P3")
@pytest.mark.promise("P4")
@pytest.mark.promise("P5")
@pytest.mark.promise("P7")
def test_whatever_happens_the_promises_are_kept_on_firestore(firestore_emulator):
    run_state_machine_as_test(ShakenOnFirestore, settings=shaking(10, 25))


class Unverified(Shaken):
    """A sender whose claim does not ask whether the conversation has moved."""

    def store(self, url):
        honest = super().store(url)
        write = honest.write

        async def unverified(changes, *, verify=None):
            return await write(changes)

        honest.write = unverified
        return honest


def test_the_machine_sees_a_claim_that_verifies_nothing():
    machine = Unverified()
    machine.something_happens_while_an_answer_leaves(CUSTOMERS[0], 0, "write", "echo and death")
    with pytest.raises(AssertionError, match=r"P4: .* is claimed after a takeover was committed"):
        machine.no_promise_is_broken()
    with pytest.raises(AssertionError):
        machine.teardown()
