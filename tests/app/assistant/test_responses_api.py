"""One question, one answer, over real sockets against the sandbox's OpenAI."""

from assistant_bench import always_ours, line, question

from panelin.actions import SendCard
from panelin.events import AssistantAnswered


async def test_a_burst_of_four_is_answered_with_homes_of_the_catalogue(asked):
    answer = await asked().answer(question("hola", "busco piso en nerja", "2 hab", "hasta 300"), still_ours=always_ours)

    assert isinstance(answer, AssistantAnswered)
    assert "BS-1077" in answer.text
    assert [proposal.card.reference for proposal in answer.proposals if isinstance(proposal, SendCard)] == ["BS-1077", "BS-1042", "BS-1120"]
    assert answer.demand.budget_max.value == 30_000_000
    assert {"BS-1077", "BS-1042", "BS-1120"} == answer.facts.known
    assert answer.thread.startswith("conv_")


async def test_the_echo_model_gets_the_messages_of_the_turn_alone(asked):
    echo = asked(model="sandbox-echo")
    first = await echo.answer(question("hola", "soy Ana"), still_ours=always_ours)
    again = await echo.answer(
        question("otra cosa", thread=first.thread, unseen=[line(12, "Marta Ruiz", "te llamo")]), still_ours=always_ours
    )

    assert first.text == "hola | soy Ana"
    assert again.text == "otra cosa"
    assert again.thread == first.thread
