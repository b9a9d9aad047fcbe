"""The conversation as one function: values in, a new conversation, actions and at most one need out.

Messages never ask the model; time does, when the burst is over. An answer is judged by the conversation as it is when the answer comes,
so a takeover, a newer turn and a paused worker are one case (design section 4).
"""

from datetime import datetime
from typing import assert_never

from panelin import answering, handoff, hearing
from panelin.agency import Agency
from panelin.conversation import Conversation
from panelin.decision import Decision
from panelin.disclosure import with_heads
from panelin.events import (
    AgentDeclined,
    AgentReturned,
    AgentTookOver,
    AgentWrote,
    AnswerOverdue,
    AssistantAnswered,
    AssistantFailed,
    ChoiceMade,
    ContactShared,
    Event,
    IdentityChanged,
    ItemDied,
    LocationShared,
    MediaReceived,
    SendFailed,
    StillAnswering,
    TextEdited,
    TextReceived,
    TextRevoked,
    TimePassed,
    Unsupported,
)


def decide(conversation: Conversation, event: Event, *, now: datetime, agency: Agency) -> Decision:
    """Judge one event; `now` is business time. What speaks to the customer first says who is speaking."""
    return with_heads(_decided(conversation, event, now, agency), now=now, agency=agency)


def _decided(conversation: Conversation, event: Event, now: datetime, agency: Agency) -> Decision:  # noqa: C901, PLR0911, PLR0912 - the table
    match event:
        case TextReceived():
            return hearing.text_received(conversation, event, now=now, agency=agency)
        case ChoiceMade():
            return hearing.choice_made(conversation, event, now=now, agency=agency)
        case MediaReceived() | LocationShared() | ContactShared() | Unsupported():
            return hearing.other_received(conversation, event, now=now, agency=agency)
        case TextEdited() | TextRevoked() | IdentityChanged():
            return Decision(hearing.amended(conversation, event))
        case AgentWrote():
            return handoff.agent_wrote(conversation, event, now=now, agency=agency)
        case AgentTookOver(agent=agent):
            return handoff.taken_over(conversation, agent, now=now)
        case AgentDeclined(agent=agent):
            return handoff.declined(conversation, agent, now=now, agency=agency)
        case AgentReturned(agent=agent):
            return Decision(handoff.given_back(conversation, agent, returned_at=now))
        case AssistantAnswered():
            return answering.answered(conversation, event, now=now, agency=agency)
        case AssistantFailed(turn=turn, why=why):
            return answering.failed(conversation, turn, why, now=now, agency=agency)
        case StillAnswering(turn=turn):
            return answering.still_answering(conversation, turn, now=now, agency=agency)
        case AnswerOverdue(turn=turn):
            return answering.overdue(conversation, turn, now=now, agency=agency)
        case SendFailed():
            return handoff.not_delivered(conversation, event, now=now, agency=agency)
        case ItemDied():
            return handoff.item_died(conversation, now=now, agency=agency)
        case TimePassed():
            return answering.time_passed(conversation, now=now, agency=agency)
        case _:
            assert_never(event)
