import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meta_posts import LUCIA, NUMBER, NUMBERS, change, post, said, sample, samples, status, text

from app.whatsapp import payload
from app.whatsapp.payload import DEEPEST, LARGEST_ITEM, item_id, lane_of, split
from app.whatsapp.strict_json import NotJson
from panelin.events import Identity, IdentityKind

BSUID, WA_ID = Identity(IdentityKind.BSUID, "ES.8f2k9"), Identity(IdentityKind.WA_ID, "34600111222")
NOT_FOR_US = {
    "history_with_messages": "field.history",
    "history_threads": "field.history",
    "standby": "field.standby",
    "handovers": "field.messaging_handovers",
    "preferences": "field.user_preferences",
    "account_update": "field.account_update",
    "field_of_tomorrow": "field.other",
    "group_message": "group",
    "foreign_number": "foreign_number",
    "status_of_a_campaign": "status.foreign",
    "status_without_our_id": "status.foreign",
}


def test_a_text_becomes_one_item():
    (item,) = split(sample("text"), NUMBERS).items
    assert item.id == item_id("messages", "wamid.text")
    assert (item.field, item.number, item.pos, item.dead) == ("messages", NUMBER, 0, None)
    assert item.identities == (BSUID, WA_ID)
    assert item.at == datetime(2026, 11, 23, 10, 33, 20, tzinfo=UTC)
    assert item.lane == lane_of(NUMBER, (BSUID,))


def test_an_item_keeps_what_meta_said_of_it_with_its_contact():
    (item,) = said(text()).items
    assert json.loads(item.raw) == {"field": "messages", "number": NUMBER, "contact": LUCIA, "message": text()}
    assert b" " not in item.raw


@pytest.mark.promise("P2")
def test_the_same_message_in_other_bytes_is_the_same_item():
    body = sample("text")
    escaped = json.dumps(json.loads(body)).replace("/", "\\/").encode()
    assert escaped != body
    assert split(escaped, NUMBERS).items == split(body, NUMBERS).items


def test_the_same_wamid_under_another_field_is_another_item():
    (message,) = said(text("wamid.A")).items
    echo = {**text("wamid.A"), "to": "34600111222"}
    (echoed,) = split(post(change("smb_message_echoes", message_echoes=[echo])), NUMBERS).items
    assert message.id != echoed.id


def test_every_entry_and_change_and_message_is_walked():
    body = json.loads(post(change(messages=[text("w1"), text("w2")]), change(messages=[text("w3")])))
    body["entry"].append({"id": "2", "changes": [change(messages=[text("w4")], statuses=[status()])]})
    found = split(json.dumps(body).encode(), NUMBERS)
    assert [item.id for item in found.items] == [item_id("messages", f"w{n}") for n in (1, 2, 3, 4)]
    assert [item.pos for item in found.items] == [0, 1, 2, 3]
    assert len(found.deliveries) == 1


@pytest.mark.parametrize(("name", "counted"), NOT_FOR_US.items())
def test_what_is_not_for_us_is_counted_and_starts_nothing(name, counted):
    found = split(sample(name), NUMBERS)
    assert (found.items, found.deliveries) == ((), ())
    assert dict(found.ignored) == {counted: 1}


def test_a_foreign_object_is_counted():
    assert dict(split(b'{"object":"page","entry":[]}', NUMBERS).ignored) == {"foreign_object": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"object":"whatsapp_business_account"}',
        b'{"object":"whatsapp_business_account","entry":{}}',
        b'{"object":"whatsapp_business_account","entry":[1,{"changes":7},{"changes":[null,[],{}]}]}',
        b'{"object":["whatsapp_business_account"],"entry":[]}',
        post({"field": "messages", "value": []}),
        post({"field": ["messages"], "value": {}}),
        post(change(messages={"id": "x"}, statuses="no", contacts=3)),
    ],
)
def test_odd_shapes_hold_nothing(body):
    found = split(body, NUMBERS)
    assert (found.items, found.deliveries) == ((), ())


