"""An agent's own number: told, taps, takes, passes on; never a customer."""

import pytest
from office import LUCIA, MARTA, OPEN, Office, a_tap, a_text, an_echo, echo

JAVIER = "34600000102"


async def asked(office):
    """A customer asked for a person; the conversation."""
    await office.hears("hola, busco piso", "quiero hablar con un agente")
    return await office.chat()


async def taps(office, chat, who=MARTA, verb="take", request=None):
    """An agent taps a button of the notice."""
    await office.works(await office.gets(a_tap(f"{verb}:{chat.id}:{chat.rev if request is None else request}", who=who)))


@pytest.mark.promise("P4")
async def test_a_tap_takes_the_chat_and_brings_the_summary_on_one_screen(office):
    chat = await asked(office)
    assert office.said(MARTA) == ["notice: asked"]
    await taps(office, chat)
    assert (await office.chat()).handoff.agent == "marta"
    summary = office.said(MARTA)[1]
    assert summary.startswith("El chat es tuyo.")
    assert "Cliente: Lucía" in summary
    assert "Motivo: " in summary
    assert len(summary.splitlines()) < 16
    await office.hears("¿y la entrada?")
    assert len(office.model.asked) == 0


async def test_the_second_to_tap_is_told_who_was_faster(office):
    chat = await asked(office)
    await taps(office, chat)
    await taps(office, chat, who=JAVIER)
    assert office.said(JAVIER)[-1] == "Ya lo lleva Marta."
    assert (await office.chat()).handoff.agent == "marta"


async def test_who_taps_twice_has_it_once(office):
    chat = await asked(office)
    await taps(office, chat)
    await taps(office, chat)
    assert (await office.chat()).rev == chat.rev + 1
    assert office.said(MARTA)[-1].startswith("El chat es tuyo.")


async def test_who_cannot_passes_it_on(office):
    chat = await asked(office)
    await taps(office, chat, verb="later")
    assert office.said(MARTA)[-1] == "De acuerdo, aviso a otra persona."
    assert office.said(JAVIER) == ["notice: asked"]


async def test_a_tap_on_an_old_notice_takes_nothing(office):
    chat = await asked(office)
    await taps(office, chat)
    office.passes(minutes=1)
    back = an_echo("Te dejo con el asistente.", at=office.business_now)
    await office.works(await office.gets(back, field="smb_message_echoes"))
    await taps(office, chat, request=chat.rev)
    assert (await office.chat()).handoff is None
    assert office.said(MARTA)[-1] == "Esa petición ya está cerrada."


async def test_any_other_text_of_an_agent_gets_a_help_line_once_an_hour_and_opens_no_customer(office):
    await office.works(await office.gets(a_text("hola?", MARTA), a_text("no entiendo", MARTA)))
    assert len(office.said(MARTA)) == 1
    assert "avisos" in office.said(MARTA)[0]
    assert office.model.asked == []
    office.passes(hours=1)
    await office.works(await office.gets(a_text("¿y ahora?", MARTA, at=office.business_now)))
    assert len(office.said(MARTA)) == 2


async def test_a_tap_that_names_no_conversation_gets_the_help_line(office):
    await office.works(await office.gets(a_tap("take:nobody:1")))
    assert len(office.said(MARTA)) == 1


@pytest.mark.promise("P1")
async def test_a_tap_whose_nudge_was_lost_is_found_by_the_sweep(office):
    import asyncio

    chat = await asked(office)
    await office.gets(a_tap(f"take:{chat.id}:{chat.rev}"))
    for _ in range(60):
        await asyncio.sleep(0.05)
        await office.sweeps()
        if (await office.chat()).handoff.__class__.__name__ == "Taken":
            break
    assert (await office.chat()).handoff.agent == "marta"


@pytest.mark.promise("P4")
async def test_a_tap_while_the_model_thinks_drops_the_answer(office):
    office.business_now = OPEN.replace(hour=21)  # closed: the assistant goes on helping
    chat = await asked(office)

    async def taken(question):
        await office.works_beside(await office.gets(a_tap(f"take:{chat.id}:{chat.rev}", at=office.business_now)))
        return echo(question)

    office.model.answers = [taken]
    before = len(office.said())
    await office.hears("¿y en torrox?")
    assert len(office.said()) == before
    assert (await office.chat()).handoff.agent == "marta"


async def test_an_agent_without_whatsapp_is_told_by_mail(store):
    from dataclasses import replace

    from brisa_sur import BRISA_SUR

    marta = replace(BRISA_SUR.agents["marta"], whatsapp=None)
    office = Office(store, agency=replace(BRISA_SUR, agents={**BRISA_SUR.agents, "marta": marta}))
    await office.hears("quiero hablar con un agente")
    assert [who for who, _ in office.mail.told] == ["marta"]
    assert office.said(LUCIA)[0].endswith("Mientras, no te contesto yo para no liarte.")
