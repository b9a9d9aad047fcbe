import pytest
from graph_reading import code_of, message, understood


def text(body="hola", **more):
    return message("text", {"body": body}, **more)


def test_a_plain_text_is_understood():
    outgoing = understood(text(biz_opaque_callback_data="c.1", context={"message_id": "wamid.X"}))
    assert (outgoing.to, outgoing.number, outgoing.user_id) == ("+34600000001", "34600000001", None)
    assert (outgoing.type, outgoing.content["text"], outgoing.opaque, outgoing.quoted) == ("text", "hola", "c.1", "wamid.X")


def test_without_a_type_it_is_a_text():
    body = text()
    del body["type"]
    assert understood(body).type == "text"


@pytest.mark.parametrize("product", [None, "messenger", 1])
def test_the_product_must_be_whatsapp(product):
    assert code_of({**text(), "messaging_product": product}) == 100


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("+34600000001", None),
        ("34600000001", None),
        ("+34 600-000 001", None),
        ("hola", 131009),
        ("+34", 131009),
        ("1234567890123456", 131009),
        ("", 131009),
        ("ES.8f2k9", 131009),
        (34600000001, 100),
    ],
)
def test_to_must_be_a_phone_number(to, code):
    assert code_of({**text(), "to": to}) == code


@pytest.mark.parametrize(
    ("recipient", "code"), [("ES.8f2k9", None), ("ES.ENT.123", None), ("es.123", 131009), ("ES.", 131009), ("600000001", 131009)]
)
def test_recipient_must_be_a_business_scoped_user_id(recipient, code):
    body = {**text(), "recipient": recipient}
    del body["to"]
    assert code_of(body) == code


def test_to_wins_over_recipient_and_one_of_them_is_wanted():
    assert understood({**text(), "recipient": "ES.1"}).user_id is None
    body = text()
    del body["to"]
    assert code_of(body) == 100


@pytest.mark.parametrize(("length", "code"), [(512, None), (513, 100)])
def test_the_opaque_data_has_at_most_512_characters(length, code):
    assert code_of(text(biz_opaque_callback_data="ñ" * length)) == code


@pytest.mark.parametrize(
    "more", [{"preview": True}, {"recipient_type": "group"}, {"context": {"id": "wamid.X"}}, {"image": {"link": "https://x.example/a.jpg"}}]
)
def test_what_graph_does_not_know_is_refused(more):
    assert code_of(text(**more)) == 100


def test_an_unknown_type_is_refused():
    assert code_of({"messaging_product": "whatsapp", "to": "+34600000001", "type": "poll", "poll": {}}) == 100


def test_the_object_of_the_type_must_be_there_and_be_an_object():
    assert code_of({"messaging_product": "whatsapp", "to": "+34600000001", "type": "text"}) == 131008
    assert code_of(message("text", "hola")) == 100


@pytest.mark.parametrize("kind", ["template", "reaction"])
def test_templates_and_reactions_quote_nothing(kind):
    assert code_of(message(kind, {}, context={"message_id": "wamid.X"})) == 100
