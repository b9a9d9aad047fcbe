import time

import pytest

from panelin.languages.matching import (
    asks_data_rights,
    asks_if_machine,
    bare,
    is_acknowledgement,
    is_complaint,
    normalised,
    wants_person,
)

PERSON = [
    "quiero hablar con un agente", "con una persona", "con un humano", "pásame con alguien", "¿me puede llamar alguien?", "llámame",
    "quiero que me llamen", "necesito un asesor", "¿hay alguien?", "no quiero hablar con una máquina", "speak to a human", "call me",
    "talk to an agent", "mit einem Mitarbeiter sprechen", "rufen Sie mich an",
]  # fmt: skip
PERSON_AS_PEOPLE_WRITE_IT = [
    "QUIERO HABLAR CON UN AGENTE", "Hola, quiero hablar con una persona por favor", "quiero hablar con un agente!!!", "pasame con alguien porfa",
    "¿Me podéis llamar mañana?", "prefiero hablar con una persona de verdad", "Hablar con agente", "Speak to a person", "Mit Team sprechen",
    "I'd like to speak to a real person, please", "I’d like to speak to someone", "Could someone call me back?", "Ich möchte mit einem Menschen sprechen",
    "Können Sie mich bitte zurückrufen?", "Verbinden Sie mich bitte mit einem Makler", "humano 🙏",
]  # fmt: skip
NO_PERSON = [
    "¿sois agentes o particular?", "¿el agente cobra comisión?", "trabajo en recursos humanos", "busco asesoría fiscal", "es humano equivocarse",
    "¿quién es el agente de ese piso?",
]  # fmt: skip
NO_PERSON_EITHER = [
    "busco piso para una persona", "¿hay alguien viviendo en el piso?", "el agente no me llamó, pero da igual", "llámame loco, pero quiero tres baños",
    "I was an agent once", "the team played well", "ein Mensch braucht Platz zum Wohnen", "vale", "", "👍", "quiero hablar con el propietario",
]  # fmt: skip


@pytest.mark.parametrize("message", PERSON + PERSON_AS_PEOPLE_WRITE_IT)
def test_these_messages_ask_for_a_person(message):
    assert wants_person(message)


@pytest.mark.parametrize("message", NO_PERSON + NO_PERSON_EITHER)
def test_these_messages_only_sound_like_it(message):
    assert not wants_person(message)


RIGHTS = [
    "qué datos tenéis de mí", "borrad mis datos", "quiero mis datos", "derecho al olvido", "privacidad", "delete my data", "Daten löschen",
    "que datos teneis mios?", "borradlo todo", "Política de privacidad", "Welche Daten haben Sie über mich gespeichert?", "What data do you hold about me?",
    "quiero que borréis todos mis datos personales", "Löschen Sie bitte alle meine Daten",
]  # fmt: skip


@pytest.mark.parametrize("message", RIGHTS)
def test_these_messages_use_a_right_over_data(message):
    assert asks_data_rights(message)


@pytest.mark.parametrize(
    "message", ["¿qué datos tenéis del piso?", "busco privacidad y jardín", "borra la visita", "data sheet please", "mándame los datos"]
)
def test_these_messages_ask_for_other_data(message):
    assert not asks_data_rights(message)


@pytest.mark.parametrize(
    "message",
    [
        "¿eres un robot?", "eres una maquina?", "¿Eres una persona o un bot?", "¿hablo con una persona real?", "are you a bot?", "Am I talking to a real person?",
        "is this an AI?", "Sind Sie ein Roboter?", "Spreche ich mit einem Menschen oder einer KI?",
    ],
)  # fmt: skip
def test_these_messages_ask_whether_a_machine_answers(message):
    assert asks_if_machine(message)


@pytest.mark.parametrize(
    "message", ["es humano equivocarse", "¿es una casa?", "el robot de cocina se queda?", "are you open?", "soy una persona tranquila"]
)
def test_these_messages_ask_something_else(message):
    assert not asks_if_machine(message)


COMPLAINTS = [
    "reclamación", "hoja de reclamaciones", "denuncia", "abogado", "estafa", "vergüenza", "quiero poner una queja", "es la tercera vez que os llamo",
    "¡Qué vergüenza!", "esto es una estafa", "voy a denunciaros", "hablaré con mi abogado", "sois unos sinvergüenzas", "menuda mierda de servicio",
    "ES LA TERCERA VEZ QUE PIDO LA VISITA Y NADIE ME LLAMA. VAYA ESTAFA", "LLEVO UNA SEMANA ESPERANDO LA VISITA", "PERO ESTO QUE ES!!",
    "I want to make a complaint", "this is a scam!", "You'll hear from my lawyer", "Das ist Betrug!", "Ich möchte mich beschweren", "Frechheit",
]  # fmt: skip


@pytest.mark.parametrize("message", COMPLAINTS)
def test_these_messages_are_complaints(message):
    assert is_complaint(message)


@pytest.mark.parametrize(
    "message",
    [
        "soy abogado y busco piso", "mi abogado revisará el contrato", "es la tercera vez que voy a Nerja", "me da vergüenza preguntar", "BS-1042",
        "HOLA BUSCO PISO EN NERJA CON TERRAZA", "OK!!", "sorry if this is a stupid question", "¿hay denuncias de ruido en la zona?", "",
    ],
)  # fmt: skip
def test_these_messages_are_none(message):
    assert not is_complaint(message)


@pytest.mark.parametrize("message", ["ok", "Vale, gracias", "👍", "jajaja", "Perfecto!", "thanks", "alles klar", "🙂🙂"])
def test_these_messages_only_say_that_they_were_read(message):
    assert is_acknowledgement(message)


@pytest.mark.parametrize("message", ["sí", "ja", "no", "?", "¿?", "", "  ", "ok, el jueves a las 12", "vale quiero verlo"])
def test_these_messages_want_or_are_an_answer(message):
    assert not is_acknowledgement(message)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  ¿QUIÉN   está ahí?  ", "quien esta ahi"),
        ("¡Mañana, niña! 😀", "mañana, niña"),
        ("Straße", "strasse"),
        ("200 €", "200 €"),
        ("I’m here…", "i'm here"),
        ("n\N{COMBINING TILDE}", "ñ"),
        ("🏠👍", ""),
    ],
)
def test_matching_ignores_case_accents_and_what_stands_at_the_ends(written, folded):
    assert normalised(written) == folded


def test_bare_words_have_no_punctuation_between_them():
    assert bare("Stop, mejor el jueves: a las 10?") == "stop mejor el jueves a las 10"


@pytest.mark.parametrize("piece", ["hola ", "quiero hablar con ", "ja", "no me ", ", ", "a.", "te dejo ya "])
def test_a_message_made_to_be_slow_is_read_at_once(piece):
    message = (piece * 4096)[:4096]
    start = time.process_time()
    for question in (wants_person, is_complaint, asks_data_rights, asks_if_machine, is_acknowledgement):
        question(message)
    assert time.process_time() - start < 1
