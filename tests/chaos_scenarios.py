"""For each rule of protocol.md section 13 the shortest case in which it is needed; the judge must see it broken, and nothing otherwise."""

import json
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from brisa_sur import BRISA_SUR
from chaos_evidence import verdict
from chaos_house import House, Instance, phone
from chaos_judge import Verdict
from office import NUMBER, an_echo, post
from sandbox_server import SECRETS, wait_until

from app.draft import Draft
from app.whatsapp.incoming import event
from app.whatsapp.payload import item_id, split
from panelin.ids import RunId
from sandbox.identity import user_id_of

SLOW = {"the_answering_until_check_left_out": 0.1}  # answering must be held longer than a busy machine sleeps
SCALE = 0.05  # answering is held 1.5 s, a lost reply is settled within 3 s, the sweep finds an item after 0.75 s
BUSY_LATER, BUSY_NOW, UNDELIVERABLE = 4, 131016, 131026
LONG = " " + "zona " * 790


def acknowledge_before_store(house: House, rule: str) -> Verdict:
    """Killed right after the 200."""
    one = _alone(house, rule, "webhook.answered=kill")
    house.says(1, 1)
    assert one.wait_until_killed(15)
    one.start(rule=rule)
    return _judged(house, rule)


no_due_at_on_inbox = acknowledge_before_store  # the nudge died with the process


def no_due_at_on_the_conversation(house: House, rule: str) -> Verdict:
    """Killed while the model's answer was on its way."""
    one = _alone(house, rule, "model.sent=kill")
    house.says(1, 1)
    assert one.wait_until_killed(15)
    one.start(rule=rule)
    return _judged(house, rule)


def no_query_after_release(house: House, rule: str) -> Verdict:
    """A person's words are stored between COMMIT B and the send, and nobody has heard them yet."""
    one = _alone(house, rule, "b.done=stop")
    house.says(1, 1)
    wait_until(lambda: one.stopped, seconds=15)
    _person_writes(house)
    _continued(one)
    return _judged(house, rule)


def no_inbox_precondition_in_a(house: House, rule: str) -> Verdict:
    """The item becomes a dead letter while a run is about to hear it; whoever buried it died before it told anybody."""
    one = _alone(house, rule, "a.before=stop")
    (wamid,) = house.says(1, 1)
    house.acknowledged(wamid)
    wait_until(lambda: one.stopped, seconds=15)

    async def bury(store):
        await store.bury(await store.item(item_id("messages", wamid)), "recoveries")

    house.ask(bury)
    _continued(one)
    return verdict(house)


def no_sending(house: House, rule: str) -> Verdict:
    """Graph is slow, and another instance finds the record due."""
    _both(house, rule)
    house.sandbox.fault("graph", "latency", value=1.0)
    house.says(1, 1)
    wait_until(lambda: house.posts(1), seconds=10)
    time.sleep(0.6)
    return verdict(house)


def no_verify_in_the_claim(house: House, rule: str) -> Verdict:
    """A person takes the chat, in another process, between the last look and the claim."""
    one = _alone(house, rule, "outbox.peeked=stop")
    house.says(1, 1)
    wait_until(lambda: one.stopped, seconds=15)
    _person_writes(house, heard=True)
    _continued(one)
    return verdict(house)


def no_rev_on_records(house: House, rule: str) -> Verdict:
    """While an answer waits for a repetition a person takes the chat, says her piece and gives it back."""
    _alone(house, rule)
    _refuse(house, BUSY_LATER)
    house.says(1, 1)
    _struck(house)
    house.acknowledged(house.person_says(1, "Son 32.000 €. Te dejo con el asistente."))
    return verdict(house)


def no_peek_for_echoes_before_the_send(house: House, rule: str) -> Verdict:
    """Killed after COMMIT B; a person's words are stored by somebody who dies too; the next to come finds both."""
    one = _alone(house, rule, "b.done=kill")
    house.says(1, 1)
    assert one.wait_until_killed(15)
    _person_writes(house)
    one.start(rule=rule)
    return _judged(house, rule)


def a_thread_reused_after_an_expired_answering(house: House, rule: str) -> Verdict:
    """Killed after the model has answered on a thread that was in use."""
    one = _alone(house, rule)
    house.says(1, 1)
    wait_until(lambda: house.posts(1), seconds=15)
    one.kill()
    one.start("model.sent=kill", rule=rule)
    house.says(1, 2)
    assert one.wait_until_killed(15)
    one.start(rule=rule)
    return verdict(house)


def blind_result_write(house: House, rule: str) -> Verdict:
    """Frozen between claim and POST until somebody else has sent the text; then it finds that its time is over."""
    one = _alone(house, rule, "outbox.claim.done=stop")
    two = house.instances[1]
    house.says(1, 1)
    wait_until(lambda: one.stopped, seconds=15)
    since = time.monotonic()
    house.front.pinned = two.port
    two.start(rule=rule)
    wait_until(lambda: house.front.statuses, seconds=15)
    time.sleep(max(0.0, since + 5.5 - time.monotonic()))
    one.send(signal.SIGCONT)
    time.sleep(1.5)
    return verdict(house)


