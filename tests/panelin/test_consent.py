import pytest

from panelin.consent import DOUBTFUL, OPT_IN, OPT_OUT, consent_word

SAID = [
    "baja", "darme de baja", "dame de baja", "stop", "cancelar suscripción", "no más mensajes", "unsubscribe", "abmelden", "stopp",
    "no me escribáis más mensajes", "no me escribáis más publicidad", "no me enviéis más avisos", "no me enviéis más mensajes",
    "no me mandéis más publicidad", "no me mandéis más avisos", "dejad de escribirme",
]  # fmt: skip
AS_PEOPLE_WRITE_IT = [
    "BAJA", "Baja.", " baja ", "baja!!", "🛑 STOP", "«baja»", "Baja por favor", "hola, quiero darme de baja", "No me escriban mas mensajes",
    "no me escribáis más", "Deja de escribirme", "Unsubscribe me please", "Stop messaging me", "don't send me any more messages",
    "Bitte schreiben Sie mir nicht mehr", "Schicken Sie mir keine Werbung mehr",
]  # fmt: skip
BUTTONS = ["Baja", "Stop", "Stopp", "Sí, baja", "Yes, stop", "Ja, stopp"]
HOMONYMS = [
    "planta baja", "bajo con jardín", "¿baja el precio?", "¿me lo dejas más bajo?", "quiero dar de baja mi anuncio", "baja la calefacción",
    "stop, mejor el jueves", "stop, mejor el viernes", "para", "para junio", "para ya", "hola, teneis algo en planta baja?",
    "¿baja el precio si compro dos?", "que no sea una planta baja", "estoy de baja laboral", "la habitación de la planta alta", "non-stop",
    "the bus stop is near?", "start of next year", "cancelar", "cancelar visita", "Anmeldung", "no", "", "🏠", "ok",
]  # fmt: skip


@pytest.mark.parametrize("words", SAID + AS_PEOPLE_WRITE_IT + BUTTONS)
def test_these_words_end_alerts_and_marketing(words):
    assert consent_word(words) is OPT_OUT


@pytest.mark.parametrize("words", HOMONYMS)
def test_these_words_have_nothing_to_do_with_it(words):
    assert consent_word(words) is None


@pytest.mark.parametrize("words", ["alta", "volver a recibir", "start", "anmelden", "Alta!", "quiero volver a recibir avisos", "Subscribe"])
def test_these_words_bring_alerts_back(words):
    assert consent_word(words) is OPT_IN


@pytest.mark.parametrize(
    "words",
    [
        "¿baja?", "stop?", "no quiero más mensajes", "no me mandéis más", "basta ya", "dejadme en paz", "leave me alone", "remove me from your list",
        "lassen Sie mich in Ruhe", "esto es spam", "me doy de baja",
    ],
)  # fmt: skip
def test_these_words_are_worth_one_question_with_buttons(words):
    assert consent_word(words) is DOUBTFUL


def test_a_question_about_signing_up_signs_nobody_up():
    assert consent_word("¿alta?") is None
