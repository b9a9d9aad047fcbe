"""Nudges: what a turn has heard is not looked for again, and nothing that came meanwhile is forgotten."""

import asyncio

from office import LUCIA, MARTA, a_tap, a_text


async def opened_by(office, monkeypatch):
    """How often conversations are opened from now on."""
    opened, honest = [], office.store.open

    async def open_(conversation):
        opened.append(conversation)
        return await honest(conversation)

    monkeypatch.setattr(office.store, "open", open_)
    return opened


async def test_a_burst_that_was_heard_whole_is_not_looked_for_again(office, monkeypatch):
    await office.hears("hola")
    opened = await opened_by(office, monkeypatch)
    await office.hears("busco piso", "en Nerja", "2 hab")
    assert len(opened) == 1
    assert office.said()[-1] == "busco piso | en Nerja | 2 hab"


async def test_a_nudge_of_an_item_that_no_turn_has_heard_starts_another_run(office, monkeypatch):
    await office.hears("hola")
    first = await office.gets(a_text("busco piso"))
    opened = await opened_by(office, monkeypatch)
    unheard = (await office.gets(a_text("otra cosa", who=LUCIA)))[0]
    await office.store.bury(await office.store.item(unheard.id), "unreadable")
    await office.works((*first, unheard))
    assert len(opened) == 2


async def test_all_that_an_agent_taps_at_once_is_served(office):
    await office.hears("hola", "quiero hablar con un agente")
    chat = await office.chat()
    taps = [a_tap(f"take:{chat.id}:{chat.rev}", who=MARTA), *(a_text(words, who=MARTA) for words in ("¿qué?", "¿cómo?", "¿cuándo?"))]
    items = await office.gets(*taps)
    await office.works(items)
    states = await asyncio.gather(*(office.store.item(item.id) for item in items))
    assert {item.state.value for item in states} == {"done"}
