import pytest

from panelin.listing import Feature
from panelin.rooms import Bathrooms, Rooms, bathrooms, occupants, rooms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 hab", Rooms(2)),
        ("2h", Rooms(2)),
        ("2 dorm", Rooms(2)),
        ("2d", Rooms(2)),
        ("dos habitaciones", Rooms(2)),
        ("2 cuartos", Rooms(2)),
        ("mínimo 3", Rooms(3)),
        ("3 o más", Rooms(3)),
        ("3+", Rooms(3)),
        ("+3", Rooms(3)),
        ("2 o 3 hab", Rooms(2, 3)),
        ("2-3", Rooms(2, 3)),
        ("3 habs + despacho", Rooms(3, nice=frozenset({Feature.DESPACHO}))),
        ("estudio", Rooms(0, 0)),
    ],
)
def test_the_bedrooms_of_the_product_page(text, expected):
    assert rooms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hola busco piso en nerja 2 hab hasta 300", Rooms(2)),
        ("2 hab y 2 wc", Rooms(2)),
        ("con un dormitorio o dos, máximo novecientos", Rooms(1, 2)),
        ("uno o dos dormitorios", Rooms(1, 2)),
        ("de 2 a 4 habitaciones", Rooms(2, 4)),
        ("3 o 2 hab", Rooms(2, 3)),
        ("3 dormitorios o más", Rooms(3)),
        ("al menos 2 dormitorios", Rooms(2)),
        ("máximo 2 hab", Rooms(maximum=2)),
        ("busco casa, mínimo 3 y hasta 300", Rooms(3)),
        ("casa con 3 o más y jardín", Rooms(3)),
        ("piso +3", Rooms(3)),
        ("2 ambientes", Rooms(1)),
        ("2 o 3 ambientes", Rooms(1, 2)),
        ("un ambiente", Rooms(0, 0)),
        ("estudio o un dormitorio", Rooms(0, 1)),
        ("3 habitaciones y estudio", Rooms(3)),
        ("0 habitaciones", Rooms(0, 0)),
        ("2 bedrooms", Rooms(2)),
        ("2 bed flat", Rooms(2)),
        ("a 2-bedroom house", Rooms(2)),
        ("2 Schlafzimmer", Rooms(2)),
        ("3-Zimmer-Wohnung", Rooms(2)),
    ],
)
def test_bedrooms_in_whole_messages(text, expected):
    assert rooms(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "un piso", "loft", "4 personas", "hasta 300", "80m", "+34 600 123 123", "en 2h", "a las 2h", "20 hab", "30-40", "mínimo 3 baños",
     "mínimo 300", "2 baños", "jueves 26", "+100m", "12-14 hab", "20+", "20 h"],
)  # fmt: skip
def test_other_numbers_are_no_bedrooms(text):
    assert rooms(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 baños mejor", Bathrooms(2, nice=True)),
        ("2 hab y 2 wc", Bathrooms(2)),
        ("dos baños", Bathrooms(2)),
        ("un baño", Bathrooms(1)),
        ("mínimo 2 baños", Bathrooms(2)),
        ("2 bath", Bathrooms(2)),
        ("ideally 2 bathrooms", Bathrooms(2, nice=True)),
        ("2 Bäder", Bathrooms(2)),
        ("2 hab", None),
        ("20 baños", None),
    ],
)
def test_bathrooms_are_a_wish_or_only_better(text, expected):
    assert bathrooms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 personas", 4),
        ("para dos", 2),
        ("somos 3", 3),
        ("una persona", 1),
        ("for 2", 2),
        ("para 2 meses", None),
        ("para 2 habitaciones", None),
        ("para 2027", None),
        ("2 hab", None),
    ],
)
def test_people_are_counted_and_never_read_as_bedrooms(text, expected):
    assert occupants(text) == expected
    if expected:
        assert rooms(text) is None
