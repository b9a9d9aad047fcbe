"""Whose queue an action belongs to, and what stands under a photo."""

from typing import get_args

import pytest
from conversations import MARTA, at
from fixture_homes import BS_1042

from panelin.actions import (
    Action,
    CallTool,
    NotifyAgent,
    Reason,
    SendCard,
    SendDossier,
    SendLocation,
    SendSummary,
    SendTemplate,
    SendText,
    Voice,
    voice_of,
)
from panelin.cards import card
from panelin.ids import Reference

ATTIC = card(BS_1042, "es", now=at("10:00"))
HOME = Reference("BS-1042")
VOICES = [
    (SendText("hola"), Voice.ASSISTANT),
    (SendText("hola", voice=Voice.SYSTEM), Voice.SYSTEM),
    (SendText("hola", voice=Voice.AGENT), Voice.AGENT),
    (SendCard(ATTIC), Voice.ASSISTANT),
    (SendLocation(HOME, 36.7, -3.8, "Ático"), Voice.ASSISTANT),
    (SendDossier(HOME, "https://brisasur.example/d.pdf", "d.pdf", "Dossier"), Voice.ASSISTANT),
    (SendTemplate("respuesta_pendiente", ("Lucía",)), Voice.ASSISTANT),
    (NotifyAgent(MARTA, Reason.ASKED, 1, at("10:00")), Voice.NOTICE),
    (SendSummary(MARTA, "Cliente: Lucía"), Voice.NOTICE),
    (CallTool("create_lead", {}, "k"), Voice.DEED),
]


@pytest.mark.parametrize(("action", "voice"), VOICES)
def test_every_action_belongs_to_one_queue(action, voice):
    assert voice_of(action) is voice


def test_no_action_is_without_a_queue():
    assert {type(action) for action, _ in VOICES} == set(get_args(Action))


def test_under_the_photo_stand_the_words_the_home_and_the_question():
    assert SendCard(ATTIC, "Mira:", "¿Lo vemos?").body == f"Mira:\n\n{ATTIC.body}\n\n¿Lo vemos?"
    assert SendCard(ATTIC).body == ATTIC.body


@pytest.mark.promise("P10")
def test_neither_a_customers_name_nor_the_summary_stands_in_a_representation():
    assert "Lucía" not in repr(NotifyAgent(MARTA, Reason.ASKED, 1, at("10:00"), "Lucía"))
    assert "Lucía" not in repr(SendSummary(MARTA, "Cliente: Lucía"))
