"""The control addresses: whatever a person can do on the page, a test can do here."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from sandbox.control import behind, commands, reading
from sandbox.control.guard import Guard
from sandbox.control.requests import get, post
from sandbox.control.saying import say
from sandbox.control.verifying import verify
from sandbox.world import World


def routes(world: World) -> list[BaseRoute]:
    """The addresses under /control."""
    return [
        post("/say", world, say),
        get("/sent", world, reading.sent),
        get("/requests", world, reading.requests),
        get("/events", world, reading.events),
        get("/recent", world, reading.recent),
        get("/people", world, reading.people),
        post("/people", world, commands.introduce),
        post("/verify", world, verify),
        get("/webhooks", world, reading.pending),
        get("/media/{media_id}", world, reading.medium),
        get("/faults", world, commands.faults),
        post("/faults", world, commands.add_faults),
        get("/faults", world, commands.remove_faults, method="DELETE"),
        get("/clock", world, commands.clock),
        post("/clock", world, commands.move_clock),
        get("/model", world, commands.model),
        post("/model", world, commands.choose_model),
        get("/limits", world, commands.limits),
        post("/limits", world, commands.change_limits),
        post("/read", world, commands.read_chat),
        post("/redeliver", world, commands.redeliver),
        post("/process", world, commands.process),
        post("/reset", world, commands.reset),
        get("/inspect/{path:path}", world, behind.inspected),
        get("/tools", world, behind.tools),
        get("/processes", world, behind.processes),
        get("/about", world, behind.about),
        post("/status", world, behind.mark_failed),
    ]


def guards(world: World) -> list[Middleware]:
    """What stands before them."""
    return [Middleware(Guard, token=world.tokens.sandbox_token)]
