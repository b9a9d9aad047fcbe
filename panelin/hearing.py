"""Hearing: what a customer's message changes. It never asks the model; it only extends what waits for an answer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from panelin import handoff
from panelin.actions import Choice, Heard, Reason, SendText, Voice
from panelin.agency import Agency
from panelin.consent import ConsentWord, consent_word
from panelin.conversation import MOST_UNANSWERED, Consent, Conversation, Taken
from panelin.decision import Decision
from panelin.disclosure import reminded
from panelin.events import (
    ChoiceMade,
    ContactShared,
    IdentityChanged,
    LocationShared,
    MediaKind,
    MediaReceived,
    TextEdited,
    TextReceived,
    TextRevoked,
    Unsupported,
)
from panelin.languages import Language, text
from panelin.languages.detect import detected, language_after
from panelin.languages.detect import requested as requested_language
from panelin.languages.matching import asks_data_rights, asks_if_machine, is_complaint, wants_person

OPT_OUT_YES, OPT_OUT_NO, PERSON = "v1:optout:yes", "v1:optout:no", "v1:person"
UNREADABLE_AGAIN = timedelta(hours=1)  # one "I can't read that" is enough for a while
SAID_ONCE = timedelta(hours=1)  # "baja", "BAJA!!": one confirmation

MOST_JUDGED = 1_000  # characters

Speaking = TextReceived | ChoiceMade | MediaReceived | LocationShared | ContactShared | Unsupported


def text_received(conversation: Conversation, event: TextReceived, *, now: datetime, agency: Agency) -> Decision:
    """Hear a text: words of consent and calls for a person are answered by code, everything else waits for the end of the burst."""
    conversation = _contacted(conversation, event, now)
    conversation = replace(
        conversation,
        language=_language(conversation.language, _judged(event.text)),
        origin=conversation.origin or event.referral,
    )
    word = consent_word(_judged(event.text))
    if word is not None:
        return _consent(conversation, word, now=now, agency=agency)
    if isinstance(conversation.handoff, Taken):
        return Decision(conversation)
    if (reason := _wanted(_judged(event.text))) is not None:
        return handoff.requested(conversation, reason, now=now, agency=agency)
    if asks_if_machine(_judged(event.text)):
        return _said(conversation, "soy_ia", agency)
    return Decision(_waiting(conversation, event, event.text))


def choice_made(conversation: Conversation, event: ChoiceMade, *, now: datetime, agency: Agency) -> Decision:
    """Hear a tap: act on its id, show its title."""
    conversation = _contacted(conversation, event, now)
    if event.choice == OPT_OUT_YES or consent_word(event.title) is ConsentWord.OPT_OUT:
        return _consent(conversation, ConsentWord.OPT_OUT, now=now, agency=agency)
    if isinstance(conversation.handoff, Taken) or event.choice == OPT_OUT_NO:
        return Decision(conversation)
    if event.choice.startswith(PERSON):
        return handoff.requested(conversation, Reason.ASKED, now=now, agency=agency)
    return Decision(_waiting(conversation, event, event.title, choice=event.choice))


def other_received(
    conversation: Conversation, event: MediaReceived | LocationShared | ContactShared | Unsupported, *, now: datetime, agency: Agency
) -> Decision:
    """Hear what is no text: its words wait for an answer, what cannot be read is said once an hour, a reaction is only kept."""
    if isinstance(event, Unsupported) and not event.turn:
        return Decision(replace(conversation, seq=conversation.seq + 1))
    conversation = _contacted(conversation, event, now)
    if isinstance(conversation.handoff, Taken):
        return Decision(conversation)
    if (words := _words(event)) is not None:
        return Decision(_waiting(conversation, event, words))
    told = conversation.unreadable_told_at
    if told is not None and now < told + UNREADABLE_AGAIN:
        return Decision(conversation)
    voice_note = isinstance(event, MediaReceived) and event.kind is MediaKind.AUDIO
    return _said(replace(conversation, unreadable_told_at=now), "voz_fallo" if voice_note else "no_soportado", agency)


def amended(conversation: Conversation, event: TextEdited | TextRevoked | IdentityChanged) -> Conversation:
    """Hear what changes an earlier message or a name: it wants no answer of its own."""
    conversation = replace(conversation, seq=conversation.seq + 1)
    match event:
        case TextEdited(original=original, text=words):
            edited = (replace(heard, text=words) if heard.id == original else heard for heard in conversation.unanswered)
            return replace(conversation, unanswered=tuple(edited))
        case TextRevoked(original=original):
            return replace(conversation, unanswered=tuple(heard for heard in conversation.unanswered if heard.id != original))
        case IdentityChanged(new=new):
            known = tuple(identity for identity in conversation.identities if identity not in new)
            return replace(conversation, identities=(*known, *new))
        case _:
            assert_never(event)


def _contacted(conversation: Conversation, event: Speaking, now: datetime) -> Conversation:
    """Every word of the customer opens the window anew, from Meta's second on, not from its arrival."""
    last = conversation.last_customer_at
    return replace(
        reminded(conversation, now),
        seq=conversation.seq + 1,
        last_customer_at=event.at if last is None else max(last, event.at),
        last_interaction=now,
    )


