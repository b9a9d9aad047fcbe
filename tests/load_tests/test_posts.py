import json

import pytest

from load_tests.plan import Message, Parcel
from load_tests.posts import SIGNATURE, body_of, headers, numbers_in, phone, signature

PARCEL = Parcel(3.0, (Message(7, 1, 1, 2.9), Message(7, 2, 1, 3.0)))


def test_the_signature_is_metas():
    # RFC 4231, test case 2
    assert signature("Jefe", b"what do ya want for nothing?") == "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_the_signature_is_of_the_bytes():
    assert signature("key", b'{"a":1}') != signature("key", b'{"a": 1}') != signature("other key", b'{"a": 1}')


def test_the_headers_carry_the_signature_of_the_body():
    assert headers("key", b"{}")[SIGNATURE] == signature("key", b"{}")


def test_a_post_carries_its_messages_in_order_with_their_seconds():
    post = json.loads(body_of(PARCEL, began=1000.2, number_id="105"))
    values = [change["value"] for entry in post["entry"] for change in entry["changes"]]
    messages = [message for value in values for message in value["messages"]]
    assert [numbers_in(message["text"]["body"]) for message in messages] == [[(7, 1)], [(7, 2)]]
    assert [message["timestamp"] for message in messages] == ["1003", "1003"]
    assert {message["from"] for message in messages} == {phone(7)}
    assert {value["metadata"]["phone_number_id"] for value in values} == {"105"}
    assert len({message["id"] for message in messages}) == 2


def test_a_second_delivery_says_the_same_in_other_bytes():
    again = Parcel(5.0, PARCEL.messages, again=True)
    first, second = (body_of(each, began=1000, number_id="105") for each in (PARCEL, again))
    assert first != second
    assert json.loads(first) == json.loads(second)


@pytest.mark.parametrize(("text", "found"), [("busco piso m12x3 | m1x20", [(12, 3), (1, 20)]), ("m1x", []), ("xm1x2", []), ("", [])])
def test_numbers_are_read_from_an_answer(text, found):
    assert numbers_in(text) == found
