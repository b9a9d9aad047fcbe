"""The durable webhook: beside pywa, which stores nothing, and beside itself with one `create` a message."""

import asyncio
from collections.abc import Sequence

from benchmarks.awake import firestore, url_of
from benchmarks.load import loaded
from benchmarks.posts import requests
from benchmarks.processes import Server, server
from benchmarks.verdict import Row, pairs

WARM, REQUESTS, ROUNDS = 500, 2_500, 5


def rows() -> list[Row]:
    """Measure all three by turns."""
    with firestore() as project:
        url = url_of(project)
        with server("ours", url) as ours, server("pywa") as pywa, server("creates", url) as creates:
            for each in (ours, pywa, creates):
                asyncio.run(loaded(each.port, requests(WARM)))
            rounds = [(_served(ours), _served(pywa), _served(creates)) for _ in range(ROUNDS)]
            if pywa.usage()["handled"] != WARM + ROUNDS * REQUESTS:
                raise RuntimeError("pywa did not read what was sent: the comparison would be unfair to it")
    return verdict(rounds)


def verdict(rounds: Sequence[Sequence[tuple[float, float]]]) -> list[Row]:
    """Judge rounds of (CPU microseconds a request, requests a second) of ours, of pywa, and of one `create` each."""
    cpu = pairs([(ours[0], pywa[0]) for ours, pywa, _ in rounds])
    rate = pairs([(ours[1], creates[1]) for ours, _, creates in rounds])
    beside = pairs([(ours[0], creates[0]) for ours, _, creates in rounds])
    return [
        Row("webhook, server CPU a request, beside pywa storing nothing", "us", *cpu, at_most=1.7),
        Row("webhook, requests a second, beside one create a message", "/s", *rate, at_least=1.6),
        Row("webhook, server CPU a request, beside one create a message", "us", *beside),
    ]


def _served(server_: Server) -> tuple[float, float]:
    posts = requests(REQUESTS)
    before = server_.usage()["cpu"]
    served = asyncio.run(loaded(server_.port, posts))
    return (server_.usage()["cpu"] - before) * 1e6 / served.requests, served.per_second
