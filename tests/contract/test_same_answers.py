"""Whatever is written under whatever precondition, both databases say the same (P2, P3)."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panelin.errors import Conflict
from panelin.store.documents import ABSENT, Version
from panelin.store.engine import ANYWAY, EXISTING, Engine, Outcome, Query, Write
from panelin.store.firestore.calls import Calls
from panelin.store.firestore.engine import FirestoreEngine
from panelin.store.sqlite.engine import SqliteEngine

NAMES = st.sampled_from(["seq", "deep.a", "deep.b", "deep", "odd-name"])
VALUES = st.one_of(
    st.none(), st.integers(-3, 3), st.sampled_from(["", "ñ", "\x00"]), st.booleans(), st.lists(st.integers(0, 2), max_size=2)
)
AT = st.sampled_from(["absent", "existing", "anyway", "current", "stale"])
WRITES = st.tuples(st.sampled_from("abc"), AT, st.dictionaries(NAMES, VALUES, max_size=3))
STEPS = st.lists(
    st.tuples(st.sampled_from(["commit", "each"]), st.lists(WRITES, min_size=1, max_size=3, unique_by=lambda write: write[0])), max_size=8
)
NEVER = Version("1.000001000")


class Played:
    """One database playing a story; versions are its own, so they are named by their age."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._versions: dict[str, list[Version]] = {}

    async def play(self, steps) -> list[object]:
        return [await self._step(how, writes) for how, writes in steps] + [await self._everything()]

    async def _step(self, how, writes) -> object:
        messages = [Write("settings", id_, self._at(id_, at), _patch(patch, whole=at == "absent")) for id_, at, patch in writes]
        if how == "each":
            told = [outcome.value for outcome in await self._engine.each(messages)]
        else:
            try:
                await self._engine.commit(messages)
                told = ["done"]
            except Conflict:
                told = ["refused"]
        return told, await self._moved([id_ for id_, _, _ in writes])

    def _at(self, id_: str, at: str) -> Version:
        named = {"absent": ABSENT, "existing": EXISTING, "anyway": ANYWAY}
        if at in named:
            return named[at]
        known = [NEVER, NEVER, *self._versions.get(id_, [])]
        return known[-1] if at == "current" else known[-2]

    async def _moved(self, ids) -> list[str]:
        moved = []
        for found in (await self._engine.get("settings", ids)).found:
            known = self._versions.setdefault(found.id, [])
            if found.version not in known:
                known.append(found.version)
                moved.append(found.id)
        return sorted(moved)

    async def _everything(self) -> dict[str, object]:
        return {found.id: found.plain for found in (await self._engine.query(Query("settings"))).found}


def _patch(patch, *, whole):
    """Nested paths in a patch; a new document is written whole."""
    flat = {name: value for name, value in patch.items() if not (name.startswith("deep.") and (whole or "deep" in patch))}
    return {(tuple(name.split(".")) if "." in name else name): value for name, value in flat.items()}


@pytest.mark.promise("P3")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_both_databases_tell_the_same_story(firestore_emulator, tmp_path, steps):
    async def both():
        database = uuid4().hex[:20]
        sqlite = SqliteEngine(str(Path(tmp_path) / f"{database}.db"), synchronous="OFF")
        firestore = FirestoreEngine(Calls(f"demo-{database}", "(default)"))
        told = [await Played(engine).play(steps) for engine in (sqlite, firestore)]
        for engine in (sqlite, firestore):
            await engine.close()
        return told

    first, second = asyncio.run(both())
    assert first == second
    assert Outcome.LOST.value not in str(first)
