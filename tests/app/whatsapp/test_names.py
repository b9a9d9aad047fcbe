import pytest
from meta_posts import NUMBER, NUMBERS, change, post, said, sample, text

from app.whatsapp.payload import lane_of, split
from panelin.events import Identity, IdentityKind

ANA, LUIS = ({"wa_id": f"3460000000{n}", "user_id": f"ES.{n}", "profile": {"name": name}} for n, name in ((1, "Ana"), (2, "Luis")))


def named(*values: str) -> tuple[Identity, ...]:
    kinds = {True: IdentityKind.BSUID, False: IdentityKind.WA_ID}
    return tuple(Identity(kinds["." in value], value) for value in values)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", named("ES.8f2k9", "34600111222")),
        ("bsuid_only", named("ES.11815799212886844830")),
        ("phone_only", named("4915100000001")),
        ("number_changed", named("ES.8f2k9", "34600111222")),
        ("number_changed_old_form", named("34600111222")),
        ("user_id_changed", named("ES.8f2k9")),
        ("identity_changed", named("34600111222")),
        ("echo_text", named("ES.8f2k9", "34600111222")),
        ("echo_to_a_bsuid", named("ES.8f2k9")),
    ],
)
def test_the_names_of_the_customer(name, expected):
    (item,) = split(sample(name), NUMBERS).items
    assert item.identities == expected
    assert item.lane == lane_of(NUMBER, expected[:1])


def test_contacts_are_joined_by_id_and_not_by_place():
    found = said(text("w1", sender="34600000002"), text("w2", sender="34600000001"), contacts=(ANA, LUIS))
    assert [item.identities[0].value for item in found.items] == ["ES.2", "ES.1"]


def test_a_stranger_in_a_batch_gets_nobody_elses_name():
    (item, _) = said(text("w1", sender="34999"), text("w2", sender="34600000001"), contacts=(ANA,)).items
    assert item.identities == named("34999")


def test_one_message_that_names_nobody_is_of_the_one_contact():
    (item,) = said({**text(), "from": None}, contacts=(ANA,)).items
    assert item.identities == named("ES.1", "34600000001")


def test_one_message_that_names_nobody_is_of_none_of_two_contacts():
    (item,) = said({**text(), "from": None}, contacts=(ANA, LUIS)).items
    assert item.dead == "nobody"


def test_two_messages_that_name_nobody_are_nobodys():
    found = said({**text("w1"), "from": ""}, {**text("w2"), "from": ""}, contacts=(ANA,))
    assert [item.dead for item in found.items] == ["nobody", "nobody"]


def test_the_message_itself_is_believed_before_its_contact():
    (item,) = said(text(sender="34600000001", from_user_id="ES.other"), contacts=(ANA,)).items
    assert item.identities == named("ES.other", "34600000001")


def test_a_change_that_repeats_the_new_name_as_sender_is_still_of_the_old_one():
    system = {"type": "user_changed_user_id", "user_id": "ES.new", "previous_user_id": "ES.old"}
    (item,) = said({"id": "s", "timestamp": "1795430000", "from_user_id": "ES.new", "type": "system", "system": system}, contacts=()).items
    assert item.identities == named("ES.old")


def test_a_new_number_is_not_taken_for_the_old_one():
    system = {"type": "user_changed_number", "wa_id": "34699", "user_id": "ES.new", "previous_user_id": "ES.old"}
    (item,) = said({"id": "s", "timestamp": "1795430000", "from": "34699", "type": "system", "system": system}, contacts=()).items
    assert item.identities == named("ES.old")


def test_a_change_that_names_no_old_name_is_of_the_new_one():
    system = {"type": "user_changed_number", "wa_id": "34699"}
    (item,) = said({"id": "s", "timestamp": "1795430000", "from": "34699", "type": "system", "system": system}, contacts=()).items
    assert item.identities == named("34699")


def test_lanes_differ_by_number_and_person_and_follow_the_business_scoped_id():
    both, phone = named("ES.1", "34600"), named("34600")
    assert lane_of(NUMBER, both) == lane_of(NUMBER, named("ES.1")) == lane_of(NUMBER, both[::-1])
    assert len({lane_of(NUMBER, both), lane_of(NUMBER, phone), lane_of("2", both)}) == 3


def test_an_echo_does_not_take_the_business_for_the_customer():
    echo = {"from": "34910000000", "id": "e", "timestamp": "1795430000", "type": "text", "text": {"body": "x"}}
    (item,) = split(post(change("smb_message_echoes", message_echoes=[echo])), NUMBERS).items
    assert item.dead == "nobody"
