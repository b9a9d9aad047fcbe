import pytest
from assistant_talk import Talk
from brisa_tools import HOMES, TOOLS

from sandbox.assistant.say import TEXTS


def burriana(name, arguments):
    if name == "search_properties":
        return {"exact": [HOMES["BS-1042"]], "near": []}
    return HOMES["BS-1042"] if name == "get_property" else {"ok": True}


def capistrano(name, arguments):
    return {"exact": [HOMES["BS-1120"]], "near": []} if name == "search_properties" else {"ok": True}


def test_d09_an_english_question_is_answered_in_english_with_english_figures():
    talk = Talk(answer=burriana)
    turn = talk.says("Hi! Is the penthouse in Burriana still available? We saw it on Idealista")
    assert turn.names == ["search_properties", "get_property"]
    assert turn.arguments("search_properties")["zones"] == ["Burriana"]
    assert turn.text.startswith("Ref. BS-1042 is listed as available today.")
    assert "€320,000" in talk.says("and how much is it?").text


def test_d09_ok_vale_keeps_the_language():
    talk = Talk(answer=burriana)
    talk.says("Hi! Is the penthouse in Burriana still available?")
    assert talk.says("ok vale").text == "Would you like the brochure or a viewing?"
    assert talk.says("what taxes do we pay as non residents?").text.startswith("I can't advise on taxes")


def test_d10_a_german_search_is_answered_in_german():
    talk = Talk(answer=capistrano)
    turn = talk.says("Guten Tag, wir suchen in Nerja ein Reihenhaus mit Pool bis 300 Tausend")
    searched = turn.arguments("search_properties")
    assert (searched["types"], searched["zones"], searched["price_max"], searched["must"]) == (["adosado"], ["Nerja"], 300_000, ["piscina"])
    assert "*Adosado" not in turn.text
    assert turn.text.endswith("Dazu passt: Möchten Sie das Exposé oder einen Besichtigungstermin?")
    no_cards = Talk(answer=capistrano, tools=TOOLS[:1]).says("Guten Tag, wir suchen in Nerja ein Reihenhaus mit Pool")
    assert "289.000\u00a0€ · 3 Schlafzimmer · 2 Bäder · 115\u00a0m² bebaute Fläche · Pool · Energieausweis: E" in no_cards.text
    assert talk.says("ja genau").text == "Möchten Sie das Exposé oder einen Besichtigungstermin?"


def test_a_clear_sentence_changes_the_language_and_a_reference_does_not():
    talk = Talk()
    talk.says("hola, busco piso en nerja")
    assert "Ref. BS-1042 is listed" in talk.says("sorry, is the penthouse BS-1042 still available for us?").text
    assert talk.says("BS-1077").text == TEXTS["en"]["dossier_or_visit"]
    assert talk.says("thanks").text == TEXTS["en"]["thanks"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sentence_exists_in_every_language_with_the_same_blanks(language):
    blanks = {key: {part.split("}")[0] for part in text.split("{")[1:]} for key, text in TEXTS["es"].items()}
    assert {key: {part.split("}")[0] for part in text.split("{")[1:]} for key, text in TEXTS[language].items()} == blanks
