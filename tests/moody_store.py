"""A store that fails when a test says so: the n-th call of a method is refused, is away, or loses its reply after acting."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class Mood:
    """What happens to the calls of one method: `skip` go well, then `times` fail."""

    error: Exception
    times: int
    skip: int
    acted: bool
    when: Callable[..., bool]
    met: int = 0


class Moody:
    """Any store, with moods."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self._moods: dict[str, Mood] = {}

    def fails(
        self,
        method: str,
        error: Exception,
        *,
        times: int = 1,
        skip: int = 0,
        acted: bool = False,
        when: Callable[..., bool] = lambda *_, **__: True,
    ) -> Mood:
        """Let the next calls of a method for which `when` holds fail; with `acted` the store did what it was asked all the same."""
        self._moods[method] = Mood(error, times, skip, acted, when)
        return self._moods[method]

    def __getattr__(self, name: str) -> Any:
        honest, mood = getattr(self._store, name), self._moods.get(name)
        return honest if mood is None else _moody(honest, mood)


def _moody(honest: Callable[..., Awaitable[Any]], mood: Mood) -> Callable[..., Awaitable[Any]]:
    async def call(*given: Any, **named: Any) -> Any:
        if not mood.when(*given, **named):
            return await honest(*given, **named)
        mood.met += 1
        if not mood.skip < mood.met <= mood.skip + mood.times:
            return await honest(*given, **named)
        if mood.acted:
            await honest(*given, **named)
        raise mood.error

    return call
