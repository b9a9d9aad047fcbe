import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.whatsapp.invisible import one_line, visible


@pytest.mark.parametrize(
    "text",
    ["hola", "¿Cuánto? 300.000 €", "uno\ndos\ttres", "👨‍👩‍👧 familia", "❤️ 2️⃣ #️⃣", "🇪🇸🇩🇪", "👍🏽", "مرحبا بك", "Ünïcödé", "日本語", "🏳️‍🌈"],
)
def test_what_people_see_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ho\x00la\x1b[31m", "hola[31m"),
        ("ho\u200bl\u200da\ufeff", "hola"),
        ("\u202egirar\u202c \u2066x\u2069", "girar x"),
        ("si" + "".join(chr(0xE0020 + n) for n in range(95)), "si"),
        ("a" + "".join(chr(0xE0100 + n) for n in range(240)), "a"),
        ("a\ufe0f\ufe01\ufe0e", "a"),
        ("❤\ufe0f\ufe0f\ufe01", "❤"),
        ("😀\u200d\u200d\u200dx", "😀x"),
        ("\u00adblan\u034fdo\u3164", "blando"),
        ("uno\r\ndos\rtres\u2028cuatro", "uno\ndos\ntres\ncuatro"),
        ("medio \ud83d", "medio "),
    ],
)
def test_what_nobody_sees_goes(text, expected):
    assert visible(text) == expected


@given(st.text())
def test_nothing_is_added_and_a_second_time_changes_nothing(text):
    once = visible(text)
    assert set(once) <= set(text) | {"\n"}
    assert visible(once) == once


@given(st.text(), st.integers(1, 60))
def test_one_line_is_one_line_within_its_length(text, at_most):
    line = one_line(text, at_most=at_most)
    assert len(line) <= at_most
    assert "\n" not in line
    assert line == line.strip()
