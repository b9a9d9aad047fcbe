"""One account for the whole folder, forgotten before each test, and the real SDK to speak with it."""

import pytest
from openai import AsyncOpenAI
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
    async with AsyncOpenAI(api_key="sk-test", base_url=account.url, max_retries=0, timeout=10) as client:
        yield client
