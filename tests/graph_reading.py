"""Reading a request as Graph would, without a socket: the code of the refusal, or what was understood."""

from sandbox.clock import Clock
from sandbox.database import Database
from sandbox.graph.errors import GraphError
from sandbox.graph.outgoing import read_outgoing
from sandbox.graph.templates import Template, Templates
from sandbox.media import UPLOADED_LIVES, Media

APPROVED = Templates(
    [
        Template("visita", "es", "utility", "Hola {{1}}, te esperamos el {{2}}.", ("Confirmo", "Cancelar")),
        Template("aviso", "es", "utility", "{{nombre}} pide una persona: {{motivo}}.", ()),
        Template("dossier_listo", "es", "utility", "Su dossier está listo.", (), header="document"),
        Template("codigo", "es", "authentication", "Código {{1}}.", ()),
    ]
)


def media_with(*mimes: str) -> tuple[Media, list[str]]:
    """A media store that holds one file of each type; their ids."""
    database = Database(":memory:")
    media = Media(database, Clock(database))
    return media, [media.keep(b"x", mime, "file", UPLOADED_LIVES).id for mime in mimes]


def understood(body: dict, media: Media | None = None):
    """The message as Graph understands it."""
    return read_outgoing(body, APPROVED, media or media_with()[0])


def code_of(body: dict, media: Media | None = None) -> int | None:
    """The code of the refusal; None if Graph would accept."""
    try:
        understood(body, media)
    except GraphError as refusal:
        return refusal.code if refusal.details else None
    return None


def message(kind: str, content: object, **more: object) -> dict:
    """A request with a content of its type."""
    return {"messaging_product": "whatsapp", "to": "+34600000001", "type": kind, kind: content, **more}
