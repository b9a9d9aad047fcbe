import base64
import hashlib

import pytest
from sandbox_server import SECRETS

from sandbox.generated import heard
from sandbox.identity import BUSINESS_NUMBER, user_id_of

LUCIA = "34600000001"
AUTH = {"Authorization": "Bearer test-graph-token"}


def received(receiver, count=1):
    return receiver.wait_for("messages", count)[-1]


def refused(sandbox, order, status=400):
    answer = sandbox.client.post("/control/say", json=order)
    assert answer.status_code == status
    return answer.json()["error"]


def test_a_text_arrives_as_meta_delivers_it(sandbox, receiver):
    wamid = sandbox.say(LUCIA, "hola", name="Lucía")
    message = received(receiver)
    assert (message["id"], message["from"], message["from_user_id"]) == (wamid, LUCIA, user_id_of(LUCIA))
    assert (message["type"], message["text"]) == ("text", {"body": "hola"})
    assert message["timestamp"].isdigit()
    (value,) = receiver.deliveries[0].values
    assert value["metadata"] == {"display_phone_number": BUSINESS_NUMBER, "phone_number_id": SECRETS["PHONE_NUMBER_ID"]}
    assert value["contacts"] == [{"profile": {"name": "Lucía"}, "wa_id": LUCIA, "user_id": user_id_of(LUCIA)}]
    assert receiver.deliveries[0].fields == ["messages"]


def test_the_contract_s_own_example_works(sandbox, receiver):
    answer = sandbox.client.post("/control/say", json={"from": "34600000001", "kind": "text", "text": "hola"})
    assert answer.json() == {"wamid": received(receiver)["id"]}


def test_a_burst_returns_a_wamid_for_each_bubble(sandbox, receiver):
    answer = sandbox.control("say", [{"from": LUCIA, "text": text} for text in ("hola", "busco piso", "en nerja")])
    assert [message["id"] for message in receiver.wait_for("messages", 3)] == answer["wamids"]


def test_a_customer_with_a_user_id_only_has_no_number_anywhere(sandbox, receiver):
    sandbox.control("say", {"user_id": "ES.77", "text": "hola", "name": "Ana"})
    message = received(receiver)
    assert "from" not in message
    assert message["from_user_id"] == "ES.77"
    assert receiver.all_of("contacts") == [{"profile": {"name": "Ana"}, "user_id": "ES.77"}]


def test_number_and_user_id_may_both_be_given(sandbox, receiver):
    sandbox.say(LUCIA, "hola", user_id="ES.5")
    assert (received(receiver)["from"], received(receiver)["from_user_id"]) == (LUCIA, "ES.5")


def test_an_older_payload_has_no_user_id(sandbox, receiver):
    sandbox.say(LUCIA, "hola", user_id=None)
    assert "from_user_id" not in received(receiver)
    assert "user_id" not in receiver.all_of("contacts")[0]


@pytest.mark.parametrize("at", ["2026-11-24T12:00:00Z", 1795521600, "1795521600"])
def test_a_message_may_be_dated(sandbox, receiver, at):
    sandbox.say(LUCIA, "hola", at=at)
    assert received(receiver)["timestamp"] == "1795521600"


def test_undated_messages_follow_the_clock(sandbox, receiver):
    sandbox.control("clock", {"set": "2027-01-06T09:30:00Z"})
    sandbox.say(LUCIA, "hola")
    assert abs(int(received(receiver)["timestamp"]) - 1799227800) <= 5


def test_a_reply_quotes_and_an_ad_is_named(sandbox, receiver, graph):
    wamid = graph.wamid()
    referral = {"source_type": "ad", "source_id": "7", "headline": "Áticos en Nerja", "ctwa_clid": "x"}
    sandbox.say(LUCIA, "este", replies_to=wamid, referral=referral)
    assert received(receiver)["context"] == {"from": BUSINESS_NUMBER, "id": wamid}
    assert received(receiver)["referral"] == referral


