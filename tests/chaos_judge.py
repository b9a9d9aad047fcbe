"""The judge of the chaos runs: from what was acknowledged, sent and stored it tells what was lost, doubled, out of order, or said too late.

It knows nothing of how the product works; a number is a message of a customer, and an answer repeats the numbers that it answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from chaos_front import TOKEN, Told

MARGIN = 0.3  # seconds between the last check of a text and its arrival
ANSWER, NOTICE = "answer", "notice"
GONE = frozenset({"failed", "lost"})


@dataclass(frozen=True)
class Post:
    """A text that Graph accepted."""

    at: float
    to: str
    text: str
    opaque: str

    @property
    def numbers(self) -> list[int]:
        """The numbers it answers, in the order of the text."""
        return [int(found[2]) for found in TOKEN.finditer(self.text)]


@dataclass(frozen=True)
class Entry:
    """One line of a conversation as stored: an inbound item by its wamid, or a record by its id."""

    seq: int
    turn: int = 0
    item: str | None = None
    record: str | None = None
    kind: str = ""
    """Of a record: an answer to the customer, a notice to people, or something else."""
    state: str = ""
    unknowns: int = 0
    text: str = ""
    overruled: bool = False


@dataclass
class Evidence:
    """What was seen in one run."""

    told: list[Told] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    statuses: Mapping[str, float] = field(default_factory=dict)
    """By opaque id: when the first status was acknowledged."""
    entries: list[list[Entry]] = field(default_factory=list)
    """Of each conversation, in order."""
    dead: set[str] = field(default_factory=set)
    """Wamids of the dead letters."""
    threads: Mapping[str, list[str]] = field(default_factory=dict)
    """By thread of the model: the customer's texts that it was given."""


@dataclass
class Verdict:
    """What is wrong, each with its witnesses; `resent`, `handed_over` and `dead` are allowed and counted."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    spoken_over: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    told_twice: list[str] = field(default_factory=list)
    resent: list[str] = field(default_factory=list)
    handed_over: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        """What must not be."""
        allowed = {"resent", "handed_over", "dead"}
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name not in allowed and getattr(self, each.name)}


def judge(seen: Evidence, *, margin: float = MARGIN) -> Verdict:
    """Judge a run that has come to rest."""
    verdict = Verdict()
    by_customer: dict[str, list[Post]] = defaultdict(list)
    for post in sorted(seen.posts, key=lambda each: each.at):
        by_customer[post.to].append(post)
    records = {entry.record: entry for entries in seen.entries for entry in entries if entry.record}
    for posts in by_customer.values():
        _repeats(posts, records, seen.statuses, verdict, margin)
    for who in {told.who for told in seen.told}:
        _customer([told for told in seen.told if told.who == who], by_customer.get(who, []), seen, verdict, margin)
    for entries in seen.entries:
        _torn(entries, verdict)
    for thread, texts in seen.threads.items():
        twice = {found for text in texts for found in TOKEN.findall(text) if sum(_holds(each, found) for each in texts) > 1}
        verdict.told_twice += [f"m{customer}x{number} in {thread}" for customer, number in sorted(twice)]
    return verdict


def _holds(text: str, found: tuple[str, str]) -> bool:
    return found in TOKEN.findall(text)


def _repeats(posts: Iterable[Post], records: Mapping[str, Entry], statuses: Mapping[str, float], verdict: Verdict, margin: float) -> None:
    """The same record again: once, after an unknown outcome, and only if no status had come (P7)."""
    times: dict[str, list[float]] = defaultdict(list)
    for post in posts:
        times[post.opaque].append(post.at)
    for opaque, sent in times.items():
        if len(sent) == 1:
            continue
        record = records.get(opaque)
        known = statuses.get(opaque, float("inf")) < sent[1] - margin
        marked = record is not None and record.unknowns > 0
        (verdict.resent if len(sent) == 2 and marked and not known else verdict.doubled).append(f"record {opaque} {len(sent)} times")


def _customer(told: list[Told], posts: list[Post], seen: Evidence, verdict: Verdict, margin: float) -> None:
    first: dict[str, Post] = {}
    for post in posts:
        first.setdefault(post.opaque, post)
    said = [number for post in first.values() for number in post.numbers]
    messages = {each.number: each for each in told if not each.echo and each.number is not None}
    takeovers = [each.acked for each in told if each.echo and each.acked]
    verdict.doubled += [f"m{number} of {told[0].who}" for number in sorted(set(said)) if said.count(number) > 1]
    for number, message in messages.items():
        if message.acked is not None:
            _accounted(number in said, message, takeovers, seen, verdict)
    _order(said, messages, verdict)
    _silence(posts, messages, takeovers, verdict, margin)


def _accounted(answered: bool, message: Told, takeovers: list[float], seen: Evidence, verdict: Verdict) -> None:
    """Each acknowledged message has one end: an answer, a dead letter, or people who know."""
    name = f"{message.text.strip()[:24]} of {message.who}"
    if message.wamid in seen.dead:
        (verdict.doubled if answered else verdict.dead).append(name)
    elif not answered and any(message.began < at for at in takeovers):
        verdict.handed_over.append(name)  # a person has the chat
    elif not answered:
        (verdict.handed_over if _people_know(message, seen) else verdict.lost).append(name)


def _people_know(message: Told, seen: Evidence) -> bool:
    """People were called already and nothing was answered since, or they were told before anything else was answered.

    Where an answer was made that did not arrive, what came after it counts.
    """
    for entries in seen.entries:
        places = [entry.seq for entry in entries if entry.item == message.wamid]
        if not places:
            continue
        own = [entry.seq for entry in entries if entry.kind == ANSWER and entry.state in GONE and _same(entry.text, message.text)]
        telling = [entry for entry in entries if entry.kind == NOTICE or (entry.kind == ANSWER and entry.state == "sent")]
        before = [entry for entry in telling if entry.seq < places[0]]
        after = [entry for entry in telling if entry.seq > max(places + own)]
        return any(entry.kind == NOTICE for entry in (*before[-1:], *after[:1]))
    return False


def _same(answer: str, message: str) -> bool:
    return bool(set(TOKEN.findall(answer)) & set(TOKEN.findall(message)))


def _order(said: list[int], messages: Mapping[int, Told], verdict: Verdict) -> None:
    """Whoever was acknowledged before the other one began is answered first."""
    for place, later in enumerate(said):
        for number in said[place + 1 :]:
            if number < later and number in messages and later in messages:
                acked = messages[number].acked
                if acked is not None and acked < messages[later].began:
                    verdict.out_of_order.append(f"{number} after {later} of {messages[number].who}")


def _silence(posts: list[Post], messages: Mapping[int, Told], takeovers: list[float], verdict: Verdict, margin: float) -> None:
    """After a person's words are stored nothing of the assistant leaves that answers what came before them (P4)."""
    for at in takeovers:
        for post in posts:
            before = [number for number in post.numbers if number in messages and messages[number].began < at]
            if before and post.at > at + margin:
                verdict.spoken_over.append(f"{before} of {post.to}, {post.at - at:.2f} s late")


def _torn(entries: list[Entry], verdict: Verdict) -> None:
    """When one text of a turn failed for good, none behind it in that turn left."""
    for failed in entries:
        if failed.kind != ANSWER or failed.state not in GONE or failed.overruled:
            continue
        behind = [each for each in entries if each.kind == ANSWER and each.turn == failed.turn and each.seq > failed.seq]
        verdict.torn += [f"{each.record} behind {failed.record}" for each in behind if each.state == "sent"]
