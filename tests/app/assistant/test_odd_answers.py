"""Answers that the sandbox does not give: odd bodies, phases, and the second way of keeping the history, by hand."""

import json

import httpx2
import pytest
from assistant_bench import always_ours, assistant, line, question

from panelin.errors import Unavailable
from panelin.events import AssistantFailed, Failure


def response(*output, **more):
    return httpx2.Response(200, json={"id": "resp_1", "object": "response", "status": "completed", "output": list(output), **more})


def message(text, **more):
    return {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "content": [{"type": "output_text", "text": text, "annotations": []}],
        **more,
    }


def call(name, n=1, **arguments):
    return {"type": "function_call", "id": f"fc_{n}", "call_id": f"call_{n}", "name": name, "arguments": json.dumps(arguments)}


class Service:
    """Gives the answers in their order, the last one for ever, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked, self.threads = list(answers), [], 0

    def __call__(self, request):
        if request.url.path.endswith("/conversations"):
            self.threads += 1
            return httpx2.Response(200, json={"id": f"conv_{self.threads}", "object": "conversation"})
        self.asked.append(json.loads(request.content))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def ask(service, *, mode="conversation", **more):
    asked = assistant("http://openai.test/v1", mode=mode, transport=httpx2.MockTransport(service))
    try:
        return await asked.answer(question("¿tiene ascensor?", **more), still_ours=always_ours)
    finally:
        await asked.close()


HTML = httpx2.Response(200, html="<html>Login to the hotel's network</html>")
BROKEN = httpx2.Response(200, content=b'{"id": "resp_1", "output": [', headers={"content-type": "application/json"})
LIST = httpx2.Response(200, json=[])


@pytest.mark.parametrize("odd", [HTML, BROKEN, LIST], ids=["html", "broken", "list"])
async def test_a_body_that_is_no_response_may_have_been_one_so_the_thread_is_left(odd):
    service = Service(odd, response(message("Sí.")))
    answer = await ask(service)
    assert (answer.text, answer.thread) == ("Sí.", "conv_2")


@pytest.mark.parametrize("odd", [HTML, BROKEN, LIST], ids=["html", "broken", "list"])
async def test_only_such_bodies_are_an_honest_failure(odd):
    service = Service(odd)
    assert await ask(service) == AssistantFailed(3, Failure.UNAVAILABLE)
    assert len(service.asked) == 2


async def test_a_new_thread_without_an_id_is_no_thread():
    def service(request):
        return httpx2.Response(200, json={"object": "conversation"})

    assert await ask(service) == AssistantFailed(3, Failure.UNAVAILABLE)


async def test_a_response_that_failed_at_the_service_is_asked_again():
    service = Service(response(status="failed", error={"code": "server_error"}), response(message("Sí.")))
    assert (await ask(service)).thread == "conv_2"


async def test_a_prompt_that_the_service_rejects_is_a_refusal():
    service = Service(response(status="failed", error={"code": "invalid_prompt"}))
    assert await ask(service) == AssistantFailed(3, Failure.REFUSED)
    assert len(service.asked) == 1


async def test_a_request_of_ours_that_is_wrong_is_not_repeated():
    service = Service(httpx2.Response(400, json={"error": {"message": "Unknown parameter", "param": "tolls", "code": "unknown_parameter"}}))
    assert await ask(service) == AssistantFailed(3, Failure.UNAVAILABLE)
    assert len(service.asked) == 1


async def test_commentary_before_the_tools_is_never_said():
    service = Service(
        response(message("Voy a mirar la ficha.", phase="commentary"), call("get_property", reference="BS-1042")),
        response(message("Sí, tiene ascensor.", phase="final_answer")),
    )
    answer = await ask(service)
    assert answer.text == "Sí, tiene ascensor."
    assert answer.facts.known == {"BS-1042"}


async def test_only_outputs_go_back_to_a_thread_that_has_the_calls():
    service = Service(response(call("get_property", reference="BS-1042"), call("nothing", 2)), response(message("Sí.")))
    await ask(service)
    assert [(item["type"], item["call_id"]) for item in service.asked[1]["input"]] == [
        ("function_call_output", "call_1"),
        ("function_call_output", "call_2"),
    ]


async def test_proposals_of_an_attempt_that_was_given_up_are_not_made():
    person = call("call_person", reason="asked", question=None)
    service = Service(response(person), HTML, response(message("Sí, tiene.")))
    assert (await ask(service)).proposals == ()


async def test_by_hand_the_items_of_one_answer_travel_along_and_nothing_is_kept_there():
    reasoning = {"type": "reasoning", "id": "rs_1", "encrypted_content": "abc", "summary": []}
    called = call("get_property", reference="BS-1042")
    service = Service(response(reasoning, called), response(message("Sí.")))
    answer = await ask(service, mode="transcript", unseen=[line(1, "customer", "hola"), line(2, "assistant", "Buenas")])

    first, second = service.asked
    assert [item["content"] for item in first["input"]] == ["hola", "Buenas", "¿tiene ascensor?"]
    assert second["input"][:5] == [*first["input"], reasoning, called]
    assert second["input"][5]["type"] == "function_call_output"
    assert all(
        body["store"] is False and body["include"] == ["reasoning.encrypted_content"] and "conversation" not in body
        for body in service.asked
    )
    assert (answer.thread, answer.thread_items, service.threads) == (None, 0, 0)


async def test_by_hand_a_thread_of_former_days_is_not_used():
    service = Service(response(message("Sí.")))
    answer = await ask(service, mode="transcript", thread="conv_old", before=[line(1, "customer", "hola")])
    assert [item["content"] for item in service.asked[0]["input"]] == ["hola", "¿tiene ascensor?"]
    assert answer.thread is None


async def test_by_hand_a_lost_reply_is_simply_asked_again():
    service = Service(httpx2.ReadError("cut"), response(message("Sí.")))
    answer = await ask(service, mode="transcript")
    assert answer.text == "Sí."
    assert service.asked[0] == service.asked[1]


async def test_findings_go_back_to_the_model():
    service = Service(response(message("Sí.")))
    await ask(service, ungrounded=("280.000 €",))
    assert "- 280.000 €" in service.asked[0]["instructions"]


async def test_a_store_error_that_the_search_by_meaning_did_not_cause_is_given_up():
    service = Service(response(status="failed", error={"code": "vector_store_timeout"}))
    assert await ask(service) == AssistantFailed(3, Failure.UNAVAILABLE)
    assert len(service.asked) == 1


async def test_a_vector_store_whose_id_cannot_be_read_is_left_out():
    async def store():
        raise Unavailable("store down")

    service = Service(response(message("Sí.")))
    asked = assistant("http://openai.test/v1", transport=httpx2.MockTransport(service), vector_store=store)
    assert (await asked.answer(question("hola"), still_ours=always_ours)).text == "Sí."
    assert "file_search" not in {tool["type"] for tool in service.asked[0]["tools"]}
    await asked.close()


async def test_a_pause_that_would_use_up_the_deadline_is_not_made():
    service = Service(httpx2.Response(503, headers={"retry-after": "60"}, json={"error": {"message": "overloaded"}}))
    assert await ask(service) == AssistantFailed(3, Failure.UNAVAILABLE)
    assert len(service.asked) == 1
