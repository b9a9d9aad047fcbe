"""The judge: from what was acknowledged and what was sent it tells what was lost, doubled, disordered or late. Values in, values out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from load_tests.ledger import ACKNOWLEDGED, REFUSED, Attempt
from load_tests.posts import numbers_in

TOGETHER = 1.5  # seconds; messages that arrive within are of one burst, since one is collected until 2.5 s of silence

Name = tuple[int, int]
"""A message: its customer and its number."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A text that the business sent: when, and which messages it repeats."""

    at: float
    names: tuple[Name, ...]

    @classmethod
    def of(cls, at: float, text: str) -> "Answer":
        """Read a text."""
        return cls(at, tuple(numbers_in(text)))


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message on its way in: what Meta says of it, when its first post began, when one was first acknowledged."""

    stamp: int
    burst: int
    began: float
    acknowledged: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run came to."""

    acknowledgements: Sequence[float]
    lateness: Sequence[float]
    first_answers: Sequence[float]
    refused: int
    strange: Mapping[int, int] = field(default_factory=dict)
    """Answers of other statuses, and how many; 0 is no answer."""
    unaccepted: Sequence[Name] = ()
    """Messages that no post brought in."""
    lost: Sequence[Name] = ()
    doubled: Sequence[Name] = ()
    disordered: Sequence[tuple[Name, Name]] = ()
    messages: int = 0
    answers: int = 0


def judged(attempts: Sequence[Attempt], answers: Iterable[Answer], planned: Iterable[Name], *, scale: float = 1) -> Verdict:
    """Judge a run that has come to rest."""
    found = [answer for answer in answers if answer.names]
    arrivals = arrivals_of(attempts)
    said: dict[int, list[int]] = defaultdict(list)
    for answer in sorted(found, key=lambda each: each.at):
        for customer, number in answer.names:
            said[customer].append(number)
    names = sorted(set(planned))
    accepted = [name for name in names if name in arrivals and arrivals[name].acknowledged is not None]
    return Verdict(
        acknowledgements=[attempt.took for attempt in attempts if attempt.status == ACKNOWLEDGED],
        lateness=[attempt.began - attempt.due for attempt in attempts],
        first_answers=_first_answers(arrivals, found),
        refused=sum(attempt.status == REFUSED for attempt in attempts),
        strange=_counted(attempt.status for attempt in attempts if attempt.status not in (ACKNOWLEDGED, REFUSED)),
        unaccepted=sorted(set(names) - set(accepted)),
        lost=[(customer, number) for customer, number in accepted if number not in said[customer]],
        doubled=[(who, number) for who, numbers in sorted(said.items()) for number in sorted(set(numbers)) if numbers.count(number) > 1],
        disordered=[*_across(said, arrivals), *_within(found, arrivals, TOGETHER * scale)],
        messages=len(names),
        answers=len(found),
    )


def arrivals_of(attempts: Iterable[Attempt]) -> dict[Name, Arrival]:
    """How each message came in, from all posts that carried it."""
    found: dict[Name, Arrival] = {}
    for attempt in attempts:
        acknowledged = attempt.ended if attempt.status == ACKNOWLEDGED else None
        for number, stamp, burst in zip(attempt.numbers, attempt.stamps, attempt.bursts, strict=True):
            name = (attempt.customer, number)
            before = found.get(name, Arrival(stamp, burst, attempt.began, None))
            known = [each for each in (before.acknowledged, acknowledged) if each is not None]
            found[name] = Arrival(stamp, burst, min(before.began, attempt.began), min(known, default=None))
    return found


def percentile(figures: Sequence[float], share: float) -> float | None:
    """The least figure that this share of all does not exceed; None of nothing."""
    ordered = sorted(figures)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None


def _first_answers(arrivals: Mapping[Name, Arrival], answers: Iterable[Answer]) -> list[float]:
    """Of each burst: from the first post of its first message to the first text that answers any of it."""
    began: dict[Name, float] = {}
    for (customer, _), arrival in arrivals.items():
        burst = (customer, arrival.burst)
        began[burst] = min(began.get(burst, arrival.began), arrival.began)
    first: dict[Name, float] = {}
    for answer in answers:
        for name in answer.names:
            if name in arrivals:
                burst = (name[0], arrivals[name].burst)
                first[burst] = min(first.get(burst, answer.at), answer.at)
    return [at - began[burst] for burst, at in first.items()]


def _across(said: Mapping[int, Sequence[int]], arrivals: Mapping[Name, Arrival]) -> Iterable[tuple[Name, Name]]:
    """Whoever was acknowledged before the other began, and was not written later, is answered first."""
    for customer, numbers in said.items():
        for place, earlier_said in enumerate(numbers):
            for later_said in numbers[place + 1 :]:
                first, second = arrivals.get((customer, later_said)), arrivals.get((customer, earlier_said))
                if first and second and _came_before(first, second):
                    yield (customer, later_said), (customer, earlier_said)


def _came_before(first: Arrival, second: Arrival) -> bool:
    return first.acknowledged is not None and first.acknowledged < second.began and first.stamp <= second.stamp


def _within(answers: Iterable[Answer], arrivals: Mapping[Name, Arrival], together: float) -> Iterable[tuple[Name, Name]]:
    """In one answer the order is that of Meta's seconds, also when the posts came the other way round within one burst."""
    for answer in answers:
        for before, after in zip(answer.names, answer.names[1:], strict=False):
            one, other = arrivals.get(before), arrivals.get(after)
            if one and other and other.stamp < one.stamp and _of_one_burst(one, other, together):
                yield after, before


def _of_one_burst(one: Arrival, other: Arrival, together: float) -> bool:
    return other.acknowledged is not None and one.burst == other.burst and other.acknowledged - one.began < together


def _counted(statuses: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for status in statuses:
        found[status] = found.get(status, 0) + 1
    return found