@pytest.mark.promise("P1")
@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("no object", "no_object"),
        (text(wamid=""), "no_id"),
        ({**text(), "id": 7}, "no_id"),
        ({**text(), "id": "wamid\u0000"}, "no_id"),
        ({**text(sender=""), "from_user_id": ""}, "nobody"),
        ({**text(), "timestamp": "yesterday"}, "no_time"),
        ({**text(), "timestamp": "99999999999999999999"}, "no_time"),
        ({**text(), "timestamp": True}, "no_time"),
        ({**text(), "timestamp": None}, "no_time"),
        (text(body="x" * (LARGEST_ITEM + 1)), "too_large"),
    ],
)
def test_an_unreadable_item_is_a_dead_letter_and_its_siblings_live(message, why):
    found = said(text("w1"), message, text("w3"))
    assert [item.dead for item in found.items] == [None, why, None]
    assert len({item.id for item in found.items}) == 3
    assert len(found.items[1].raw) <= LARGEST_ITEM


@pytest.mark.promise("P2")
def test_a_dead_letter_without_an_id_is_the_same_one_when_it_comes_again():
    assert said({"type": "text"}).items[0].id == said({"type": "text"}).items[0].id


def test_an_item_without_a_number_of_ours_to_name_is_a_dead_letter():
    (item,) = split(post({"field": "messages", "value": {"messages": [text()]}}), NUMBERS).items
    assert item.dead == "no_number"


@pytest.mark.parametrize("levels", [DEEPEST, 600, 900])
def test_nesting_that_json_can_hold_but_nobody_needs_is_a_dead_letter(levels):
    deep = json.dumps(text("w1")).replace('"hola"', "[" * levels + "]" * levels)
    body = post(change(messages=["DEEP", text("w2")], contacts=[LUCIA])).replace(b'"DEEP"', deep.encode())
    try:
        found = split(body, NUMBERS)
    except NotJson:
        assert levels == 900  # as deep as Python's reader goes
    else:
        assert [item.dead for item in found.items] == ["too_deep", None]


def test_nesting_that_could_be_read_but_not_written_is_a_dead_letter():
    deep: list = []
    for _ in range(20_000):
        deep = [deep]
    assert payload._raw({"message": deep}) == (b"{}", "too_deep")


def test_many_brackets_are_not_depth():
    cards = [{"name": {"formatted_name": f"n{n}"}, "phones": [{"phone": "1"}]} for n in range(257)]
    (item,) = said({**text(), "type": "contacts", "contacts": cards}).items
    assert item.dead is None


def test_a_timestamp_may_be_a_number():
    (item,) = said({**text(), "timestamp": 1795430000}).items
    assert item.at == datetime(2026, 11, 23, 10, 33, 20, tzinfo=UTC)


@pytest.mark.promise("P1")
def test_a_thousand_mixed_items_are_taken_apart_within_a_second():
    people = [{"profile": {"name": f"P{n}"}, "wa_id": f"3460000{n:04}", "user_id": f"ES.{n}"} for n in range(400)]
    messages = [text(f"w{n}", sender=f"3460000{n:04}") for n in range(400)]
    echoes = [
        {"from": "34910000000", "to": f"3460000{n:04}", "id": f"e{n}", "timestamp": "1795430000", "type": "text", "text": {"body": "x"}}
        for n in range(100)
    ]
    statuses = [status(record=f"{n:024x}.00000001") for n in range(400)]
    body = post(
        change(messages=messages, contacts=people, statuses=statuses),
        change("smb_message_echoes", message_echoes=echoes),
        change("history", messages=[text(f"h{n}") for n in range(98)]),
        change(messages=["broken", {**text("odd"), "type": "hologram"}]),
    )
    started = time.process_time()
    found = split(body, NUMBERS)
    assert time.process_time() - started < 1
    assert len(found.items) == 502
    assert len(found.deliveries) == 400
    assert [item.dead for item in found.items if item.dead] == ["no_object"]
    assert [item.identities[0].value for item in found.items[:400]] == [f"ES.{n}" for n in range(400)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(st.sampled_from(samples()), st.data())
def test_no_change_of_a_recorded_post_breaks_the_reading(name, data):
    body = json.loads(sample(name))
    holders = [body]
    for holder in holders:
        holders += [
            child for child in (holder.values() if isinstance(holder, dict) else holder) if isinstance(child, dict | list) and child
        ]
    holder = data.draw(st.sampled_from(holders))
    key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = data.draw(JSON)
    try:
        found = split(json.dumps(body).encode(), NUMBERS)
    except NotJson:
        return
    for item in found.items:
        assert item.raw
        assert item.lane or item.dead
        item.raw.decode()
