from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import openai
import pytest

from app.assistant.mishaps import Kind, Mishap, mishap_of, mishap_of_failure, seconds_of
from panelin.errors import Uncertain

REQUEST = httpx2.Request("POST", "https://api.openai.example/v1/responses")


def refused(status, *, code=None, param=None, message="no", headers=None):
    response = httpx2.Response(status, request=REQUEST, headers=headers)
    kinds = {400: openai.BadRequestError, 401: openai.AuthenticationError, 404: openai.NotFoundError, 429: openai.RateLimitError}
    kind = kinds.get(status, openai.InternalServerError if status >= 500 else openai.APIStatusError)
    return kind(message, response=response, body={"code": code, "param": param, "message": message})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refused(401), Kind.BARRED),
        (refused(429), Kind.BUSY),
        (refused(429, code="insufficient_quota"), Kind.BARRED),
        (refused(500), Kind.LOST),
        (refused(503), Kind.LOST),
        (refused(408), Kind.LOST),
        (refused(409), Kind.LOST),
        (refused(400, code="conversation_locked", param="conversation"), Kind.THREAD),
        (refused(400, code="context_length_exceeded"), Kind.THREAD),
        (refused(400, message="No tool output found for function call call_1."), Kind.THREAD),
        (refused(400, message="No tool call found for function call output with call_id call_1."), Kind.THREAD),
        (refused(404, message="Conversation with id 'conv_1' not found."), Kind.THREAD),
        (refused(404, code="model_not_found", message="The model does not exist."), Kind.WRONG),
        (refused(400, param="tools", code="vector_store_expired", message="Vector store 'vs_1' is expired."), Kind.STORE),
        (refused(404, message="Vector store with id ['vs_1'] not found."), Kind.STORE),
        (refused(400, param="tools[6].vector_store_ids"), Kind.STORE),
        (refused(400, param="max_output_tokens"), Kind.WRONG),
        (refused(403), Kind.WRONG),
        (refused(424), Kind.WRONG),
        (openai.APITimeoutError(REQUEST), Kind.LOST),
        (openai.APIConnectionError(request=REQUEST), Kind.LOST),
        (openai.OpenAIError("no key"), Kind.LOST),
        (TimeoutError(), Kind.LOST),
        (ValueError("no JSON"), Kind.LOST),
        (Uncertain("lost"), Kind.LOST),
        (Mishap(Kind.CUT), Kind.CUT),
    ],
)
def test_what_may_be_done_next_follows_from_the_error(error, kind):
    assert mishap_of(error).kind is kind


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (httpx2.ConnectError("refused"), Kind.BUSY),
        (httpx2.ConnectTimeout("slow"), Kind.BUSY),
        (httpx2.PoolTimeout("full"), Kind.BUSY),
        (httpx2.ReadTimeout("slow"), Kind.LOST),
        (httpx2.ReadError("reset"), Kind.LOST),
        (httpx2.RemoteProtocolError("cut"), Kind.LOST),
    ],
)
def test_what_never_left_us_may_be_repeated_as_it_is(cause, kind):
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = cause
    assert mishap_of(error).kind is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("server_error", Kind.LOST),
        ("rate_limit_exceeded", Kind.LOST),
        ("vector_store_timeout", Kind.STORE),
        ("invalid_prompt", Kind.REFUSED),
        (None, Kind.LOST),
    ],
)
def test_a_response_that_says_failed_is_judged_by_its_code(code, kind):
    assert mishap_of_failure(code).kind is kind


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00"}, None),
        ({}, None),
    ],
)
def test_the_services_own_wish_for_a_pause(headers, seconds):
    assert seconds_of(headers) == seconds
    assert mishap_of(refused(429, headers=headers)).retry_after == seconds


def test_the_wish_may_be_a_date():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 28 <= seconds_of({"retry-after": soon}) <= 30
    assert seconds_of({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


def test_a_mishap_tells_no_text_of_the_service():
    assert str(mishap_of(refused(400, code="conversation_locked", message="hola soy Ana"))) == "400 conversation_locked"
