"""Who is speaking: the first answer says that it comes from an AI, and so does the first one after a person (product sheet, 10, 12, 14)."""

from dataclasses import replace
from datetime import datetime, timedelta

from panelin.actions import Action, SendCard, SendDossier, SendLocation, SendText, Voice
from panelin.agency import Agency
from panelin.conversation import Conversation, Greeted
from panelin.decision import Decision
from panelin.languages import greeting_version, text

FORGOTTEN_AFTER = timedelta(days=365)
WITHOUT_HEAD = frozenset({"baja_ok"})  # who leaves is not greeted


def reminded(conversation: Conversation, now: datetime) -> Conversation:
    """Forget that this customer was greeted if nobody has spoken for twelve months."""
    last = conversation.last_interaction
    return replace(conversation, greeted=None) if last is not None and last + FORGOTTEN_AFTER <= now else conversation


def heads(conversation: Conversation, agency: Agency) -> tuple[str, ...]:
    """Give the locked texts that must stand before the next words to this customer."""
    language = agency.language(conversation.language)
    due: list[str] = []
    if conversation.greeted is None or conversation.greeted.version != greeting_version(agency):
        due.append(text("primer_contacto", language, agency))
    if conversation.was_taken:
        person = agency.agent(conversation.back_from)
        due.append(text("handoff_vuelta", language, agency, agente=person.first_name if person else agency.name))
    return tuple(due)


def with_heads(decision: Decision, *, now: datetime, agency: Agency) -> Decision:
    """Put what is due at the head of the first words to the customer; a decision that says nothing leaves it due."""
    spoken = [action for action in decision.actions if _speaks(action)]
    due = heads(decision.conversation, agency)
    if not due or not spoken or (isinstance(spoken[0], SendText) and spoken[0].sentence in WITHOUT_HEAD):
        return decision
    conversation = replace(decision.conversation, greeted=Greeted(greeting_version(agency), now), was_taken=False, back_from=None)
    return replace(decision, conversation=conversation, actions=_headed("\n\n".join(due), decision.actions))


def _headed(head: str, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The head leads the first words, which then leads everything; without a text it goes alone."""
    for position, action in enumerate(actions):
        if isinstance(action, SendText | SendCard):
            return (_with_head(head, action), *actions[:position], *actions[position + 1 :])
    return (SendText(head, voice=Voice.SYSTEM, sentence="primer_contacto"), *actions)


def _with_head(head: str, action: SendText | SendCard) -> SendText | SendCard:
    if isinstance(action, SendText):
        return replace(action, body=f"{head}\n\n{action.body}")
    return replace(action, before=f"{head}\n\n{action.before}".rstrip())


def _speaks(action: Action) -> bool:
    return isinstance(action, SendText | SendCard | SendLocation | SendDossier)
