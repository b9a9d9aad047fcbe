"""One account for the whole folder, forgotten before each test, and the real SDK to speak with it."""

import pytest
from openai import AsyncOpenAI, DefaultAsyncHttpx2Client
from openai_account import openai_account


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    with openai_account(tmp_path_factory.mktemp("openai") / "sandbox.db") as account:
        yield account


@pytest.fixture
def account(served):
    served.world.reset()
    return served


@pytest.fixture
async def client(account):
    plain = DefaultAsyncHttpx2Client(verify=False)  # no certificates on loopback, and reading them takes longer than a test
    async with AsyncOpenAI(api_key="sk-test", base_url=account.url, max_retries=0, timeout=10, http_client=plain) as client:
        yield client
