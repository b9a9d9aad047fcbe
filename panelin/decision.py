"""What `decide` returns."""

from dataclasses import dataclass, replace

from panelin.actions import Action, Need
from panelin.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Decision:
    """A new conversation, what to commit with it, and what to fetch before the next decision."""

    conversation: Conversation
    actions: tuple[Action, ...] = ()
    need: Need | None = None


def then(first: Decision, second: Decision) -> Decision:
    """Join two decisions of which the second was made on the first's conversation."""
    return replace(second, actions=first.actions + second.actions, need=second.need or first.need)
