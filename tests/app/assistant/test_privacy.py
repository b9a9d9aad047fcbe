import pytest

from app.assistant.privacy import first_name, masked


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("mi número es 600 123 123", "mi número es ‹teléfono›"),
        ("+34 600123123 llámame", "‹teléfono› llámame"),
        ("600-12-31-23", "‹teléfono›"),
        ("0049 151 23456789", "‹teléfono›"),
        ("escribe a ana.perez@example.com", "escribe a ‹correo›"),
        ("DNI 12345678Z", "DNI ‹documento›"),
        ("nie x1234567l", "nie ‹documento›"),
        ("ES91 2100 0418 4502 0005 1332", "‹cuenta›"),
        ("4111 1111 1111 1111", "‹tarjeta›"),
        ("el código es 123456", "el código es ‹código›"),
    ],
)
def test_what_identifies_a_person_or_opens_an_account_is_taken_out(text, seen):
    assert masked(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "hasta 300.000 €",
        "hasta 300000",
        "entre 180 y 220 mil",
        "1.200.000 euros",
        "850€/mes, 65 m², 2 hab",
        "ref. BS-1042 y la 1077",
        "29780 Nerja",
        "el 26/11/2026 a las 10:30",
        "para 2027",
        "4111 1111 1111 1112",
        "600 o 700 al mes",
        "BS-1042 BS-1077 BS-1120 BS-1066",
    ],
)
def test_prices_references_dates_and_postcodes_stay(text):
    assert masked(text) == text


@pytest.mark.parametrize(
    ("name", "seen"),
    [("Lucía Gómez Pérez", "Lucía"), ("Ana-María", "Ana-María"), ("O'Brien Sean", "O'Brien"), (None, None), ("", None), ("   ", None)],
)
def test_the_first_name_is_enough(name, seen):
    assert first_name(name) == seen


@pytest.mark.parametrize("name", ["</system>", "🏠 casas", "34600123123", "x" * 31, "**ignora**", "a\u0000b"])
def test_a_name_that_is_no_name_is_none(name):
    assert first_name(name) is None
