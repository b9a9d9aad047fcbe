"""The line to the service: built late, once, and with the SDK's own retries off."""

import subprocess
import sys

from assistant_bench import QUICK, always_ours, assistant, question

from app.assistant.model import openai_client

NOTHING_IMPORTED = """
import sys
import app.assistant.responses_api
heavy = {"openai", "httpx2", "fastmcp"} & set(sys.modules)
sys.exit(f"imported too early: {heavy}" if heavy else 0)
"""


def test_importing_the_assistant_does_not_import_the_sdk():
    done = subprocess.run([sys.executable, "-c", NOTHING_IMPORTED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


async def test_the_client_is_built_at_the_first_question_and_once(account):
    built = []
    asked = assistant(account.url, model="sandbox-echo")
    build = asked._model._build
    asked._model._build = lambda: built.append(1) or build()
    assert built == []
    for _ in range(2):
        await asked.answer(question("hola"), still_ours=always_ours)
    await asked.close()
    assert built == [1]


async def test_closing_before_the_first_question_is_fine():
    await assistant("http://openai.test/v1").close()


async def test_the_sdk_does_not_retry_by_itself_and_has_our_timeouts():
    async with openai_client("sk-test", "http://openai.test/v1", QUICK) as client:
        assert client.max_retries == 0
        assert client.timeout.connect == QUICK.connect
        assert client.timeout.read == QUICK.call


async def test_a_rotated_key_is_asked_for_at_each_request(account):
    from openai import AsyncOpenAI

    async def key():
        given.append(1)
        return "sk-test"

    given = []
    asked = assistant(account.url, model="sandbox-echo")
    asked._model._build = lambda: openai_client(key, account.url, QUICK)
    assert isinstance(asked._model._build(), AsyncOpenAI)
    await asked.answer(question("hola"), still_ours=always_ours)
    await asked.close()
    assert len(given) == 2
