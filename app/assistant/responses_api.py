"""The port `Assistant` with OpenAI's Responses API behind it: one question in, one answer or one honest failure out."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from app.assistant import instructions
from app.assistant.catalogue import UNREADABLE, Catalogue, Homes, Kept
from app.assistant.facts import Reading
from app.assistant.limits import Deadline, Limits
from app.assistant.mishaps import Kind, Mishap
from app.assistant.model import Count, Model, uncounted
from app.assistant.rounds import Frame, Spoken, converse
from app.assistant.schemas import TOOLS, file_search
from app.assistant.shortcuts import shortcut
from app.assistant.tools import Asked, Tools
from app.assistant.without_model import cards_alone
from app.assistant.wording import input_of
from app.ports import Line, Question, StillOurs
from panelin.agency import Agency
from panelin.errors import PanelinError, Unavailable, Uncertain
from panelin.events import AssistantAnswered, AssistantFailed, Failure
from panelin.ids import ThreadId

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)

DEFAULT_MODEL: Final = "gpt-6-luna"
_WITHOUT_EFFORT: Final = ("gpt-4", "gpt-3", "chatgpt")  # they refuse the parameter
_WORTH_ANOTHER_THREAD: Final = frozenset({Kind.LOST, Kind.THREAD, Kind.CUT})
_LAST_SHOWN: Final = 3  # homes that an answer without any reference may mean
_MOST_LEFT: Final = 100  # threads of this process that wait to be deleted
_DELETED_AT_ONCE: Final = 3

VectorStore = Callable[[], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Options:
    """What the installation sets; `safety_key` is a secret of its own or derived from one."""

    safety_key: bytes = field(repr=False)
    model: str = DEFAULT_MODEL
    effort: str | None = "low"
    thread_mode: Literal["conversation", "transcript"] = "conversation"
    most_output: int = 4_000  # tokens, those of the reasoning included
    limits: Limits = field(default_factory=Limits)


async def no_store() -> str | None:
    """No vector store is known."""
    return None


class ResponsesAssistant:
    """Answers by the Responses API; the client is built, and `openai` imported, at the first question."""

    def __init__(
        self,
        client_factory: "Callable[[], AsyncOpenAI]",
        catalogue: Homes,
        agency: Agency,
        options: Options,
        *,
        vector_store: VectorStore = no_store,
        count: Count = uncounted,
    ) -> None:
        self._model = Model(client_factory, options.limits, count=count)
        self._homes = catalogue
        self._catalogue = Kept(self._read_catalogue)
        self._store: Kept[str | None] = Kept(vector_store)
        self._agency = agency
        self._options = options
        self._count = count
        self._left: deque[ThreadId] = deque(maxlen=_MOST_LEFT)

    async def answer(self, question: Question, *, still_ours: StillOurs) -> AssistantAnswered | AssistantFailed:  # noqa: ARG002 - asked before bookings, which come with the MCP server
        """Answer within the turn's deadline, on a new thread where the given one cannot be trusted any more."""
        tools = await self._workbench(question)
        answered = shortcut(question, tools.reading.catalogue, self._agency) or (
            self._model.lost and cards_alone(question, tools.reading, self._agency)
        )
        if answered:
            return answered
        try:
            return await self._persisting(question, Deadline.after(self._options.limits.turn))
        except Mishap as mishap:
            return self._without_model(question, mishap, tools.reading)
        except PanelinError as error:  # the store: what the transcript reads
            log.warning("no answer: %s", type(error).__name__)
            return AssistantFailed(question.need.turn, Failure.UNAVAILABLE)

    def _without_model(self, question: Question, mishap: Mishap, reading: Reading) -> AssistantAnswered | AssistantFailed:
        """A search that is certain is answered by cards; everything else is an honest failure."""
        log.warning("the model gave no answer: %s", mishap.kind)
        failure = _failure(mishap)
        answered = cards_alone(question, reading, self._agency) if failure is Failure.UNAVAILABLE else None
        self._count("assistant.cards_alone" if answered else f"assistant.failed.{failure}")
        return answered or AssistantFailed(question.need.turn, failure)

    async def forget(self, thread: ThreadId) -> None:
        """Delete a thread that was left, and those that this process left while it was answering."""
        await self._deleted(thread)
        for _ in range(_DELETED_AT_ONCE):
            if not self._left:  # other turns take from it meanwhile
                return
            await self._deleted(self._left.popleft())

    async def close(self) -> None:
        """Let go of the connections."""
        await self._model.close()

    @property
    def _keeps_threads(self) -> bool:
        return self._options.thread_mode == "conversation"

    async def _deleted(self, thread: ThreadId) -> None:
        try:
            await self._model.delete(thread)
        except Mishap as mishap:
            self._left.append(thread)
            raise Unavailable(str(mishap)) from mishap

    async def _persisting(self, question: Question, deadline: Deadline) -> AssistantAnswered:
        """Once on the thread that is given, once more on a new one; a thread that cannot be used at all does not count."""
        thread = question.need.thread if self._keeps_threads else None
        lines = await question.transcript() if thread is None and question.need.thread else question.unseen
        struck = 0
        while True:
            try:
                return await self._attempt(question, thread, lines, deadline)
            except Mishap as mishap:
                given_is_unusable = mishap.kind is Kind.THREAD and thread is not None
                struck += not given_is_unusable
                if mishap.kind not in _WORTH_ANOTHER_THREAD or struck > 1:
                    raise
                if mishap.kind is Kind.LOST and not await self._model.rest(mishap, deadline):
                    raise
                self._count(f"assistant.thread_left.{mishap.kind}")
            thread, lines = None, await question.transcript()

    async def _attempt(self, question: Question, thread: ThreadId | None, lines: Sequence[Line], deadline: Deadline) -> AssistantAnswered:
        tools = await self._workbench(question)
        fixed, offered = self._fixed(question), await self._offered()
        ours = thread is None and self._keeps_threads
        used = await self._model.new_thread(deadline) if ours else thread
        frame = Frame(fixed, offered, used, self._options.limits.rounds)
        try:
            spoken = await converse(self._model, frame, input_of(lines, question.need.messages), tools, deadline)
        except BaseException as error:
            if ours and used is not None:
                self._left.append(used)
            if isinstance(error, Uncertain):  # the reply of a tool was lost: its call has no output, so the thread is of no use
                raise Mishap(Kind.LOST, str(error)) from error
            raise
        return self._answered(question, spoken, tools, used)

    def _answered(self, question: Question, spoken: Spoken, tools: Tools, thread: ThreadId | None) -> AssistantAnswered:
        shown = [each.reference for each in question.conversation.shown][-_LAST_SHOWN:]
        return AssistantAnswered(
            turn=question.need.turn,
            text=spoken.text,
            proposals=tuple(tools.proposals),
            demand=tools.demand,
            facts=tools.reading.facts(spoken.text, shown),
            thread=thread,
            thread_items=spoken.items if thread is not None else 0,
        )

    async def _workbench(self, question: Question) -> Tools:
        asked = Asked(question.need.messages, question.conversation.demand, question.need.language, question.now)
        try:
            catalogue = await self._catalogue.now()
        except PanelinError as error:
            self._count("assistant.catalogue_unreadable")
            log.warning("the catalogue cannot be read: %s", type(error).__name__)
            catalogue = UNREADABLE
        return Tools(Reading(catalogue), asked, self._agency)

    async def _read_catalogue(self) -> Catalogue:
        return Catalogue.of(await self._homes.active(), self._agency.zones)

    async def _offered(self) -> list[Mapping[str, Any]]:
        try:
            store = await self._store.now()
        except PanelinError:
            store = None
        return [*TOOLS, file_search(store)] if store else [*TOOLS]

    def _fixed(self, question: Question) -> Mapping[str, Any]:
        options = self._options
        reasons = options.effort is not None and not options.model.startswith(_WITHOUT_EFFORT)
        return {
            "model": options.model,
            "instructions": instructions.instructions(question, self._agency),
            "max_output_tokens": options.most_output,
            "prompt_cache_key": instructions.cache_key(),
            "safety_identifier": instructions.safety_identifier(options.safety_key, question.conversation.id),
            **({"reasoning": {"effort": options.effort}} if reasons else {}),
        }


def _failure(mishap: Mishap) -> Failure:
    match mishap.kind:
        case Kind.REFUSED:
            return Failure.REFUSED
        case Kind.CUT:
            return Failure.CUT
        case _:
            return Failure.UNAVAILABLE
