"""Words and homes in as few messages as people like."""

import pytest
from conversations import at
from fixture_homes import BS_1042, BS_1077

from panelin.actions import SendCard, SendDossier, SendLocation, SendText
from panelin.cards import card
from panelin.composing import composed
from panelin.ids import Reference

ATTIC, FLAT = (SendCard(card(home, "es", now=at("10:00"))) for home in (BS_1042, BS_1077))
PIN = SendLocation(Reference("BS-1042"), 36.7, -3.8, "Ático en Burriana")
DOSSIER = SendDossier(Reference("BS-1042"), "https://brisasur.example/dossier/bs-1042.pdf", "BS-1042.pdf", "Dossier")
GROUNDS = frozenset({Reference("BS-1042")})


def test_words_alone_are_one_text_with_its_grounds():
    assert composed("Hola.", (), GROUNDS) == (SendText("Hola.", grounds=GROUNDS),)


def test_nothing_said_and_nothing_shown_is_nothing_sent():
    assert composed("", (), GROUNDS) == ()


def test_documents_and_pins_go_before_the_words_about_them():
    assert composed("Aquí lo tienes.", (DOSSIER, PIN), GROUNDS) == (DOSSIER, PIN, SendText("Aquí lo tienes.", grounds=GROUNDS))
    assert composed("", (PIN,), GROUNDS) == (PIN,)


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("Mira este.", "Mira este.", ""),
        ("Mira este. ¿Lo vemos?", "Mira este.", "¿Lo vemos?"),
        ("¡Qué bien! ¿Lo vemos?", "¡Qué bien!", "¿Lo vemos?"),
        ("¿Te gusta? ¿Lo vemos?", "¿Te gusta?", "¿Lo vemos?"),
        ("Tengo este: ¿lo vemos?", "Tengo este:", "¿lo vemos?"),
        ("Mira este\n¿Lo vemos?  ", "Mira este", "¿Lo vemos?"),
        ("¿Lo vemos?", "", "¿Lo vemos?"),
        ("", "", ""),
    ],
)
def test_one_home_stands_between_the_words_and_the_question_at_their_end(words, before, after):
    assert composed(words, (ATTIC,), GROUNDS) == (SendCard(ATTIC.card, before, after),)


def test_words_too_long_for_a_photo_follow_the_card():
    room = 1024 - len(ATTIC.body) - len("\n\n")
    assert composed("x" * room, (ATTIC,), GROUNDS) == (SendCard(ATTIC.card, "x" * room),)
    assert composed("x" * (room + 1), (ATTIC,), GROUNDS) == (ATTIC, SendText("x" * (room + 1), grounds=GROUNDS))


def test_several_homes_are_one_text_with_a_line_and_a_button_each_and_the_question_below():
    (message,) = composed("Tengo dos. ¿Cuál te enseño?", (ATTIC, FLAT), GROUNDS)
    assert message.body == f"Tengo dos.\n\n{ATTIC.card.line}\n\n{FLAT.card.line}\n\n¿Cuál te enseño?"
    assert message.choices == (ATTIC.card.opening, FLAT.card.opening)
    assert message.grounds == GROUNDS


def test_several_homes_without_a_word_are_their_lines():
    (message,) = composed("", (ATTIC, FLAT), GROUNDS)
    assert message.body == f"{ATTIC.card.line}\n\n{FLAT.card.line}"


def test_a_pin_beside_homes_goes_first():
    assert composed("Mira.", (ATTIC, PIN), GROUNDS) == (PIN, SendCard(ATTIC.card, "Mira."))
    assert composed("Mira.", (ATTIC, PIN, FLAT), GROUNDS)[0] is PIN
