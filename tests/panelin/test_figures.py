from decimal import Decimal

import pytest

from panelin.figures import Figure, Role, Span, figures, number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("200.000", "200000"),
        ("200,000", "200000"),
        ("200 000", "200000"),
        ("200'000", "200000"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("150,5", "150.5"),
        ("1.5", "1.5"),
        ("1.200.000", "1200000"),
        ("320.000,00", "320000.00"),
    ],
)
def test_three_digits_after_a_mark_are_a_group_and_fewer_are_decimals(written, value):
    assert number(written) == Decimal(value)


def test_before_millions_a_mark_is_always_decimal():
    assert number("1,250", scaled=True) == Decimal("1.250")
    assert number("1.250") == Decimal(1250)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hasta 200k", Figure(Decimal(200), scale=1_000, role=Role.MAX)),
        ("desde 900 € al mes", Figure(Decimal(900), currency=True, monthly=True, role=Role.MIN)),
        ("unos 250", Figure(Decimal(250), role=Role.ABOUT)),
        ("260 apurando", Figure(Decimal(260), role=Role.STRETCH)),
        ("1,2 millones", Figure(Decimal("1.2"), scale=1_000_000)),
        ("180-220k", Span(Figure(Decimal(180), scale=1_000), Figure(Decimal(220), scale=1_000))),
        ("800-900/mes", Span(Figure(Decimal(800), monthly=True), Figure(Decimal(900), monthly=True))),
    ],
)
def test_a_figure_has_its_scale_unit_and_role(text, found):
    assert figures(text) == (found,)


def test_the_value_is_the_number_with_its_scale():
    assert Figure(Decimal("150.5"), scale=1_000).value == 150_500


@pytest.mark.parametrize(
    "text", ["600 123 123", "a las 5", "12:00", "26 de noviembre", "bs-1042", "80 m2", "2 hab", "10 %", "3o sin ascensor", "4 personas"]
)
def test_what_is_surely_no_price_is_left_out(text):
    assert figures(text) == ()
