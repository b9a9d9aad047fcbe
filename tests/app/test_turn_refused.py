"""A commit that is refused, or whose reply is lost: open again, judge again with the answer in hand."""

import asyncio
from dataclasses import replace

import pytest
from office import Office, echo

from panelin.errors import Uncertain
from panelin.store.documents import Change


def answers(office):
    """What the customer read, without the greeting."""
    return [words.split("\n\n")[-1] for words in office.said()]


class Losing:
    """A store that loses the reply of its n-th commit, after or instead of writing."""

    def __init__(self, store, n, *, written):
        self._store, self._left, self._written = store, n, written

    def __getattr__(self, name):
        return getattr(self._store, name)

    async def commit(self, chat, change):
        self._left -= 1
        if self._left == 0:
            if self._written:
                await self._store.commit(chat, change)
            raise Uncertain("the reply was lost")
        return await self._store.commit(chat, change)


@pytest.mark.promise("P1")
@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("commit", [1, 2])
async def test_a_lost_reply_of_a_commit_neither_loses_nor_doubles(store, commit, written):
    office = Office(Losing(store, commit, written=written))
    await office.hears("hola")
    for _ in range(30):
        if office.said():
            break
        await asyncio.sleep(0.05)
        await office.sweeps()
    assert answers(office) == ["hola"]
    await office.sweeps(2)
    assert len(office.said()) == 1


@pytest.mark.promise("P4")
async def test_a_refused_answer_is_judged_again_without_asking_again(office, store):
    async def moved(question):
        chat = await store.open(question.conversation.id)
        await store.commit(chat, replace_name(chat))
        return echo(question)

    office.model.answers = [moved]
    await office.hears("hola")
    assert answers(office) == ["hola"]
    assert len(office.model.asked) == 1


def replace_name(chat):
    """An edit that does not change who speaks."""
    return Change(replace(chat.conversation, name="Lucía G."))