def _waiting(conversation: Conversation, event: Speaking, words: str, *, choice: str | None = None) -> Conversation:
    heard = Heard(conversation.seq, event.id, event.at, words, choice)
    return replace(conversation, unanswered=(*conversation.unanswered, heard)[-MOST_UNANSWERED:])


def _language(known: Language | None, words: str) -> Language | None:
    """The language of the first clear sentence, kept until a clear sentence in another one or a request; unknown until then."""
    if known is None:
        return requested_language(words) or detected(words)
    return language_after(known, words, known)


def _judged(words: str) -> str:
    """What fast paths look at: nobody asks for a person on page three, and patterns stay quick whatever is sent."""
    return words[:MOST_JUDGED]


def _wanted(words: str) -> Reason | None:
    if wants_person(words):
        return Reason.ASKED
    if is_complaint(words):
        return Reason.COMPLAINT
    return Reason.DATA_RIGHTS if asks_data_rights(words) else None


def _words(event: Speaking) -> str | None:
    match event:
        case MediaReceived(caption=caption):
            return caption
        case LocationShared(latitude=latitude, longitude=longitude):
            return f"[📍 {latitude:.5f}, {longitude:.5f}]"
        case ContactShared():
            return "[📇]"
        case _:
            return None


def _consent(conversation: Conversation, word: ConsentWord, *, now: datetime, agency: Agency) -> Decision:
    """A word of consent counts in every state of the handoff and never stops answers to messages sent later (product sheet, section 9)."""
    consent = conversation.consent
    match word:
        case ConsentWord.OPT_OUT if consent.revoked_at is not None and now < consent.revoked_at + SAID_ONCE:
            return Decision(conversation)
        case ConsentWord.OPT_OUT:
            return _said(replace(conversation, consent=replace(consent, revoked_at=now)), "baja_ok", agency)
        case ConsentWord.OPT_IN:
            return _said(replace(conversation, consent=Consent(granted_at=now, text_version="alta_ok")), "alta_ok", agency)
        case ConsentWord.DOUBTFUL if isinstance(conversation.handoff, Taken):
            return Decision(conversation)
        case _:
            language = agency.language(conversation.language)
            choices = (
                Choice(OPT_OUT_YES, text("boton_baja_si", language, agency)),
                Choice(OPT_OUT_NO, text("boton_no", language, agency)),
            )
            return Decision(conversation, (SendText(text("baja_duda", language, agency), choices, Voice.SYSTEM, sentence="baja_duda"),))


def _said(conversation: Conversation, sentence: str, agency: Agency) -> Decision:
    body = text(sentence, agency.language(conversation.language), agency)
    return Decision(conversation, (SendText(body, voice=Voice.SYSTEM, sentence=sentence),))
