import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.whatsapp.splitting import parts

LINK = "https://brisasur.example/viviendas/atico-en-burriana?ref=BS-1042"


@pytest.mark.parametrize("text", ["", "hola", "x" * 4096, "😀" * 4096])
def test_what_fits_stays_one_piece(text):
    assert parts(text) == (text,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uno dos.\n\ntres cuatro", ("uno dos.", "tres cuatro")),
        ("uno dos tres\ncuatro", ("uno dos tres", "cuatro")),
        ("uno. dos tres cuatro", ("uno. dos tres", "cuatro")),
        ("uno dos. tres cuatro", ("uno dos.", "tres cuatro")),
        ("uno dos tres cuatro", ("uno dos tres", "cuatro")),
        ("a\n\nuno dos tres cuatro", ("a\n\nuno dos", "tres cuatro")),
        ("abcdefghijklmnopqrst", ("abcdefghijklmn", "opqrst")),
    ],
)
def test_a_text_is_cut_where_a_reader_pauses(text, expected):
    assert parts(text, most=14) == expected


def test_a_text_that_is_far_too_long_is_cut_often():
    pieces = parts("hola que tal. " * 900)
    assert [len(piece) <= 4096 for piece in pieces] == [True] * 4
    assert all(piece.endswith(".") for piece in pieces)


@pytest.mark.parametrize("lead", ["", "mira: ", "日本語" * 20])
def test_a_link_is_never_cut(lead):
    pieces = parts(f"{lead}{LINK} y más palabras", most=len(LINK) + 8)
    assert any(LINK in piece for piece in pieces)


@pytest.mark.parametrize("sign", ["👨‍👩‍👧", "🇪🇸", "👍🏽", "❤️", "e\u0301", "🏳️‍🌈"])
@pytest.mark.parametrize("most", [16, 17, 18, 19])
def test_what_is_drawn_as_one_is_never_torn(sign, most):
    pieces = parts(sign * 12, most=most)
    assert "".join(pieces) == sign * 12
    assert all(piece.count(sign) * len(sign) == len(piece) for piece in pieces)


def test_a_code_block_that_is_cut_is_closed_and_opened_again():
    pieces = parts("```\n" + "una linea\n" * 10 + "```", most=50)
    assert len(pieces) > 1
    assert all(piece.startswith("```\n") and piece.endswith("```") for piece in pieces)
    assert sum(piece.count("una linea") for piece in pieces) == 10


@given(st.text(st.sampled_from("ab .\n😀\u0301\u200d🇪🇸"), max_size=400), st.integers(9, 60))
def test_nothing_is_lost_and_nothing_is_too_long(text, most):
    pieces = parts(text, most=most)
    assert all(len(piece) <= most for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@given(st.text(st.sampled_from("palabra \n`"), max_size=300), st.integers(20, 60))
def test_fences_never_make_a_piece_too_long(text, most):
    assert all(len(piece) <= most for piece in parts(text, most=most))
