import pytest
from fixture_homes import euros

from panelin.amounts import Budget, Period, Reading, budget, flexibility
from panelin.demand import Certainty, Flexibility
from panelin.listing import Operation

SALE, RENT, HOLIDAY = Operation.VENTA, Operation.ALQUILER, Operation.VACACIONAL


def ceiling(amount: int, **more: object) -> Budget:
    return Budget(maximum=euros(amount), period=Period.TOTAL, **more)


def monthly(amount: int, **more: object) -> Budget:
    return Budget(maximum=euros(amount), period=Period.MONTH, **more)


def guess(**more: object) -> dict[str, object]:
    return {"certainty": Certainty.INFERRED, **more}


THOUSANDS = guess(reading=Reading.THOUSANDS)
ABOUT_250 = {"minimum": euros(225_000), "maximum": euros(275_000), "target": euros(250_000), "period": Period.TOTAL}


@pytest.mark.parametrize("text", ["200k", "200K", "200 k", "200.000 €", "200000", "200 000", "200'000", "200’000", "€200.000"])
def test_two_hundred_thousand_is_written_in_many_ways(text):
    assert budget(text, operation=SALE) == ceiling(200_000)


@pytest.mark.parametrize("text", ["200 mil", "doscientos mil", "200mil", "200.000", "200\u00a0000 €", "200.000,00 €"])
def test_and_in_more_ways(text):
    assert budget(text, operation=SALE) == ceiling(200_000)


@pytest.mark.parametrize("language", ["es", "en", "de"])
def test_an_english_comma_groups_thousands_in_every_chat(language):
    assert budget("200,000", language=language, operation=SALE) == ceiling(200_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hasta 200", ceiling(200_000, **THOUSANDS)),
        ("entre 180 y 220", ceiling(220_000, minimum=euros(180_000), **THOUSANDS)),
        ("de 180 a 220", ceiling(220_000, minimum=euros(180_000), **THOUSANDS)),
        ("180-220k", ceiling(220_000, minimum=euros(180_000))),
        ("180/220 mil", ceiling(220_000, minimum=euros(180_000))),
        ("sobre los 250", Budget(**ABOUT_250, **THOUSANDS)),
        ("unos 250", Budget(**ABOUT_250, **THOUSANDS)),
        ("250 y pico", Budget(**ABOUT_250, **THOUSANDS)),
        ("250 más o menos", Budget(**ABOUT_250, **THOUSANDS)),
        ("alrededor de 250k", Budget(**ABOUT_250, **guess())),
        ("máximo 250, 260 apurando", ceiling(250_000, flexible_to=euros(260_000), **THOUSANDS)),
        ("250k pero podría llegar a 260k", ceiling(250_000, flexible_to=euros(260_000))),
        ("260 apurando", ceiling(260_000, **THOUSANDS)),
        ("menos de medio millón", ceiling(500_000)),
        ("medio millón", ceiling(500_000)),
        ("1,2 millones", ceiling(1_200_000)),
        ("1.2M", ceiling(1_200_000)),
        ("1,250 M", ceiling(1_250_000)),
        ("un millón doscientos", ceiling(1_200_000)),
        ("0,5 M", ceiling(500_000)),
        ("150,5k", ceiling(150_500)),
        ("no más de cuatrocientos mil euros con gastos", ceiling(400_000, note="con gastos")),
        ("180 mil a 220 mil", ceiling(220_000, minimum=euros(180_000))),
        ("200.000 - 250.000 €", ceiling(250_000, minimum=euros(200_000))),
        ("hasta 250k, tengo 30k de entrada", ceiling(250_000)),
        ("desde 150k", Budget(minimum=euros(150_000), period=Period.TOTAL)),
        ("desde 150 hasta 200", ceiling(200_000, minimum=euros(150_000), **THOUSANDS)),
        ("mínimo 150k, máximo 200k", ceiling(200_000, minimum=euros(150_000))),
        ("max900", ceiling(900_000, **THOUSANDS)),
        ("2 hab y 90 m2 por 180k", ceiling(180_000)),
        ("tengo 300.000 euros", ceiling(300_000)),
    ],
)
def test_a_budget_to_buy(text, expected):
    assert budget(text, operation=SALE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("850 pavos", monthly(850)),
        ("1.200 € gastos incluidos", monthly(1_200, note="gastos incluidos")),
        ("1.5k", monthly(1_500)),
        ("hasta 900", monthly(900)),
        ("de 800 a 900 al mes", monthly(900, minimum=euros(800), operation=RENT)),
        ("máximo novecientos", monthly(900)),
        ("200k", Budget(period=Period.MONTH, reading=Reading.ASK)),
        ("hasta 100", Budget(period=Period.MONTH, reading=Reading.ASK)),
    ],
)
def test_a_budget_to_rent(text, expected):
    assert budget(text, operation=RENT) == expected


