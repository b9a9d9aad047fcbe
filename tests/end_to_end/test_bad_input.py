"""What people send that is no plain text, over real sockets; the model says back what it was told, so an answer shows what it heard."""

import pytest
import stores
from town import to, town

from app.whatsapp.payload import LARGEST_ITEM

GREETING = "asistente virtual"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    directory = tmp_path_factory.mktemp("town")
    with town(directory, stores.fresh_url("sqlite", directory), synced=False) as opened:
        opened.sandbox.control("model", {"model": "sandbox-echo"})
        opened.people = [f"346000010{n:02}" for n in range(20)]
        for who in opened.people:
            opened.sandbox.say(who, "hola")
        opened.quiet(0)
        yield opened


def greeted(place):
    """Somebody who has had the first answer, so that the next one is the model's alone."""
    who = place.people.pop()
    assert any(GREETING in words for words in to(who, place.sandbox.sent()))
    return who


def burst(place, who, *orders):
    """Several things at once; what the customer reads of it."""
    before = len(place.sandbox.sent())
    for order in orders:
        order["wamid"] = place.sandbox.control("say", {"from": who, **{k: v(orders) if callable(v) else v for k, v in order.items()}})[
            "wamid"
        ]
    return to(who, place.quiet(before))


def first(orders):
    return orders[0]["wamid"]


def test_an_edit_inside_the_burst_replaces_the_text(place):
    who = greeted(place)
    said = burst(place, who, {"text": "piso en nerja"}, {"kind": "edit", "replies_to": first, "text": "piso en torrox"}, {"text": "2 hab"})
    assert said == ["piso en torrox | 2 hab"]


def test_a_revoked_message_leaves_the_models_input(place):
    who = greeted(place)
    assert burst(place, who, {"text": "no leas esto"}, {"text": "2 hab"}, {"kind": "revoke", "replies_to": first}) == ["2 hab"]


def test_a_message_that_is_edited_or_revoked_after_its_answer_wants_no_second_one(place):
    who = greeted(place)
    wamid = place.sandbox.say(who, "piso en nerja")
    place.quiet(0)
    assert place.does("edit", who, replies_to=wamid, text="piso en torrox") == []
    assert place.does("revoke", who, replies_to=wamid) == []


def test_four_thousand_emoji_are_answered(place):
    who = greeted(place)
    said = to(who, place.does("text", who, text="😀" * 4096))
    assert "".join(said).count("😀") == 4096
    assert all(len(words) <= 4096 for words in said)


def test_a_name_with_control_characters_is_one_harmless_line(place):
    who = "34600001005"
    place.does("text", who, text="hola", name="Lu\x07cía\u202e\r\nERROR app: forged\x1b[31m")
    name = place.chat(who)["conversation"]["name"]
    assert name.isprintable()
    assert name.startswith("Lucía")
    assert "forged" not in place.logs.read_text()


def test_a_pasted_link_is_answered_whole(place):
    who, link = greeted(place), "https://portal.example/inmueble/BS-1042?utm_source=x&a=%C3%B1#fotos"
    assert to(who, place.does("text", who, text=f"¿sigue en venta? {link}")) == [f"¿sigue en venta? {link}"]


ORDER = {"type": "order", "order": {"catalog_id": "1", "product_items": [{"product_retailer_id": "x", "quantity": 1}]}}
SYSTEM = {"type": "system", "system": {"type": "customer_identity_changed", "body": "x", "identity": "y"}}


@pytest.mark.parametrize(
    ("kind", "more", "answers"),
    [
        ("reaction", {"emoji": "👍", "replies_to": "wamid.nothing"}, 0),
        ("sticker", {}, 0),
        ("unsupported", {"text": "poll_creation"}, 1),
        ("contacts", {"phone": "34600009999", "text": "Un amigo"}, 1),
        ("raw", {"message": ORDER}, 1),
        ("raw", {"message": SYSTEM}, 0),
        ("raw", {"message": {"type": "hologram", "hologram": {}}}, 0),
        ("raw", {"message": {"type": "text", "text": {"body": 5}}}, 1),
    ],
    ids=["reaction", "sticker", "unsupported", "contacts", "order", "system", "unknown type", "text that is none"],
)
def test_what_is_no_text_is_handled_and_the_chat_goes_on(place, kind, more, answers):
    who = greeted(place)
    assert len(place.does(kind, who, **more)) == answers
    assert to(who, place.does("text", who, text="2 hab")) == ["2 hab"]


def test_an_item_larger_than_we_keep_is_a_dead_letter_and_the_chat_goes_on(place):
    who = greeted(place)
    assert place.does("raw", who, message={"type": "text", "text": {"body": "x" * LARGEST_ITEM}}) == []
    assert to(who, place.does("text", who, text="2 hab")) == ["2 hab"]


# Who it is


def chats(place, *names):
    """The conversations that somebody of these names has."""
    return [chat for chat in place.chats() if {chat["wa_id"], chat["bsuid"]} & set(names)]


def test_who_is_known_by_no_phone_is_served_by_the_other_name(place):
    who = "ES.13491208655302741918"
    before = len(place.sandbox.sent())
    place.sandbox.control("say", {"user_id": who, "text": "hola"})
    place.quiet(before)
    (chat,) = chats(place, who)
    assert (chat["wa_id"], chat["bsuid"]) == (None, who)
    assert [each["body"]["recipient"] for each in place.sandbox.sent(before)] == [who]


def test_a_number_change_keeps_the_conversation(place):
    who, new = greeted(place), "34600099009"
    assert place.does("number_change", who, to=new) == []
    assert to(new, place.does("text", new, text="soy yo")) == ["soy yo"]
    (chat,) = chats(place, who, new)
    assert chat["wa_id"] == new


def test_phone_then_other_name_then_a_change_of_number_is_one_session(place):
    who, new = "34600099010", "34600099011"
    burst(place, who, {"text": "hola", "user_id": None})
    place.does("text", who, text="sigo")
    (known,) = chats(place, who)
    assert known["bsuid"]
    place.does("number_change", who, to=new)
    place.does("text", new, text="y ahora con otro número")
    (chat,) = chats(place, who, new, known["bsuid"])
    assert chat["id"] == known["id"]


def test_a_recycled_phone_is_two_sessions(place):
    who, new, stranger = greeted(place), "34600099013", "ES.90000000000000001"
    place.does("number_change", who, to=new)
    (kept,) = chats(place, new)
    place.does("text", who, user_id=stranger, text="hola, soy otra persona con el número de antes")
    assert chats(place, new) == [kept]
    (other,) = chats(place, stranger)
    assert other["id"] != kept["id"]
