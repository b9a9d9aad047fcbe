"""OpenAI as strict as the real one, as far as the product uses it (reference openai.md 11.4)."""

from starlette.routing import BaseRoute

from sandbox.openai_api import audio, models
from sandbox.openai_api.conversations import Conversations
from sandbox.openai_api.files import Files
from sandbox.openai_api.responses import Responses
from sandbox.openai_api.vector_stores import VectorStores
from sandbox.world import World


def routes(world: World) -> list[BaseRoute]:
    """Every address under the API's base."""
    conversations, files = Conversations(world), Files(world)
    vector_stores = VectorStores(world, files)
    responses = Responses(world, conversations, vector_stores.stores)
    parts = (responses, conversations, files, vector_stores)
    return [*(route for part in parts for route in part.routes()), *models.routes(), *audio.routes()]
