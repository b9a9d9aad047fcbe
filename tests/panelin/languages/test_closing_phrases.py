import pytest

from panelin.languages.matching import is_closing_phrase


@pytest.mark.parametrize(
    "message",
    [
        "te dejo con el asistente",
        "Te dejo con el asistente por si necesitas algo más.",
        "Bueno, lo miro. Te dejo con el asistente por si necesitas algo más.",
        "Vale Lucía, pues te dejo ya con el asistente virtual 😊",
        "Te dejo con el asistente. Un saludo, Marta",
        "Queda apuntado.\nA partir de ahora, te atiende el asistente.\n¡Gracias!\nUn abrazo",
        "Le paso de nuevo con el asistente",
        "Sigues con el asistente, yo vuelvo el lunes",
        "I'll leave you with the assistant",
        "Great, so I'll hand you back to our virtual assistant. Thanks!",
        "The assistant will take over from here",
        "Ich übergebe Sie an den Assistenten",
        "Gut, dann übergebe ich Sie wieder an den Assistenten. Viele Grüße",
        "Ab jetzt hilft Ihnen wieder der Assistent",
    ],
)
def test_a_person_gives_the_chat_back_in_her_own_words(message):
    assert is_closing_phrase(message)


@pytest.mark.parametrize(
    "message",
    [
        "Hola Lucía, soy Marta. ¿Te interesa financiar?",
        "¿Te dejo con el asistente?",
        "Si quieres, te dejo con el asistente",
        "Cuando acabemos te dejo con el asistente",
        "Luego, te dejo con el asistente",
        "no te dejo con el asistente",
        "El asistente ya te dijo el precio",
        "Hola. Te dejo con el asistente más tarde. Ahora dime la hora",
        "If you like, I'll leave you with the assistant",
        "Wenn Sie möchten, übergebe ich Sie an den Assistenten",
        "te dejo con el asistentes",
        "",
        "👍",
        "...",
    ],
)
def test_words_that_only_mention_it_do_not(message):
    assert not is_closing_phrase(message)


def test_the_agency_adds_phrases_of_its_own():
    assert is_closing_phrase("¡Sigue el bot! Hasta luego", ["Sigue el bot", "  "])
    assert not is_closing_phrase("¡Sigue el bot! Hasta luego")


def test_a_phrase_of_the_agency_is_words_and_no_pattern():
    assert not is_closing_phrase("cualquier cosa que escriba", [".* (lista)"])
