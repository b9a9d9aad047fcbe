import json

import pytest

from sandbox.envelope import body_of, contact_of, packed, signature
from sandbox.people import Person

# Recomputed vectors of whatsapp.md section 4
VECTORS = [
    ('{"object":"whatsapp_business_account","entry":[]}', "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"),
    ('{"object": "whatsapp_business_account", "entry": []}', "56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a"),
    ('{"t":"añ"}', "424c5572c1424c9d5888f95eb8233458391bd6cc46488ebb7d1914deebc5225e"),
    (r'{"t":"a\u00f1"}', "b8e29bbb6435b8fd9aebc49dd0a424d3a463d043bcf9873e636a14a31b4c556d"),
]


def message(text, field="messages"):
    return {"field": field, "value": {"contacts": [{"wa_id": text}], "messages": [{"text": {"body": text}}]}}


@pytest.mark.parametrize(("body", "expected"), VECTORS)
def test_the_signature_is_the_hmac_of_the_raw_bytes(body, expected):
    assert signature("test_app_secret", body.encode()) == f"sha256={expected}"


def test_a_body_is_escaped_as_meta_escapes_it_and_reads_the_same_in_other_bytes():
    entries = [[message("¿libre? https://x 🏠")]]
    escaped, other = body_of(entries, "77"), body_of(entries, "77", escaped=False)
    assert escaped.isascii()
    assert b"https:\\/\\/x" in escaped
    assert "🏠".encode() in other
    assert json.loads(escaped) == json.loads(other)
    assert json.loads(escaped)["entry"][0] == {"id": "77", "changes": entries[0]}


def test_packed_updates_are_spread_over_entries_changes_and_lists_and_none_is_lost():
    entries = packed(message(str(number)) for number in range(9))
    texts = [item["text"]["body"] for changes in entries for change in changes for item in change["value"]["messages"]]
    assert texts == [str(number) for number in range(9)]
    assert len(entries) > 1
    assert any(len(changes) > 1 for changes in entries)
    assert any(len(change["value"]["messages"]) > 1 for changes in entries for change in changes)


def test_an_update_of_another_field_is_never_put_inside_a_change():
    entries = packed(message(str(number), "messages" if number % 2 else "smb_message_echoes") for number in range(6))
    assert all(len(change["value"]["messages"]) == 1 for changes in entries for change in changes)


def test_a_contact_carries_only_what_is_known():
    assert contact_of(Person("a", None, "ES.1")) == {"profile": {}, "user_id": "ES.1"}
    assert contact_of(Person("a", "346", "ES.1", "Ana")) == {"profile": {"name": "Ana"}, "wa_id": "346", "user_id": "ES.1"}
