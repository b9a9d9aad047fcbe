from brisa_tools import TODAY, TOOLS

from sandbox.assistant.models import Question, answer

HELLO = {"role": "user", "content": "hola"}


def said(model, *given, context=None):
    (item,) = answer(model, Question(list(context or given), list(given), TOOLS, "auto", TODAY))
    return item["content"][0]["text"]


def test_the_echo_looks_at_this_request_only_and_at_the_customers_words_only():
    before = [{"role": "user", "content": "antes"}]
    assert said("sandbox-echo", HELLO, {"role": "user", "content": "[Marta, del equipo] hola"}, context=[*before, HELLO]) == "hola"
    assert said("sandbox-echo", *before, {"role": "assistant", "content": "sí"}, HELLO, HELLO) == "hola | hola"


def test_an_unknown_name_is_the_assistant():
    assert said("gpt-6-luna", HELLO) == said("sandbox-assistant", HELLO)


def test_the_liar_states_what_nobody_recorded_in_the_customers_language():
    assert "ZZ-9999" in said("sandbox-liar", {"role": "user", "content": "hola, busco piso en nerja"})
    assert "€123,456" in said("sandbox-liar", {"role": "user", "content": "hi, I am looking for a flat"})
