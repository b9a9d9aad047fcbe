import pytest
from hypothesis import given
from hypothesis import strategies as st
from parcels import accepted, body_of

from app.whatsapp.choosing import choosing
from panelin.actions import Choice, SendText, Voice
from panelin.errors import Rejected


def choices(*titles: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"v1:{place}", title) for place, title in enumerate(titles))


def form(body: dict) -> str:
    return body["interactive"]["type"] if body["type"] == "interactive" else body["type"]


@pytest.mark.parametrize(
    ("said", "offered", "expected"),
    [
        ("hola", choices(), "text"),
        ("hola", choices("Sí"), "button"),
        ("hola", choices("Sí", "No", "Quizá"), "button"),
        ("x" * 1024, choices("ñ" * 20), "button"),
        ("x" * 1025, choices("Sí"), "list"),
        ("hola", choices("x" * 21), "list"),
        ("hola", choices("Sí", "Sí"), "list"),
        ("hola", (Choice("i" * 257, "Sí"),), "text"),
        ("hola", (Choice("i" * 256, "Sí"),), "button"),
        ("hola", choices(*"abcd"), "list"),
        ("x" * 4096, choices(*"abcdefghij"), "list"),
        ("hola", choices(*"abcdefghijk"), "text"),
        ("hola", (Choice("i" * 201, "x" * 21),), "text"),
        ("hola", (Choice("a", "Sí"), Choice("a", "Sí")), "button"),
        ("hola", choices("", "\u200b"), "text"),
    ],
)
def test_choices_take_the_first_form_that_fits(said, offered, expected):
    body = body_of(SendText(said, offered, Voice.SYSTEM))
    assert form(body) == expected
    accepted(body)


def test_a_button_carries_its_id_and_its_title():
    (button,) = choosing("hola", choices("Ver dossier"))["interactive"]["action"]["buttons"]
    assert button == {"type": "reply", "reply": {"id": "v1:0", "title": "Ver dossier"}}


@pytest.mark.parametrize(("language", "label"), [("es", "Más opciones"), ("en", "More options"), ("xx", "Más opciones")])
def test_a_list_opens_with_a_word_of_the_customers_language(language, label):
    assert choosing("hola", choices(*"abcd"), language=language)["interactive"]["action"]["button"] == label


def test_a_title_too_long_for_a_row_stands_whole_under_a_short_one():
    (row,) = choosing("hola", choices("Casa adosada en Frigiliana, con piscina"))["interactive"]["action"]["sections"][0]["rows"]
    assert row == {"id": "v1:0", "title": "Casa adosada en…", "description": "Casa adosada en Frigiliana, con piscina"}


def test_eleven_choices_are_numbered_lines():
    text = choosing("¿Cuál?", choices(*"abcdefghijk"))["text"]["body"]
    assert text.startswith("¿Cuál?\n\n1. a\n2. b\n")
    assert text.endswith("\n11. k")


def test_numbered_choices_are_worth_more_than_the_end_of_a_text():
    text = choosing("x" * 4096, choices(*"abcdefghijk"))["text"]["body"]
    assert len(text) == 4096
    assert "x…\n\n1. a" in text


def test_titles_lose_their_marks():
    (button,) = choosing("hola", choices("*Ver* _dossier_"))["interactive"]["action"]["buttons"]
    assert button["reply"]["title"] == "Ver dossier"


def test_nothing_is_not_said():
    with pytest.raises(Rejected) as refusal:
        choosing("", choices("Sí"))
    assert refusal.value.code == "empty"


TITLES = st.text(st.sampled_from("aé😀 *_ñ\u200b"), max_size=80)


@given(st.text(st.sampled_from("aé😀\n "), min_size=1, max_size=40), st.integers(1, 110), st.lists(TITLES, max_size=12))
def test_whatever_is_offered_graph_takes_it(said, times, titles):
    said = (said * times).strip()[:4096].strip()
    if said:
        assert accepted(body_of(SendText(said, choices(*titles), Voice.SYSTEM))).content["text"]
