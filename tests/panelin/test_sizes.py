from decimal import Decimal

import pytest

from panelin.demand import Area, Surface
from panelin.sizes import Distance, Floor, area, distance, floor


def built(size: str) -> Area:
    return Area(Decimal(size))


def plot(size: str) -> Area:
    return Area(Decimal(size), Surface.PLOT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80 m2", built("80")),
        ("80 m²", built("80")),
        ("80m", built("80")),
        ("80 metros", built("80")),
        ("80 metros cuadraos", built("80")),
        ("80 mts", built("80")),
        ("unos 80", built("72")),
        ("unos 90 metros", built("81")),
        ("+100m", built("100")),
        ("más de 100 metros", built("100")),
        ("mínimo 92,5 m2", built("92.5")),
        ("parcela de 1.000 m", plot("1000")),
        ("1.000 m2 de parcela", plot("1000")),
        ("1 hectárea", plot("10000")),
        ("una hectárea", plot("10000")),
        ("media hectárea", plot("5000")),
        ("2 has", plot("20000")),
        ("70 m2 útiles", Area(Decimal(70), Surface.USABLE)),
        ("120 m2 y a 300 m de la playa", built("120")),
        ("piso de 2 hab y 80m hasta 300", built("80")),
        ("100 sqm", built("100")),
        ("80 qm Wohnfläche", Area(Decimal(80), Surface.USABLE)),
    ],
)
def test_a_size_is_built_unless_it_says_usable_or_plot(text, expected):
    assert area(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a 500 m de la playa",
        "300 m de la playa",
        "a 5 minutos andando",
        "menos de 100 m",
        "unos 250",
        "2 m",
        "1.2M",
        "0,5 M",
        "hasta 300",
    ],
)
def test_distances_ceilings_and_prices_are_no_least_size(text):
    assert area(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 500 m de la playa", Distance(500, "playa")),
        ("a 5 minutos andando", Distance(400)),
        ("5 minutos de la playa", Distance(400, "playa")),
        ("a 10 min a pie del centro", Distance(800, "centro")),
        ("a 2 km del mar", Distance(2_000, "mar")),
        ("a menos de 1.000 metros de la playa", Distance(1_000, "playa")),
        ("within 500 m of the beach", Distance(500, "beach")),
        ("80 m2", None),
        ("a 80 metros cuadrados", None),
        ("", None),
    ],
)
def test_how_far_something_may_be(text, expected):
    assert distance(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3º sin ascensor vale", Floor(3, lift_required=False)),
        ("un 2o sin ascensor me sirve", Floor(2, lift_required=False)),
        ("hasta 2ª planta", Floor(2)),
        ("máximo un 3er piso", Floor(3)),
        ("bajo no", Floor(excludes_ground=True)),
        ("que no sea un bajo", Floor(excludes_ground=True)),
        ("no quiero planta baja", Floor(excludes_ground=True)),
        ("not on the ground floor", Floor(excludes_ground=True)),
        ("hasta 3ª planta, bajos no", Floor(3, excludes_ground=True)),
        ("bajo con jardín", None),
        ("3er piso", None),
        ("baja", None),
    ],
)
def test_which_floors_would_do(text, expected):
    assert floor(text) == expected
