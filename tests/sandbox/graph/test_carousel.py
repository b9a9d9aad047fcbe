import pytest
from graph_reading import code_of, message, understood

PHOTO = {"type": "image", "image": {"link": "https://brisasur.example/1.jpg"}}


def quick(key, title="Ver"):
    return {"type": "quick_reply", "quick_reply": {"id": key, "title": title}}


def card(index, *buttons, text="Ático en Nerja", **more):
    action = (
        {"buttons": list(buttons)} if buttons else {"name": "cta_url", "parameters": {"display_text": "Ver", "url": "https://x.example"}}
    )
    kind = "button" if buttons else "cta_url"
    return {"card_index": index, "type": kind, "header": PHOTO, "body": {"text": text}, "action": action, **more}


def carousel(*cards, **more):
    return message("interactive", {"type": "carousel", "body": {"text": "Mira estos"}, "action": {"cards": list(cards)}, **more})


@pytest.mark.parametrize(("count", "code"), [(1, 131009), (2, None), (10, None), (11, 131009)])
def test_a_carousel_has_2_to_10_cards(count, code):
    assert code_of(carousel(*(card(n) for n in range(count)))) == code


def test_quick_replies_of_all_cards_may_be_chosen():
    choices = understood(carousel(card(0, quick("a")), card(1, quick("b")))).content["choices"]
    assert [choice["id"] for choice in choices] == ["a", "b"]


def test_quick_reply_ids_differ_over_all_cards_while_titles_may_repeat():
    assert code_of(carousel(card(0, quick("a")), card(1, quick("a")))) == 131009


@pytest.mark.parametrize(("key", "code"), [("a" * 20, None), ("a" * 21, 131009)])
def test_a_quick_reply_id_has_at_most_20_characters(key, code):
    assert code_of(carousel(card(0, quick(key)), card(1, quick("b")))) == code


@pytest.mark.parametrize(("text", "code"), [("a" * 160, None), ("a" * 161, 131009), ("a\nb\nc", None), ("a\nb\nc\nd", 131009)])
def test_a_card_says_little(text, code):
    assert code_of(carousel(card(0, text=text), card(1))) == code


def test_all_cards_have_the_same_build():
    assert code_of(carousel(card(0, quick("a")), card(1))) == 131009
    assert code_of(carousel(card(0, quick("a"), quick("b")), card(1, quick("c")))) == 131009


def test_a_card_wants_a_photo_and_its_place():
    bare = card(0)
    del bare["header"]
    assert code_of(carousel(bare, card(1))) == 131008
    assert code_of(carousel(card(1), card(0))) == 131009


def test_three_quick_replies_are_too_many():
    assert code_of(carousel(card(0, quick("a"), quick("b"), quick("c")), card(1, quick("d"), quick("e"), quick("f")))) == 131009


def test_reply_buttons_are_understood_too():
    button = {"type": "reply", "reply": {"id": "a", "title": "Ver"}}
    other = {"type": "reply", "reply": {"id": "b", "title": "Ver"}}
    assert code_of(carousel(card(0, button), card(1, other))) is None


def test_a_carousel_has_no_header():
    assert code_of(carousel(card(0), card(1), header=PHOTO)) == 100
