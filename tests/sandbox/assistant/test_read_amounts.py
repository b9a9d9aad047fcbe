"""The rows of product.md section 5, as the scripted assistant reads them."""

import pytest

from sandbox.assistant.read import read

SALE, RENT = "venta", "alquiler"


@pytest.mark.parametrize(
    ("text", "operation", "price_max"),
    [
        ("200k", SALE, 200_000),
        ("200K", SALE, 200_000),
        ("200 k", SALE, 200_000),
        ("200.000 €", SALE, 200_000),
        ("200000", SALE, 200_000),
        ("200 000", SALE, 200_000),
        ("200'000", SALE, 200_000),
        ("up to 200,000", SALE, 200_000),
        ("200 mil", SALE, 200_000),
        ("doscientos mil", SALE, 200_000),
        ("200mil", SALE, 200_000),
        ("hasta 200", SALE, 200_000),
        ("hasta 900 al mes", None, 900),
        ("900/mes", None, 900),
        ("900 mensuales", None, 900),
        ("850 pavos", RENT, 850),
        ("sobre los 250", SALE, 250_000),
        ("unos 250", SALE, 250_000),
        ("alrededor de 250k", SALE, 250_000),
        ("250 y pico", SALE, 250_000),
        ("máximo 250, 260 apurando", SALE, 250_000),
        ("menos de medio millón", SALE, 500_000),
        ("medio millón", SALE, 500_000),
        ("1,2 millones", SALE, 1_200_000),
        ("1.2M", SALE, 1_200_000),
        ("un millón doscientos", SALE, 1_200_000),
        ("0,5 M", SALE, 500_000),
        ("1.200 € gastos incluidos", RENT, 1_200),
        ("150,5k", SALE, 150_500),
        ("1.5k", RENT, 1_500),
        ("sin límite", SALE, None),
        ("lo que sea", SALE, None),
        ("no más de cuatrocientos mil euros con gastos", SALE, 400_000),
        ("bis 300 Tausend", SALE, 300_000),
        ("máximo novecientos", RENT, 900),
    ],
)
def test_a_budget_is_read_as_people_write_it(text, operation, price_max):
    assert read(text, operation=operation).price_max == price_max


@pytest.mark.parametrize(
    ("text", "operation", "price_max"),
    [("hasta 900", RENT, 900), ("busco piso hasta 300", SALE, 300_000), ("hasta 300.000", SALE, 300_000), ("900 al mes", RENT, 900)],
)
def test_a_sum_tells_the_operation_where_nobody_did(text, operation, price_max):
    reading = read(text)
    assert (reading.operation, reading.price_max) == (operation, price_max)


def test_a_reading_that_is_only_likely_is_marked_so_that_it_is_said():
    assert read("busco piso hasta 300").implied == {"operation", "price_max"}
    assert read("quiero comprar hasta 300").implied == {"price_max"}
    assert read("quiero comprar hasta 300.000 €").implied == frozenset()


@pytest.mark.parametrize(
    "text", ["entre 180 y 220", "180-220k", "180/220 mil", "de 180 a 220", "between 180k and 220k", "zwischen 180 und 220 Tausend"]
)
def test_a_range_has_two_ends(text):
    reading = read(text, operation=SALE)
    assert (reading.price_min, reading.price_max) == (180_000, 220_000)


def test_an_implausible_sum_is_doubted():
    assert read("2.500", operation=SALE).price_max is None
    assert read("hasta 2.500", operation=SALE).doubtful


def test_no_limit_lifts_the_ceiling():
    assert read("sin límite").open_end
    assert read("lo que sea").open_end


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("2 hab", 2),
        ("2h", 2),
        ("2 dorm", 2),
        ("dos habitaciones", 2),
        ("2 cuartos", 2),
        ("mínimo 3", 3),
        ("3 o más", 3),
        ("3+", 3),
        ("+3", 3),
        ("2 o 3 hab", 2),
        ("2-3", 2),
        ("3 habs + despacho", 3),
        ("3 bedrooms", 3),
        ("mindestens 3 Schlafzimmer", 3),
        ("4 personas", None),
    ],
)
def test_rooms_are_counted(text, rooms):
    assert read(text).bedrooms_min == rooms


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("80 m2", 80),
        ("80m", 80),
        ("80 metros", 80),
        ("unos 80 metros", 72),
        ("+100m", 100),
        ("más de 100 metros", 100),
        ("a 500 m de la playa", None),
    ],
)
def test_metres_are_a_size_unless_they_are_a_distance(text, metres):
    assert read(text).area_min == metres


@pytest.mark.parametrize(("text", "metres"), [("parcela de 1.000 m", 1_000), ("finca de 1 hectárea", 10_000), ("2 has", 20_000)])
def test_a_plot_is_measured_apart(text, metres):
    reading = read(text)
    assert (reading.plot_min, reading.area_min) == (metres, None)


@pytest.mark.parametrize(
    "text", ["en 2026", "29640", "600 123 123", "+34 600 123 123", "a las 5", "el 26 de noviembre", "3º", "la 1042", "BS-1042", "10:30"]
)
def test_years_postcodes_telephones_hours_and_references_are_no_prices(text):
    reading = read(text, operation=SALE)
    assert (reading.price_max, reading.bedrooms_min, reading.area_min) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "side", "feature"),
    [
        ("mejor con ascensor", "must", "ascensor"),
        ("con ascensor sí o sí", "must", "ascensor"),
        ("algo de terraza", "nice", "terraza"),
        ("si tiene terraza mejor", "nice", "terraza"),
        ("piscina estaría bien", "nice", "piscina"),
        ("bajos no", "must_not", "bajo"),
        ("que no sea un bajo", "must_not", "bajo"),
        ("nada de obra", "must_not", "obra nueva"),
        ("algo en planta baja", "must", "bajo"),
        ("with a lift", "must", "ascensor"),
        ("mit Gemeinschaftspool", "must", "piscina comunitaria"),
        ("con pisci", "must", "piscina"),
        ("frente al mar", "must", "primera línea"),
        ("voy en silla de ruedas", "must", "accesible"),
    ],
)
def test_a_feature_is_wanted_welcome_or_excluded(text, side, feature):
    assert getattr(read(text), side) == (feature,)


def test_a_third_floor_without_a_lift_is_fine_and_asks_for_nothing():
    reading = read("3º sin ascensor vale")
    assert reading.must == reading.must_not == ()
