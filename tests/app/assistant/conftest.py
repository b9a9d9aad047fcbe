"""The sandbox's OpenAI for the whole folder, forgotten before each test, and an assistant that speaks with it by the real SDK."""

from itertools import count

import httpx
import pytest
from assistant_bench import Tally, assistant
from openai_account import openai_account
from sandbox_server import wait_until

_markers = count(1)


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    with openai_account(tmp_path_factory.mktemp("openai") / "sandbox.db") as account:
        yield account


@pytest.fixture
def account(served):
    served.world.faults.remove()
    written_down(served)
    served.world.reset()
    return served


@pytest.fixture
def tally():
    return Tally()


@pytest.fixture
async def asked(account, tally):
    """Make assistants that are closed when the test ends."""
    made = []

    def make(**more):
        made.append(assistant(more.pop("base_url", account.url), count=tally, **more))
        return made[-1]

    yield make
    for each in made:
        await each.close()


@pytest.fixture
def requests(account):
    """What the sandbox was asked, oldest first: (method, path, body) of every request whose path holds a word."""

    def asked_for(word=""):
        asked = [(entry["method"], entry["path"].removeprefix("/openai/v1"), entry["body"]) for entry in written_down(account)]
        return [each for each in asked if word in each[1] and "marker-" not in each[1]]

    return asked_for


def written_down(account):
    """The journal once it holds everything: a request is written down after its answer has left, a marker behind all others."""
    marker = f"marker-{next(_markers)}"
    httpx.get(f"{account.url}/models/{marker}", trust_env=False)

    def whole():
        entries = account.world.journal.read("requests.openai")
        return entries if any(marker in entry["path"] for entry in entries) else None

    return wait_until(whole)


@pytest.fixture
def kept(account):
    """The items that a thread holds at OpenAI."""
    return lambda thread: account.world.database.get("openai.conversation", thread)["items"]
