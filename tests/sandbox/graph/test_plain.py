import pytest
from graph_reading import code_of, message, understood


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a", None),
        ("a" * 4096, None),
        ("a" * 4097, 100),
        ("🏠" * 4096, None),  # code points, not bytes and not UTF-16 units
        ("🏠" * 4097, 100),
        ("ñ" * 4096, None),
        ("", 100),
        ("  \n ", 100),
        (7, 100),
        (None, 131008),
    ],
)
def test_a_text_has_1_to_4096_code_points(body, code):
    assert code_of(message("text", {"body": body})) == code


def test_the_preview_is_a_boolean_and_nothing_else_stands_in_a_text():
    assert code_of(message("text", {"body": "a", "preview_url": True})) is None
    assert code_of(message("text", {"body": "a", "preview_url": "yes"})) == 100
    assert code_of(message("text", {"body": "a", "bold": True})) == 100


def test_a_reaction_names_its_target_and_an_empty_emoji_takes_it_back():
    assert understood(message("reaction", {"message_id": "wamid.X", "emoji": "👍🏽"})).content["target"] == "wamid.X"
    assert code_of(message("reaction", {"message_id": "wamid.X", "emoji": ""})) is None
    assert code_of(message("reaction", {"emoji": "👍"})) == 131008
    assert code_of(message("reaction", {"message_id": "wamid.X", "emoji": "1️⃣"})) is None
    assert code_of(message("reaction", {"message_id": "wamid.X", "emoji": "ok"})) == 131009
    assert code_of(message("reaction", {"message_id": "wamid.X", "emoji": "👍" * 17})) == 131009


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ({"latitude": 36.74, "longitude": -3.87}, None),
        ({"latitude": "36.74", "longitude": "-3.87", "name": "Oficina", "address": "Calle Pintada 1, Nerja"}, None),
        ({"latitude": 91, "longitude": 0}, 131009),
        ({"latitude": 0, "longitude": -181}, 131009),
        ({"latitude": "north", "longitude": 0}, 131009),
        ({"latitude": True, "longitude": 0}, 131009),
        ({"longitude": 0}, 131008),
        ({"latitude": 0, "longitude": 0, "zoom": 3}, 100),
    ],
)
def test_a_pin_lies_on_the_earth(pin, code):
    assert code_of(message("location", pin)) == code


@pytest.mark.parametrize(
    ("cards", "code"),
    [
        ([{"name": {"formatted_name": "Marta Ruiz", "first_name": "Marta"}, "phones": [{"phone": "+34600000101"}]}], None),
        ([{"name": {"formatted_name": "Marta Ruiz"}}], 131009),
        ([{"name": {"first_name": "Marta"}}], 131008),
        ([{"phones": []}], 131008),
        ([], 131009),
        ([{"name": {"formatted_name": "M", "first_name": "M"}}] * 258, 131009),
        ({"name": {}}, 100),
    ],
)
def test_contact_cards_have_a_name_of_two_parts(cards, code):
    assert code_of(message("contacts", cards)) == code