@pytest.mark.parametrize("known", [None, SALE, RENT])
@pytest.mark.parametrize("text", ["hasta 900 al mes", "900/mes", "900 mensuales", "900 € al mes", "900€/mes"])
def test_a_month_means_renting_whatever_was_said_before(text, known):
    assert budget(text, operation=known) == monthly(900, operation=RENT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hasta 900", monthly(900, operation=RENT, **guess(reading=Reading.OPERATION))),
        ("hola busco piso en nerja 2 hab hasta 300", ceiling(300_000, operation=SALE, **guess(reading=Reading.OPERATION))),
        ("hasta 200k", ceiling(200_000, operation=SALE, reading=Reading.OPERATION)),
        ("hasta 300 €", monthly(300, operation=RENT, **guess(reading=Reading.OPERATION))),
        ("hasta 17.000", Budget(period=Period.TOTAL, reading=Reading.ASK, proposal=euros(170_000))),
    ],
)
def test_when_nobody_said_whether_to_buy_or_to_rent_the_figure_tells_and_the_guess_is_marked(text, expected):
    assert budget(text) == expected


def test_two_thousand_five_hundred_for_a_home_is_implausible_and_asked_about_with_the_likely_figure():
    assert budget("2.500", operation=SALE) == Budget(period=Period.TOTAL, reading=Reading.ASK, proposal=euros(250_000))
    assert budget("30 millones", operation=SALE) == Budget(period=Period.TOTAL, reading=Reading.ASK)


@pytest.mark.parametrize("text", ["sin límite", "lo que sea", "depende", "Depende.", "no limit"])
def test_without_a_limit_there_is_a_budget_with_no_ends(text):
    assert budget(text, operation=SALE) == Budget()


@pytest.mark.parametrize(
    "text",
    ["2026", "29640", "600 123 123", "+34 600 12 31 23", "unos 80", "mínimo 3", "+3", "2-3", "2 o 3 hab", "80m", "80 metros", "parcela de 1.000 m",
     "a 500 m de la playa", "4 personas", "BS-1042", "BS1042", "ref 1042", "el jueves 26", "a las 5", "a las 12:00", "26 de noviembre",
     "3º sin ascensor vale", "2 baños mejor", "para enero de 2027", "un 10 %", "hola", "", "depende de la zona", "5", "desde 2027",
     "tengo 30.000 € de entrada", "50k ahorrados", "gano 2.000 al mes", "con una cuota de 900 € al mes", "la comunidad es 60 €"],
)  # fmt: skip
def test_years_postcodes_phones_rooms_sizes_dates_and_references_are_no_prices(text):
    assert budget(text, operation=SALE) is None
    assert budget(text) is None


def test_a_bare_figure_is_the_budget_when_we_have_just_asked_for_it():
    assert budget("pues 250 o así", operation=SALE) == Budget(**ABOUT_250, **THOUSANDS)
    assert budget("serían 250", operation=SALE) is None
    assert budget("serían 250", operation=SALE, asked=True) == ceiling(250_000, **THOUSANDS)
    assert budget("unos 120", operation=SALE, asked=True) == Budget(
        minimum=euros(108_000), maximum=euros(132_000), target=euros(120_000), period=Period.TOTAL, **THOUSANDS
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("up to two hundred thousand", "en", ceiling(200_000)),
        ("€320,000 max", "en", ceiling(320_000)),
        ("around 250k", "en", Budget(**ABOUT_250, **guess())),
        ("between 180 and 220", "en", ceiling(220_000, minimum=euros(180_000), **THOUSANDS)),
        ("bis 300 Tausend", "de", ceiling(300_000)),
        ("bis 320.000 €", "de", ceiling(320_000)),
        ("höchstens 0,5 Mio. €", "de", ceiling(500_000)),
        ("zwischen 180 und 220 Tsd.", "de", ceiling(220_000, minimum=euros(180_000))),
    ],
)
def test_a_budget_in_english_and_german(text, language, expected):
    assert budget(text, language=language, operation=SALE) == expected


def test_a_holiday_rental_has_prices_of_its_own_and_implies_nothing():
    assert budget("hasta 900", operation=HOLIDAY) == ceiling(900)
    assert budget("900 al mes", operation=HOLIDAY) == monthly(900)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y puedo estirarme un poco", Flexibility()),
        ("me puedo estirar", Flexibility()),
        ("we can stretch a bit", Flexibility()),
        ("un 5 % más", Flexibility(percent=5)),
        ("un 5 % de entrada", None),
        ("hasta 300", None),
    ],
)
def test_how_far_above_the_ceiling_is_fine(text, expected):
    assert flexibility(text) == expected