def test_a_voice_note_can_be_downloaded_and_says_what_was_said(sandbox, receiver, graph):
    sandbox.say(LUCIA, "busco un ático en Nerja", kind="audio")
    audio = received(receiver)["audio"]
    assert (audio["mime_type"], audio["voice"]) == ("audio/ogg; codecs=opus", True)
    content = sandbox.client.get(graph.get(audio["id"]).json()["url"], headers=AUTH).content
    assert base64.b64decode(audio["sha256"]) == hashlib.sha256(content).digest()
    assert heard(content) == "busco un ático en Nerja"
    assert sandbox.world.database.get("speech", hashlib.sha256(content).hexdigest()) == {"text": "busco un ático en Nerja"}


@pytest.mark.parametrize(
    ("kind", "mime", "magic"),
    [("image", "image/png", b"\x89PNG"), ("document", "application/pdf", b"%PDF"), ("sticker", "image/webp", b"RIFF")],
)
def test_media_arrive_with_an_id_under_which_they_can_be_fetched(sandbox, receiver, graph, kind, mime, magic):
    sandbox.say(LUCIA, kind=kind)
    medium = received(receiver)[kind]
    assert medium["mime_type"] == mime
    url = graph.get(medium["id"]).json()["url"]
    assert sandbox.client.get(url, headers=AUTH).content.startswith(magic)
    assert sandbox.client.get(f"/control/media/{medium['id']}").content.startswith(magic)


def test_media_carry_caption_and_file_name_and_may_be_brought_along(sandbox, receiver):
    photo = base64.b64encode(b"\xff\xd8\xffmine").decode()
    sandbox.say(LUCIA, kind="image", caption="¿es este?", data=photo, mime="image/jpeg")
    image = received(receiver)["image"]
    assert (image["caption"], image["mime_type"]) == ("¿es este?", "image/jpeg")
    assert sandbox.client.get(f"/control/media/{image['id']}").content == b"\xff\xd8\xffmine"
    sandbox.say(LUCIA, kind="document", filename="nómina.pdf")
    assert received(receiver, 2)["document"]["filename"] == "nómina.pdf"
    assert "base64" in refused(sandbox, {"from": LUCIA, "kind": "image", "data": "%%%"})


def test_a_pin_and_a_contact_card(sandbox, receiver):
    sandbox.say(LUCIA, kind="location", latitude=36.75, longitude=-3.87, address="Nerja")
    assert received(receiver)["location"] == {"latitude": 36.75, "longitude": -3.87, "address": "Nerja"}
    sandbox.say(LUCIA, "Klaus", kind="contacts", phone="+4915112345678")
    card = received(receiver, 2)["contacts"][0]
    assert card["phones"][0]["wa_id"] == "4915112345678"
    assert card["origin"] == "other"


def test_reaction_edit_and_revoke_name_their_message(sandbox, receiver):
    wamid = sandbox.say(LUCIA, "hola")
    sandbox.say(LUCIA, kind="reaction", emoji="👍", replies_to=wamid)
    assert received(receiver, 2)["reaction"] == {"message_id": wamid, "emoji": "👍"}
    sandbox.say(LUCIA, kind="reaction", replies_to=wamid)
    assert received(receiver, 3)["reaction"] == {"message_id": wamid}
    sandbox.say(LUCIA, "adiós", kind="edit", replies_to=wamid)
    assert received(receiver, 4)["edit"] == {"original_message_id": wamid, "message": {"type": "text", "text": {"body": "adiós"}}}
    sandbox.say(LUCIA, kind="revoke", replies_to=wamid)
    assert received(receiver, 5)["revoke"] == {"original_message_id": wamid}
    assert all("context" not in message for message in receiver.all_of("messages"))


def test_an_echo_is_what_a_person_typed_on_the_phone_of_the_business(sandbox, receiver):
    wamid = sandbox.say(LUCIA, "soy Marta, te ayudo yo", kind="echo")
    (echo,) = receiver.wait_for("message_echoes", 1)
    assert (echo["id"], echo["from"], echo["to"], echo["to_user_id"]) == (wamid, BUSINESS_NUMBER, LUCIA, user_id_of(LUCIA))
    assert echo["text"] == {"body": "soy Marta, te ayudo yo"}
    assert receiver.deliveries[0].fields == ["smb_message_echoes"]
    assert sandbox.sent() == []


