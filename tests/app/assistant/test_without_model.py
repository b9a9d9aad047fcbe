"""A search by cards alone: only what is certain, never a guess."""

from dataclasses import replace

import pytest
from assistant_bench import CHAT, catalogue_of, question
from brisa_sur import BRISA_SUR
from fixture_homes import TODAY

from app.assistant.facts import Reading
from app.assistant.without_model import cards_alone, certain_wish
from panelin.demand import Certainty, Demand, Said, Zone
from panelin.listing import Feature, Operation


def said(value, certainty=Certainty.STATED):
    return Said(value, "x", None, certainty, TODAY)


def known(**fields):
    return replace(CHAT, demand=Demand(**fields))


def answer(*texts, **more):
    return cards_alone(question(*texts, **more), Reading(catalogue_of()), BRISA_SUR)


def shown(answered):
    return [proposal.card.reference for proposal in answered.proposals]


@pytest.mark.parametrize(
    ("texts", "references"),
    [
        (("quiero comprar en nerja hasta 300.000 €",), ["BS-1077", "BS-1120"]),
        (("quiero comprar piso en nerja", "hasta 220k"), ["BS-1077"]),
        (("busco alquiler en Nerja hasta 900 al mes",), ["BS-2010"]),
        (("busco alquiler en Nerja", "2 hab"), ["BS-2010", "BS-2018"]),
        (("comprar en Torrox, dos dormitorios, máximo 200.000 euros",), ["BS-1101"]),
        (("comprar en nerja menos el centro hasta 300.000 €",), ["BS-1120"]),
        (("comprar en nerja entre 250.000 y 300.000 €",), ["BS-1120"]),
    ],
)
def test_a_search_that_is_certain_is_answered(texts, references):
    answered = answer(*texts)
    assert shown(answered) == references
    assert answered.facts.known == set(references)
    assert answered.turn == 3


def test_the_sentence_says_how_many_there_are():
    assert answer("busco alquiler en Nerja hasta 900 al mes").text == "Con lo que pides tengo esta:"
    assert answer("busco alquiler en Nerja", "2 hab").text == "Con lo que pides tengo estas 2:"
    assert answer("to rent in Nerja up to 900 a month", language="en").text == "This one fits what you asked for:"


@pytest.mark.parametrize(
    "texts",
    [
        ("busco casa en frigiliana",),
        ("hola", "busco piso en nerja", "2 hab", "hasta 300"),
        ("quiero comprar en nerja hasta 300",),
        ("quiero comprar en nerja",),
        ("comprar hasta 300.000 €",),
        ("comprar o alquilar en nerja hasta 300.000 €",),
        ("comprar en nerja hasta 300.000 € con ascensor",),
        ("comprar en nerja, primera línea de playa, hasta 300.000 €",),
        ("comprar en Marbella hasta 300.000 €",),
        ("comprar en la costa hasta 300.000 €",),
        ("comprar en nerja sobre los 300.000 €",),
        ("comprar en nerja hasta 300.000 €, 4 personas",),
        ("comprar cerca del colegio en nerja hasta 300.000 €",),
        ("¿sigue libre?",),
        ("gracias",),
    ],
)
def test_what_leaves_a_doubt_is_not_answered_by_code(texts):
    assert answer(*texts) is None


def test_a_search_without_an_exact_home_is_not_answered_by_near_misses():
    assert answer("comprar en Frigiliana hasta 550.000 €") is None


def test_what_was_stated_before_is_known():
    chat = known(operation=said(Operation.VENTA), zones=said((Zone("Nerja"),)))
    assert shown(answer("hasta 220.000 €", chat=chat)) == ["BS-1077"]


def test_what_was_only_guessed_before_is_not():
    chat = known(operation=said(Operation.VENTA, Certainty.INFERRED), zones=said((Zone("Nerja"),)))
    assert answer("2 hab", chat=chat) is None


def test_musts_of_before_still_count():
    chat = known(must=said(frozenset({Feature.ASCENSOR})))
    wish = certain_wish(question("comprar en nerja hasta 350.000 €", chat=chat), catalogue_of().atlas)
    assert wish.must == {Feature.ASCENSOR}
    assert shown(answer("comprar en nerja hasta 350.000 €", chat=chat)) == ["BS-1042"]


def test_words_that_say_nothing_new_do_not_repeat_an_old_search():
    chat = known(operation=said(Operation.VENTA), zones=said((Zone("Nerja"),)), budget_max=said(30_000_000))
    assert answer("¿y se puede ver mañana?", chat=chat) is None


def test_an_empty_catalogue_shows_nothing():
    assert cards_alone(question("comprar en nerja hasta 300.000 €"), Reading(catalogue_of(())), BRISA_SUR) is None
