"""A process of its own on a store: reads one command a line, answers one line each. Run by `tests/contract/`.

put WAMID TIMES      the same message many times at once; how many were new
claim RECORD RUN     claim a record at the version read now; won or refused
commit CHAT N        try to be the one that holds the conversation at its present version
write N              commit N numbered records to a conversation of its own, naming each only after it was acknowledged
"""

import asyncio
import json
import sys
from dataclasses import replace

from kept import NOW, a_conversation, a_record, an_item

from panelin.conversation import Answering
from panelin.errors import Conflict, PanelinError
from panelin.ids import ConversationId, OutboxId, RunId
from panelin.runtime.failpoints import configure
from panelin.store.contract import Store
from panelin.store.documents import Change, Claim, Put, RecordState
from panelin.store.open_store import open_store


async def put(store: Store, wamid: str, times: str) -> object:
    puts = await asyncio.gather(*(store.put([an_item(wamid)]) for _ in range(int(times))))
    return {kind.value: sum(found == [kind] for found in puts) for kind in Put}


async def claim(store: Store, record: str, run: str) -> object:
    stored = await store.record(OutboxId(record))
    assert stored is not None
    if stored.value.state is not RecordState.READY:
        return "late"
    try:
        await store.write([(stored, replace(stored.value, state=RecordState.SENDING, claim=Claim(RunId(run), stored.now)))])
    except Conflict:
        return "refused"
    return "won"


async def commit(store: Store, conversation: str, turn: str) -> object:
    chat = await store.open(ConversationId(conversation))
    assert chat is not None
    if chat.conversation.answering is not None:
        return "late"
    try:
        await store.commit(chat, Change(replace(chat.conversation, answering=Answering(int(turn), NOW))))
    except Conflict:
        return "refused"
    return "won"


async def write(store: Store, count: str) -> object:
    chat = await store.create(a_conversation(identities=(), lanes=()), ())
    for seq in range(1, int(count) + 1):
        record = a_record(chat.conversation, seq)
        item = an_item()
        assert await store.put([item]) == [Put.NEW]
        chat = await store.commit(chat, Change(replace(chat.conversation, seq=seq), records=(record,)))
        _say([record.id, item.id])
    return "done"


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


async def main(url: str, failpoints: str) -> None:
    configure({"FAILPOINTS": failpoints})
    store = open_store(url)
    await store.ready()
    _say("ready")
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        name, *arguments = line.split()
        try:
            _say(await {"put": put, "claim": claim, "commit": commit, "write": write}[name](store, *arguments))
        except PanelinError as error:
            _say(type(error).__name__)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