def test_an_echo_may_name_its_customer_with_to_and_edit_an_earlier_one(sandbox, receiver):
    wamid = sandbox.control("say", {"from": BUSINESS_NUMBER, "to": LUCIA, "kind": "echo", "text": "hola"})["wamid"]
    sandbox.say(LUCIA, "hola!", kind="echo", of="edit", replies_to=wamid)
    first, second = receiver.wait_for("message_echoes", 2)
    assert first["to"] == second["to"] == LUCIA
    assert second["edit"]["original_message_id"] == wamid


def test_a_change_of_number_is_told_by_a_system_message_without_contacts(sandbox, receiver):
    sandbox.say(LUCIA, "hola")
    sandbox.say(LUCIA, kind="number_change", to="34600000099")
    message = received(receiver, 2)
    assert message["from"] == LUCIA
    assert message["system"]["type"] == "user_changed_number"
    assert message["system"]["wa_id"] == "34600000099"
    assert (message["system"]["user_id"], message["system"]["previous_user_id"]) == (user_id_of("34600000099"), user_id_of(LUCIA))
    assert len(receiver.all_of("contacts")) == 1
    sandbox.say("34600000099", "soy la misma")
    assert [person["wa_id"] for person in sandbox.client.get("/control/people").json()] == ["34600000099"]


def test_what_whatsapp_cannot_deliver_comes_as_unsupported(sandbox, receiver):
    sandbox.say(LUCIA, "poll_creation", kind="unsupported")
    assert received(receiver)["errors"][0]["code"] == 131051


def test_anything_else_may_be_said_raw(sandbox, receiver):
    sandbox.say(LUCIA, kind="raw", message={"type": "order", "order": {"catalog_id": "1"}, "group_id": "g"})
    message = received(receiver)
    assert (message["type"], message["order"], message["group_id"]) == ("order", {"catalog_id": "1"}, "g")


@pytest.mark.parametrize(
    ("order", "word"),
    [
        ({"text": "hola"}, "from"),
        ({"from": "hola", "text": "x"}, "from"),
        ({"from": LUCIA, "text": ""}, "text"),
        ({"from": LUCIA, "text": 5}, "text"),
        ({"from": LUCIA, "kind": "poll"}, "kind"),
        ({"from": LUCIA, "kind": "location", "latitude": 1}, "longitude"),
        ({"from": LUCIA, "kind": "reaction", "emoji": "👍"}, "replies_to"),
        ({"from": LUCIA, "kind": "edit", "text": "x"}, "replies_to"),
        ({"from": LUCIA, "kind": "contacts"}, "phone"),
        ({"from": LUCIA, "kind": "number_change"}, "to"),
        ({"from": LUCIA, "kind": "raw"}, "message"),
        ({"from": LUCIA, "text": "x", "at": "yesterday"}, "yesterday"),
        ("hola", "object"),
        (["hola"], "objects"),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_sentence_and_nothing_is_delivered(sandbox, receiver, order, word):
    assert word in refused(sandbox, order)
    assert sandbox.client.get("/control/webhooks").json() == []


def test_of_a_burst_with_a_mistake_what_stands_before_it_was_said(sandbox, receiver):
    refused(sandbox, [{"from": LUCIA, "text": "uno"}, {"from": LUCIA, "text": ""}])
    assert received(receiver)["text"]["body"] == "uno"


def test_what_is_said_is_an_event(sandbox):
    wamid = sandbox.say(LUCIA, "hola")
    (event,) = [event for event in sandbox.client.get("/control/recent").json() if event["kind"] == "said"]
    assert (event["entry"]["wamid"], event["entry"]["text"], event["entry"]["kind"]) == (wamid, "hola", "text")
