import json

import pytest

from app.assistant.reply import Call, read_reply


def body(*output, **more):
    return json.dumps({"id": "resp_1", "status": "completed", "output": output, **more}).encode()


def message(text, *, phase=None, kind="output_text"):
    part = {"type": kind, "refusal" if kind == "refusal" else "text": text, "annotations": []}
    return {"type": "message", "role": "assistant", "phase": phase, "content": [part]}


CALL = {"type": "function_call", "call_id": "call_1", "name": "get_property", "arguments": '{"reference":"BS-1042"}'}


def test_the_final_answer_alone_is_said_not_the_commentary():
    reply = read_reply(body(message("Voy a buscar.", phase="commentary"), message("Tengo tres.", phase="final_answer")))
    assert reply.text == "Tengo tres."


def test_without_phases_everything_is_said():
    assert read_reply(body(message("Uno."), message("Dos."))).text == "Uno.\n\nDos."


def test_unmarked_words_come_before_commentary_and_commentary_before_nothing():
    assert read_reply(body(message("Voy.", phase="commentary"), message("Listo."))).text == "Listo."
    assert read_reply(body(message("Voy.", phase="commentary"))).text == "Voy."


@pytest.mark.parametrize(
    "cited",
    [
        "El ático【4:0†BS-1042.md】 tiene dos.",
        "El ático 【4:0†source】tiene dos.",
        "El ático\ue200filecite\ue202turn0file0\ue201 tiene dos.",
    ],
)
def test_marks_of_citations_are_taken_out(cited):
    assert read_reply(body(message(cited))).text == "El ático tiene dos."


def test_a_refusal_has_no_text():
    reply = read_reply(body(message("I can't help.", kind="refusal")))
    assert reply.refused
    assert reply.text == ""


def test_calls_are_read_with_the_arguments_as_they_came():
    reply = read_reply(body(CALL, {**CALL, "call_id": "call_2", "arguments": '{"reference": '}))
    assert reply.calls == (Call("call_1", "get_property", '{"reference":"BS-1042"}'), Call("call_2", "get_property", '{"reference": '))


def test_unknown_kinds_of_items_are_ignored_counted_and_not_carried_on():
    strange = {"type": "telepathy_call", "thought": "..."}
    reply = read_reply(body(strange, message("Hola."), 7))
    assert (reply.text, reply.strange, reply.count) == ("Hola.", 2, 3)
    assert [item["type"] for item in reply.items] == ["message"]


def test_reasoning_is_carried_on_beside_the_item_that_follows_it():
    reasoning = {"type": "reasoning", "id": "rs_1", "encrypted_content": "x"}
    assert read_reply(body(reasoning, CALL)).items == (reasoning, CALL)


@pytest.mark.parametrize("status", ["incomplete", "in_progress", "queued", "cancelled"])
def test_an_answer_that_is_not_complete_says_so(status):
    assert not read_reply(body(message("Tengo"), status=status)).complete


def test_a_failed_response_gives_its_code():
    assert read_reply(body(status="failed", error={"code": "rate_limit_exceeded"})).failure == "rate_limit_exceeded"
    assert read_reply(body(status="failed", error=None)).failure == "server_error"
    assert read_reply(body(message("Hola."))).failure is None


@pytest.mark.parametrize(
    "broken", [b"<html>Login</html>", b"", b'{"output": [', b"[]", b"null", b'"hola"', b'{"output": null}', b"{}", b"\xff\xfe"]
)
def test_a_body_that_is_no_response_is_said_to_be_none(broken):
    with pytest.raises(ValueError):
        read_reply(broken)


@pytest.mark.parametrize("content", [None, "texto", [None, 3, {"type": "output_text", "text": None}, {"type": "output_audio"}]])
def test_odd_contents_of_a_message_are_survived(content):
    assert read_reply(body({"type": "message", "content": content})).text == ""


def test_tokens_are_read_where_they_are_given():
    usage = {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 80}, "output_tokens": 7}
    reply = read_reply(body(message("Hola."), usage=usage))
    assert (reply.tokens_in, reply.tokens_cached, reply.tokens_out) == (100, 80, 7)
    assert read_reply(body(message("Hola."), usage=None)).tokens_in == 0


def test_a_reply_does_not_show_its_words_when_it_is_logged():
    assert "Hola" not in repr(read_reply(body(message("Hola."), CALL)))