def anothers_claim_settled(house: House, rule: str) -> Verdict:
    """A refusal is written so late that another instance is just sending the same text."""
    _alone(house, rule, "graph.done=sleep:4.6")
    _refuse(house, BUSY_NOW)
    house.says(1, 1)
    _struck(house)
    house.sandbox.fault("graph", "late_reply", value=3, count=1)
    house.front.pinned = house.instances[1].port
    house.instances[1].start(rule=rule)
    time.sleep(4)
    return verdict(house)


def overtaking_allowed(house: House, rule: str) -> Verdict:
    """The first answer waits for a repetition when the second is ready."""
    _alone(house, rule)
    _refuse(house, BUSY_LATER)
    house.says(1, 1)
    _struck(house)
    house.says(1, 2)
    return verdict(house)


def the_rest_of_a_failed_turn_sent(house: House, rule: str) -> Verdict:
    """An answer that is too long for one message, and the first of the two is refused for good."""
    _alone(house, rule)
    _refuse(house, UNDELIVERABLE)
    house.says(1, 1, more=LONG)
    _struck(house)
    return verdict(house)


def attempts_written_after_the_work(house: House, rule: str) -> Verdict:
    """A message that kills whoever hears it."""
    one, most = _alone(house, rule, "a.before=kill"), 8
    house.says(1, 1)
    for _ in range(most):
        assert one.wait_until_killed(15)
        if house.ask(lambda store: store.dead_letters()):
            break
        one.start("a.before=kill", rule=rule)
    return verdict(house, seconds=0.5)


def the_answering_until_check_left_out(house: House, rule: str) -> Verdict:
    """The model is slow, and the message is delivered again and again; nothing has failed, so nobody may give up."""
    _both(house, rule)
    house.sandbox.fault("openai", "latency", value=1.8, path="/responses")
    (wamid,) = house.says(1, 1)
    house.acknowledged(wamid)
    for _ in range(5):
        time.sleep(0.35)
        house.sandbox.control("redeliver", {"wamid": wamid})
    found = verdict(house)
    return replace(found, lost=[*found.lost, *found.handed_over])


def _judged(house: House, rule: str) -> Verdict:
    """Judge where a broken rule leaves something for ever: the whole app gets all the time it needs."""
    return verdict(house, seconds=30 if rule == "nothing" else 6)


def _alone(house: House, rule: str, failpoints: str = ""):
    """Only the first instance runs."""
    one = house.instances[0]
    house.front.pinned = one.port
    one.start(failpoints, rule=rule)
    return one


def _both(house: House, rule: str, failpoints: str = "") -> None:
    for instance in house.instances:
        instance.start(failpoints, rule=rule, ready=False)
    for instance in house.instances:
        wait_until(instance.answers, seconds=60)


def _continued(instance: Instance) -> None:
    """Let a stopped process go on, later than the judge's margin and sooner than its last check grows old."""
    time.sleep(0.5)
    instance.send(signal.SIGCONT)
    time.sleep(0.5)


def _person_writes(house: House, *, heard: bool = False) -> None:
    """An echo is stored, and if wished heard, by a process that dies then."""
    number = SECRETS["PHONE_NUMBER_ID"]
    echo = an_echo("Hola, soy Marta", to=phone(1), at=datetime.now(UTC), wamid="wamid.person") | {"to_user_id": user_id_of(phone(1))}
    body = json.dumps(post(echo, field="smb_message_echoes")).replace(f'"{NUMBER}"', f'"{number}"').encode()

    async def write(store):
        await store.put(split(body, {number}).items)
        if not heard:
            return
        chat = await store.open((await store.recent(1))[0].id)
        draft = Draft(chat.conversation, now=datetime.now(UTC), agency=BRISA_SUR)
        draft.hear(chat.waiting[0], event(chat.waiting[0]))
        await store.commit(chat, draft.change(run=RunId("person"), now=chat.now))

    house.ask(write)
    house.front.saw(body, acked=True)


def _refuse(house: House, code: int) -> None:
    """Graph refuses the next message to the customer."""
    house.sandbox.fault("graph", str(code), value=phone(1), count=1, how="answer")


def _struck(house: House) -> None:
    """Wait until the fault has struck."""
    wait_until(lambda: any(fault["hits"] for fault in house.sandbox.client.get("/control/faults").json()), seconds=15)


SCENARIOS: dict[str, Callable[[House, str], Verdict]] = {
    name: found
    for name, found in list(globals().items())
    if callable(found) and getattr(found, "__module__", "") == __name__ and name[0] != "_"
}
