"""Identifiers, each with a type of its own; what a vendor issued is opaque to us."""

from typing import NewType

ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)  # Meta's wamid
ItemId = NewType("ItemId", str)  # sha256(field, wamid), the key of an inbox item
OutboxId = NewType("OutboxId", str)  # conversation.seq
IdentityKey = NewType("IdentityKey", str)  # sha256(phone_number_id, kind, value)
Number = NewType("Number", str)  # phone_number_id of the agency's number
Lane = NewType("Lane", str)  # hash of who wrote to which number
Reference = NewType("Reference", str)
AgentId = NewType("AgentId", str)
ThreadId = NewType("ThreadId", str)
MediaId = NewType("MediaId", str)
RunId = NewType("RunId", str)  # one run of one turn in one process
