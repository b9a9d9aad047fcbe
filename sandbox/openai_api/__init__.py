"""OpenAI as strict as the real one, as far as the product uses it (reference openai.md 11.4)."""

from starlette.routing import BaseRoute

from sandbox.openai_api import models
from sandbox.openai_api.conversations import Conversations
from sandbox.openai_api.responses import Responses
from sandbox.world import World


def routes(world: World) -> list[BaseRoute]:
    """Every address under the API's base."""
    conversations = Conversations(world)
    return [*Responses(world, conversations).routes(), *conversations.routes(), *models.routes()]
