"""Questions to the assistant, as the turn would put them, and an assistant on any client."""

from datetime import timedelta

import httpx2
from brisa_sur import BRISA_SUR
from fixture_homes import HOMES, TODAY

from app.assistant.catalogue import UNREADABLE, Catalogue
from app.assistant.limits import Limits
from app.assistant.model import openai_client
from app.assistant.responses_api import Options, ResponsesAssistant, no_store
from app.ports import Line, Question
from panelin.actions import AskAssistant, Heard
from panelin.conversation import Conversation
from panelin.ids import ConversationId, MessageId, Number

QUICK = Limits(turn=5, call=2, least=0.02, pause=0.01, longest_pause=0.02)
CHAT = Conversation(ConversationId("c0ffee"), Number("105500000000001"))


def catalogue_of(homes=HOMES, *, readable=True):
    """A catalogue as one reading made it."""
    return Catalogue.of(homes, BRISA_SUR.zones) if readable else UNREADABLE


class Shelf:
    """A catalogue that counts how often it is read, and may be out of order."""

    def __init__(self, homes=HOMES, error=None):
        self.homes, self.error, self.readings = homes, error, 0

    async def active(self):
        self.readings += 1
        if self.error:
            raise self.error
        return self.homes


class Tally(dict):
    """Counts by name."""

    def __call__(self, name, amount=1, /):
        self[name] = self.get(name, 0) + amount


async def always_ours():
    return True


def heard(*texts, seq=10, choice=None):
    """Messages of one burst."""
    return tuple(Heard(seq + n, MessageId(f"wamid.{seq + n}"), TODAY + timedelta(seconds=n), text, choice) for n, text in enumerate(texts))


def line(seq, who, text):
    return Line(seq, TODAY, who, text)


def question(*texts, chat=CHAT, thread=None, unseen=(), before=(), language="es", turn=3, choice=None, ungrounded=()):
    """A question; `unseen` is what the given thread lacks, `before` the whole transcript before the messages."""

    async def transcript():
        return tuple(before)

    need = AskAssistant(chat.id, turn, heard(*texts, choice=choice), thread, None, language, ungrounded)
    return Question(need, chat, tuple(unseen), TODAY, transcript)


def assistant(
    base_url,
    *,
    model="sandbox-assistant",
    catalogue=None,
    limits=QUICK,
    mode="conversation",
    vector_store=no_store,
    count=None,
    transport=None,
):
    """The assistant on the real SDK; a transport stands in for the network."""

    def build():
        client = openai_client("sk-test", base_url, limits)
        return client.with_options(http_client=httpx2.AsyncClient(transport=transport)) if transport else client

    options = Options(b"secret of the tests", model=model, thread_mode=mode, limits=limits)
    return ResponsesAssistant(
        build, catalogue or Shelf(), BRISA_SUR, options, vector_store=vector_store, count=Tally() if count is None else count
    )
