"""What the sandbox delivers, which knows Meta's forms from the same sheet but shares no line with us."""

import pytest
from meta_posts import NUMBERS, stored
from sandbox_server import SECRETS, sandbox_thread
from webhook_receiver import webhook_receiver

from app.whatsapp.incoming import contact_name, event
from app.whatsapp.payload import split
from app.whatsapp.signature import HEADER, verified
from panelin.events import (
    AgentWrote,
    ChoiceMade,
    Identity,
    IdentityChanged,
    IdentityKind,
    LocationShared,
    MediaReceived,
    TextEdited,
    TextReceived,
    TextRevoked,
    Unsupported,
)

LUCIA = "34600111222"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sandbox")
    with webhook_receiver() as receiver, sandbox_thread(folder / "sandbox.db", receiver.url) as sandbox:
        yield sandbox, receiver


@pytest.fixture
def say(played):
    sandbox, receiver = played
    sandbox.control("reset")
    receiver.deliveries.clear()

    def said(sender: str = LUCIA, words: str = "", **more):
        wamid = sandbox.say(sender, words, **more)
        name = "message_echoes" if more.get("kind") == "echo" else "messages"
        receiver.wait_for(name, 1)
        found = [item for delivery in receiver.deliveries for item in split(delivery.body, NUMBERS).items]
        receiver.deliveries.clear()
        (item,) = (each for each in found if wamid.encode() in each.raw)
        return item

    return said


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"words": "hola busco piso"}, TextReceived),
        ({"kind": "choice", "id": "v1:visit:BS-1042", "title": "Pedir visita"}, ChoiceMade),
        ({"kind": "audio", "words": "hola"}, MediaReceived),
        ({"kind": "image", "words": "¿este?"}, MediaReceived),
        ({"kind": "document"}, MediaReceived),
        ({"kind": "sticker"}, Unsupported),
        ({"kind": "location", "latitude": 36.7, "longitude": -3.8}, LocationShared),
        ({"kind": "echo", "words": "Soy Marta"}, AgentWrote),
        ({"kind": "number_change", "to": "34699999999"}, IdentityChanged),
    ],
)
def test_each_kind_is_what_happened(say, order, expected):
    item = say(**order)
    assert item.dead is None
    assert type(event(stored(item))) is expected


def test_what_concerns_an_earlier_message_names_it(say):
    first = event(stored(say(words="hasta 200")))
    edited = event(stored(say(kind="edit", words="hasta 300", replies_to=first.id)))
    revoked = event(stored(say(kind="revoke", replies_to=first.id)))
    reacted = event(stored(say(kind="reaction", replies_to=first.id)))
    assert edited == TextEdited(edited.id, edited.at, first.id, "hasta 300")
    assert revoked == TextRevoked(revoked.id, revoked.at, first.id)
    assert reacted == Unsupported(reacted.id, reacted.at, "reaction")


def test_a_person_without_a_number_is_known_by_her_other_name(say):
    item = say("ES.8f2k9", "hola")
    assert item.identities == (Identity(IdentityKind.BSUID, "ES.8f2k9"),)


def test_a_name_comes_along(say):
    assert contact_name(say(words="hola", name="Lucía").raw) == "Lucía"


def test_the_signature_is_the_one_we_know(say, played):
    sandbox, receiver = played
    sandbox.say(LUCIA, "¡añ😀/!")
    receiver.wait_for("messages", 1)
    (delivery,) = receiver.deliveries
    assert verified(delivery.body, [delivery.headers[HEADER]], [SECRETS["APP_SECRET"]])
