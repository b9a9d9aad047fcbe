"""What code answers from the record, without the model."""

from dataclasses import replace

import pytest
from assistant_bench import CHAT, Shelf, always_ours, catalogue_of, question
from brisa_sur import BRISA_SUR
from fixture_homes import BS_1042, BS_1066, BS_1077, HOMES, TODAY

from app.assistant.shortcuts import shortcut
from panelin.actions import CallPerson, SendCard, SendLocation, SendText
from panelin.conversation import Shown
from panelin.events import Referral
from panelin.listing import Availability, Source, State

AD = Referral(source_id="ad.1", headline="Ático con terraza en Burriana · Ref. BS-1042", body="Ven a verlo")


def answer(*texts, homes=HOMES, readable=True, **more):
    return shortcut(question(*texts, **more), catalogue_of(homes, readable=readable), BRISA_SUR)


def tapped(choice, title="Ver", **more):
    return answer(title, choice=choice, **more)


def from_ad(*texts, ad=AD, **more):
    return answer(*texts, chat=replace(CHAT, origin=ad, turn=1), **more)


def shown(*homes):
    return replace(CHAT, shown=tuple(Shown(home.reference, TODAY) for home in homes))


def test_more_about_a_home_is_its_card():
    (proposal,) = tapped("v1:more:BS-1042").proposals
    assert isinstance(proposal, SendCard)
    assert proposal.card.reference == "BS-1042"


@pytest.mark.parametrize("verb", ["where", "location"])
def test_the_place_of_a_home_is_its_pin(verb):
    said = tapped(f"v1:{verb}:BS-1042")
    assert [type(proposal) for proposal in said.proposals] == [SendLocation]
    assert said.facts.known == {"BS-1042"}


def test_a_hidden_address_stays_hidden_under_a_button_too():
    said = tapped("v1:where:BS-1160")
    assert said.proposals == ()
    assert said.text == "El anuncio no publica la dirección exacta; está en Cómpeta. El equipo te la indica para la visita."


def test_a_place_that_is_not_on_record_is_asked_of_the_team():
    nowhere = replace(BS_1042, place=replace(BS_1042.place, point=None))
    said = tapped("v1:where:BS-1042", homes=(nowhere,))
    assert said.text.startswith("La ubicación de la ref. BS-1042 no me consta.")
    assert [type(proposal) for proposal in said.proposals] == [CallPerson]


def test_a_reserved_home_is_said_to_be_reserved_and_others_are_offered():
    (said,) = tapped("v1:more:BS-1066").proposals
    assert isinstance(said, SendText)
    assert said.body == "La ref. BS-1066 está *reservada* ahora mismo. ¿Te enseño parecidas?"
    assert [choice.id for choice in said.choices] == ["v1:similar:BS-1066", "v1:person"]


@pytest.mark.parametrize("state", [Availability.VENDIDO, Availability.ALQUILADO, Availability.RETIRADO])
def test_a_home_that_is_gone_is_said_to_be_gone(state):
    gone = replace(BS_1042, state=State(state, Source.CRM, TODAY))
    (said,) = tapped("v1:more:BS-1042", homes=(gone,)).proposals
    assert said.body == "La ref. BS-1042 ya no está disponible. ¿Te enseño parecidas?"


def test_a_home_that_was_shown_and_left_the_catalogue_is_gone():
    (said,) = tapped("v1:more:BS-1042", homes=(BS_1077,), chat=shown(BS_1042)).proposals
    assert said.sentence == "no_disponible"


def test_nothing_is_called_gone_that_may_only_be_unreadable_or_was_never_shown():
    assert tapped("v1:more:BS-1042", homes=(), readable=False, chat=shown(BS_1042)) is None
    assert tapped("v1:more:BS-9999") is None


def test_a_viewing_is_arranged_by_a_person():
    (call,) = tapped("v1:visit:BS-1042").proposals
    assert isinstance(call, CallPerson)
    assert "BS-1042" in call.question


