"""The documents of each collection."""

import dataclasses
from dataclasses import replace
from typing import get_args

from kept import NOW, a_conversation, a_record, an_item

from panelin.actions import Action
from panelin.conversation import Handoff, Taken
from panelin.ids import AgentId
from panelin.store import codec
from panelin.store.documents import Item, Version


def test_no_member_of_a_union_has_a_field_that_the_tag_would_hide():
    classes = [cls for cls in codec.KINDS.values() if dataclasses.is_dataclass(cls)]
    assert len(classes) == 10
    assert not [cls for cls in classes if "kind" in {field.name for field in dataclasses.fields(cls)}]


def test_every_action_and_every_state_of_a_handoff_has_a_tag():
    assert {*get_args(Action), *get_args(Handoff)} <= set(codec.KINDS.values())


def test_a_tag_names_one_class():
    assert len(set(codec.KINDS.values())) == len(codec.KINDS)


def test_a_new_conversation_carries_its_schema_and_no_id():
    plain = codec.conversation_document(a_conversation(), ai_active=False)
    assert (plain["schema"], plain["ai_active"], plain["wa_id"]) == (1, False, "34600000001")
    assert not {"id", "thread_id"} & set(plain)


def test_a_change_names_the_session_fields_only_when_they_may_differ():
    old = a_conversation()
    assert codec.conversation_changes(old, replace(old, rev=1), ai_active=True) == {"rev": 1, "ai_active": True}
    taken = replace(old, handoff=Taken(AgentId("marta"), NOW, NOW))
    assert codec.conversation_changes(taken, replace(old, identities=()), ai_active=True) == {
        "handoff": None,
        "identities": [],
        "ai_active": True,
        "wa_id": None,
        "thread_id": None,
    }


def test_an_item_becomes_what_is_read_back():
    new = an_item(trace="t")
    item = codec.item_from(new.id, codec.new_item_document(new) | {"state": "new", "received_at": NOW}, Version("1"))
    shared = {field.name for field in dataclasses.fields(new)} & {field.name for field in dataclasses.fields(Item)}
    assert {name: getattr(item, name) for name in shared} == {name: getattr(new, name) for name in shared}


def test_a_record_becomes_what_is_read_back():
    record = a_record(a_conversation())
    assert codec.record_from(record.id, codec.record_document(record)) == record
