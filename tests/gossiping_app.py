"""`python tests/gossiping_app.py`: the app with faults that nobody foresaw, each of which quotes all that it holds.

They fall on words: `veneno` cannot be heard, `averia` breaks the first write of its turn, `portazo` the first try to store it, and `olvido`
leaves a broken task that nobody waits for.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from app import listening
from app.__main__ import main
from panelin.runtime import serving
from panelin.store.over import StoreOver

_struck: set[str] = set()


def strikes(word: str, text: str) -> bool:
    """Whether a fault falls on a text, once."""
    if word not in text or word in _struck:
        return False
    _struck.add(word)
    return True


def cannot_be_heard() -> None:
    """Hearing breaks, each time."""
    honest = listening.event

    def event(item):
        if b"veneno" in item.raw:
            raise ValueError(item.raw.decode(), item.identities)
        return honest(item)

    listening.event = event


def cannot_be_written() -> None:
    """The store breaks as no store of ours should."""
    commit, put = StoreOver.commit, StoreOver.put

    async def broken(words):
        raise RuntimeError(words)

    async def breaking_commit(self, chat, change):
        words = " ".join(heard.text for heard in change.conversation.unanswered)
        if strikes("olvido", words):
            asyncio.get_running_loop().create_task(broken(f"{words} {change.conversation.wa_id} {change.conversation.name}"))
        if strikes("averia", words):
            raise RuntimeError(f"{words} {change.conversation.wa_id} {change.conversation.name}")
        return await commit(self, chat, change)

    async def breaking_put(self, items):
        words = b" ".join(item.raw for item in items).decode()
        if strikes("portazo", words):
            raise RuntimeError(words)
        return await put(self, items)

    StoreOver.commit, StoreOver.put = breaking_commit, breaking_put


if __name__ == "__main__":
    cannot_be_heard()
    cannot_be_written()
    sys.exit(serving.started(main))