def test_nobody_views_a_home_that_is_reserved():
    assert tapped("v1:visit:BS-1066").proposals[0].sentence == "reservado"


def test_similar_homes_are_shown_by_cards():
    said = tapped("v1:similar:BS-1066")
    references = [proposal.card.reference for proposal in said.proposals]
    assert "BS-1120" in references
    assert "BS-1066" not in references
    assert said.facts.known == set(references)


def test_similar_to_a_home_that_left_or_to_one_without_its_like_is_for_the_model():
    assert tapped("v1:similar:BS-1066", homes=(BS_1077,), chat=shown(BS_1066)) is None
    assert tapped("v1:similar:BS-1066", homes=(BS_1066,)) is None


@pytest.mark.parametrize("choice", ["v1:dossier:BS-1042", "v1:photos:BS-1042", "v1:person", "v2:more:BS-1042", "hola"])
def test_other_buttons_are_for_the_model(choice):
    assert tapped(choice) is None


def test_a_button_among_other_words_is_for_the_model():
    assert answer("Ver", "¿y tiene garaje?", choice="v1:more:BS-1042") is None


@pytest.mark.parametrize(
    "texts",
    [
        ("¡Hola! Quiero más información.",),
        ("Hola, ¿puedo obtener más información sobre esto?",),
        ("hola", "me interesa"),
        ("Hola, me interesa el ático ref. 1042 de Idealista",),
        ("Hi! I'm interested in this property",),
        ("Guten Tag, ich interessiere mich für diese Wohnung",),
        ("👋",),
    ],
)
def test_who_comes_from_an_ad_and_says_no_more_gets_the_home_of_the_ad(texts):
    (proposal,) = from_ad(*texts).proposals
    assert proposal.card.reference == "BS-1042"


@pytest.mark.parametrize(
    "text",
    [
        "¿Tiene ascensor?",
        "busco algo en Torrox",
        "Hola, ¿cuánto cuesta?",
        "quiero hablar con un agente",
        "me interesa la BS-1077",
        "hasta 300",
    ],
)
def test_who_asks_for_something_else_is_heard_by_the_model(text):
    assert from_ad(text) is None


def test_the_ad_of_d15_for_a_reserved_home():
    ad = Referral(headline="Dúplex en el centro de Nerja", body="Referencia 1066. Llámanos")
    (said,) = from_ad("Hola, me interesa el dúplex", ad=ad).proposals
    assert said.sentence == "reservado"


@pytest.mark.parametrize(
    "ad", [Referral(headline="Los mejores pisos"), Referral(headline="BS-1042 y BS-1077"), Referral(body="Ref. BS-9999"), Referral(), None]
)
def test_an_ad_that_names_no_one_home_is_for_the_model(ad):
    assert from_ad("Hola, quiero más información", ad=ad) is None


def test_the_ad_counts_for_the_first_words_only():
    assert shortcut(question("gracias", chat=replace(CHAT, origin=AD, turn=2)), catalogue_of(), BRISA_SUR) is None
    seen = replace(CHAT, origin=AD, turn=1, shown=(Shown(BS_1042.reference, TODAY),))
    assert shortcut(question("gracias", chat=seen), catalogue_of(), BRISA_SUR) is None


async def test_no_model_is_asked_and_the_thread_is_left_which_has_not_seen_this(asked, requests):
    said = await asked().answer(question("Ver ubicación", choice="v1:location:BS-1042", thread="conv_1"), still_ours=always_ours)
    assert [type(proposal) for proposal in said.proposals] == [SendLocation]
    assert (said.thread, said.thread_items) == (None, 0)
    assert requests() == []


async def test_a_tap_in_english_is_answered_in_english(asked):
    said = await asked(catalogue=Shelf()).answer(question("More", choice="v1:more:BS-1066", language="en"), still_ours=always_ours)
    assert said.proposals[0].body == "Ref. BS-1066 is *reserved* at the moment. Shall I show you similar ones?"
