import pytest
from fixture_homes import BS_1042, BS_1077, BS_1101, TODAY
from hypothesis import given
from hypothesis import strategies as st

from app.whatsapp.markup import parts, unmarked, whatsapp
from panelin.cards import card
from panelin.languages import LANGUAGES

LINK = "https://brisasur.example/a_b_c*d*e?x=1**2&y=~z~"
WRITTEN = {
    "**Hola** mundo": "*Hola* mundo",
    "__Hola__ mundo": "*Hola* mundo",
    "~~antes~~ ahora": "~antes~ ahora",
    "***todo***": "_*todo*_",
    "**uno _dos_ tres**": "*uno _dos_ tres*",
    "**línea uno\nlínea dos**": "*línea uno*\n*línea dos*",
    "**Precio:**320.000 €": "Precio:320.000 €",
    "muy**bonito**s": "muybonitos",
    "# Título\ntexto": "*Título*\ntexto",
    "## **Ya** negrita": "*Ya negrita*",
    "[la web](https://x.es/a_b)": "la web: https://x.es/a_b",
    "[https://x.es](https://x.es)": "https://x.es",
    "[**web**](https://x.es)": "*web*: https://x.es",
    "[](https://x.es)": "https://x.es",
    "[arriba](#top)": "arriba",
    "<https://x.es/a_b>": "https://x.es/a_b",
    "**https://x.es/a**": "*https://x.es/a*",
    "[llama](tel:+34952000000)": "llama: +34952000000",
    "[+34952000000](tel:+34952000000)": "+34952000000",
    "![foto](https://x.es/f.png)": "",
    "hola ![foto](https://x.es/f.png)": "hola",
    "* uno\n* dos": "- uno\n- dos",
    "- uno\n  - dentro\n- dos": "- uno\n  - dentro\n- dos",
    "+ uno\n\n+ dos": "- uno\n\n- dos",
    "1) uno\n2) dos": "1. uno\n2. dos",
    "3. tres\n4. cuatro": "3. tres\n4. cuatro",
    "> cita\n> más": "> cita\n> más",
    "```py\nx = 1\n```": "```\nx = 1\n```",
    "hola\n\n---\n\nadiós": "hola\n\nadiós",
    "a &amp; b &euro;": "a & b €",
    "uno<br>dos<BR/>tres": "uno\ndos\ntres",
    "| Ref | Precio |\n|---|---|\n| BS-1042 | **320.000 €** |\n| BS-7 |  |": "*Ref · Precio*\nBS-1042 · *320.000 €*\nBS-7",
    "uno  \ndos": "uno\ndos",
    "uno\n\n\n\ndos": "uno\n\ndos",
    r"\*no es negrita\*": "∗no es negrita∗",
    r"\_no es cursiva\_": "＿no es cursiva＿",
    "Precio: 320.000 €【4:0†source】.": "Precio: 320.000 €.",
    "Precio [4:0†fuente.md] ya": "Precio  ya",
    "**【4:0†source】**": "",
    "ya \ue200cite\ue202turn0file1\ue201": "ya",
    "si\U000e0041\U000e0042": "si",
}
SURVIVES = [
    "hola, ¿qué tal?",
    "*negrita*, _cursiva_, ~tachado~ y `código`",
    "1*2 y 2*3*4 = 24",
    "2 * 3 * 4",
    "320.000 € · 2 dorm · 78 m² construidos + terraza 40 m²",
    "desde ~300.000 €",
    "ref_BS_1042_a y snake_case_word",
    "Ref. BS-1042",
    LINK,
    f"mira {LINK}, y ({LINK}).",
    "5 < 6 > 4 & 7",
    "#1042 y # 5",
    "- uno\n- dos\n\ntexto",
    "1. uno\n2. dos",
    "> cita",
    "*Ático en Burriana, Nerja* · Ref. BS-1042\n320.000 €",
    "¡Hola! 👨‍👩‍👧 ❤️",
    "C/ Mayor, 3 [bajo]",
    "a@b.es",
]


@pytest.mark.parametrize(("markdown", "expected"), WRITTEN.items())
def test_markdown_becomes_what_whatsapp_knows(markdown, expected):
    assert whatsapp(markdown) == expected


@pytest.mark.parametrize("text", SURVIVES)
def test_what_is_whatsapps_already_or_no_mark_at_all_survives(text):
    assert whatsapp(text) == text


@pytest.mark.parametrize("markdown", [text for text in WRITTEN.values() if text])
def test_a_second_time_changes_nothing(markdown):
    assert whatsapp(markdown) == markdown


@given(st.text(st.sampled_from("ab1 *_~`#>|-[](){}\\\n.!<&\ue000\ue001")))
def test_no_text_breaks_the_writing_and_none_grows_beyond_reason(text):
    assert len(whatsapp(text)) <= 3 * len(text) + 8


@given(st.integers(1, 10**9), st.sampled_from("*_~"))
def test_numbers_stand_as_they_were(number, mark):
    assert str(number) in whatsapp(f"son {number}{mark} o {mark}{number} €")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*Ver* dossier", "Ver dossier"),
        ("**Ver** _dossier_", "Ver dossier"),
        ("~Ya~ `no`", "Ya no"),
        ("2 * 3", "2 * 3"),
        ("BS_1042", "BS_1042"),
        ("*¿Sí?*", "¿Sí?"),
    ],
)
def test_titles_are_plain_text(text, expected):
    assert unmarked(text) == expected


def test_whoever_writes_marks_may_cut_too():
    assert parts("uno dos", most=4) == ("uno", "dos")


@pytest.mark.parametrize(("language", "key"), [(language, key) for language in LANGUAGES for key in LANGUAGES[language].sentences])
def test_our_own_sentences_pass_byte_for_byte(language, key):
    sentence = LANGUAGES[language].sentences[key].format_map(Filled()).strip()
    assert whatsapp(sentence) == sentence


@pytest.mark.parametrize("home", [BS_1042, BS_1077, BS_1101], ids=lambda home: home.reference)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_home_in_a_text_passes_byte_for_byte(home, language):
    drawn = card(home, language, now=TODAY)
    assert whatsapp(drawn.body) == drawn.body
    assert whatsapp(drawn.line) == drawn.line


class Filled(dict):
    def __missing__(self, name: str) -> str:
        return "https://brisasur.example/privacidad_es" if name.startswith("url") else "Brisa Sur"
