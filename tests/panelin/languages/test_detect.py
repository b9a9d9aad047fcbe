import pytest

from panelin.languages.detect import detected, is_foreign, language_after, requested

SPANISH = [
    "hola busco piso en nerja",
    "quiero verlo el jueves",
    "vale quiero verlo, el jueves por la mañana puede ser?",
    "mejor con ascensor y algo de terraza",
]
ENGLISH = [
    "Hi! Is the penthouse in Burriana still available? We saw it on Idealista",
    "what taxes do we pay as non residents?",
    "we want to see it",
]
GERMAN = [
    "Guten Tag, wir suchen in Nerja ein Reihenhaus mit Pool bis 300 Tausend",
    "können wir die Wohnung morgen sehen?",
    "ich möchte das Haus sehen",
]
FOREIGN = [
    "Bonjour, je cherche une maison avec piscine",
    "Ik zoek een huis met zwembad, niet te duur",
    "Buongiorno, cerco un appartamento, grazie",
]
NO_LANGUAGE = [
    "ok",
    "yes",
    "ático",
    "ok vale",
    "ja genau",
    "2 hab",
    "BS-1042",
    "Lucía Gómez",
    "Calle Antonio Millón 3, Nerja",
    "👍",
    "",
    "ático BS-1042 Burriana",
]


@pytest.mark.parametrize(
    ("message", "language"), [(m, "es") for m in SPANISH] + [(m, "en") for m in ENGLISH] + [(m, "de") for m in GERMAN]
)  # fmt: skip
def test_the_first_sentence_with_enough_words_sets_the_language(message, language):
    assert detected(message) == language
    assert language_after(None, message, "es" if language != "es" else "de") == language


@pytest.mark.parametrize("message", NO_LANGUAGE)
@pytest.mark.parametrize("current", ["es", "en", "de"])
def test_names_references_and_small_words_never_change_it(message, current):
    assert detected(message) is None
    assert language_after(current, message, "es") == current


@pytest.mark.parametrize("message", NO_LANGUAGE)
def test_until_something_is_said_the_default_holds(message):
    assert language_after(None, message, "de") == "de"


@pytest.mark.parametrize("message", FOREIGN)
def test_a_language_that_is_not_ours_is_answered_in_english_and_changes_nothing_later(message):
    assert detected(message) is None
    assert is_foreign(message)
    assert language_after(None, message, "es") == "en"
    assert language_after("de", message, "es") == "de"


@pytest.mark.parametrize(("message", "language"), [(SPANISH[2], "es"), (ENGLISH[0], "en"), (GERMAN[0], "de")])
def test_a_clear_sentence_in_another_language_changes_it(message, language):
    for current in ("es", "en", "de"):
        assert language_after(current, message, "es") == language


@pytest.mark.parametrize(
    "message", ["muchas gracias, hasta luego", "thank you, good morning", "vielen Dank, guten Abend", "gracias por todo"]
)
def test_a_courtesy_in_another_language_changes_nothing(message):
    for current in ("es", "en", "de"):
        assert language_after(current, message, "es") == current


def test_a_mixed_sentence_decides_nothing():
    assert detected("hola busco un piso with sea view please") is None
    assert language_after("de", "me gusta el piso with sea view please call", "es") == "de"


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("in English please", "en"),
        ("¿podemos hablar en alemán?", "de"),
        ("Können wir bitte auf Deutsch schreiben?", "de"),
        ("¿Habláis inglés?", "en"),
        ("en castellano por favor", "es"),
        ("Spanish please", "es"),
    ],
)
def test_a_request_changes_it(message, language):
    assert requested(message) == language
    assert language_after("es" if language != "es" else "en", message, "es") == language


@pytest.mark.parametrize(
    "message", ["¿el contrato está en inglés?", "mi vecino es alemán", "do the owners speak any English there?", "hola"]
)
def test_a_language_that_is_only_mentioned_is_no_request(message):
    assert requested(message) is None
